//! JSON (RFC 8259) as far as providers answer in it: the fields of an object, duplicates kept, and
//! the text of each without a copy that nobody wipes.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The fields of an object, in the order in which they came; the values are as they stand there.
pub(crate) struct Object<'a>(pub Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

/// The characters of a string, and `None` for what is none.
pub(crate) fn string(value: &RawValue) -> Option<String> {
    let inner = value.get().strip_prefix('"')?.strip_suffix('"')?;
    Some(unescaped(inner))
}

/// A string without its escapes (RFC 8259 §7). `serde_json` gathers one that has any in a buffer
/// that it does not wipe, and the string may be a secret.
fn unescaped(string: &str) -> String {
    // as large as it can be: growing would leave a copy behind as well
    let mut out = String::with_capacity(string.len());
    let mut rest = string;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        let c = match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (c, after) = utf16(chars.as_str());
                chars = after.chars();
                c
            }
            Some(c) => c,
            None => break,
        };
        out.push(c);
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// The character of one `\uXXXX`, or of two that are a pair, and what follows; `text` is what
/// stands behind the first `\u`.
fn utf16(text: &str) -> (char, &str) {
    let unit = |text: &str| u16::from_str_radix(text.get(..4)?, 16).ok();
    let first = unit(text).unwrap_or(0xFFFD);
    let after = text.get(4..).unwrap_or_default();
    let second = after.strip_prefix("\\u").and_then(unit);
    let units = [first].into_iter().chain(second);
    match char::decode_utf16(units).next() {
        Some(Ok(c)) if c.len_utf16() == 2 => (c, &after[6..]),
        Some(Ok(c)) => (c, after),
        _ => (char::REPLACEMENT_CHARACTER, after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_read_as_serde_json_reads_it() {
        for json in [
            r#""""#,
            r#""plain é ☃""#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""a\u00fcb\u2603\ud83d\ude00\u0041""#,
            r#""\u0000\\u0041""#,
        ] {
            let value: &RawValue = serde_json::from_str(json).unwrap();
            let expected: String = serde_json::from_str(json).unwrap();
            assert_eq!(string(value).unwrap(), expected, "{json}");
        }
        for json in ["1", "null", "[\"a\"]", "{\"a\":\"b\"}"] {
            let value: &RawValue = serde_json::from_str(json).unwrap();
            assert_eq!(string(value), None, "{json}");
        }
    }

    #[test]
    fn half_a_pair_becomes_the_replacement_character() {
        assert_eq!(unescaped(r"a\ud83db"), "a\u{fffd}b");
        assert_eq!(unescaped(r"\ud83d\u0041\ude00"), "\u{fffd}A\u{fffd}");
    }

    #[test]
    fn a_field_that_comes_twice_is_there_twice() {
        let object: Object = serde_json::from_str(r#"{"a": 1, "b": [2, {}], "a": "x"}"#).unwrap();
        let fields: Vec<_> = object
            .0
            .iter()
            .map(|(name, value)| (&**name, value.get()))
            .collect();
        assert_eq!(fields, [("a", "1"), ("b", "[2, {}]"), ("a", "\"x\"")]);
    }
}
