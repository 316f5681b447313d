//! What goes wrong in other libraries, and does not in this one; and what is refused before
//! anything is signed.

use oauth1::{
    BodyHash, Client, Error, ErrorKind, HashAlgorithm, Request, Session, SignatureMethod,
    SignedRequest, Token, Transmission, percent_decode,
};

fn session() -> Session {
    Client::new("key", "secret")
        .unwrap()
        .session(Token::new("token", "token secret"))
}

/// A signature that is the same each time.
fn fixed(request: &mut Request) -> SignedRequest<'_> {
    request.nonce("nonce").unwrap().timestamp(1_318_622_958);
    session().sign(request).unwrap()
}

/// The parameters of the base string, decoded once: as they were sorted and joined.
fn normalized(request: &mut Request) -> String {
    let signed = fixed(request);
    let (_, params) = signed.base_string().rsplit_once('&').unwrap();
    String::from_utf8(percent_decode(params)).unwrap()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>, kind: ErrorKind) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    error.to_string()
}

#[test]
fn a_path_signs_alike_whether_its_letters_were_encoded_or_not() {
    let sign = |url| {
        fixed(&mut Request::get(url).unwrap())
            .base_string()
            .to_owned()
    };
    assert_eq!(
        sign("https://a.example/ü"),
        sign("https://a.example/%C3%BC")
    );
    assert_eq!(
        sign("https://a.example/a b"),
        sign("https://a.example/a%20b")
    );
}

#[test]
fn the_host_is_signed_in_lower_case_and_without_its_default_port() {
    let sign = |url| {
        fixed(&mut Request::get(url).unwrap())
            .base_string()
            .to_owned()
    };
    assert_eq!(
        sign("https://API.Example/x"),
        sign("https://api.example:443/x")
    );
    assert_eq!(
        sign("http://[2001:DB8::1]:80/x"),
        sign("http://[2001:db8::1]/x")
    );
    assert_ne!(sign("http://[::1]:8080/x"), sign("http://[::1]/x"));
}

#[test]
fn path_parameters_are_a_part_of_the_path() {
    let mut request = Request::get("https://a.example/x;v=1,2/y;w").unwrap();
    let signed = fixed(&mut request);
    assert!(
        signed
            .base_string()
            .contains("&https%3A%2F%2Fa.example%2Fx%3Bv%3D1%2C2%2Fy%3Bw&")
    );
    assert_eq!(signed.url(), "https://a.example/x;v=1,2/y;w");
}

#[test]
fn a_value_holds_equals_signs_and_a_name_may_have_no_value() {
    let mut request = Request::get("https://a.example/?a=b=c&empty=&bare&=nameless").unwrap();
    let normalized = normalized(&mut request);
    assert!(
        normalized.starts_with("=nameless&a=b%3Dc&bare=&empty=&oauth_"),
        "{normalized}"
    );
}

#[test]
fn a_parameter_called_realm_is_signed_like_any_other() {
    let mut request = Request::get("https://a.example/?realm=x").unwrap();
    request.realm("Photos").unwrap();
    let normalized = normalized(&mut request);
    assert!(normalized.ends_with("&realm=x"), "{normalized}");
    assert!(!normalized.contains("Photos"));
}

