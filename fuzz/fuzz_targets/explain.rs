//! Base strings, answers and captured requests of any kind are explained, and no secret is shown.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{CapturedRequest, Request, Transmission, explain_answer};
use oauth1_fuzz::{SECRET, TOKEN_SECRET, session};

#[derive(Arbitrary, Debug)]
enum Input {
    BaseString(String),
    Answer {
        status: u16,
        challenge: String,
        body: Vec<u8>,
        now: u64,
    },
    Captured(Vec<u8>),
    Built {
        method: String,
        url: String,
        authorization: String,
        content_type: String,
        body: Vec<u8>,
    },
}

fn check(text: &str) {
    assert!(
        !text.contains(SECRET) && !text.contains(TOKEN_SECRET),
        "a secret is shown: {text}"
    );
}

fuzz_target!(|input: Input| {
    let session = session(Transmission::Header);
    let captured = match input {
        Input::BaseString(text) => {
            for finding in explanation().compare(&text) {
                check(&finding.to_string());
            }
            return;
        }
        Input::Answer {
            status,
            challenge,
            body,
            now,
        } => {
            let headers = [("WWW-Authenticate", &*challenge), ("Date", &*challenge)];
            for finding in explanation()
                .explain_answer(status, headers, &body)
                .into_iter()
                .flatten()
            {
                check(&finding.to_string());
            }
            _ = explain_answer(status, headers, &body, now);
            return;
        }
        Input::Captured(bytes) => CapturedRequest::from_http("http", &bytes),
        Input::Built {
            method,
            url,
            authorization,
            content_type,
            body,
        } => CapturedRequest::new(&method, &url).and_then(|mut captured| {
            captured.header("Authorization", &authorization)?;
            captured.header("Content-Type", &content_type)?;
            captured.set_body(body)?;
            Ok(captured)
        }),
    };
    let Ok(captured) = captured else { return };
    match session.explain_captured(&captured) {
        Ok(diagnosis) => check(&diagnosis.to_string()),
        Err(error) => check(&error.to_string()),
    }
});

fn explanation() -> oauth1::Explanation {
    let mut request = Request::post("http://a.example/update?id=1").expect("the URL is right");
    request
        .param("status", "Hello, world!")
        .expect("the name is right");
    request.nonce("n").expect("the nonce is right");
    session(Transmission::Header)
        .explain(&request)
        .expect("it can be explained")
}
