//! The parameters of a request, collected from where they travel and encoded once
//! (RFC 5849 §3.4.1.3).

use std::cmp::Ordering;

use crate::encode::{ascii_str, encode_into, recode_form_into};

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// The query of the URL.
    Query,
    /// The body, form-encoded.
    Form,
    /// An `oauth_` parameter, which travels wherever the signature does.
    Protocol,
}

/// One parameter, its name and value encoded (RFC 5849 §3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Param<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
    pub source: Source,
}

/// The place of one parameter in the text: `name` and `value` stand side by side.
#[derive(Clone, Debug)]
struct Pair {
    start: usize,
    middle: usize,
    end: usize,
    source: Source,
}

/// An ordered list of parameters, duplicates kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    text: Vec<u8>,
    pairs: Vec<Pair>,
}

impl Params {
    /// Adds one parameter, its name and value as the caller has them, and gives it back encoded.
    pub fn push(&mut self, name: &[u8], value: &[u8], source: Source) -> Param<'_> {
        self.push_with(source, encode_into, name, value);
        self.get(self.pairs.len() - 1)
    }

    /// Adds what a query or a form body holds: `name=value` pairs, joined by `&`. A pair without
    /// `=` has an empty value; an empty pair is none.
    pub fn push_form(&mut self, form: &[u8], source: Source) {
        self.text.reserve(form.len());
        for pair in form.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            let middle = pair.iter().position(|&byte| byte == b'=');
            let (name, value) = match middle {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            self.push_with(source, recode_form_into, name, value);
        }
    }

    fn push_with(
        &mut self,
        source: Source,
        encode: fn(&mut Vec<u8>, &[u8]),
        name: &[u8],
        value: &[u8],
    ) {
        let start = self.text.len();
        encode(&mut self.text, name);
        let middle = self.text.len();
        encode(&mut self.text, value);
        let end = self.text.len();
        self.pairs.push(Pair { start, middle, end, source });
    }

    /// Forgets the parameters that travel in `source`.
    pub fn remove(&mut self, source: Source) {
        self.pairs.retain(|pair| pair.source != source);
    }

    /// The parameter at `index`, in the order of arrival.
    pub fn get(&self, index: usize) -> Param<'_> {
        let pair = &self.pairs[index];
        Param {
            name: &self.text[pair.start..pair.middle],
            value: &self.text[pair.middle..pair.end],
            source: pair.source,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// All of them, in the order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = Param<'_>> {
        (0..self.pairs.len()).map(|index| self.get(index))
    }

    /// Whether one of them has this encoded name.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|param| param.name == name.as_bytes())
    }

    /// How many bytes the further `oauth_` parameters take, with what stands between them.
    pub fn protocol_text_len(&self) -> usize {
        let protocol = self.iter().filter(|param| param.source == Source::Protocol);
        protocol.map(|param| param.name.len() + param.value.len() + 5).sum()
    }

    /// Calls `use_sorted` with the indices in the order that is signed: by encoded name, then by
    /// encoded value, byte by byte (RFC 5849 §3.4.1.3.2).
    pub fn with_sorted<R>(&self, use_sorted: impl FnOnce(&[usize]) -> R) -> R {
        const FEW: usize = 32;
        let mut few = [0; FEW];
        let mut many = Vec::new();
        let indices = if self.len() <= FEW {
            &mut few[..self.len()]
        } else {
            many.resize(self.len(), 0);
            &mut many[..]
        };
        for (position, index) in indices.iter_mut().enumerate() {
            *index = position;
        }
        indices.sort_unstable_by(|&a, &b| self.get(a).cmp_signed(&self.get(b)));
        use_sorted(indices)
    }
}

impl Param<'_> {
    /// The order in which parameters are signed (RFC 5849 §3.4.1.3.2).
    pub fn cmp_signed(&self, other: &Param<'_>) -> Ordering {
        self.name.cmp(other.name).then_with(|| self.value.cmp(other.value))
    }

    /// The encoded name, as text.
    pub fn name_str(&self) -> &str {
        ascii_str(self.name)
    }

    /// The encoded value, as text.
    pub fn value_str(&self) -> &str {
        ascii_str(self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(form: &str) -> String {
        let mut params = Params::default();
        params.push_form(form.as_bytes(), Source::Query);
        params.with_sorted(|order| {
            let pair = |&index: &usize| {
                let param = params.get(index);
                format!("{}={}", param.name_str(), param.value_str())
            };
            order.iter().map(pair).collect::<Vec<_>>().join("&")
        })
    }

    #[test]
    fn pairs_sort_by_encoded_name_then_by_encoded_value() {
        assert_eq!(sorted("c=3&a=2&a=1&b"), "a=1&a=2&b=&c=3");
        assert_eq!(sorted("a-b=1&a=2&a%2Fb=3"), "a=2&a%2Fb=3&a-b=1");
        assert_eq!(sorted("z=~&z=%C3%BC&z=a"), "z=%C3%BC&z=a&z=~");
    }

    #[test]
    fn more_parameters_than_fit_on_the_stack_sort_the_same() {
        let form: Vec<String> = (0..100).rev().map(|n| format!("p{n:03}=x")).collect();
        let expected: Vec<String> = (0..100).map(|n| format!("p{n:03}=x")).collect();
        assert_eq!(sorted(&form.join("&")), expected.join("&"));
    }

    #[test]
    fn only_the_first_equals_sign_splits_a_pair() {
        assert_eq!(sorted("a=b=c"), "a=b%3Dc");
    }

    #[test]
    fn empty_pairs_are_none_and_a_nameless_pair_is_one() {
        assert_eq!(sorted("&a=1&&=v&"), "=v&a=1");
    }
}
