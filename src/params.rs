//! The parameters of a request, collected from where they travel and encoded as the base string
//! has them (RFC 5849 §3.4.1.3).

use std::cmp::Ordering;

use crate::base_string::OwnParam;
use crate::encode::{encode_again_into, once_encoded, recode_form_twice_into};

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

/// One parameter as the base string has it: name and value encoded (RFC 5849 §3.6), and encoded
/// once more with the string that they are a part of. The order of encoded names is that of names
/// encoded twice, since `%` becomes `%25` wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Param<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
    pub source: Source,
}

/// What stands between two parameters in a base string: `&`, encoded.
pub(crate) const SEPARATOR: &[u8] = b"%26";
/// What stands between name and value in a base string: `=`, encoded.
pub(crate) const EQUALS: &[u8] = b"%3D";

/// The place of one parameter in the text, where it stands as in a base string, behind another:
/// separator, name, `%3D`, value.
#[derive(Clone, Debug)]
struct Pair {
    /// The [prefix] of the name.
    prefix: u64,
    start: usize,
    name_end: usize,
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
    /// Adds one parameter whose name and value are encoded as they are sent.
    pub fn push(&mut self, name: &[u8], value: &[u8], source: Source) {
        self.push_with(source, encode_again_into, name, value);
    }

    /// Adds what a query or a form body holds: `name=value` pairs, joined by `&`. A pair without
    /// `=` has an empty value; an empty pair is none.
    pub fn push_form(&mut self, form: &[u8], source: Source) {
        self.text.reserve(form.len());
        for pair in form
            .split(|&byte| byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let middle = pair.iter().position(|&byte| byte == b'=');
            let (name, value) = match middle {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            self.push_with(source, recode_form_twice_into, name, value);
        }
    }

    fn push_with(
        &mut self,
        source: Source,
        encode: impl Fn(&mut Vec<u8>, &[u8]),
        name: &[u8],
        value: &[u8],
    ) {
        self.text.reserve(name.len() + value.len() + 16);
        let start = self.text.len();
        self.text.extend_from_slice(SEPARATOR);
        encode(&mut self.text, name);
        let name_end = self.text.len();
        self.text.extend_from_slice(EQUALS);
        encode(&mut self.text, value);
        let end = self.text.len();
        let prefix = prefix(&self.text[start + SEPARATOR.len()..name_end]);
        self.pairs.push(Pair {
            prefix,
            start,
            name_end,
            end,
            source,
        });
    }

    /// Forgets the parameters that travel in `source`.
    pub fn remove(&mut self, source: Source) {
        self.pairs.retain(|pair| pair.source != source);
    }

    /// The parameter at `index`, in the order of arrival.
    pub fn get(&self, index: usize) -> Param<'_> {
        let pair = &self.pairs[index];
        Param {
            name: &self.text[pair.start + SEPARATOR.len()..pair.name_end],
            value: &self.text[pair.name_end + EQUALS.len()..pair.end],
            source: pair.source,
        }
    }

    /// The parameter at `index` as a base string has it, behind another.
    pub fn signed(&self, index: usize) -> &[u8] {
        let pair = &self.pairs[index];
        &self.text[pair.start..pair.end]
    }

    /// Whether the parameter at `index` is signed before one of the signer's own.
    pub fn precedes(&self, index: usize, own: &OwnParam<'_>) -> bool {
        let by_text = || self.get(index).name.cmp(own.pair().0.as_bytes());
        self.pairs[index]
            .prefix
            .cmp(&own.prefix)
            .then_with(by_text)
            .is_lt()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// All of them, in the order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = Param<'_>> {
        (0..self.pairs.len()).map(|index| self.get(index))
    }

    /// The further `oauth_` parameters, in the order of arrival.
    pub fn protocol(&self) -> impl Iterator<Item = Param<'_>> {
        self.iter().filter(|param| param.source == Source::Protocol)
    }

    /// How many bytes the further `oauth_` parameters take in a header, at most.
    pub fn header_len(&self) -> usize {
        self.protocol()
            .map(|param| param.name.len() + param.value.len() + "=\"\", ".len())
            .sum()
    }

    /// The order in which two parameters are signed (RFC 5849 §3.4.1.3.2).
    fn cmp_signed(&self, a: usize, b: usize) -> Ordering {
        let by_text = || {
            let (a, b) = (self.get(a), self.get(b));
            a.name.cmp(b.name).then_with(|| a.value.cmp(b.value))
        };
        self.pairs[a]
            .prefix
            .cmp(&self.pairs[b].prefix)
            .then_with(by_text)
    }

    /// Calls `use_sorted` with the indices in the order that is signed: by encoded name, then by
    /// encoded value, byte by byte (RFC 5849 §3.4.1.3.2).
    pub fn with_sorted<R>(&self, use_sorted: impl FnOnce(&[usize]) -> R) -> R {
        const FEW: usize = 16;
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
        indices.sort_unstable_by(|&a, &b| self.cmp_signed(a, b));
        use_sorted(indices)
    }
}

/// The first eight bytes of a name, as a number: where two differ, so they order the names, at
/// the price of comparing two numbers.
pub(crate) const fn prefix(name: &[u8]) -> u64 {
    let mut prefix = 0;
    let mut at = 0;
    while at < 8 {
        let byte = if at < name.len() { name[at] } else { 0 };
        prefix = prefix << 8 | byte as u64;
        at += 1;
    }
    prefix
}

impl Param<'_> {
    /// The name as it is sent, encoded once.
    pub fn name_once(&self) -> String {
        once_encoded(self.name)
    }

    /// The value as it is sent, encoded once.
    pub fn value_once(&self) -> String {
        once_encoded(self.value)
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
                format!("{}={}", param.name_once(), param.value_once())
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
