//! How two percent-encoded texts differ that should be the same (RFC 5849 §3.6).

use std::collections::BTreeSet;

use super::finding::Cause;
use super::words::{quoted, shown};
use crate::encode::percent_decode;

/// What RFC 3986 §2.2 reserves, and `~`, which older encoders encode.
const RESERVED: &[u8] = b":/?#[]@!$&'()*+,;=~";

/// Why `theirs` is not `ours`, both percent-encoded, with the difference in words. Only what is no
/// secret may be given: the words show it.
pub(super) fn difference(ours: &str, theirs: &str) -> (Cause, String) {
    let spaces = |text: &str| text.replace('+', "%20");
    if upper_escapes(theirs) == upper_escapes(ours) {
        let detail = format!(
            "escapes are in another case, {} for {}",
            shown(theirs),
            shown(ours)
        );
        return (Cause::EscapeCase, detail);
    }
    if percent_decode(theirs) == percent_decode(ours) {
        return encoded_otherwise(ours, theirs);
    }
    if percent_decode(theirs) == ours.as_bytes() {
        let detail = format!(
            "{} is encoded once more, as {}: it was encoded before it was put in the request",
            shown(ours),
            shown(theirs)
        );
        return (Cause::DoubleEncoding, detail);
    }
    if percent_decode(ours) == theirs.as_bytes() && theirs.contains('%') {
        let detail = format!(
            "{} is signed, which is {} encoded once more",
            shown(ours),
            shown(theirs)
        );
        return (Cause::DoubleEncoding, detail);
    }
    if percent_decode(spaces(theirs)) == percent_decode(ours) {
        let detail = format!(
            "a space is written as +, {} for {}",
            shown(theirs),
            shown(ours)
        );
        return (Cause::PlusForSpace, detail);
    }
    let plus_is_space = |text: &str| {
        let all = text.replace("%2B", "%20").replace("%2b", "%20");
        percent_decode(spaces(&all))
    };
    if plus_is_space(theirs) == plus_is_space(ours) {
        let detail = format!(
            "one has a space where the other has a plus sign, {} for {}",
            shown(theirs),
            shown(ours)
        );
        return (Cause::PlusForSpace, detail);
    }
    let detail = format!("it is {} where {} is signed", quoted(theirs), quoted(ours));
    (Cause::DifferentValue, detail)
}

/// Two texts that decode to the same.
fn encoded_otherwise(ours: &str, theirs: &str) -> (Cause, String) {
    let (ours_units, theirs_units) = (units(ours), units(theirs));
    let differing: BTreeSet<u8> = ours_units
        .iter()
        .zip(&theirs_units)
        .filter(|(a, b)| a.1 != b.1)
        .map(|(a, _)| a.0)
        .collect();
    let names: Vec<_> = differing.iter().map(|&byte| byte_name(byte)).collect();
    let reserved = |byte: &u8| RESERVED.contains(byte) || byte.is_ascii_alphanumeric();
    let (cause, what) = if differing
        .iter()
        .all(|byte| reserved(byte) || b"-._".contains(byte))
    {
        (
            Cause::ReservedCharacters,
            "is encoded in one and not in the other",
        )
    } else {
        (Cause::NotEncoded, "is not encoded in both")
    };
    let detail = format!(
        "{} {what}, {} for {}",
        names.join(" "),
        shown(theirs),
        shown(ours)
    );
    (cause, detail)
}

/// The bytes that an encoded text stands for, each with whether it is an escape.
fn units(text: &str) -> Vec<(u8, bool)> {
    let bytes = text.as_bytes();
    let mut units = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = bytes.get(at..at + 3).map(percent_decode);
        let (unit, length) = match escape.as_deref() {
            Some(&[byte]) => ((byte, true), 3),
            _ => ((bytes[at], false), 1),
        };
        units.push(unit);
        at += length;
    }
    units
}

fn byte_name(byte: u8) -> String {
    match byte {
        b' ' => "a space".to_owned(),
        _ if byte.is_ascii_graphic() => char::from(byte).to_string(),
        _ => format!("the byte 0x{byte:02X}"),
    }
}

/// `text` with the digits of its escapes in upper case.
fn upper_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = 0;
    for c in text.chars() {
        out.push(if digits > 0 {
            c.to_ascii_uppercase()
        } else {
            c
        });
        digits = if c == '%' {
            2
        } else {
            usize::max(digits, 1) - 1
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(ours: &str, theirs: &str) -> Cause {
        difference(ours, theirs).0
    }

    #[test]
    fn each_way_to_encode_wrongly_is_told_from_the_others() {
        assert_eq!(cause("a%2Fb", "a%2fb"), Cause::EscapeCase);
        assert_eq!(cause("a%20b", "a%2520b"), Cause::DoubleEncoding);
        assert_eq!(cause("a%2520b", "a%20b"), Cause::DoubleEncoding);
        assert_eq!(cause("a%20b", "a+b"), Cause::PlusForSpace);
        assert_eq!(cause("a%20b", "a%2Bb"), Cause::PlusForSpace);
        assert_eq!(cause("a%2Bb", "a%20b"), Cause::PlusForSpace);
        assert_eq!(cause("~a", "%7Ea"), Cause::ReservedCharacters);
        assert_eq!(cause("a%21", "a!"), Cause::ReservedCharacters);
        assert_eq!(cause("a%20b", "a b"), Cause::NotEncoded);
        assert_eq!(cause("%C3%BC", "ü"), Cause::NotEncoded);
        assert_eq!(cause("a", "b"), Cause::DifferentValue);
        assert_eq!(cause("a", ""), Cause::DifferentValue);
    }

    #[test]
    fn the_characters_are_named() {
        let (_, detail) = difference("Hello%21%20%28%29", "Hello!%20()");
        assert!(detail.starts_with("! ( ) is encoded in one"), "{detail}");
    }
}
