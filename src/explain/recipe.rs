//! Base strings as clients make them, rightly (RFC 5849 §3.4.1) or with one of the mistakes that
//! are known.

use std::borrow::Cow;

use super::captured::Pair;
use crate::encode::percent_decode;

/// A way to percent-encode.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Encoder {
    /// A space becomes `+`.
    pub plus: bool,
    /// What stays as it is, beside letters, digits and `-._~`.
    pub keep: &'static [u8],
    /// `~` is encoded.
    pub tilde: bool,
    /// The digits of escapes are in lower case.
    pub lower: bool,
}

impl Encoder {
    fn encode(self, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() + text.len() / 2);
        for &byte in text {
            match byte {
                b' ' if self.plus => out.push(b'+'),
                b'~' if !self.tilde => out.push(byte),
                b'-' | b'.' | b'_' => out.push(byte),
                _ if byte.is_ascii_alphanumeric() || self.keep.contains(&byte) => out.push(byte),
                _ => {
                    let digit = |digit: u8| self.digits()[usize::from(digit)];
                    out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
                }
            }
        }
        out
    }

    fn digits(self) -> &'static [u8; 16] {
        if self.lower {
            b"0123456789abcdef"
        } else {
            b"0123456789ABCDEF"
        }
    }

    fn encode_times(self, text: &[u8], times: u8) -> Vec<u8> {
        (0..times).fold(text.to_vec(), |text, _| self.encode(&text))
    }
}

/// What is taken for the text of a parameter.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// The text that it stands for.
    #[default]
    Decoded,
    /// Its form in the query or the body, taken for encoded already.
    Wire,
    /// The text that it stands for, but for `+`, which stays.
    PlusKept,
    /// The text in ISO 8859-1.
    Latin1,
}

impl Reading {
    /// Name and value, and whether they are encoded already.
    fn read(self, pair: &Pair) -> (Vec<u8>, Vec<u8>, bool) {
        let as_it_is = || (pair.name.clone(), pair.value.clone(), false);
        match (self, &pair.wire) {
            (Self::Wire, Some((name, value))) => (name.clone(), value.clone(), true),
            (Self::PlusKept, Some((name, value))) => {
                (percent_decode(name), percent_decode(value), false)
            }
            (Self::Latin1, _) => (latin1(&pair.name), latin1(&pair.value), false),
            _ => as_it_is(),
        }
    }
}

/// UTF-8 as ISO 8859-1, where that has all its letters.
fn latin1(text: &[u8]) -> Vec<u8> {
    std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.chars().map(|c| u8::try_from(c).ok()).collect())
        .unwrap_or_else(|| text.to_vec())
}

/// The order in which parameters are joined.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// By encoded name, then by encoded value.
    #[default]
    Sorted,
    /// As they came.
    Unsorted,
    /// As they sort before they are encoded.
    BeforeEncoding,
    /// By name only: those of the same name as they came.
    ByName,
    /// As pairs joined by `=`.
    Joined,
    /// As letters sort whatever their case.
    CaseIgnored,
}

/// All that makes a base string.
#[derive(Clone, Default)]
pub(super) struct Recipe<'a> {
    pub method: String,
    pub uri: String,
    pub pairs: Vec<Cow<'a, Pair>>,
    pub reading: Reading,
    /// How names and values are encoded, and how often.
    pub inner: Encoder,
    pub names: u8,
    pub values: u8,
    /// How the parts of the base string are encoded, and how often the parameters.
    pub outer: Encoder,
    pub joined: u8,
    pub order: Order,
}

impl<'a> Recipe<'a> {
    /// The recipe of RFC 5849.
    pub fn right(method: String, uri: String, pairs: Vec<Cow<'a, Pair>>) -> Self {
        Self {
            method,
            uri,
            pairs,
            names: 1,
            values: 1,
            joined: 1,
            ..Self::default()
        }
    }

    /// The base string that comes of it.
    pub fn base_string(&self) -> String {
        let mut out = self.outer.encode(self.method.as_bytes());
        out.push(b'&');
        out.extend(self.outer.encode(self.uri.as_bytes()));
        out.push(b'&');
        out.extend(self.outer.encode_times(&self.joined_params(), self.joined));
        String::from_utf8_lossy(&out).into_owned()
    }

    /// Names and values as they are encoded, in the order in which they came.
    pub fn encoded_pairs(&self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
        self.pairs.iter().map(|pair| self.encoded(pair))
    }

    fn joined_params(&self) -> Vec<u8> {
        let mut pairs: Vec<_> = self.pairs.iter().collect();
        if self.order == Order::BeforeEncoding {
            pairs.sort_by_key(|pair| (&pair.name, &pair.value));
        }
        let mut encoded: Vec<_> = pairs.into_iter().map(|pair| self.encoded(pair)).collect();
        match self.order {
            Order::Sorted => encoded.sort(),
            Order::Unsorted | Order::BeforeEncoding => {}
            Order::ByName => encoded.sort_by(|a, b| a.0.cmp(&b.0)),
            Order::Joined => encoded.sort_by_cached_key(joined),
            Order::CaseIgnored => encoded.sort_by_cached_key(|(name, value)| {
                (name.to_ascii_lowercase(), value.to_ascii_lowercase())
            }),
        }
        let pairs: Vec<_> = encoded.iter().map(joined).collect();
        pairs.join(&b'&')
    }

    fn encoded(&self, pair: &Pair) -> (Vec<u8>, Vec<u8>) {
        match self.reading.read(pair) {
            (name, value, true) => (name, value),
            (name, value, false) => (
                self.inner.encode_times(&name, self.names),
                self.inner.encode_times(&value, self.values),
            ),
        }
    }
}

fn joined((name, value): &(Vec<u8>, Vec<u8>)) -> Vec<u8> {
    [name.as_slice(), value].join(&b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_recipe_makes_the_base_string_of_the_core() {
        let params = [
            ("b", "1 + 1"),
            ("a~", "ü&="),
            ("a", "%"),
            ("a", ""),
            ("!*'()", "/"),
        ];
        let pairs = params
            .map(|(name, value)| Cow::Owned(Pair::new(name, value)))
            .to_vec();
        let recipe = Recipe::right("POST".into(), "http://a.example/".into(), pairs);
        let expected = crate::base_string("POST", "http://a.example", params).unwrap();
        assert_eq!(recipe.base_string(), expected);
    }

    #[test]
    fn encoders_differ_where_they_say_so() {
        let text = "a b~!*/é".as_bytes();
        let right = Encoder::default();
        let encoded = |encoder: Encoder| crate::encode::ascii(encoder.encode(text));
        assert_eq!(encoded(right), "a%20b~%21%2A%2F%C3%A9");
        let java = Encoder {
            plus: true,
            keep: b"*",
            tilde: true,
            ..right
        };
        assert_eq!(encoded(java), "a+b%7E%21*%2F%C3%A9");
        let lower = Encoder {
            lower: true,
            ..right
        };
        assert_eq!(encoded(lower), "a%20b~%21%2a%2f%c3%a9");
    }
}
