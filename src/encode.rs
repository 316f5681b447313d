//! Percent-encoding as OAuth has it (RFC 5849 §3.6), and the decoding of form data
//! (RFC 5849 §3.4.1.3.1).
//!
//! Everything that is encoded is ASCII, so the buffers in here are bytes; they become strings at
//! the edge, where [`ascii`] says so once.

use std::borrow::Cow;

/// Takes what is encoded, piece by piece: a buffer, or a MAC.
pub(crate) trait Sink {
    fn put(&mut self, piece: &[u8]);

    /// Makes room, where there is a need to, for pieces that come to so many bytes at most.
    fn reserve(&mut self, _bytes: usize) {}
}

impl Sink for String {
    fn put(&mut self, encoded: &[u8]) {
        self.push_str(ascii_str(encoded));
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }

    fn reserve(&mut self, bytes: usize) {
        Vec::reserve(self, bytes);
    }
}

/// A set of bytes that stay as they are.
type Table = [bool; 256];

const fn table(marks: &[u8]) -> Table {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut mark = 0;
    while mark < marks.len() {
        table[marks[mark] as usize] = true;
        mark += 1;
    }
    table
}

/// The unreserved characters (RFC 3986 §2.3): all that OAuth leaves unencoded.
const UNRESERVED: Table = table(b"-._~");
/// What a path may hold (RFC 3986 §3.3).
pub(crate) const PATH: Table = table(b"-._~!$&'()*+,;=:@/");
/// What a query may hold (RFC 3986 §3.4).
pub(crate) const QUERY: Table = table(b"-._~!$&'()*+,;=:@/?");

const HEX: &[u8; 16] = b"0123456789ABCDEF";
/// What each byte stands for as a hexadecimal digit, in either case; more than 15 where it is none.
const DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 16 {
        digits[HEX[digit] as usize] = digit as u8;
        digits[HEX[digit].to_ascii_lowercase() as usize] = digit as u8;
        digit += 1;
    }
    digits
};

/// What each byte becomes: up to seven bytes, and how many of them count.
type Escapes = [[u8; 8]; 256];

/// Encoded once.
const ONCE: Escapes = escapes(b"%");
/// Encoded twice: what encoding makes of a `%` is encoded again.
const TWICE: Escapes = escapes(b"%25");

const fn escapes(percent: &[u8]) -> Escapes {
    let mut escapes = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        if UNRESERVED[byte] {
            escapes[byte] = [byte as u8, 0, 0, 0, 0, 0, 0, 1];
        } else {
            let mut len = 0;
            while len < percent.len() {
                escapes[byte][len] = percent[len];
                len += 1;
            }
            escapes[byte][len] = HEX[byte >> 4];
            escapes[byte][len + 1] = HEX[byte & 15];
            escapes[byte][7] = len as u8 + 2;
        }
        byte += 1;
    }
    escapes
}

/// Gathers what bytes become. A branch on each would be guessed wrong again and again, so that all
/// eight bytes of an escape are written, and those that count are kept.
struct Escaper<'o, S: Sink> {
    out: &'o mut S,
    gathered: [u8; 128],
    len: usize,
}

impl<'o, S: Sink> Escaper<'o, S> {
    fn new(out: &'o mut S) -> Self {
        Self {
            out,
            gathered: [0; 128],
            len: 0,
        }
    }

    fn push(&mut self, escape: [u8; 8]) {
        if self.gathered.len() - self.len < escape.len() {
            self.out.put(&self.gathered[..self.len]);
            self.len = 0;
        }
        self.gathered[self.len..self.len + escape.len()].copy_from_slice(&escape);
        self.len += usize::from(escape[7]);
    }

    fn finish(self) {
        self.out.put(&self.gathered[..self.len]);
    }
}

/// Percent-encodes `value` (RFC 5849 §3.6): letters, digits, `-`, `.`, `_` and `~` stay, every
/// other byte becomes `%XX` with upper-case digits.
///
/// ```
/// assert_eq!(oauth1::percent_encode("Ladies + Gentlemen"), "Ladies%20%2B%20Gentlemen");
/// assert_eq!(oauth1::percent_encode("☃"), "%E2%98%83");
/// assert_eq!(oauth1::percent_encode([0xff, b'~']), "%FF~");
/// ```
pub fn percent_encode(value: impl AsRef<[u8]>) -> String {
    let value = value.as_ref();
    let mut out = Vec::with_capacity(value.len() + value.len() / 4);
    encode_into(&mut out, value);
    ascii(out)
}

