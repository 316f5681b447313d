//! A provider's base string beside ours.

use super::*;

#[test]
fn of_equal_base_strings_the_secrets_differ() {
    let (cause, detail) = difference(&Naive::new());
    assert_eq!(cause, Cause::Secrets);
    assert!(detail.contains("***&***"), "{detail}");
}

#[test]
fn an_equal_base_string_is_recognised_however_it_is_wrapped() {
    let base_string = Naive::new().base_string();
    let url_encoded = rfc3986(&base_string);
    for wrapped in [
        format!("  {base_string}\n"),
        format!("\"{base_string}\""),
        base_string.replace('&', "&amp;"),
        base_string.replace('&', "\\u0026"),
        url_encoded.clone(),
        rfc3986(&url_encoded),
    ] {
        let findings = explanation().compare(&wrapped);
        assert_eq!(only(&findings).cause(), Cause::Secrets, "{wrapped}");
    }
}

#[test]
fn without_a_token_secret_that_is_the_first_suspect() {
    let session = client(SignatureMethod::HmacSha1).session(Token::new("token", ""));
    let explanation = session.explain(&request()).unwrap();
    let findings = explanation.compare(explanation.base_string());
    assert_eq!(findings[0].cause(), Cause::TokenSecretMissing);
    assert_eq!(findings[1].cause(), Cause::Secrets);
}

#[test]
fn the_method() {
    let (cause, detail) = difference(&Naive {
        method: "GET",
        ..Naive::new()
    });
    assert_eq!(cause, Cause::Method);
    assert!(
        detail.contains("GET") && detail.contains("POST"),
        "{detail}"
    );
    assert_eq!(
        difference(&Naive {
            method: "post",
            ..Naive::new()
        })
        .0,
        Cause::Method
    );
}

#[test]
fn each_part_of_the_uri() {
    for (uri, cause, names) in [
        (
            "http://api.example.com/1/update.json",
            Cause::Scheme,
            "http",
        ),
        (
            "https://api.example.com:443/1/update.json",
            Cause::Port,
            "443",
        ),
        (
            "https://api.example.com:8443/1/update.json",
            Cause::Port,
            "8443",
        ),
        (
            "https://API.example.com/1/update.json",
            Cause::HostCase,
            "API.example.com",
        ),
        ("https://internal/1/update.json", Cause::Host, "internal"),
        ("https://api.example.com/1/update", Cause::Path, "/1/update"),
        (
            "https://api.example.com/1/update.json/",
            Cause::Path,
            "/1/update.json/",
        ),
        (
            "https://api.example.com/1/update%2Ejson",
            Cause::ReservedCharacters,
            ".",
        ),
        (
            "https://api.example.com/1/update.json?include=true",
            Cause::QueryInUri,
            "include",
        ),
    ] {
        let found = difference(&Naive {
            uri,
            ..Naive::new()
        });
        assert_eq!(found.0, cause, "{uri}");
        assert!(found.1.contains(names), "{uri}: {}", found.1);
    }
}

fn without(names: &[&str]) -> Naive {
    let mut naive = Naive::new();
    naive.pairs.retain(|(name, _)| !names.contains(name));
    naive
}

#[test]
fn parameters_that_the_provider_lacks() {
    for (names, cause) in [
        (&["include"][..], Cause::MissingQueryParameter),
        (&["include", "q", "flag"], Cause::MissingQueryParameter),
        (&["status", "tag", "Zone", "a-b", "a"], Cause::BodyNotSigned),
        (&["status"], Cause::MissingParameter),
        (&["oauth_version"], Cause::MissingParameter),
    ] {
        let (found, detail) = difference(&without(names));
        assert_eq!(found, cause, "{names:?}");
        assert!(names.iter().all(|name| detail.contains(name)), "{detail}");
    }
}

fn with(name: &'static str, value: &str) -> Naive {
    let mut naive = Naive::new();
    naive.pairs.push((name, value.to_owned()));
    naive
}