#[test]
fn a_realm_is_quoted_and_never_splits_the_header() {
    let mut request = Request::get("https://a.example/").unwrap();
    request.realm(r#"a "quoted\" realm, or=two"#).unwrap();
    let header = session().authorization(&request).unwrap();
    assert!(
        header.starts_with(r#"OAuth realm="a \"quoted\\\" realm, or=two", oauth_"#),
        "{header}"
    );
    let error = refusal(request.realm("x\r\nX-Evil: y"), ErrorKind::InvalidHeader);
    assert!(error.contains("U+000D"), "{error}");
}

#[test]
fn a_percent_sequence_in_an_oauth_value_is_data_wherever_it_travels() {
    for transmission in [Transmission::Query, Transmission::Form] {
        let mut request = Request::post("https://a.example/").unwrap();
        request
            .oauth_param("oauth_callback", "https://b.example/?x=%25")
            .unwrap();
        request.transmission(transmission);
        let signed = fixed(&mut request);
        let sent = match transmission {
            Transmission::Query => signed.url().to_owned(),
            _ => String::from_utf8(signed.body().unwrap().to_vec()).unwrap(),
        };
        assert!(
            sent.contains("oauth_callback=https%3A%2F%2Fb.example%2F%3Fx%3D%2525&"),
            "{sent}"
        );
        let base = signed.base_string();
        assert!(
            base.contains("oauth_callback%3Dhttps%253A%252F%252Fb.example%252F%253Fx%253D%252525")
        );
    }
}

#[test]
fn a_charset_does_not_make_a_form_another_type() {
    let mut request = Request::post("https://a.example/").unwrap();
    request
        .set_body(
            "Application/X-WWW-Form-URLEncoded; charset=UTF-8",
            "b=2+3&a=%c3%bc",
        )
        .unwrap();
    let normalized = normalized(&mut request);
    assert!(
        normalized.starts_with("a=%C3%BC&b=2%203&oauth_"),
        "{normalized}"
    );
    assert_eq!(request.body(), b"b=2+3&a=%c3%bc");
}

#[test]
fn a_get_request_with_a_form_content_type_and_no_body_signs() {
    let mut request = Request::get("https://a.example/?x=1").unwrap();
    request
        .header("Content-Type", "application/x-www-form-urlencoded")
        .unwrap();
    let signed = fixed(&mut request);
    assert_eq!(signed.body(), None);
    assert!(signed.base_string().ends_with("%26x%3D1"));
}

#[test]
fn bytes_that_are_no_text_sign_in_parameters_forms_and_bodies() {
    let mut request = Request::get("https://a.example/").unwrap();
    request.param([0xff, 0x00], [0xfe]).unwrap();
    assert!(request.url().as_str().ends_with("?%FF%00=%FE"));
    assert!(normalized(&mut request).starts_with("%FF%00=%FE&oauth_"));

    let mut form = Request::post("https://a.example/").unwrap();
    form.set_body("application/x-www-form-urlencoded", b"x=\xff%fe".to_vec())
        .unwrap();
    assert!(normalized(&mut form).ends_with("&x=%FF%FE"));

    let mut body = Request::post("https://a.example/").unwrap();
    body.set_body("image/png", vec![0xff; 100])
        .unwrap()
        .body_hash(BodyHash::Always);
    assert!(normalized(&mut body).starts_with("oauth_body_hash="));
}

#[test]
fn a_long_token_is_signed_and_sent_whole() {
    let token = "t".repeat(3000);
    let session = Client::new("key", "secret")
        .unwrap()
        .session(Token::new(&token, "s".repeat(3000)));
    let request = Request::get("https://a.example/").unwrap();
    let signed = session.sign(&request).unwrap();
    assert!(
        signed
            .authorization()
            .unwrap()
            .contains(&format!("oauth_token=\"{token}\""))
    );
    assert!(
        signed
            .base_string()
            .contains(&format!("oauth_token%3D{token}%26"))
    );
}

#[test]
fn duplicates_are_kept_and_sorted_by_value() {
    let mut request = Request::post("https://a.example/?a=2").unwrap();
    request
        .form("a", "10")
        .unwrap()
        .form("a", "1")
        .unwrap()
        .form("b", "")
        .unwrap();
    let normalized = normalized(&mut request);
    assert!(
        normalized.starts_with("a=1&a=10&a=2&b=&oauth_"),
        "{normalized}"
    );
    assert_eq!(request.body(), b"a=10&a=1&b=");
}

#[test]
fn what_a_query_may_not_hold_is_encoded_then_signed_and_sent() {
    let mut request = Request::get("https://a.example/?a[]=1 2&q={ü}&p=100%&h=%zz").unwrap();
    let signed = fixed(&mut request);
    assert_eq!(
        signed.url(),
        "https://a.example/?a%5B%5D=1%202&q=%7B%C3%BC%7D&p=100%25&h=%25zz"
    );
    let base = signed.base_string();
    assert!(
        base.contains("&a%255B%255D%3D1%25202%26h%3D%2525zz%26oauth_"),
        "{base}"
    );
}

#[test]
fn control_characters_are_refused() {
    refusal(Request::get("https://a.example/\n"), ErrorKind::InvalidUrl);
    refusal(
        Request::get("https://a.example/?x=\0"),
        ErrorKind::InvalidUrl,
    );
    let mut request = Request::get("https://a.example/").unwrap();
    refusal(
        request.header("X-Y", "a\r\nX-Evil: b"),
        ErrorKind::InvalidHeader,
    );
    refusal(request.header("X\r\nY", "a"), ErrorKind::InvalidHeader);
    refusal(
        request.set_body("text/plain\n", "x"),
        ErrorKind::InvalidHeader,
    );
    refusal(
        Request::new("GE T", "https://a.example/"),
        ErrorKind::InvalidHeader,
    );
}

#[test]
fn a_protocol_parameter_is_never_sent_twice() {
    for name in [
        "oauth_token",
        "oauth_nonce",
        "oauth_signature",
        "oauth%5Fconsumer_key",
    ] {
        let error = refusal(
            Request::get(&format!("https://a.example/?{name}=x")),
            ErrorKind::InvalidParameter,
        );
        assert!(error.contains("the URL's query"), "{error}");
    }
    let mut request = Request::post("https://a.example/").unwrap();
    refusal(
        request.form("oauth_timestamp", "1"),
        ErrorKind::InvalidParameter,
    );
    refusal(
        request.oauth_param("oauth_version", "1.0"),
        ErrorKind::InvalidParameter,
    );
    refusal(
        request.oauth_param("status", "x"),
        ErrorKind::InvalidParameter,
    );
    request.oauth_param("oauth_verifier", "v").unwrap();
    refusal(
        request.oauth_param("oauth_verifier", "w"),
        ErrorKind::InvalidParameter,
    );
    refusal(
        request.form("oauth_verifier", "w"),
        ErrorKind::InvalidParameter,
    );
    refusal(
        request.set_body("application/x-www-form-urlencoded", "oauth_token=x"),
        ErrorKind::InvalidParameter,
    );
}

#[test]
fn a_protocol_parameter_is_not_sent_twice_from_two_places_either() {
    let url = "https://a.example/?oauth_callback=a";
    refusal(
        Request::post(&format!("{url}&oauth_callback=b")),
        ErrorKind::InvalidParameter,
    );
    let mut request = Request::post(url).unwrap();
    refusal(
        request.form("oauth_callback", "b"),
        ErrorKind::InvalidParameter,
    );
    refusal(
        request.query("oauth_callback", "b"),
        ErrorKind::InvalidParameter,
    );
    refusal(
        request.oauth_param("oauth_callback", "b"),
        ErrorKind::InvalidParameter,
    );
    let form = "application/x-www-form-urlencoded";
    refusal(
        request.set_body(form, "oauth_callback=b"),
        ErrorKind::InvalidParameter,
    );
}

#[test]
fn no_protocol_parameter_travels_elsewhere_than_the_signature() {
    let form = "application/x-www-form-urlencoded";
    let in_query = Request::post("https://a.example/?oauth%5Fcallback=oob").unwrap();
    let mut added = Request::get("https://a.example/").unwrap();
    added.param("oauth_problem", "").unwrap();
    let mut in_form = Request::post("https://a.example/?a=b").unwrap();
    in_form.set_body(form, "c=d&oauth_verifier=v").unwrap();
    for (request, name, place) in [
        (&in_query, "oauth_callback", Transmission::Query),
        (&added, "oauth_problem", Transmission::Query),
        (&in_form, "oauth_verifier", Transmission::Form),
    ] {
        for transmission in [
            Transmission::Header,
            Transmission::Query,
            Transmission::Form,
        ] {
            let mut request = request.clone();
            request.transmission(transmission);
            if transmission == place {
                let signed = fixed(&mut request);
                assert_eq!(signed.base_string().matches(name).count(), 1);
            } else if transmission != Transmission::Form || request.method() != "GET" {
                let signed = session().sign(&request).map(SignedRequest::into_owned);
                let error = refusal(signed, ErrorKind::InvalidParameter);
                assert!(error.contains(name), "{error}");
                assert!(error.contains("travel with the signature"), "{error}");
            }
        }
    }
    // what begins otherwise is none
    let mut request = Request::post("https://a.example/?x_auth_mode=a&OAUTH_a=b&oauth=c").unwrap();
    fixed(&mut request);
}

#[test]
fn the_user_agent_is_the_requests_or_else_the_clients() {
    let client = Client::builder("key", "secret").user_agent("ours/1.0");
    let session = client.build().unwrap().session_without_token();
    let mut request = Request::get("https://a.example/").unwrap();
    let sent = |request: &Request| {
        let signed = session.sign(request).unwrap();
        let agents = signed
            .headers()
            .filter(|(name, _)| name.eq_ignore_ascii_case("User-Agent"));
        agents
            .map(|(_, value)| value.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(sent(&request), ["ours/1.0"]);
    request.header("user-agent", "its own").unwrap();
    assert_eq!(sent(&request), ["its own"]);
}

#[test]
fn a_content_type_that_is_refused_leaves_the_body_as_it_was() {
    let mut request = Request::post("https://a.example/").unwrap();
    request.set_body("text/plain", "a=1&oauth_nonce=x").unwrap();
    let form = "application/x-www-form-urlencoded";
    refusal(
        request.header("Content-Type", form),
        ErrorKind::InvalidParameter,
    );
    assert_eq!(request.body(), b"a=1&oauth_nonce=x");
    assert_eq!(request.content_type(), Some("text/plain"));
}

#[test]
fn a_parameter_goes_to_the_query_where_the_body_is_to_be_no_form() {
    let mut request = Request::post("https://a.example/").unwrap();
    request.header("Content-Type", "application/json").unwrap();
    request.param("script", "6").unwrap();
    request
        .set_body("application/json", "{}")
        .unwrap()
        .param("deploy", "1")
        .unwrap();
    assert_eq!(
        request.url().as_str(),
        "https://a.example/?script=6&deploy=1"
    );
}

#[test]
fn what_is_given_in_a_wrong_place_is_not_repeated_at_length() {
    let secret = "consumer_secret=s3cr3t s3cr3t s3cr3t";
    let mut request = Request::post("https://a.example/").unwrap();
    for error in [
        Request::new(secret, "https://a.example/").unwrap_err(),
        request.header(secret, "x").map(|_| ()).unwrap_err(),
        request.oauth_param(secret, "x").map(|_| ()).unwrap_err(),
    ] {
        assert!(!error.message().contains("s3cr3t"), "{error}");
    }
}

#[test]
fn a_form_body_carries_the_parameters_where_there_can_be_one() {
    let sign = |method: &str, content_type: Option<&str>| {
        let mut request = Request::new(method, "https://a.example/").unwrap();
        if let Some(content_type) = content_type {
            request.set_body(content_type, "a=1").unwrap();
        }
        request.transmission(Transmission::Form);
        session().sign(&request).map(SignedRequest::into_owned)
    };
    let empty = sign("POST", None).unwrap();
    assert!(
        empty
            .body()
            .unwrap()
            .starts_with(b"oauth_consumer_key=key&")
    );
    let content_type = ("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(empty.headers().collect::<Vec<_>>(), [content_type]);

    refusal(sign("GET", None), ErrorKind::InvalidSetting);
    refusal(sign("HEAD", None), ErrorKind::InvalidSetting);
    let error = refusal(
        sign("POST", Some("application/json")),
        ErrorKind::InvalidSetting,
    );
    assert!(error.contains("application/json"), "{error}");
    let mut typed = Request::post("https://a.example/").unwrap();
    typed.header("Content-Type", "application/json").unwrap();
    typed.transmission(Transmission::Form);
    refusal(session().sign(&typed), ErrorKind::InvalidSetting);
}

#[test]
fn an_authorization_header_of_the_callers_is_refused_only_where_ours_goes() {
    let mut request = Request::get("https://a.example/").unwrap();
    request.header("authorization", "Basic eDp5").unwrap();
    refusal(session().sign(&request), ErrorKind::InvalidHeader);
    request.transmission(Transmission::Query);
    let signed = session().sign(&request).unwrap();
    assert_eq!(
        signed.headers().collect::<Vec<_>>(),
        [("authorization", "Basic eDp5")]
    );
}

#[test]
fn plaintext_over_plain_http_is_refused_unless_allowed() {
    let client = Client::builder("key", "secret").signature_method(SignatureMethod::Plaintext);
    let client = client.build().unwrap();
    let request = Request::get("http://a.example/").unwrap();
    let error = refusal(
        client.session_without_token().sign(&request),
        ErrorKind::InsecureTransport,
    );
    assert!(!error.contains("secret&"), "{error}");
    let request = Request::get("https://a.example/").unwrap();
    let header = client
        .session_without_token()
        .authorization(&request)
        .unwrap();
    assert!(
        header.ends_with("oauth_signature=\"secret%26\""),
        "{header}"
    );
}

#[test]
fn the_body_hash_follows_the_method_and_is_never_beside_a_form() {
    // of the body "Hello World!", as the body hash draft (2009) has it, and by the SHA-2 family
    let hash = |method: SignatureMethod, body_hash, content_type| {
        let client = Client::builder("key", "secret")
            .signature_method(method)
            .body_hash(body_hash)
            .build();
        let mut request = Request::new("PUT", "https://a.example/").unwrap();
        request.set_body(content_type, "Hello World!").unwrap();
        let header = client
            .unwrap()
            .session_without_token()
            .authorization(&request)
            .unwrap();
        let (_, rest) = header.split_once("oauth_body_hash=\"")?;
        Some(String::from_utf8(percent_decode(rest.split('"').next()?)).unwrap())
    };
    let sha1 = Some("Lve95gjOVATpfV8EL5X4nxwjKHE=".to_owned());
    let sha256 = Some("f4OxZX/x/FO5LcGBSKHWXfwtSx+j1ncoSt3SABJtkGk=".to_owned());
    assert_eq!(
        hash(SignatureMethod::HmacSha1, BodyHash::Always, "text/plain"),
        sha1
    );
    assert_eq!(
        hash(SignatureMethod::Plaintext, BodyHash::Always, "text/plain"),
        sha1
    );
    assert_eq!(
        hash(SignatureMethod::HmacSha256, BodyHash::Always, "text/plain"),
        sha256
    );
    let forced = BodyHash::AlwaysWith(HashAlgorithm::Sha1);
    assert_eq!(
        hash(SignatureMethod::HmacSha256, forced, "text/plain"),
        sha1
    );
    assert_eq!(
        hash(SignatureMethod::HmacSha1, BodyHash::Never, "text/plain"),
        None
    );
    let form = "application/x-www-form-urlencoded";
    assert_eq!(
        hash(SignatureMethod::HmacSha1, BodyHash::Always, form),
        None
    );
}

#[test]
fn the_version_can_be_left_out_and_an_empty_token_sent() {
    let client = Client::builder("key", "secret")
        .version(false)
        .build()
        .unwrap();
    let mut request = Request::get("https://a.example/").unwrap();
    let header = client
        .session_without_token()
        .authorization(&request)
        .unwrap();
    assert!(
        !header.contains("oauth_version") && !header.contains("oauth_token"),
        "{header}"
    );
    request.version(true).empty_token(true);
    let header = client
        .session_without_token()
        .authorization(&request)
        .unwrap();
    assert!(header.contains("oauth_version=\"1.0\"") && header.contains("oauth_token=\"\""));
}

#[test]
fn further_protocol_parameters_are_signed_and_travel_with_the_signature() {
    let mut request = Request::post("https://a.example/").unwrap();
    request.oauth_param("oauth_session_handle", "h&h").unwrap();
    request.oauth_param("oauth_xoauth_requestor", "ü").unwrap();
    let signed = fixed(&mut request);
    let header = signed.authorization().unwrap();
    assert!(header.contains("oauth_session_handle=\"h%26h\", oauth_xoauth_requestor=\"%C3%BC\""));
    let base = signed.base_string();
    assert!(base.contains("nonce%26oauth_session_handle%3Dh%2526h%26oauth_signature_method"));
    assert!(
        base.ends_with("oauth_version%3D1.0%26oauth_xoauth_requestor%3D%25C3%25BC"),
        "{base}"
    );
}

#[test]
fn a_clock_that_fails_fails_the_signature() {
    let client = Client::builder("key", "secret")
        .try_clock(|| Err("no battery".into()))
        .build()
        .unwrap();
    let mut request = Request::get("https://a.example/").unwrap();
    let error = client.session_without_token().sign(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SigningFailed);
    assert_eq!(
        error.message(),
        "the client's clock hook failed: no battery"
    );
    request.timestamp(1);
    client.session_without_token().sign(&request).unwrap();
}

#[test]
fn nonce_and_clock_can_be_hooked_and_are_drawn_anew_for_each_signature() {
    use std::sync::atomic::{AtomicU64, Ordering};
    let counter = AtomicU64::new(0);
    let client = Client::builder("key", "secret")
        .clock(|| 137_131_200)
        .nonce(move || format!("n{}", counter.fetch_add(1, Ordering::Relaxed)))
        .build()
        .unwrap();
    let session = client.session_without_token();
    let request = Request::get("https://a.example/").unwrap();
    for expected in ["oauth_nonce=\"n0\"", "oauth_nonce=\"n1\""] {
        let header = session.authorization(&request).unwrap();
        assert!(header.contains(expected), "{header}");
        assert!(header.contains("oauth_timestamp=\"137131200\""), "{header}");
    }
}

#[test]
fn a_custom_method_signs_the_base_string_and_its_failure_is_told() {
    struct Reverse;
    impl oauth1::CustomSignature for Reverse {
        fn name(&self) -> &'static str {
            "X REVERSE"
        }
        fn sign(
            &self,
            base_string: &str,
            consumer_secret: &str,
            token_secret: &str,
        ) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
            if token_secret.is_empty() {
                return Err("no token, no signature".into());
            }
            let head = &base_string[..3];
            Ok(format!(
                "{head}+{}",
                (consumer_secret.to_owned() + token_secret).len()
            ))
        }
    }
    let method = SignatureMethod::Custom(std::sync::Arc::new(Reverse));
    let client = Client::builder("key", "secret")
        .signature_method(method)
        .build()
        .unwrap();
    let request = Request::get("https://a.example/").unwrap();
    let signed = client
        .session(Token::new("token", "four"))
        .authorization(&request)
        .unwrap();
    assert!(
        signed.contains("oauth_signature_method=\"X%20REVERSE\""),
        "{signed}"
    );
    assert!(signed.ends_with("oauth_signature=\"GET%2B10\""), "{signed}");
    let error = refusal(
        client.session_without_token().sign(&request),
        ErrorKind::SigningFailed,
    );
    assert!(
        error.contains("X REVERSE") && error.contains("no token, no signature"),
        "{error}"
    );
}

#[test]
fn a_client_without_a_consumer_key_is_refused_when_it_is_built() {
    refusal(Client::new("", "secret"), ErrorKind::InvalidSetting);
    refusal(
        Client::builder("key", "").realm("a\nb").build(),
        ErrorKind::InvalidHeader,
    );
}
