//! Requests as they were on the wire, signed with every mistake that is known.

use super::*;

#[test]
fn a_right_signature_is_right() {
    let diagnosis = diagnosed(&captured(&Naive::new().signature()));
    assert!(diagnosis.is_valid());
    assert_eq!(diagnosis.findings(), []);
    assert_eq!(
        diagnosis.explanation().base_string(),
        Naive::new().base_string()
    );
    assert_eq!(diagnosis.signature(), Some(&*Naive::new().signature()));
    assert_eq!(
        diagnosis.explanation().signature(),
        Naive::new().signature()
    );
    assert!(diagnosis.to_string().starts_with("The signature is right."));
}

#[test]
fn our_own_requests_are_right_wherever_the_parameters_travel() {
    for transmission in [
        Transmission::Header,
        Transmission::Query,
        Transmission::Form,
    ] {
        let mut request = request();
        request.transmission(transmission);
        let signed = session().sign(&request).unwrap();
        let mut captured = CapturedRequest::new(signed.method(), signed.url()).unwrap();
        for (name, value) in signed.headers() {
            captured.header(name, value).unwrap();
        }
        captured.set_body(signed.body().unwrap()).unwrap();
        let diagnosis = diagnosed(&captured);
        assert!(diagnosis.is_valid(), "{transmission:?}: {diagnosis}");
        assert_eq!(diagnosis.explanation().transmission(), transmission);
        assert_eq!(diagnosis.findings(), []);
    }
}

#[test]
fn http_text_is_read() {
    let authorization = header(&protocol(), &Naive::new().signature());
    for end in ["\r\n", "\n"] {
        let text = [
            "POST /1/update.json?include=true&q=a+b&flag HTTP/1.1",
            "host: API.example.com:443",
            &format!("AUTHORIZATION: {authorization}"),
            "content-type: application/x-www-form-urlencoded; charset=utf-8",
            &format!("Content-Length: {}", BODY.len()),
            "",
            BODY,
        ]
        .join(end);
        let captured = CapturedRequest::from_http("https", format!("{text}\n").as_bytes());
        let diagnosis = diagnosed(&captured.unwrap());
        assert!(diagnosis.is_valid(), "{diagnosis}");
    }
    let text = "GET http://a.example/x HTTP/1.1\r\n\r\n";
    let captured = CapturedRequest::from_http("https", text.as_bytes()).unwrap();
    assert_eq!(captured.url(), "http://a.example/x");
    assert_eq!(captured.headers(), []);
}

#[test]
fn what_is_no_http_is_refused_with_its_fault() {
    for (text, fault) in [
        ("", "request line"),
        ("GET", "request line"),
        ("GET /", "no Host"),
        ("GET / HTTP/1.1\r\nHost", "no header"),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            "chunks",
        ),
        ("GET ftp://a/ HTTP/1.1\r\n\r\n", "ftp"),
    ] {
        let error = CapturedRequest::from_http("http", text.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(fault), "{text:?}: {error}");
    }
}

#[test]
fn large_requests_are_refused() {
    let large = "x".repeat(70_000);
    assert!(CapturedRequest::new("GET", &format!("http://a.example/{large}")).is_err());
    let text = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {large}\r\n\r\n");
    assert!(CapturedRequest::from_http("http", text.as_bytes()).is_err());
    let mut captured = CapturedRequest::new("POST", "http://a.example/").unwrap();
    assert!(captured.header("X", &large).is_err());
    captured.set_body(&*large).unwrap();
    assert!(captured.header("Content-Type", FORM).is_err());
}

fn keyed(consumer: &str, token: &str) -> Naive {
    Naive {
        key: format!("{}&{}", rfc3986(consumer), rfc3986(token)),
        ..Naive::new()
    }
}

