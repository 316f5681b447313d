//! Reading an OAuth `Authorization` header (RFC 5849 §3.5.1), others' and our own.

use oauth1::{AuthorizationHeader, Client, ErrorKind, Request, Token};
use proptest::prelude::*;

fn parsed(value: &str) -> AuthorizationHeader {
    AuthorizationHeader::parse(value).unwrap_or_else(|error| panic!("{value}: {error}"))
}

fn pairs(value: &str) -> Vec<(String, String)> {
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
    let header = parsed(value);
    let pairs = header.params().iter();
    pairs
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

fn refused(value: &str) -> String {
    let error = AuthorizationHeader::parse(value).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidHeader);
    error.to_string()
}

#[test]
fn the_example_of_the_rfc_is_read() {
    let header = parsed(
        "OAuth realm=\"Example\",\
         oauth_consumer_key=\"0685bd9184jfhq22\",\
         oauth_token=\"ad180jjd733klru7\",\
         oauth_signature_method=\"HMAC-SHA1\",\
         oauth_signature=\"wOJIO9A2W5mFwDgiDvZbTSMK%2FPY%3D\",\
         oauth_timestamp=\"137131200\",\
         oauth_nonce=\"4572616e48616d6d65724c61686176\",\
         oauth_version=\"1.0\"",
    );
    assert_eq!(header.realm(), Some("Example"));
    assert_eq!(header.params().len(), 7);
    assert_eq!(
        header.get("oauth_signature"),
        Some(&b"wOJIO9A2W5mFwDgiDvZbTSMK/PY="[..])
    );
    assert_eq!(header.get("oauth_verifier"), None);
}

#[test]
fn scheme_white_space_and_quotes_may_be_as_one_likes() {
    let expected = [
        ("a".to_owned(), "1".to_owned()),
        ("b".to_owned(), "2".to_owned()),
    ];
    for value in [
        "OAuth a=\"1\",b=\"2\"",
        "oauth a=\"1\", b=\"2\"",
        "OAUTH\ta=\"1\" ,\t b=\"2\"",
        "  OAuth   a = \"1\" , b = \"2\"  ",
        "OAuth a=1, b=2",
        "OAuth ,a=\"1\",, b=\"2\",",
    ] {
        assert_eq!(pairs(value), expected, "{value}");
    }
    assert!(parsed("OAuth").params().is_empty());
}

#[test]
fn a_realm_is_unquoted_and_not_decoded() {
    assert_eq!(
        parsed(r#"OAuth realm="a \"b\\ c%20d""#).realm(),
        Some(r#"a "b\ c%20d"#)
    );
    assert_eq!(parsed("OAuth Realm=\"x\"").realm(), Some("x"));
    assert_eq!(parsed("OAuth realm=\"\"").realm(), Some(""));
}

#[test]
fn names_and_values_are_decoded_and_may_be_any_bytes() {
    let header = parsed("OAuth a%5B%5D=\"%FF\", b=\"\", c=\"x,y=z+%2b\", c=\"2\"");
    assert_eq!(
        header.params(),
        [
            (b"a[]".to_vec(), b"\xff".to_vec()),
            (b"b".to_vec(), b"".to_vec()),
            (b"c".to_vec(), b"x,y=z++".to_vec()),
            (b"c".to_vec(), b"2".to_vec()),
        ]
    );
}

#[test]
fn a_fault_is_named_and_no_value_is() {
    for (value, fault) in [
        ("", "not OAuth"),
        ("Bearer s3cret", "not OAuth"),
        ("Basic czNjcmV0", "not OAuth"),
        ("OAuth s3cret", "parameter 1 has no value"),
        ("OAuth a=\"1\", s3cret", "parameter 2 has no value"),
        (
            "OAuth a=\"1\" b=\"s3cret\"",
            "parameter 1 is not followed by a comma",
        ),
        ("OAuth a=\"s3cret", "quote that does not end"),
        ("OAuth a=\"s3cret\\", "quote that does not end"),
        ("OAuth =\"s3cret\"", "no name"),
        ("OAuth a b=\"s3cret\"", "a space in it"),
        ("OAuth a b, c=\"s3cret\"", "parameter 1 has no value"),
        ("OAuth a \"s3cret\"=", "parameter 1 has no value"),
        ("OAuth a=s3cret\"", "quote within"),
        ("OAuth realm=\"s3cret\", realm=\"b\"", "two realms"),
        ("OAuth a=\"1\",\r\n b=\"s3cret\"", "0x0D"),
    ] {
        let error = refused(value);
        assert!(error.contains(fault), "{value}: {error}");
        assert!(!error.contains("cret"), "{error}");
    }
}

#[test]
fn debug_shows_names_and_no_value() {
    let debug = format!("{:?}", parsed("OAuth oauth_signature=\"s3cret%26\""));
    assert!(
        debug.contains("oauth_signature") && !debug.contains("s3cret"),
        "{debug}"
    );
}

proptest! {
    #[test]
    fn our_own_header_gives_back_what_went_in(
        consumer_key in ".{1,20}",
        token in ".{0,20}",
        nonce in ".{1,20}",
        callback in ".{0,30}",
        realm in "[^\\pC]{0,20}",
        timestamp: u64,
    ) {
        let client = Client::builder(&consumer_key, "secret").realm(&*realm).build().unwrap();
        let mut request = Request::post("http://a.example/").unwrap();
        request.oauth_param("oauth_callback", &callback).unwrap();
        request.nonce(&nonce).unwrap().timestamp(timestamp);
        let session = client.session(Token::new(token.clone(), "secret"));
        let header = parsed(&session.authorization(&request).unwrap());

        prop_assert_eq!(header.realm(), Some(&*realm));
        for (name, value) in [
            ("oauth_consumer_key", &consumer_key),
            ("oauth_token", &token),
            ("oauth_nonce", &nonce),
            ("oauth_callback", &callback),
            ("oauth_timestamp", &timestamp.to_string()),
            ("oauth_signature_method", &"HMAC-SHA1".to_owned()),
            ("oauth_version", &"1.0".to_owned()),
        ] {
            prop_assert_eq!(header.get(name), Some(value.as_bytes()), "{}", name);
        }
        prop_assert_eq!(header.params().len(), 8);
    }

    #[test]
    fn no_text_makes_it_panic(value in "(OAuth )?.{0,80}", parts in "OAuth [a=\", \\\\%]{0,40}") {
        _ = AuthorizationHeader::parse(&value);
        _ = AuthorizationHeader::parse(&parts);
    }
}
