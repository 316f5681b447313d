//! The `oauth_` parameters as they travel: in an `Authorization` header, or as pairs in a query or
//! a form body (RFC 5849 §3.5).

use crate::base_string::Protocol;
use crate::encode::Sink;
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
