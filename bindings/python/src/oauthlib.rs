//! What programs expect that come from oauthlib.

use pyo3::prelude::*;

use crate::request::Request;
use crate::session::Session;

/// The order in which oauthlib has the parameters in an Authorization header; the signature is last.
const ORDER: [&str; 9] = [
    "oauth_nonce",
    "oauth_timestamp",
    "oauth_version",
    "oauth_signature_method",
    "oauth_consumer_key",
    "oauth_token",
    "oauth_callback",
    "oauth_verifier",
    "oauth_body_hash",
];

/// Sign a request as `session.authorization(request)` does, with the parameters in the order in
/// which oauthlib has them, which programs and their tests compare.
#[pyfunction]
#[pyo3(signature = (session, request, /))]
pub fn oauthlib_authorization(
    session: &Bound<'_, Session>,
    request: &Bound<'_, Request>,
) -> PyResult<String> {
    session.get().with_authorization(request, in_order)
}

/// The same header, its parameters in [`ORDER`].
fn in_order(header: &str) -> String {
    let (head, params) = header.split_at(end_of_realm(header));
    let mut params: Vec<&str> = params.split(", ").collect();
    params.sort_by_key(|param| {
        let name = param.split('=').next();
        let place = ORDER.iter().position(|own| Some(*own) == name);
        place.unwrap_or(ORDER.len())
    });
    [head, &params.join(", ")].concat()
}

/// Where the realm ends that a header may begin with, or its scheme.
fn end_of_realm(header: &str) -> usize {
    const SCHEME: &str = "OAuth ";
    const REALM: &str = "OAuth realm=\"";
    let Some(quoted) = header.strip_prefix(REALM) else {
        return SCHEME.len();
    };
    let mut is_escaped = false;
    let end = quoted.find(|c| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or(header.len(), |end| REALM.len() + end + "\", ".len())
}
