//! A provider's answer has a token, or an error that does not tell the secret.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{Response, TokenResponse};

#[derive(Arbitrary, Debug)]
struct Answer {
    status: u16,
    headers: Vec<(Header, String)>,
    body: Vec<u8>,
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
    let response = Response::new(answer.status, headers, answer.body);
    _ = response.text();
    _ = response
        .problem()
        .map(|problem| (problem.to_string(), format!("{problem:?}")));
    _ = response
        .error_for_status()
        .map_err(|error| error.to_string());
    match TokenResponse::from_response(&response) {
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
