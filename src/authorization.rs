//! The `oauth_` parameters as they travel: in an `Authorization` header, or as pairs in a query or
//! a form body (RFC 5849 §3.5).

use std::borrow::Cow;
use std::fmt;

use crate::base_string::Protocol;
use crate::encode::{Sink, percent_decode};
use crate::error::{Error, ErrorKind};
use crate::params::Params;
use crate::signature::Signature;

/// Where the `oauth_` parameters travel (RFC 5849 §3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transmission {
    /// In the `Authorization` header (§3.5.1), which every provider takes unless it says otherwise.
    #[default]
    Header,
    /// In the query of the URL (§3.5.3).
    Query,
    /// In the body, which is form-encoded (§3.5.2).
    Form,
}

/// A realm (RFC 5849 §3.5.1), checked, as the quoted-string that is sent (RFC 7230 §3.2.6).
pub(crate) fn quoted_realm(realm: &str) -> Result<String, Error> {
    if let Some(control) = realm.chars().find(|c| c.is_control()) {
        let message = format!(
            "the realm holds the control character U+{:04X}, which no header may hold",
            u32::from(control)
        );
        return Err(Error::new(ErrorKind::InvalidHeader, message));
    }
    let mut quoted = String::with_capacity(realm.len() + 2);
    quoted.push('"');
    for c in realm.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    Ok(quoted)
}

fn put_all<const N: usize>(out: &mut impl Sink, pieces: [&str; N]) {
    for piece in pieces {
        out.put(piece.as_bytes());
    }
}

/// Appends the value of an `Authorization` header.
pub(crate) fn header_into(
    out: &mut impl Sink,
    realm: Option<&str>,
    protocol: &Protocol<'_>,
    params: &Params,
    signature: &Signature<'_>,
) {
    // room for all of it, so that the header is one allocation
    out.reserve(
        "OAuth realm=, oauth_signature=\"\"".len()
            + realm.map_or(0, str::len)
            + protocol.header_len()
            + params.header_len()
            + signature.max_len(),
    );
    out.put(b"OAuth ");
    if let Some(quoted) = realm {
        put_all(out, ["realm=", quoted, ", "]);
    }
    for own in protocol.iter() {
        out.put(own.header);
    }
    for param in params.protocol() {
        let (name, value) = (param.name_once(), param.value_once());
        put_all(out, [&name, "=\"", &value, "\", "]);
    }
    out.put(b"oauth_signature=\"");
    signature.put(out);
    out.put(b"\"");
}

/// Appends the parameters as pairs of a query or a form body.
pub(crate) fn pairs_into(
    out: &mut impl Sink,
    protocol: &Protocol<'_>,
    params: &Params,
    signature: &Signature<'_>,
) {
    for own in protocol.iter() {
        let (name, value) = own.pair();
        put_all(out, [name, "=", value, "&"]);
    }
    for param in params.protocol() {
        let (name, value) = (param.name_once(), param.value_once());
        put_all(out, [&name, "=", &value, "&"]);
    }
    out.put(b"oauth_signature=");
    signature.put(out);
}

/// An `Authorization` header of the scheme `OAuth`, as it was received (RFC 5849 §3.5.1). The
/// challenge in a `WWW-Authenticate` header has the same form.
///
/// ```
/// use oauth1::AuthorizationHeader;
///
/// let header = AuthorizationHeader::parse(
///     r#"OAuth realm="Photos", oauth_token="nnch734d00sl2jdk", status="a%20b""#,
/// )?;
/// assert_eq!(header.realm(), Some("Photos"));
/// assert_eq!(header.get("oauth_token"), Some(&b"nnch734d00sl2jdk"[..]));
/// assert_eq!(header.params()[1], (b"status".to_vec(), b"a b".to_vec()));
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationHeader {
    realm: Option<String>,
    params: Vec<(Vec<u8>, Vec<u8>)>,
}

impl AuthorizationHeader {
    /// Reads the value of a header. The scheme may be in any case; between parameters there is a
    /// comma, and white space where one likes; a value that is a token need not be quoted.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`], naming the place: another scheme, no comma between two
    /// parameters, a name without a value, a quote that does not end, a control character, two
    /// realms.
    pub fn parse(value: &str) -> Result<Self, Error> {
        let mut header = Self {
            realm: None,
            params: Vec::new(),
        };
        for param in HeaderParams::new(value)? {
            let (name, value) = param?;
            header.push(name, &value)?;
        }
        Ok(header)
    }

    fn push(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if !is_realm(name) {
            self.params
                .push((percent_decode(name), percent_decode(value)));
            return Ok(());
        }
        match self.realm.replace(value.to_owned()) {
            None => Ok(()),
            Some(_) => Err(two_realms()),
        }
    }

    /// The realm, which is never signed.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.realm.as_deref()
    }

    /// The parameters but for the realm, `oauth_signature` among them, in the order in which they
    /// came, duplicates kept; names and values are decoded, and need not be UTF-8.
    #[must_use]
    pub fn params(&self) -> &[(Vec<u8>, Vec<u8>)] {
        &self.params
    }

    /// The first parameter of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let mut params = self.params.iter();
        let (_, value) = params.find(|(own, _)| own == name.as_bytes())?;
        Some(value)
    }
}

/// Shows the names only: a value may be a secret.
impl fmt::Debug for AuthorizationHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self
            .params
            .iter()
            .map(|(name, _)| String::from_utf8_lossy(name));
        f.debug_struct("AuthorizationHeader")
            .field("realm", &self.realm)
            .field("params", &names.collect::<Vec<_>>())
            .finish()
    }
}

