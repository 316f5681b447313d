//! The parameters of a request, collected from where they travel and encoded as the base string
//! has them (RFC 5849 §3.4.1.3).

use std::sync::OnceLock;

use crate::authorization::Transmission;
use crate::base_string::OwnParam;
use crate::encode::{
    Plus, encode_both_into, form_pairs, once_encoded, recode_twice_into, twice_decoded,
};
use crate::error::{Error, ErrorKind};

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
#[derive(Clone, Copy, Debug)]
struct Pair {
    /// The [prefix] of the name.
    prefix: u128,
    start: u32,
    name_end: u32,
    end: u32,
    source: Source,
}

/// A part of a parameter.
enum Part {
    Name,
    Value,
}

/// An ordered list of parameters, duplicates kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    text: Vec<u8>,
    pairs: Vec<Pair>,
    /// The indices of the pairs in the order that is signed, once it was asked for.
    order: OnceLock<Vec<u32>>,
}

impl Params {
    /// Adds one parameter, and appends it to `sent` as it is sent: `name=value`, both encoded.
    pub fn push(
        &mut self,
        name: &[u8],
        value: &[u8],
        source: Source,
        sent: &mut Vec<u8>,
    ) -> Result<(), Error> {
        sent.reserve(name.len() + value.len() + 16);
        self.push_with(source, |text, part| match part {
            Part::Name => encode_both_into(sent, text, name),
            Part::Value => {
                sent.push(b'=');
                encode_both_into(sent, text, value);
            }
        })
    }

    /// Adds what a query or a form body holds.
    pub fn push_form(&mut self, form: &[u8], source: Source) -> Result<(), Error> {
        self.text.reserve(form.len());
        for (name, value) in form_pairs(form) {
            self.push_encoded(name, value, Plus::Space, source)?;
        }
        Ok(())
    }

    /// Adds one parameter whose name and value are encoded, in whatever way.
    pub fn push_encoded(
        &mut self,
        name: &[u8],
        value: &[u8],
        plus: Plus,
        source: Source,
    ) -> Result<(), Error> {
        self.push_with(source, |text, part| match part {
            Part::Name => recode_twice_into(text, name, plus),
            Part::Value => recode_twice_into(text, value, plus),
        })
    }

    fn push_with(
        &mut self,
        source: Source,
        mut encode: impl FnMut(&mut Vec<u8>, Part),
    ) -> Result<(), Error> {
        let start = self.text.len();
        self.text.extend_from_slice(SEPARATOR);
        encode(&mut self.text, Part::Name);
        let name_end = self.text.len();
        self.text.extend_from_slice(EQUALS);
        encode(&mut self.text, Part::Value);
        let end = u32::try_from(self.text.len()).map_err(|_| {
            let message = "the parameters take more than 4 GiB: expected a smaller request";
            Error::new(ErrorKind::InvalidParameter, message)
        })?;
        self.pairs.push(Pair {
            prefix: prefix_at(&self.text, start + SEPARATOR.len(), name_end),
            start: start as u32,
            name_end: name_end as u32,
            end,
            source,
        });
        self.order = OnceLock::new();
        Ok(())
    }

    /// Makes room for parameters that take so many bytes.
    pub fn reserve(&mut self, pairs: usize, bytes: usize) {
        self.pairs.reserve(pairs);
        self.text.reserve(bytes);
    }

