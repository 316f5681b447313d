//! Nothing that others send makes it panic.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_base_string_makes_it_panic(
        text in ".{0,200}",
        parts in "[A-Z]{0,4}[&%a=3D26F:/25]{0,100}",
    ) {
        let explanation = explanation();
        assert!(!explanation.compare(&text).is_empty());
        assert!(!explanation.compare(&parts).is_empty());
    }

    #[test]
    fn no_answer_makes_it_panic(
        status: u16,
        challenge in ".{0,100}",
        body in proptest::collection::vec(any::<u8>(), 0..200),
        words in "(oauth_problem=|oauth_acceptable_timestamps=|Accepted values are between |\
                  \"code\":|debug_sbs=|&http%3A%2F%2F|[0-9]{1,25}|[-&=\"<é ])*",
    ) {
        let explanation = explanation();
        for body in [body.as_slice(), words.as_bytes()] {
            let headers = [("WWW-Authenticate", &*challenge), ("Date", &*challenge)];
            explanation.explain_answer(status, headers, body).unwrap();
            explain_answer(status, headers, body, u64::MAX).unwrap();
        }
    }

    #[test]
    fn no_captured_request_makes_it_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        target in "/[a-z?&=%+]{0,20}",
        params in "[a-z\"=,% ]{0,60}",
        body in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        _ = CapturedRequest::from_http("https", &bytes);
        let mut text = format!(
            "POST {target} HTTP/1.1\r\nHost: a.example\r\nAuthorization: OAuth {params}\r\n\
             Content-Type: {FORM}\r\n\r\n"
        ).into_bytes();
        text.extend(body);
        let captured = CapturedRequest::from_http("https", &text).unwrap();
        if let Ok(diagnosis) = session().explain_captured(&captured) {
            assert!(!diagnosis.to_string().is_empty());
        }
    }
}
