//! No text holds a secret, whatever goes wrong.

use super::*;

#[track_caller]
fn holds_none(text: &str) {
    for secret in [CONSUMER_SECRET, TOKEN_SECRET, "hunter2+password"] {
        for form in [
            secret.to_owned(),
            rfc3986(secret),
            rfc3986(&rfc3986(secret)),
            BASE64.encode(secret),
        ] {
            assert!(!text.contains(&form), "{text}");
        }
    }
}

fn texts_of(explanation: &Explanation) -> Vec<String> {
    let mut texts = vec![
        explanation.to_string(),
        format!("{explanation:?}"),
        format!("{:?}", explanation.key()),
        format!("{:?}", explanation.parameters()),
        explanation.signature().to_owned(),
    ];
    texts.extend(texts_of_findings(explanation.findings()));
    texts
}

fn texts_of_findings(findings: &[Finding]) -> Vec<String> {
    let texts = findings
        .iter()
        .map(|finding| format!("{finding} {finding:?}"));
    texts.collect()
}

/// Requests that bring secrets along, by mistake or as xAuth does.
fn careless_requests() -> Vec<Request> {
    let mut requests = vec![request()];
    for (name, value) in [
        ("x_auth_password", "hunter2+password"),
        ("oauth_token_secret", TOKEN_SECRET),
        ("anything", CONSUMER_SECRET),
        ("anything", &*format!("in the midst {TOKEN_SECRET} of it")),
    ] {
        for transmission in [
            Transmission::Header,
            Transmission::Query,
            Transmission::Form,
        ] {
            // what is the protocol's travels with the signature, or is refused
            if name.starts_with("oauth_") && transmission != Transmission::Form {
                continue;
            }
            let mut request = Request::post("https://api.example.com/").unwrap();
            request.form(name, value).unwrap();
            if !name.starts_with("oauth_") {
                request.query(name, value).unwrap();
            }
            request.transmission(transmission);
            requests.push(request);
        }
    }
    let path = format!(
        "https://api.example.com/{TOKEN_SECRET}/of/{}",
        rfc3986(CONSUMER_SECRET)
    );
    requests.push(Request::post(&path).unwrap());
    let mut request = Request::post("https://api.example.com/").unwrap();
    request
        .oauth_param("oauth_token_secret", TOKEN_SECRET)
        .unwrap();
    requests.push(request);
    requests
}

fn methods() -> Vec<SignatureMethod> {
    vec![
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha512,
        SignatureMethod::Plaintext,
        #[cfg(feature = "rsa")]
        SignatureMethod::RsaSha256(rsa_key()),
    ]
}

#[test]
fn no_explanation_shows_one() {
    for method in methods() {
        let session = client(method).session(Token::new("token", TOKEN_SECRET));
        for request in careless_requests() {
            let explanation = session.explain(&request).unwrap();
            for text in texts_of(&explanation) {
                holds_none(&text);
            }
        }
    }
    let client = client(SignatureMethod::Plaintext);
    let session = client.session(Token::new("token", TOKEN_SECRET));
    let explanation = session.explain(&request()).unwrap();
    holds_none(explanation.carried());
    assert!(explanation.carried().ends_with("oauth_signature=\"***\""));
    assert_eq!(explanation.signature(), "***");
}

#[test]
fn the_name_of_a_parameter_shows_none() {
    let mut request = Request::post("https://api.example.com/").unwrap();
    request.query(TOKEN_SECRET, "a").unwrap();
    request.form(format!("of {CONSUMER_SECRET}"), "b").unwrap();
    holds_none(&session().explain(&request).unwrap().to_string());
}

#[test]
fn no_comparison_and_no_answer_shows_one() {
    for request in careless_requests() {
        let explanation = session().explain(&request).unwrap();
        let base_string = explanation.base_string();
        let theirs = [
            base_string.replace("%2520", "%252B"),
            base_string.replace("%25", "%2525"),
            base_string.replace("%3D", "%3d"),
            base_string.replace("oauth_token", "oauth_taken"),
            base_string.replace("api.example.com", "api.example.net"),
            format!(
                "{base_string}%26extra%3D{}",
                rfc3986(&rfc3986(TOKEN_SECRET))
            ),
            base_string.replace(
                "oauth_version%3D1.0",
                &format!("oauth_version%3D{}", rfc3986(&rfc3986(CONSUMER_SECRET))),
            ),
            format!("key {CONSUMER_SECRET} {TOKEN_SECRET}"),
        ];
        for theirs in theirs {
            for text in texts_of_findings(&explanation.compare(&theirs)) {
                holds_none(&text);
            }
            let body = format!(
                "oauth_problem=signature_invalid {TOKEN_SECRET}&debug_sbs={theirs}\n\
                 the key is {}&{}",
                rfc3986(CONSUMER_SECRET),
                rfc3986(TOKEN_SECRET)
            );
            let findings = explanation.explain_answer(401, NO_HEADERS, body.as_bytes());
            for text in texts_of_findings(&findings.unwrap()) {
                holds_none(&text);
            }
        }
    }
}

#[test]
fn no_diagnosis_shows_one() {
    let key = Naive::new().key;
    let own = [("oauth_consumer_key", "key".to_owned())];
    let careless = [
        ("oauth_consumer_key", CONSUMER_SECRET.to_owned()),
        ("oauth_token", TOKEN_SECRET.to_owned()),
        ("oauth_version", TOKEN_SECRET.to_owned()),
        ("oauth_timestamp", TOKEN_SECRET.to_owned()),
        ("oauth_signature_method", CONSUMER_SECRET.to_owned()),
    ];
    let plaintext = [("oauth_signature_method", "PLAINTEXT".to_owned())];
    for pairs in [&own[..], &careless, &plaintext, &protocol()] {
        for signature in [&*key, CONSUMER_SECRET, "c2ln", &Naive::new().signature()] {
            let mut captured = CapturedRequest::new("POST", URL).unwrap();
            captured
                .header("Authorization", &header(pairs, signature))
                .unwrap();
            captured.header("Content-Type", FORM).unwrap();
            captured
                .set_body("x_auth_password=hunter2%2Bpassword")
                .unwrap();
            holds_none(&format!("{captured:?}"));
            for method in methods() {
                let session = client(method).session(Token::new("token", TOKEN_SECRET));
                let diagnosis = session.explain_captured(&captured).unwrap();
                holds_none(&diagnosis.to_string());
                holds_none(&format!("{diagnosis:?}"));
                holds_none(diagnosis.signature().unwrap());
                for text in texts_of_findings(diagnosis.findings()) {
                    holds_none(&text);
                }
                for text in texts_of(diagnosis.explanation()) {
                    holds_none(&text);
                }
            }
        }
    }
}

#[test]
fn a_secret_that_is_sent_is_told_of() {
    let mut request = Request::post("https://api.example.com/").unwrap();
    request.form("secret", CONSUMER_SECRET).unwrap();
    let explanation = session().explain(&request).unwrap();
    assert_eq!(only(explanation.findings()).cause(), Cause::SecretSent);
    assert!(explanation.to_string().contains("secret=***"));
}