/// The parameters of an `Authorization` header of the scheme `OAuth`, as they stand there but for
/// quotes: name and value, still encoded, the realm among them.
pub(crate) struct HeaderParams<'h> {
    rest: &'h str,
    number: usize,
}

impl<'h> HeaderParams<'h> {
    /// Those of this value.
    pub fn new(value: &'h str) -> Result<Self, Error> {
        let is_control = |byte: u8| byte.is_ascii_control() && byte != b'\t';
        // all are looked at, as that is done for many at once, where looking for the first is not
        let is_any = value
            .bytes()
            .fold(false, |any, byte| any | is_control(byte));
        if is_any && let Some(control) = value.bytes().find(|&byte| is_control(byte)) {
            return Err(malformed(&format!(
                "it holds the control character 0x{control:02X}"
            )));
        }
        let (scheme, rest) = split_scheme(value);
        if !scheme.eq_ignore_ascii_case("OAuth") {
            // another scheme's words may be its credentials, and are not told
            return Err(malformed("its scheme is not OAuth"));
        }
        Ok(Self { rest, number: 0 })
    }

    fn split_next(&mut self) -> Result<(&'h str, Cow<'h, str>), Error> {
        self.number += 1;
        let fault = |fault: &str| malformed(&format!("its parameter {} {fault}", self.number));
        let (name, value, after) = split_param(self.rest).map_err(fault)?;
        self.rest = trim_start(after);
        if !self.rest.is_empty() && !self.rest.starts_with(',') {
            return Err(fault("is not followed by a comma"));
        }
        Ok((name, value))
    }
}

impl<'h> Iterator for HeaderParams<'h> {
    type Item = Result<(&'h str, Cow<'h, str>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let begin = self.rest.bytes().position(|byte| !b" \t,".contains(&byte));
        self.rest = &self.rest[begin.unwrap_or(self.rest.len())..];
        if self.rest.is_empty() {
            return None;
        }
        let param = self.split_next();
        if param.is_err() {
            self.rest = "";
        }
        Some(param)
    }
}

/// Whether the value of an `Authorization` header is of the scheme `OAuth`.
pub(crate) fn is_oauth(value: &str) -> bool {
    split_scheme(value).0.eq_ignore_ascii_case("OAuth")
}

fn split_scheme(value: &str) -> (&str, &str) {
    let value = value.trim_matches(WHITE_SPACE);
    value.split_once(WHITE_SPACE).unwrap_or((value, ""))
}

/// Whether a parameter of a header is the realm, by its name.
pub(crate) fn is_realm(name: &str) -> bool {
    name.eq_ignore_ascii_case("realm")
}

pub(crate) fn two_realms() -> Error {
    malformed("it has two realms")
}

/// Linear white space that a header's value can have in it.
const WHITE_SPACE: [char; 2] = [' ', '\t'];

/// `text` from where it is no white space; there is seldom any.
fn trim_start(text: &str) -> &str {
    if text.starts_with(WHITE_SPACE) {
        text.trim_start_matches(WHITE_SPACE)
    } else {
        text
    }
}

/// The name and the unquoted value at the head of `text`, and what follows them; else its fault,
/// without its words, as they may be a secret.
fn split_param(text: &str) -> Result<(&str, Cow<'_, str>, &str), &'static str> {
    let end = find(text, b"=,\" \t").unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let Some(rest) = trim_start(rest).strip_prefix('=') else {
        return Err(match find(rest, b"=,\"").map(|at| rest.as_bytes()[at]) {
            Some(b'=') => "has no name, or one with a space in it",
            _ => "has no value: expected name=\"value\"",
        });
    };
    if name.is_empty() {
        return Err("has no name, or one with a space in it");
    }
    let rest = trim_start(rest);
    if let Some(quoted) = rest.strip_prefix('"') {
        let (value, rest) = unquoted(quoted).ok_or("has a quote that does not end")?;
        return Ok((name, value, rest));
    }
    let ends = find(rest, b" \t,").unwrap_or(rest.len());
    let (value, rest) = rest.split_at(ends);
    if value.contains('"') {
        return Err("has a quote within its value");
    }
    Ok((name, Cow::Borrowed(value), rest))
}

/// Where the first of `marks` stands, which are ASCII.
#[allow(clippy::needless_bitwise_bool)] // a branch for each byte is what it spares
fn find<const N: usize>(text: &str, marks: &[u8; N]) -> Option<usize> {
    const STEP: usize = 16;
    let is_mark = |byte: u8| marks.iter().fold(false, |any, &mark| any | (byte == mark));
    let bytes = text.as_bytes();
    let (steps, _) = bytes.as_chunks::<STEP>();
    let without = steps
        .iter()
        .take_while(|step| !step.iter().fold(false, |any, &byte| any | is_mark(byte)))
        .count();
    let begin = without * STEP;
    let at = bytes[begin..].iter().position(|&byte| is_mark(byte))?;
    Some(begin + at)
}

/// What stands in quotes, up to the one that ends it, and what follows that (RFC 9110 §5.6.4).
fn unquoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let end = find(text, b"\"\\")?;
    if text[end..].starts_with('"') {
        return Some((Cow::Borrowed(&text[..end]), &text[end + 1..]));
    }
    let mut value = text[..end].to_owned();
    let mut chars = text[end..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((Cow::Owned(value), &text[end + at + 1..])),
            '\\' => value.push(chars.next()?.1),
            _ => value.push(c),
        }
    }
    None
}

fn malformed(fault: &str) -> Error {
    let message = format!("the Authorization header cannot be read: {fault}");
    Error::new(ErrorKind::InvalidHeader, message)
}
