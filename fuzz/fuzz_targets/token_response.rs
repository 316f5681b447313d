//! A provider's answer has a token, or an error that does not tell the secret; what is written as it
//! should be is read so.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{Response, TokenResponse};
use oauth1_fuzz::rfc;

#[derive(Arbitrary, Debug)]
struct Answer {
    status: u16,
    headers: Vec<(Header, String)>,
    body: Body,
}

#[derive(Arbitrary, Debug)]
enum Body {
    Bytes(Vec<u8>),
    /// A token's key and its secret, and what else is in the answer.
    Form(Vec<u8>, Vec<u8>, Vec<rfc::Pair>),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Header {
    ContentType,
    WwwAuthenticate,
    Location,
    Other,
}

fuzz_target!(|answer: Answer| {
    let named = |(header, value): &(Header, String)| {
        let name = match header {
            Header::ContentType => "Content-Type",
            Header::WwwAuthenticate => "WWW-Authenticate",
            Header::Location => "Location",
            Header::Other => "X-Other",
        };
        (name.to_owned(), value.clone())
    };
    let headers = answer.headers.iter().map(named).collect();
    let (body, written) = match answer.body {
        Body::Bytes(bytes) => (bytes, None),
        Body::Form(key, secret, mut others) => {
            others.retain(|(name, _)| !name.starts_with(b"oauth_token"));
            let token = (b"oauth_token".to_vec(), key.clone());
            let token_secret = (b"oauth_token_secret".to_vec(), secret.clone());
            let pairs = others.iter().chain([&token, &token_secret]);
            let pairs = pairs.map(|(n, v)| format!("{}={}", rfc::encode(n), rfc::encode(v)));
            let form = pairs.collect::<Vec<_>>().join("&");
            (form.into_bytes(), Some((key, secret)))
        }
    };
    let response = Response::new(answer.status, headers, body);
    _ = response.text();
    _ = response
        .problem()
        .map(|problem| (problem.to_string(), format!("{problem:?}")));
    _ = response
        .error_for_status()
        .map_err(|error| error.to_string());
    let token = TokenResponse::from_response(&response);
    if let Some((key, secret)) = written
        && response.is_success()
        && !key.is_empty()
    {
        let token = token.as_ref().expect("it is as it should be").token();
        let told = (token.key(), token.secret());
        let texts = [key, secret].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert_eq!(told, (&*texts[0], &*texts[1]));
    }
    match token {
        Ok(token) => {
            assert!(response.is_success());
            assert!(!token.token().key().is_empty());
            _ = (
                token.callback_confirmed(),
                token.session_handle(),
                token.expires_in(),
            );
            let shown = format!("{token:?}");
            let secret = token.token().secret();
            let names = token.extra().iter().map(|(name, _)| name.as_str());
            let mut told = names.chain([token.token().key()]);
            if secret.len() > 24 && !told.any(|text| text.contains(secret)) {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