#[test]
fn parameters_that_only_the_provider_has() {
    assert_eq!(
        difference(&with("utm_source", "x")).0,
        Cause::ExtraParameter
    );
    assert!(
        difference(&with("utm_source", "x"))
            .1
            .contains("utm_source")
    );
    assert_eq!(
        difference(&with("oauth_signature", "x")).0,
        Cause::SignatureIncluded
    );
    assert_eq!(difference(&with("realm", "x")).0, Cause::RealmIncluded);
}

#[test]
fn duplicates_that_the_provider_dropped() {
    let mut naive = Naive::new();
    naive.pairs.retain(|pair| *pair != ("tag", "a".to_owned()));
    let (cause, detail) = difference(&naive);
    assert_eq!(cause, Cause::DuplicatesDropped);
    assert!(detail.contains("tag"), "{detail}");
}

fn changed(name: &str, value: &str) -> Naive {
    let mut naive = Naive::new();
    for pair in &mut naive.pairs {
        if pair.0 == name {
            value.clone_into(&mut pair.1);
        }
    }
    naive
}

#[test]
fn parameters_with_another_value() {
    for (name, value, cause) in [
        ("q", "c", Cause::DifferentValue),
        ("q", "a%20b", Cause::DoubleEncoding),
        ("q", "a+b", Cause::PlusForSpace),
        ("oauth_consumer_key", "other", Cause::ConsumerKey),
        ("oauth_token", "other", Cause::Token),
        ("oauth_version", "2.0", Cause::Version),
        (
            "oauth_signature_method",
            "HMAC-SHA256",
            Cause::SignatureMethod,
        ),
    ] {
        let (found, detail) = difference(&changed(name, value));
        assert_eq!(found, cause, "{name}");
        assert!(detail.contains(name), "{detail}");
    }
}

#[test]
fn of_a_request_that_was_signed_anew_the_secrets_differ_where_nothing_else_does() {
    for (name, value) in [("oauth_nonce", "other"), ("oauth_timestamp", "1")] {
        let mut theirs = changed(name, value);
        let findings = explanation().compare(&theirs.base_string());
        let [another, secrets] = &*findings else {
            panic!("{findings:?}")
        };
        assert_eq!(another.cause(), Cause::AnotherRequest);
        assert!(another.detail().contains(name), "{another}");
        assert_eq!(secrets.cause(), Cause::Secrets);
        assert!(!secrets.is_certain());

        theirs.method = "PATCH";
        let findings = explanation().compare(&theirs.base_string());
        let causes: Vec<_> = findings.iter().map(Finding::cause).collect();
        assert_eq!(causes, [Cause::Method, Cause::AnotherRequest]);
    }
}

#[test]
fn a_value_that_was_given_encoded() {
    let mut request = Request::post("https://api.example.com/").unwrap();
    request.form("q", "a%20b").unwrap();
    let explanation = session().explain(&request).unwrap();
    let theirs = explanation.base_string().replace("a%252520b", "a%2520b");
    let findings = explanation.compare(&theirs);
    assert_eq!(only(&findings).cause(), Cause::DoubleEncoding);
}

#[test]
fn names_that_are_encoded_otherwise() {
    let mut request = Request::post("https://api.example.com/").unwrap();
    request.form("a[]", "1").unwrap();
    let explanation = session().explain(&request).unwrap();
    let theirs = explanation.base_string().replace("%255B%255D", "%5B%5D");
    assert_eq!(
        only(&explanation.compare(&theirs)).cause(),
        Cause::ReservedCharacters
    );
    let theirs = explanation
        .base_string()
        .replace("%255B%255D", "%25255B%25255D");
    assert_eq!(
        only(&explanation.compare(&theirs)).cause(),
        Cause::DoubleEncoding
    );
}

