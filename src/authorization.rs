//! The `oauth_` parameters as they travel: in an `Authorization` header, or as pairs in a query or
//! a form body (RFC 5849 §3.5).

use crate::base_string::Protocol;
use crate::encode::encode_into;
use crate::error::{Error, ErrorKind};
use crate::params::{Params, Source};

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

/// A name for `oauth_` parameters in the order of sending: those that the signer writes, then the
/// request's further ones.
fn each<'a>(
    protocol: &'a Protocol<'_>,
    params: &'a Params,
) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let own = protocol.as_slice().iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    let further = params.iter().filter(|param| param.source == Source::Protocol);
    own.chain(further.map(|param| (param.name, param.value)))
}

/// Appends the value of an `Authorization` header; `sign` appends the encoded signature.
pub(crate) fn header_into(
    out: &mut Vec<u8>,
    realm: Option<&str>,
    protocol: &Protocol<'_>,
    params: &Params,
    sign: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    out.extend_from_slice(b"OAuth ");
    if let Some(quoted) = realm {
        out.extend_from_slice(b"realm=");
        out.extend_from_slice(quoted.as_bytes());
        out.extend_from_slice(b", ");
    }
    for (name, value) in each(protocol, params) {
        out.extend_from_slice(name);
        out.extend_from_slice(b"=\"");
        out.extend_from_slice(value);
        out.extend_from_slice(b"\", ");
    }
    out.extend_from_slice(b"oauth_signature=\"");
    sign(out)?;
    out.push(b'"');
    Ok(())
}

/// Appends the parameters as pairs of a query or a form body; `sign` appends the encoded
/// signature.
pub(crate) fn pairs_into(
    out: &mut Vec<u8>,
    protocol: &Protocol<'_>,
    params: &Params,
    sign: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    for (name, value) in each(protocol, params) {
        push_pair(out, name, value);
        out.push(b'&');
    }
    out.extend_from_slice(b"oauth_signature=");
    sign(out)
}

/// Appends one encoded pair.
pub(crate) fn push_pair(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.extend_from_slice(name);
    out.push(b'=');
    out.extend_from_slice(value);
}

/// Appends `name=value` as an authorization URL's query has it, both encoded here.
pub(crate) fn encode_pair(name: &str, value: &str) -> String {
    let mut out = Vec::with_capacity(name.len() + value.len() + 8);
    encode_into(&mut out, name.as_bytes());
    out.push(b'=');
    encode_into(&mut out, value.as_bytes());
    crate::encode::ascii(out)
}