    /// The parameter that was added last.
    pub fn last(&self) -> Option<Param<'_>> {
        Some(self.get(self.pairs.len().checked_sub(1)?))
    }

    /// Says where the parameter that was added last travels.
    pub fn set_last_source(&mut self, source: Source) {
        if let Some(pair) = self.pairs.last_mut() {
            pair.source = source;
        }
    }

    /// Forgets the parameter that was added last.
    pub fn pop(&mut self) {
        if let Some(pair) = self.pairs.pop() {
            self.text.truncate(pair.start as usize);
            self.order = OnceLock::new();
        }
    }

    /// Adds those of `others` that travel in one of `sources`.
    #[cfg(feature = "http")]
    pub fn push_from(&mut self, others: &Self, sources: &[Source]) {
        let pairs = others.pairs.iter();
        for pair in pairs.filter(|pair| sources.contains(&pair.source)) {
            let start = self.text.len() as u32;
            let text = &others.text[pair.start as usize..pair.end as usize];
            self.text.extend_from_slice(text);
            self.pairs.push(Pair {
                start,
                name_end: start + (pair.name_end - pair.start),
                end: start + (pair.end - pair.start),
                ..*pair
            });
        }
        self.order = OnceLock::new();
    }

    /// Forgets the parameters that travel in `source`.
    pub fn remove(&mut self, source: Source) {
        self.pairs.retain(|pair| pair.source != source);
        self.order = OnceLock::new();
    }

    /// The parameter at `index`, in the order of arrival.
    pub fn get(&self, index: usize) -> Param<'_> {
        let pair = &self.pairs[index];
        Param {
            name: &self.text[pair.start as usize + SEPARATOR.len()..pair.name_end as usize],
            value: &self.text[pair.name_end as usize + EQUALS.len()..pair.end as usize],
            source: pair.source,
        }
    }

    /// The parameter at `index` as a base string has it, behind another.
    pub fn signed(&self, index: usize) -> &[u8] {
        let pair = &self.pairs[index];
        &self.text[pair.start as usize..pair.end as usize]
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

    /// All of them, in the order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = Param<'_>> {
        (0..self.pairs.len()).map(|index| self.get(index))
    }

    /// The further `oauth_` parameters, in the order of arrival.
    pub fn protocol(&self) -> impl Iterator<Item = Param<'_>> {
        self.iter().filter(|param| param.source == Source::Protocol)
    }

    /// The first parameter that is a protocol parameter by its name and does not travel where the
    /// others do.
    pub fn stray(&self, transmission: Transmission) -> Option<Param<'_>> {
        const PROTOCOL: u128 = prefix(b"oauth_");
        let place = match transmission {
            Transmission::Header => Source::Protocol,
            Transmission::Query => Source::Query,
            Transmission::Form => Source::Form,
        };
        let is_stray = |pair: &Pair| {
            pair.prefix & prefix(&[0xff; 6]) == PROTOCOL
                && pair.source != Source::Protocol
                && pair.source != place
        };
        Some(self.get(self.pairs.iter().position(is_stray)?))
    }

    /// How many bytes the further `oauth_` parameters take in a header, at most.
    pub fn header_len(&self) -> usize {
        self.protocol()
            .map(|param| param.name.len() + param.value.len() + "=\"\", ".len())
            .sum()
    }

    /// The indices of the parameters in the order that is signed: by encoded name, then by encoded
    /// value, byte by byte (RFC 5849 §3.4.1.3.2). They are sorted when they are first asked for.
    pub fn sorted(&self) -> &[u32] {
        self.order.get_or_init(|| {
            let pairs = self.pairs.iter().zip(0_u32..);
            let mut order: Vec<_> = pairs.map(|(pair, index)| (pair.prefix, index)).collect();
            order.sort_unstable_by(|(prefix, a), (other, b)| {
                let by_text = || {
                    let (a, b) = (self.get(*a as usize), self.get(*b as usize));
                    a.name.cmp(b.name).then_with(|| a.value.cmp(b.value))
                };
                prefix.cmp(other).then_with(by_text)
            });
            order.into_iter().map(|(_, index)| index).collect()
        })
    }
}

/// The first sixteen bytes of a name, as a number: where two differ, so they order the names, at
/// the price of comparing two numbers.
pub(crate) const fn prefix(name: &[u8]) -> u128 {
    let mut prefix = 0;
    let mut at = 0;
    while at < 16 {
        let byte = if at < name.len() { name[at] } else { 0 };
        prefix = prefix << 8 | byte as u128;
        at += 1;
    }
    prefix
}

/// The [`prefix`] of a name within a text, sixteen bytes at once where there are as many.
fn prefix_at(text: &[u8], start: usize, end: usize) -> u128 {
    let Some(Ok(bytes)) = text.get(start..start + 16).map(<[u8; 16]>::try_from) else {
        return prefix(&text[start..end]);
    };
    // the bytes behind the name are not a part of it
    let behind = 16_usize.saturating_sub(end - start) as u32;
    let bytes = u128::from_be_bytes(bytes);
    bytes
        .checked_shr(8 * behind)
        .unwrap_or(0)
        .checked_shl(8 * behind)
        .unwrap_or(0)
}

impl Param<'_> {
    /// Whether it is a protocol parameter by its name (RFC 5849 §3.1).
    pub fn is_protocol(&self) -> bool {
        self.name.starts_with(b"oauth_")
    }

    /// Whether the value is this one.
    pub fn is_value(&self, value: &[u8]) -> bool {
        if self.value.contains(&b'%') {
            self.decoded_value() == value
        } else {
            self.value == value
        }
    }

    /// The name, decoded.
    pub fn decoded_name(&self) -> Vec<u8> {
        twice_decoded(self.name)
    }

    /// The value, decoded.
    pub fn decoded_value(&self) -> Vec<u8> {
        twice_decoded(self.value)
    }

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
        params.push_form(form.as_bytes(), Source::Query).unwrap();
        let pair = |&index: &u32| {
            let param = params.get(index as usize);
            format!("{}={}", param.name_once(), param.value_once())
        };
        params
            .sorted()
            .iter()
            .map(pair)
            .collect::<Vec<_>>()
            .join("&")
    }

    #[test]
    fn pairs_sort_by_encoded_name_then_by_encoded_value() {
        assert_eq!(sorted("c=3&a=2&a=1&b"), "a=1&a=2&b=&c=3");
        assert_eq!(sorted("a-b=1&a=2&a%2Fb=3"), "a=2&a%2Fb=3&a-b=1");
        assert_eq!(sorted("z=~&z=%C3%BC&z=a"), "z=%C3%BC&z=a&z=~");
    }

    #[test]
    fn the_prefix_within_a_text_is_that_of_the_name() {
        let text = b"abcdefghijklmnopqrstuvwxyz0123456789";
        for start in 0..text.len() {
            for end in start..=text.len() {
                assert_eq!(prefix_at(text, start, end), prefix(&text[start..end]));
            }
        }
    }

    #[test]
    fn a_hundred_parameters_sort_like_a_few() {
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