/// Decodes `%XX` sequences, in either case; a `%` that begins none stays. `+` stays too.
///
/// ```
/// assert_eq!(oauth1::percent_decode("a%2fb%C3%BC+c"), "a/bü+c".as_bytes());
/// ```
pub fn percent_decode(text: impl AsRef<[u8]>) -> Vec<u8> {
    decoded(text.as_ref(), Plus::Itself)
}

/// The pairs of a query or a form body as they stand there, still encoded: `name=value`, joined by
/// `&` (RFC 5849 §3.4.1.3.1). A pair without `=` has an empty value; an empty pair is none.
pub(crate) fn form_pairs(form: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    form.split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.iter().position(|&byte| byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[][..]),
        })
}

/// Whether `form` needs an `&` before one more pair.
pub(crate) fn needs_separator(form: &[u8]) -> bool {
    !form.is_empty() && !form.ends_with(b"&")
}

/// Makes `form` ready for one more pair.
pub(crate) fn begin_pair(form: &mut Vec<u8>) {
    if needs_separator(form) {
        form.push(b'&');
    }
}

/// Decodes `form`, a name or a value of form data: `+` is a space, `%XX` is decoded.
pub(crate) fn form_decode(form: &[u8]) -> Vec<u8> {
    decoded(form, Plus::Space)
}

/// A buffer of encoded bytes as the string that it is.
pub(crate) fn ascii(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("encoded bytes are ASCII")
}

/// Encoded bytes as the text that they are.
pub(crate) fn ascii_str(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("encoded bytes are ASCII")
}

/// Whether encoding leaves `value` as it is, as it does most names.
#[allow(clippy::needless_bitwise_bool)] // a branch for each byte is what it spares
fn is_unreserved(value: &[u8]) -> bool {
    const STEP: usize = 16;
    let (steps, rest) = value.as_chunks::<STEP>();
    // without a table and without a way out of the loop: so a step is looked at at once
    let is_step = |step: &[u8; STEP]| {
        step.iter().fold(true, |all, &byte| {
            let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
            let digit = byte.wrapping_sub(b'0') < 10;
            let mark = (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~');
            all & (letter | digit | mark)
        })
    };
    let rest = rest
        .iter()
        .fold(true, |all, &byte| all & UNRESERVED[usize::from(byte)]);
    rest && steps.iter().all(is_step)
}

/// Appends `value`, percent-encoded.
pub(crate) fn encode_into(out: &mut impl Sink, value: &[u8]) {
    if is_unreserved(value) {
        return out.put(value);
    }
    let mut escaper = Escaper::new(out);
    for &byte in value {
        escaper.push(ONCE[usize::from(byte)]);
    }
    escaper.finish();
}

/// Appends `value`, percent-encoded, to `once`, and encoded twice to `twice`.
pub(crate) fn encode_both_into(once: &mut impl Sink, twice: &mut impl Sink, value: &[u8]) {
    if is_unreserved(value) {
        once.put(value);
        return twice.put(value);
    }
    let (mut once, mut twice) = (Escaper::new(once), Escaper::new(twice));
    for &byte in value {
        once.push(ONCE[usize::from(byte)]);
        twice.push(TWICE[usize::from(byte)]);
    }
    once.finish();
    twice.finish();
}

/// What a `+` stands for in a text that is encoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plus {
    /// A space, as in form data and queries.
    Space,
    /// Itself, as in an `Authorization` header.
    Itself,
}

/// Appends `text`, an encoded name or value, as the base string has it: `%XX` is decoded, and what
/// comes of it is encoded twice.
pub(crate) fn recode_twice_into(out: &mut impl Sink, text: &[u8], plus: Plus) {
    if is_unreserved(text) {
        return out.put(text);
    }
    let mut escaper = Escaper::new(out);
    for byte in decoding(text, plus) {
        escaper.push(TWICE[usize::from(byte)]);
    }
    escaper.finish();
}

/// Decodes `text`, an encoded name or value.
pub(crate) fn decoded(text: &[u8], plus: Plus) -> Vec<u8> {
    // as large as it can be: growing would leave a copy behind that nobody wipes
    let mut out = Vec::with_capacity(text.len());
    out.extend(decoding(text, plus));
    out
}

/// The bytes that `text` stands for; a `%` that begins no escape stands for itself.
fn decoding(text: &[u8], plus: Plus) -> impl Iterator<Item = u8> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (&byte, behind) = rest.split_first()?;
        rest = behind;
        Some(match byte {
            b'+' if plus == Plus::Space => b' ',
            b'%' => match escaped(behind) {
                Some(decoded) => {
                    rest = &behind[2..];
                    decoded
                }
                None => byte,
            },
            _ => byte,
        })
    })
}