#[test]
fn wrong_keys() {
    let space = Cause::WhiteSpaceInSecret;
    for (naive, cause) in [
        (keyed(CONSUMER_SECRET, ""), Cause::TokenSecretMissing),
        (keyed(TOKEN_SECRET, CONSUMER_SECRET), Cause::SecretsSwapped),
        (keyed(&format!("{CONSUMER_SECRET}\n"), TOKEN_SECRET), space),
        (keyed(CONSUMER_SECRET, &format!("{TOKEN_SECRET} ")), space),
        (
            keyed(
                &format!("{CONSUMER_SECRET}\r\n"),
                &format!("{TOKEN_SECRET}\r\n"),
            ),
            space,
        ),
        (keyed(CONSUMER_SECRET, "token"), Cause::KeyAsSecret),
        (keyed("key", TOKEN_SECRET), Cause::KeyAsSecret),
        (keyed("", TOKEN_SECRET), Cause::Secrets),
        (
            keyed(&rfc3986(CONSUMER_SECRET), &rfc3986(TOKEN_SECRET)),
            Cause::DoubleEncoding,
        ),
    ] {
        assert_eq!(certain_causes(&naive), [cause]);
    }
    let mut naive = Naive::new();
    naive.key = format!("{CONSUMER_SECRET}&{TOKEN_SECRET}");
    assert_eq!(certain_causes(&naive), [Cause::SecretsNotEncoded]);
    naive.key = rfc3986(CONSUMER_SECRET);
    assert_eq!(certain_causes(&naive), [Cause::Secrets]);
}

#[test]
fn secrets_of_the_session_that_are_wrong() {
    let captured = captured(&Naive::new().signature());
    let causes = |consumer: &str, token: &str| -> Vec<Cause> {
        let client = Client::builder("key", consumer)
            .clock(|| NOW)
            .build()
            .unwrap();
        let session = client.session(Token::new("token", token));
        let diagnosis = session.explain_captured(&captured).unwrap();
        diagnosis.findings().iter().map(Finding::cause).collect()
    };
    let line = format!("{CONSUMER_SECRET}\n");
    assert_eq!(causes(&line, TOKEN_SECRET), [Cause::WhiteSpaceInSecret]);
    let encoded = rfc3986(TOKEN_SECRET);
    assert_eq!(causes(CONSUMER_SECRET, &encoded), [Cause::SecretsEncoded]);
    assert_eq!(causes("unknown", TOKEN_SECRET), [Cause::Secrets]);
}

#[test]
fn wrong_heads() {
    for (uri, cause) in [
        ("http://api.example.com/1/update.json", Cause::Scheme),
        ("https://api.example.com:443/1/update.json", Cause::Port),
        ("http://api.example.com:80/1/update.json", Cause::Port),
        ("http://api.example.com:443/1/update.json", Cause::Port),
        ("https://www.api.example.com/1/update.json", Cause::Host),
        ("https://api.example.com/1/update.json/", Cause::Path),
    ] {
        assert_eq!(
            certain_causes(&Naive {
                uri,
                ..Naive::new()
            }),
            [cause],
            "{uri}"
        );
    }
    for method in ["GET", "post", "PUT", "delete"] {
        assert_eq!(
            certain_causes(&Naive {
                method,
                ..Naive::new()
            }),
            [Cause::Method]
        );
    }
}

#[test]
fn hosts_and_ports_as_they_were_given() {
    let causes = |url: &str, headers: &[(&str, &str)], naive: &Naive| {
        let mut captured = CapturedRequest::new("POST", url).unwrap();
        for (name, value) in headers {
            captured.header(name, value).unwrap();
        }
        let authorization = header(&protocol(), &naive.signature());
        captured.header("Authorization", &authorization).unwrap();
        causes_of(&captured)
    };
    let signed_for = |uri| Naive {
        uri,
        pairs: protocol(),
        ..Naive::new()
    };
    let naive = signed_for("https://API.example.com/");
    assert_eq!(
        causes("https://API.example.com/", &[], &naive),
        [Cause::HostCase]
    );
    let host = [("Host", "API.example.com")];
    assert_eq!(
        causes("https://api.example.com/", &host, &naive),
        [Cause::HostCase]
    );
    let naive = signed_for("https://public.example.com/");
    let forwarded = [("X-Forwarded-Host", "public.example.com")];
    assert_eq!(
        causes("http://10.0.0.1:8080/", &forwarded, &naive),
        [Cause::Host]
    );
    let forwarded = [(
        "Forwarded",
        "for=192.0.2.1; proto=https;Host=\"public.example.com\", for=10.0.0.2;host=other",
    )];
    assert_eq!(
        causes("http://10.0.0.1:8080/", &forwarded, &naive),
        [Cause::Host]
    );
    let naive = signed_for("https://api.example.com/r%2520v");
    assert_eq!(
        causes("https://api.example.com/r%20v", &[], &naive),
        [Cause::Path]
    );
    let naive = signed_for("https://api.example.com/");
    assert_eq!(
        causes("https://api.example.com:8443/", &[], &naive),
        [Cause::Port]
    );
    let naive = signed_for("https://api.example.com");
    assert_eq!(
        causes("https://api.example.com", &[], &naive),
        [Cause::Path]
    );
    let naive = signed_for("https://api.example.com/a b");
    assert_eq!(
        causes("https://api.example.com/a%20b", &[], &naive),
        [Cause::Path]
    );
}

