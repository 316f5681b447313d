//! Base strings, answers and captured requests of any kind are explained, and no secret is shown; a
//! request that this session signed is found to be right, and one that was changed since is not.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{CapturedRequest, Request, Session, Transmission, explain_answer};
use oauth1_fuzz::{SECRET, TOKEN_SECRET, rfc, session};

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
    Signed {
        transmission: u8,
        path: String,
        query: Vec<rfc::Pair>,
        form: Vec<rfc::Pair>,
        mistake: Mistake,
    },
    Built {
        method: String,
        url: String,
        authorization: String,
        content_type: String,
        body: Vec<u8>,
    },
}

/// What is done to a request after it was signed.
#[derive(Arbitrary, Debug)]
enum Mistake {
    None,
    Method,
    Path(String),
    Host(String),
    Query(Vec<u8>),
    EncodedTwice,
    PlusForSpace,
    Body(Vec<u8>),
    Header(u16, u8),
}

fn signed(
    transmission: u8,
    path: &str,
    query: &[rfc::Pair],
    form: &[rfc::Pair],
    mistake: &Mistake,
) -> Result<(CapturedRequest, Session), oauth1::Error> {
    let session = session(match transmission % 3 {
        0 => Transmission::Header,
        1 => Transmission::Query,
        _ => Transmission::Form,
    });
    let mut request = Request::post(&format!("http://a.example/{path}"))?;
    for (name, value) in query {
        request.query(name, value)?;
    }
    for (name, value) in form {
        request.form(name, value)?;
    }
    let signed = session.sign(&request)?;
    let url = signed.url();
    let url = match mistake {
        Mistake::Path(added) => url.replacen("a.example/", &format!("a.example/{added}"), 1),
        Mistake::Host(host) => url.replacen("a.example", host, 1),
        Mistake::Query(added) => format!("{url}&{}", String::from_utf8_lossy(added)),
        Mistake::EncodedTwice => url.replace('%', "%25"),
        Mistake::PlusForSpace => url.replace("%20", "+"),
        _ => url.to_owned(),
    };
    let method = if matches!(mistake, Mistake::Method) {
        "PUT"
    } else {
        "POST"
    };
    let mut captured = CapturedRequest::new(method, &url)?;
    for (name, value) in signed.headers() {
        let mut value = value.as_bytes().to_owned();
        if let Mistake::Header(at, by) = mistake {
            let at = usize::from(*at) % value.len().max(1);
            value[at] ^= by & 0x5F;
        }
        captured.header(name, &String::from_utf8_lossy(&value))?;
    }
    let mut body = signed.body().unwrap_or_default().to_owned();
    if let Mistake::Body(added) = mistake {
        body.extend_from_slice(added);
    }
    captured.set_body(body)?;
    Ok((captured, session))
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
        Input::Signed {
            transmission,
            path,
            query,
            form,
            mistake,
        } => {
            let Ok((captured, session)) = signed(transmission, &path, &query, &form, &mistake)
            else {
                return;
            };
            match session.explain_captured(&captured) {
                Ok(diagnosis) => {
                    check(&diagnosis.to_string());
                    assert!(diagnosis.is_valid() || !matches!(mistake, Mistake::None));
                    assert!(!diagnosis.is_valid() || !matches!(mistake, Mistake::Method));
                }
                Err(error) => {
                    check(&error.to_string());
                    assert!(!matches!(mistake, Mistake::None), "{error}");
                }
            }
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
