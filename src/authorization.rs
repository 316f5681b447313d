//! The `oauth_` parameters as they travel: in an `Authorization` header, or as pairs in a query or
//! a form body (RFC 5849 §3.5).

use crate::base_string::Protocol;
use crate::error::{Error, ErrorKind};
use crate::params::Params;

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

/// Appends the value of an `Authorization` header; `sign` appends the encoded signature.
pub(crate) fn header_into(
    out: &mut String,
    realm: Option<&str>,
    protocol: &Protocol<'_>,
    params: &Params,
    sign: impl FnOnce(&mut String) -> Result<(), Error>,
) -> Result<(), Error> {
    out.push_str("OAuth ");
    if let Some(quoted) = realm {
        out.push_str("realm=");
        out.push_str(quoted);
        out.push_str(", ");
    }
    for own in protocol.iter() {
        out.push_str(own.header);
    }
    for param in params.protocol() {
        let (name, value) = (param.name_once(), param.value_once());
        out.extend([&name, "=\"", &value, "\", "]);
    }
    out.push_str("oauth_signature=\"");
    sign(out)?;
    out.push('"');
    Ok(())
}

/// Appends the parameters as pairs of a query or a form body; `sign` appends the encoded
/// signature.
pub(crate) fn pairs_into(
    out: &mut String,
    protocol: &Protocol<'_>,
    params: &Params,
    sign: impl FnOnce(&mut String) -> Result<(), Error>,
) -> Result<(), Error> {
    for own in protocol.iter() {
        let (name, value) = own.pair();
        out.extend([name, "=", value, "&"]);
    }
    for param in params.protocol() {
        let (name, value) = (param.name_once(), param.value_once());
        out.extend([&name, "=", &value, "&"]);
    }
    out.push_str("oauth_signature=");
    sign(out)
}