#[test]
fn ways_to_encode() {
    let mut naive = changed("status", "~!*'()");
    naive.inner = |text| encoded(text, "-._~!*'()", "%20", false);
    let mut request = Request::post(URL).unwrap();
    for (name, value) in form() {
        let value = if name == "status" {
            "~!*'()".to_owned()
        } else {
            value
        };
        request.form(name, value).unwrap();
    }
    let explanation = session().explain(&request).unwrap();
    let findings = explanation.compare(&naive.base_string());
    assert_eq!(only(&findings).cause(), Cause::ReservedCharacters);
    assert!(findings[0].detail().contains("status"));

    let causes = |naive: &Naive| -> Vec<Cause> {
        let findings = super::explanation().compare(&naive.base_string());
        findings.iter().map(Finding::cause).collect()
    };
    let mut naive = Naive::new();
    naive.inner = |text| encoded(text, "-._~", "%20", true);
    assert!(causes(&naive).contains(&Cause::EscapeCase));
    naive.inner = |text| encoded(text, "-._", "%20", false);
    assert_eq!(causes(&naive), [Cause::ReservedCharacters]);
    naive.inner = |text| encoded(text, "-._~", "+", false);
    assert!(
        causes(&naive)
            .iter()
            .all(|cause| *cause == Cause::PlusForSpace)
    );
    naive.inner = str::to_owned;
    assert!(causes(&naive).contains(&Cause::NotEncoded));
    naive.inner = |text| rfc3986(&rfc3986(text));
    assert!(
        causes(&naive)
            .iter()
            .all(|cause| *cause == Cause::DoubleEncoding)
    );
    naive.inner = rfc3986;
    naive.outer = |text| encoded(text, "-._~", "%20", true);
    assert_eq!(causes(&naive), [Cause::EscapeCase]);
    naive.outer = |text| encoded(text, "-._~/", "%20", false);
    assert_eq!(causes(&naive), [Cause::ReservedCharacters]);
    naive.outer = str::to_owned;
    assert!(causes(&naive).contains(&Cause::NotEncoded));
    naive.outer = |text| {
        if text.contains('&') {
            rfc3986(&rfc3986(text))
        } else {
            rfc3986(text)
        }
    };
    assert_eq!(causes(&naive), [Cause::DoubleEncoding]);
}

#[test]
fn the_order() {
    let mut naive = Naive::new();
    naive.sort = |_| {};
    assert_eq!(difference(&naive).0, Cause::SortOrder);
    naive.sort = |pairs| pairs.sort_by_key(|(name, value)| format!("{name}={value}"));
    let (cause, detail) = difference(&naive);
    assert_eq!(cause, Cause::SortOrder);
    assert!(detail.contains("a-b"), "{detail}");
}

#[test]
fn several_differences_are_told_one_by_one() {
    let mut naive = without(&["include"]);
    naive.uri = "http://api.example.com/1/update.json";
    naive.method = "GET";
    let findings = explanation().compare(&naive.base_string());
    let causes: Vec<_> = findings.iter().map(Finding::cause).collect();
    assert_eq!(
        causes,
        [Cause::Method, Cause::Scheme, Cause::MissingQueryParameter]
    );
    assert!(findings.iter().all(Finding::is_certain));
}

#[test]
fn what_is_no_base_string() {
    for text in ["", "Hello", "GET", "%", "%26", "{}", "GET&http%3A%2F%2Fa"] {
        let findings = explanation().compare(text);
        assert_eq!(only(&findings).cause(), Cause::Malformed, "{text}");
    }
    let findings = explanation().compare(&"x".repeat(70_000));
    assert!(only(&findings).detail().contains("70000 bytes"));
}

#[test]
fn a_finding_reads_as_cause_detail_and_advice() {
    let findings = explanation().compare(
        &Naive {
            method: "GET",
            ..Naive::new()
        }
        .base_string(),
    );
    assert_eq!(
        findings[0].to_string(),
        "method: the provider has the method GET, where POST is signed.\n  \
         Sign the method that is sent, in upper case (RFC 5849 §3.4.1.1), and do not follow a \
         redirect that changes it."
    );
    assert_eq!(findings[0].cause().number(), 7);
    assert_eq!(findings[0].cause().name(), "method");
}