fn of_pairs(pairs: Vec<(&'static str, String)>) -> Naive {
    Naive {
        pairs,
        ..Naive::new()
    }
}

fn all(parts: &[Vec<(&'static str, String)>]) -> Vec<(&'static str, String)> {
    parts.concat()
}

#[test]
fn wrong_parameters() {
    let signature = || owned(&[("oauth_signature", "")]);
    for (parts, cause) in [
        (&[protocol(), form()][..], Cause::MissingQueryParameter),
        (&[protocol(), query()], Cause::BodyNotSigned),
        (
            &[protocol(), query(), form(), signature()],
            Cause::SignatureIncluded,
        ),
    ] {
        assert_eq!(certain_causes(&of_pairs(all(parts))), [cause]);
    }
    let neither = of_pairs(protocol());
    let expected = [Cause::MissingQueryParameter, Cause::BodyNotSigned];
    assert_eq!(certain_causes(&neither), expected);

    let mut naive = Naive::new();
    naive.pairs.retain(|(_, value)| !value.is_empty());
    assert_eq!(certain_causes(&naive), [Cause::MissingParameter]);
    let mut naive = Naive::new();
    naive.pairs.retain(|pair| *pair != ("tag", "b".to_owned()));
    assert_eq!(certain_causes(&naive), [Cause::DuplicatesDropped]);
    let mut naive = Naive::new();
    naive.pairs.retain(|(name, _)| *name != "oauth_version");
    let diagnosis = diagnosed(&captured(&naive.signature()));
    assert_eq!(only(diagnosis.findings()).cause(), Cause::MissingParameter);
    assert!(diagnosis.findings()[0].detail().contains("oauth_version"));
}

#[test]
fn a_query_signed_in_the_uri() {
    let uri = "https://api.example.com/1/update.json?include=true&q=a+b&flag";
    let pairs = all(&[protocol(), form()]);
    let naive = Naive {
        uri,
        ..of_pairs(pairs)
    };
    assert_eq!(certain_causes(&naive), [Cause::QueryInUri]);
    assert_eq!(
        certain_causes(&Naive {
            uri,
            ..Naive::new()
        }),
        [Cause::QueryInUri]
    );
}

#[test]
fn a_realm_that_was_signed() {
    let mut naive = Naive::new();
    naive.pairs.push(("realm", "Photos".to_owned()));
    let authorization = header(&protocol(), &naive.signature());
    let authorization = authorization.replace("OAuth ", "OAuth realm=\"Photos\", ");
    let mut captured = CapturedRequest::new("POST", URL).unwrap();
    captured.header("Content-Type", FORM).unwrap();
    captured.header("Authorization", &authorization).unwrap();
    captured.set_body(BODY).unwrap();
    assert_eq!(causes_of(&captured), [Cause::RealmIncluded]);
    let diagnosis = diagnosed(&captured);
    assert!(
        diagnosis
            .explanation()
            .carried()
            .starts_with("OAuth realm=\"Photos\", oauth_")
    );
}

#[test]
fn a_body_that_was_signed_and_is_no_form() {
    let mut captured = CapturedRequest::new("POST", URL).unwrap();
    let authorization = header(&protocol(), &Naive::new().signature());
    captured.header("Content-Type", "text/plain").unwrap();
    captured.header("Authorization", &authorization).unwrap();
    captured.set_body(BODY).unwrap();
    assert_eq!(causes_of(&captured), [Cause::BodySigned]);
}

#[test]
fn the_fields_of_a_body_that_is_no_form() {
    let naive = Naive {
        uri: "https://api.example.com/",
        pairs: all(&[protocol(), owned(&[("status", "Hello!"), ("count", "2")])]),
        ..Naive::new()
    };
    let part = |name: &str, content: &str| {
        format!("--x\r\nContent-Disposition: form-data; name={name}\r\n\r\n{content}\r\n")
    };
    let multipart = [
        part("\"status\"", "Hello!"),
        part("\"media\"; filename=\"a.png\"", "PNG"),
        part("\"count\"", "2"),
        "--x--\r\n".to_owned(),
    ];
    for (content_type, body) in [
        ("application/json", r#"{"status": "Hello!", "count": 2}"#),
        ("multipart/form-data; boundary=x", &*multipart.concat()),
    ] {
        let mut captured = CapturedRequest::new("POST", "https://api.example.com/").unwrap();
        let authorization = header(&protocol(), &naive.signature());
        captured.header("Authorization", &authorization).unwrap();
        captured.header("Content-Type", content_type).unwrap();
        captured.set_body(body).unwrap();
        assert_eq!(causes_of(&captured), [Cause::BodySigned], "{content_type}");
    }
}

#[test]
fn ways_to_encode() {
    let url_encoder = |text: &str| encoded(text, "-._*", "+", false);
    let dot_net = |text: &str| encoded(text, "-._!*()", "+", true);
    for (inner, causes) in [
        (
            (|text| rfc3986(&rfc3986(text))) as fn(&str) -> String,
            &[Cause::DoubleEncoding][..],
        ),
        (
            |text| encoded(text, "-._~", "+", false),
            &[Cause::PlusForSpace],
        ),
        (
            |text| encoded(text, "-._~", "%20", true),
            &[Cause::EscapeCase],
        ),
        (
            |text| encoded(text, "-._", "%20", false),
            &[Cause::ReservedCharacters],
        ),
        (
            |text| encoded(text, "-._~!*'()", "%20", false),
            &[Cause::ReservedCharacters],
        ),
        (
            |text| encoded(text, "-._~/", "%20", false),
            &[Cause::ReservedCharacters],
        ),
        (str::to_owned, &[Cause::NotEncoded]),
        (
            url_encoder,
            &[Cause::PlusForSpace, Cause::ReservedCharacters],
        ),
        (
            dot_net,
            &[
                Cause::PlusForSpace,
                Cause::EscapeCase,
                Cause::ReservedCharacters,
                Cause::ReservedCharacters,
            ],
        ),
    ] {
        let naive = Naive {
            inner,
            ..Naive::new()
        };
        assert_eq!(certain_causes(&naive), causes);
    }
    let both: fn(&str) -> String = |text| encoded(text, "-._~!*'()", "%20", false);
    let naive = Naive {
        inner: both,
        outer: both,
        ..Naive::new()
    };
    assert_eq!(certain_causes(&naive), [Cause::ReservedCharacters]);
    let lower: fn(&str) -> String = |text| encoded(text, "-._~", "%20", true);
    let naive = Naive {
        outer: lower,
        ..Naive::new()
    };
    assert_eq!(certain_causes(&naive), [Cause::EscapeCase]);
    let twice: fn(&str) -> String = |text| {
        if text.contains('&') {
            rfc3986(&rfc3986(text))
        } else {
            rfc3986(text)
        }
    };
    let naive = Naive {
        outer: twice,
        ..Naive::new()
    };
    assert_eq!(certain_causes(&naive), [Cause::DoubleEncoding]);
    let never: fn(&str) -> String = |text| {
        if text.contains('&') {
            text.to_owned()
        } else {
            rfc3986(text)
        }
    };
    let naive = Naive {
        outer: never,
        ..Naive::new()
    };
    assert_eq!(certain_causes(&naive), [Cause::NotEncoded]);
}

#[test]
fn other_readings_of_the_wire() {
    let mut naive = Naive::new();
    for (name, value) in &mut naive.pairs {
        match *name {
            "q" => "a+b".clone_into(value),
            "status" => "Hello+Ladies+++Gentlemen,+~(signed)!".clone_into(value),
            _ => {}
        }
    }
    assert_eq!(certain_causes(&naive), [Cause::PlusForSpace]);

    let latin1: fn(&str) -> String = |text| rfc3986(text).replace("%C3%A9", "%E9");
    let naive = Naive {
        inner: latin1,
        ..Naive::new()
    };
    assert_eq!(certain_causes(&naive), [Cause::CharacterSet]);
}

#[test]
fn wrong_orders() {
    for sort in [
        (|_| {}) as fn(&mut Vec<(String, String)>),
        |pairs| pairs.sort_by(|a, b| a.0.cmp(&b.0)),
        |pairs| pairs.sort_by_key(|(name, value)| format!("{name}={value}")),
        |pairs| pairs.sort_by_key(|pair| (pair.0.to_lowercase(), pair.1.to_lowercase())),
    ] {
        // as a client collects them: its own, the query's, the form's
        let naive = Naive {
            sort,
            ..Naive::new()
        };
        assert_eq!(certain_causes(&naive), [Cause::SortOrder]);
    }
}

#[test]
fn sorted_before_they_were_encoded() {
    let pairs = || all(&[protocol(), owned(&[("é", "1"), ("z", "2")])]);
    let mut naive = Naive {
        uri: "https://api.example.com/",
        ..of_pairs(pairs())
    };
    naive.pairs.sort();
    naive.sort = |_| {};
    let mut captured = CapturedRequest::new("POST", "https://api.example.com/").unwrap();
    captured
        .header("Authorization", &header(&protocol(), &naive.signature()))
        .unwrap();
    captured.header("Content-Type", FORM).unwrap();
    captured.set_body("%C3%A9=1&z=2").unwrap();
    let diagnosis = diagnosed(&captured);
    assert_eq!(only(diagnosis.findings()).cause(), Cause::SortOrder);
    assert!(
        diagnosis.findings()[0].detail().contains("before"),
        "{diagnosis}"
    );
}

#[test]
fn a_wrong_base_string_with_a_wrong_key() {
    let mut naive = keyed(CONSUMER_SECRET, "");
    naive.uri = "http://api.example.com/1/update.json";
    assert_eq!(
        certain_causes(&naive),
        [Cause::Scheme, Cause::TokenSecretMissing]
    );
}

#[test]
fn wrongly_written_signatures() {
    // one that has a plus sign, a slash and padding in it
    let mut naive = Naive::new();
    for nonce in 0.. {
        naive.pairs[1].1 = nonce.to_string();
        let signature = naive.signature();
        if signature.contains('+') && signature.contains('/') {
            break;
        }
    }
    let right = naive.signature();
    let hex = |text: String| {
        let bytes = BASE64.decode(text).unwrap();
        let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.concat()
    };
    for (signature, cause) in [
        (right.replace('+', " "), Cause::SignatureFormat),
        (rfc3986(&right), Cause::DoubleEncoding),
        (format!("{right}\n"), Cause::SignatureFormat),
        (
            right.replace('+', "-").replace('/', "_"),
            Cause::SignatureFormat,
        ),
        (
            right.trim_end_matches('=').to_owned(),
            Cause::SignatureFormat,
        ),
        (hex(right.clone()), Cause::SignatureFormat),
        (BASE64.encode(hex(right.clone())), Cause::SignatureFormat),
    ] {
        let mut captured = CapturedRequest::new("POST", URL).unwrap();
        let mut own = protocol();
        own[1].1.clone_from(&naive.pairs[1].1);
        captured
            .header("Authorization", &header(&own, &signature))
            .unwrap();
        captured.header("Content-Type", FORM).unwrap();
        captured.set_body(BODY).unwrap();
        assert_eq!(causes_of(&captured), [cause], "{signature}");
    }
}

#[test]
fn another_hash_than_is_named() {
    let naive = Naive::new();
    let signature = hmac::<Hmac<Sha256>>(&naive.key, &naive.base_string());
    assert_eq!(causes_of(&captured(&signature)), [Cause::SignatureMethod]);
    let signature = hmac::<Hmac<Sha512>>(&naive.key, &naive.base_string());
    assert_eq!(causes_of(&captured(&signature)), [Cause::SignatureMethod]);
}

#[test]
fn an_unknown_mistake_is_likely_one_of_the_secrets() {
    let diagnosis = diagnosed(&captured(&hmac_sha1("other&other", "GET&nothing")));
    let finding = only(diagnosis.findings());
    assert_eq!(finding.cause(), Cause::Secrets);
    assert!(!finding.is_certain());
    assert!(finding.advice().ends_with("changed after it was signed"));
    assert!(
        diagnosis
            .to_string()
            .starts_with("The signature is wrong: it is ")
    );
}

fn changed(name: &str, value: &str) -> CapturedRequest {
    let mut pairs = protocol();
    for pair in &mut pairs {
        if pair.0 == name {
            value.clone_into(&mut pair.1);
        }
    }
    let naive = of_pairs(all(&[pairs.clone(), query(), form()]));
    let mut captured = CapturedRequest::new("POST", URL).unwrap();
    captured
        .header("Authorization", &header(&pairs, &naive.signature()))
        .unwrap();
    captured.header("Content-Type", FORM).unwrap();
    captured.set_body(BODY).unwrap();
    captured
}

#[test]
fn what_can_be_seen_without_the_signature() {
    for (name, value, cause, words) in [
        (
            "oauth_timestamp",
            "1318622235",
            Cause::Clock,
            "12 minutes and 3 seconds behind",
        ),
        (
            "oauth_timestamp",
            "1318626558",
            Cause::Clock,
            "1 hour ahead of",
        ),
        (
            "oauth_timestamp",
            "1318622958000",
            Cause::Clock,
            "milliseconds",
        ),
        ("oauth_timestamp", "soon", Cause::Clock, "soon"),
        ("oauth_consumer_key", "other", Cause::ConsumerKey, "other"),
        ("oauth_token", "other", Cause::Token, "other"),
        ("oauth_version", "2.0", Cause::Version, "2.0"),
    ] {
        let diagnosis = diagnosed(&changed(name, value));
        assert!(diagnosis.is_valid(), "{name}");
        let finding = only(diagnosis.findings());
        assert_eq!(finding.cause(), cause, "{name}");
        assert!(finding.detail().contains(words), "{}", finding.detail());
    }
    let slightly_off = diagnosed(&changed("oauth_timestamp", "1318622700"));
    assert_eq!(slightly_off.findings(), []);
}

#[test]
fn protocol_parameters_that_are_missing_or_repeated() {
    let bare = CapturedRequest::new("GET", "https://api.example.com/").unwrap();
    let diagnosis = diagnosed(&bare);
    assert_eq!(diagnosis.signature(), None);
    let finding = only(diagnosis.findings());
    assert_eq!(finding.cause(), Cause::MissingParameter);
    assert!(finding.detail().contains("oauth_nonce and oauth_signature"));
    assert!(
        diagnosis
            .to_string()
            .starts_with("The request has no signature.")
    );

    let mut twice = captured("x");
    twice
        .header(
            "Authorization",
            "OAuth oauth_nonce=\"2\", oauth_signature=\"y\"",
        )
        .unwrap();
    let causes = causes_of(&twice);
    assert_eq!(causes, [Cause::ParameterRepeated]);

    let mut basic = CapturedRequest::new("GET", "https://api.example.com/").unwrap();
    basic.header("Authorization", "Basic eDp5").unwrap();
    assert_eq!(causes_of(&basic), [Cause::MissingParameter]);

    let mut broken = CapturedRequest::new("GET", "https://api.example.com/").unwrap();
    broken.header("Authorization", "OAuth a=\"").unwrap();
    let error = session().explain_captured(&broken).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidHeader);
}

#[test]
fn a_body_hash_that_is_not_of_the_body() {
    let mut request = Request::post("https://api.example.com/").unwrap();
    request.set_body("application/json", "{}").unwrap();
    request.body_hash(oauth1::BodyHash::Always);
    let authorization = session().authorization(&request).unwrap();
    let mut captured = CapturedRequest::new("POST", "https://api.example.com/").unwrap();
    captured.header("Authorization", &authorization).unwrap();
    captured.set_body("{}").unwrap();
    assert_eq!(diagnosed(&captured).findings(), []);
    captured.set_body("{ }").unwrap();
    let diagnosis = diagnosed(&captured);
    assert!(diagnosis.is_valid());
    assert_eq!(only(diagnosis.findings()).cause(), Cause::BodyHash);
}

#[test]
fn plaintext_is_checked_by_its_key() {
    let plaintext = |signature: &str| {
        let mut pairs = protocol();
        "PLAINTEXT".clone_into(&mut pairs[2].1);
        let mut captured = CapturedRequest::new("GET", "https://api.example.com/").unwrap();
        captured
            .header("Authorization", &header(&pairs, signature))
            .unwrap();
        let client = client(SignatureMethod::Plaintext);
        let session = client.session(Token::new("token", TOKEN_SECRET));
        session.explain_captured(&captured).unwrap()
    };
    let right = format!("{}&{}", rfc3986(CONSUMER_SECRET), rfc3986(TOKEN_SECRET));
    let diagnosis = plaintext(&right);
    assert!(diagnosis.is_valid());
    assert_eq!(diagnosis.signature(), Some("***"));
    assert_eq!(diagnosis.explanation().signature(), "***");
    for (signature, cause) in [
        (
            format!("{}&", rfc3986(CONSUMER_SECRET)),
            Cause::TokenSecretMissing,
        ),
        (
            format!("{CONSUMER_SECRET}&{TOKEN_SECRET}"),
            Cause::SecretsNotEncoded,
        ),
    ] {
        let diagnosis = plaintext(&signature);
        assert!(!diagnosis.is_valid());
        assert_eq!(only(diagnosis.findings()).cause(), cause);
    }
}

#[cfg(feature = "rsa")]
#[test]
fn rsa_is_checked_by_its_key() {
    type Method = fn(oauth1::RsaKey) -> SignatureMethod;
    for method in [
        SignatureMethod::RsaSha1 as Method,
        SignatureMethod::RsaSha256,
        SignatureMethod::RsaSha512,
    ] {
        let session = client(method(rsa_key())).session_without_token();
        let signed_for = |url: &str| {
            let request = Request::get(url).unwrap();
            session.authorization(&request).unwrap()
        };
        let diagnosed = |session: &Session, authorization: &str| {
            let url = "https://api.example.com/";
            let mut captured = CapturedRequest::new("GET", url).unwrap();
            captured.header("Authorization", authorization).unwrap();
            session.explain_captured(&captured).unwrap()
        };
        let right = signed_for("https://api.example.com/");
        assert!(diagnosed(&session, &right).is_valid());
        let wrong = diagnosed(&session, &signed_for("http://api.example.com/"));
        assert_eq!(only(wrong.findings()).cause(), Cause::Scheme);

        let key = std::fs::read("tests/keys/rsa1024.pem").unwrap();
        let key = oauth1::RsaKey::parse(key).unwrap();
        let other = client(method(key)).session_without_token();
        let diagnosis = diagnosed(&other, &right);
        let finding = only(diagnosis.findings());
        assert_eq!(finding.cause(), Cause::Secrets);
        assert!(finding.advice().contains("another private key"));
    }
}

#[cfg(feature = "rsa")]
#[test]
fn a_method_that_cannot_be_checked_is_named_and_no_secret_doubted() {
    let session = client(SignatureMethod::RsaSha1(rsa_key())).session_without_token();
    let authorization = session.authorization(&Request::get("https://a.example/").unwrap());
    let mut captured = CapturedRequest::new("GET", "https://a.example/").unwrap();
    captured
        .header("Authorization", &authorization.unwrap())
        .unwrap();
    let client = client(SignatureMethod::HmacSha1);
    let diagnosis = client
        .session_without_token()
        .explain_captured(&captured)
        .unwrap();
    assert_eq!(only(diagnosis.findings()).cause(), Cause::SignatureMethod);
}

struct Reversed;

impl CustomSignature for Reversed {
    fn name(&self) -> &'static str {
        "REVERSED"
    }

    fn sign(
        &self,
        base_string: &str,
        consumer_secret: &str,
        _: &str,
    ) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
        let reversed = base_string.chars().rev().collect::<String>();
        Ok(hmac_sha1(consumer_secret, &reversed))
    }
}

#[test]
fn a_method_of_ones_own_is_checked_too() {
    let session = client(SignatureMethod::Custom(Arc::new(Reversed))).session_without_token();
    let diagnosed = |url: &str| {
        let authorization = session.authorization(&Request::get(url).unwrap()).unwrap();
        let mut captured = CapturedRequest::new("GET", "https://a.example/").unwrap();
        captured.header("Authorization", &authorization).unwrap();
        session.explain_captured(&captured).unwrap()
    };
    assert!(diagnosed("https://a.example/").is_valid());
    let diagnosis = diagnosed("http://a.example/");
    assert_eq!(only(diagnosis.findings()).cause(), Cause::Scheme);
}

#[test]
fn the_work_is_bounded() {
    let mut captured = CapturedRequest::new("POST", "https://api.example.com/").unwrap();
    captured.header("Content-Type", FORM).unwrap();
    captured
        .header("Authorization", &header(&protocol(), "c2ln"))
        .unwrap();
    for body in ["%FF=%00&".repeat(1000), "&a".repeat(4000), "ÿ".repeat(8000)] {
        captured.set_body(body).unwrap();
        let start = Instant::now();
        let diagnosis = diagnosed(&captured);
        assert!(!diagnosis.is_valid());
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{:?}",
            start.elapsed()
        );
        let text = diagnosis.explanation().base_string().to_owned();
        let findings = diagnosis
            .explanation()
            .compare(&text[..text.len().min(60_000)]);
        assert!(!findings.is_empty());
    }
}