/// What encoding twice made `twice` of.
pub(crate) fn twice_decoded(twice: &[u8]) -> Vec<u8> {
    if twice.contains(&b'%') {
        percent_decode(percent_decode(twice))
    } else {
        twice.to_vec()
    }
}

/// What encoding once more made `twice` of.
pub(crate) fn once_encoded(twice: &[u8]) -> String {
    ascii_str(twice).replace("%25", "%")
}

/// `text`, a part of a URL, with all that `allowed` does not hold percent-encoded. An escape that
/// is there already stays as it was written; a `%` that begins none becomes `%25`.
pub(crate) fn encode_url_part<'a>(text: &'a str, allowed: &Table) -> Cow<'a, str> {
    let bytes = text.as_bytes();
    let must_go = |at: usize| {
        !allowed[usize::from(bytes[at])]
            && (bytes[at] != b'%' || escaped(&bytes[at + 1..]).is_none())
    };
    if !(0..bytes.len()).any(must_go) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len() + 16);
    for at in 0..bytes.len() {
        if must_go(at) {
            encode_into(&mut out, &bytes[at..=at]);
        } else {
            out.push(bytes[at]);
        }
    }
    Cow::Owned(ascii(out))
}

/// The byte that two hexadecimal digits at the head of `digits` stand for.
fn escaped(digits: &[u8]) -> Option<u8> {
    let [high, low, ..] = digits else {
        return None;
    };
    let [high, low] = [high, low].map(|&digit| DIGITS[usize::from(digit)]);
    (high | low < 16).then_some(high << 4 | low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recoded(form: &str) -> String {
        let mut out = Vec::new();
        recode_twice_into(&mut out, form.as_bytes(), Plus::Space);
        once_encoded(&out)
    }

    #[test]
    fn every_byte_is_encoded_but_the_unreserved() {
        for byte in 0..=255_u8 {
            let encoded = percent_encode([byte]);
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                assert_eq!(encoded.as_bytes(), [byte]);
            } else {
                assert_eq!(encoded, format!("%{byte:02X}"));
            }
        }
    }

    #[test]
    fn what_is_unreserved_is_so_however_long_it_is() {
        for byte in 0..=255_u8 {
            for before in [0, 1, 15, 16, 40] {
                let text = [vec![b'a'; before], vec![byte]].concat();
                assert_eq!(is_unreserved(&text), UNRESERVED[usize::from(byte)]);
            }
        }
    }

    #[test]
    fn form_data_is_decoded_then_encoded() {
        assert_eq!(recoded("2+q"), "2%20q");
        assert_eq!(recoded("r%20b"), "r%20b");
        assert_eq!(recoded("%3d%253D"), "%3D%253D");
        assert_eq!(recoded("%7e%41"), "~A");
    }

    #[test]
    fn in_a_header_a_plus_is_itself_and_what_was_encoded_twice_is_decoded_twice() {
        let mut out = Vec::new();
        recode_twice_into(&mut out, b"a+b%2f%C3%bc%", Plus::Itself);
        assert_eq!(once_encoded(&out), "a%2Bb%2F%C3%BC%25");
        assert_eq!(twice_decoded(&out), "a+b/ü%".as_bytes());
        assert_eq!(twice_decoded(b"a-b"), b"a-b");
        assert_eq!(decoded(b"a+b%2B%zz%", Plus::Space), b"a b+%zz%");
        assert_eq!(decoded(b"a+b%2b", Plus::Itself), b"a+b+");
    }

    #[test]
    fn form_data_is_split_into_pairs() {
        let pairs: Vec<_> = form_pairs(b"a=1&&b=2=3&flag&=v&").collect();
        let expected: [(&[u8], &[u8]); 4] =
            [(b"a", b"1"), (b"b", b"2=3"), (b"flag", b""), (b"", b"v")];
        assert_eq!(pairs, expected);
        assert_eq!(form_decode(b"a+b%2Bc%zz%C3%BC"), "a b+c%zzü".as_bytes());
    }

    #[test]
    fn a_percent_sign_that_begins_no_escape_stands_for_itself() {
        assert_eq!(recoded("100%"), "100%25");
        assert_eq!(recoded("%zz%4"), "%25zz%254");
    }

    #[test]
    fn a_url_part_keeps_its_escapes_and_loses_what_a_url_may_not_hold() {
        assert_eq!(encode_url_part("/a%2fb", &PATH), "/a%2fb");
        assert_eq!(
            encode_url_part("/a b/ü|50%", &PATH),
            "/a%20b/%C3%BC%7C50%25"
        );
        assert_eq!(
            encode_url_part("a[]=1&b={x}", &QUERY),
            "a%5B%5D=1&b=%7Bx%7D"
        );
    }
}
