//! Providers' words, translated into what to do.

use super::*;

fn explained(body: &str) -> Vec<Finding> {
    explain_answer(401, NO_HEADERS, body.as_bytes(), NOW).unwrap()
}

#[track_caller]
fn explained_as(body: &str, cause: Cause) -> Finding {
    let findings = explained(body);
    let finding = only(&findings);
    assert_eq!(finding.cause(), cause, "{body}");
    assert!(!finding.advice().is_empty());
    finding.clone()
}

#[test]
fn every_problem_has_its_cause() {
    for (problem, cause) in [
        ("version_rejected", Cause::Version),
        ("parameter_absent", Cause::MissingParameter),
        ("parameter_rejected", Cause::ParameterRejected),
        ("timestamp_refused", Cause::Clock),
        ("nonce_used", Cause::NonceUsed),
        ("signature_method_rejected", Cause::SignatureMethod),
        ("signature_invalid", Cause::InvalidSignature),
        ("consumer_key_unknown", Cause::ConsumerKey),
        ("consumer_key_rejected", Cause::ConsumerKey),
        ("consumer_key_refused", Cause::ConsumerKey),
        ("token_used", Cause::Token),
        ("token_expired", Cause::Token),
        ("token_revoked", Cause::Token),
        ("token_rejected", Cause::Token),
        (
            "additional_authorization_required",
            Cause::AuthorizationRequired,
        ),
        ("permission_unknown", Cause::AuthorizationRequired),
        ("permission_denied", Cause::Permission),
        ("user_refused", Cause::UserRefused),
        ("something_else", Cause::Unknown),
    ] {
        let finding = explained_as(&format!("oauth_problem={problem}"), cause);
        assert!(finding.detail().contains(problem));
        let challenge = format!("OAuth realm=\"x\", oauth_problem=\"{problem}\"");
        let headers = [("www-authenticate", challenge)];
        let findings = explain_answer(401, headers, b"", NOW).unwrap();
        assert_eq!(only(&findings).cause(), cause);
    }
}

#[test]
fn what_a_problem_adds_is_told() {
    let finding = explained_as(
        "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token%26oauth_nonce",
        Cause::MissingParameter,
    );
    assert!(
        finding
            .detail()
            .ends_with("absent: oauth_token, oauth_nonce")
    );
    let finding = explained_as(
        "oauth_parameters_rejected=oauth_callback&oauth_problem=parameter_rejected\
         &oauth_problem_advice=Use+oob%2C+please",
        Cause::ParameterRejected,
    );
    assert!(finding.detail().contains("rejected: oauth_callback"));
    assert!(finding.detail().contains("its advice: Use oob, please"));
    let finding = explained_as(
        "oauth_problem=version_rejected&amp;oauth_acceptable_versions=1.0-1.0",
        Cause::Version,
    );
    assert!(finding.detail().contains("1.0-1.0"));
}

#[test]
fn a_problem_has_the_advice_of_its_name() {
    let body = "oauth_problem=consumer_key_refused";
    let finding = explained_as(body, Cause::ConsumerKey);
    let problem = oauth1::Problem::parse(NO_HEADERS, body.as_bytes()).unwrap();
    assert_eq!(Some(finding.advice()), problem.what_to_do());
}

#[test]
fn what_a_problem_adds_is_told_without_secrets() {
    let finding = explained_as(
        "oauth_problem=parameter_rejected\
         &oauth_parameters_rejected=x_auth_password%3Dhunter2%26size%3Doriginal",
        Cause::ParameterRejected,
    );
    let detail = finding.detail();
    assert!(
        detail.ends_with("; rejected: x_auth_password=***, size=original"),
        "{detail}"
    );
    let body = format!(
        "oauth_problem=token_rejected&oauth_problem_advice=Is+{}+right%3f",
        rfc3986(&rfc3986(TOKEN_SECRET))
    );
    let findings = explanation().explain_answer(401, NO_HEADERS, body.as_bytes());
    let detail = findings.unwrap()[0].detail().to_owned();
    assert!(detail.ends_with("its advice: Is *** right?"), "{detail}");
}

#[test]
fn acceptable_timestamps_tell_how_far_the_clock_is_off() {
    for body in [
        "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=1318623381-1318623981",
        "oauth_timestamp field is out of range. \
         Accepted values are between 1318623381 and 1318623981.",
        "{\"errors\":[{\"errorType\":\"oauth\",\"fieldName\":\"oauth_timestamp\",\
         \"message\":\"oauth_acceptable_timestamps=1318623381-1318623981\"}]}",
    ] {
        let finding = explained_as(body, Cause::Clock);
        assert_eq!(
            finding.detail(),
            "your clock is 12 minutes and 3 seconds behind the provider's \
             (Fri, 14 Oct 2011 20:21:21 GMT, yours Fri, 14 Oct 2011 20:09:18 GMT): it takes \
             timestamps from Fri, 14 Oct 2011 20:16:21 GMT to Fri, 14 Oct 2011 20:26:21 GMT"
        );
    }
    for body in [
        "Expired timestamp: given 1318622958 and now 1318619358 has a greater difference than \
         threshold 300",
        "{\"error\":{\"developer_message\":\"Expired timestamp, yours 1318622958, \
         ours 1318619358 (threshold 300).\"}}",
        "oauth_timestamp is too far away; we believe it is now 1318619358, you sent 1318622958, \
         3600 seconds away",
    ] {
        let finding = explained_as(body, Cause::Clock);
        assert!(
            finding
                .detail()
                .starts_with("your clock is 1 hour ahead of the provider's")
        );
    }
    let within = "Accepted values are between 1318622000 and 1318623000";
    assert!(
        explained_as(within, Cause::Clock)
            .detail()
            .contains("is one of them")
    );
}

#[test]
fn the_date_of_an_answer_tells_how_far_the_clock_is_off() {
    let headers = [("Date", "Fri, 14 Oct 2011 20:21:21 GMT")];
    let body = b"Failed to validate oauth signature and token";
    let findings = explain_answer(401, headers, body, NOW).unwrap();
    assert_eq!(findings[0].cause(), Cause::Clock);
    assert!(
        findings[0]
            .detail()
            .contains("12 minutes and 3 seconds behind")
    );
    assert_eq!(findings[1].cause(), Cause::InvalidSignature);
    let headers = [("Date", "Fri, 14 Oct 2011 20:09:20 GMT")];
    let findings = explain_answer(401, headers, body, NOW).unwrap();
    assert_eq!(only(&findings).cause(), Cause::InvalidSignature);
    assert!(findings[0].advice().starts_with("The clock comes first"));
}

#[test]
fn the_words_of_providers() {
    for (body, cause) in [
        (
            r#"{"errors":[{"code":32,"message":"Could not authenticate you."}]}"#,
            Cause::InvalidSignature,
        ),
        (
            r#"{"errors":[{"code":89,"message":"Invalid or expired token."}]}"#,
            Cause::Token,
        ),
        (
            r#"{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}"#,
            Cause::Clock,
        ),
        (
            r#"{"errors":[{"message":"Bad Authentication data","code":215}]}"#,
            Cause::Malformed,
        ),
        (
            "<errors><error code=\"415\">Callback URL not approved for this client \
             application.</error></errors>",
            Cause::Callback,
        ),
        (
            r#"{"errors":[{"code":415,"message":"Callback URL not approved for this client application. Approved callback URLs can be adjusted in your application settings"}]}"#,
            Cause::Callback,
        ),
        (
            r#"{"errors":[{"code":261,"message":"Application cannot perform write actions."}]}"#,
            Cause::Permission,
        ),
        ("Timestamp out of bounds", Cause::Clock),
        ("Invalid signature", Cause::InvalidSignature),
        ("Nonce already used: abc", Cause::NonceUsed),
        (
            r#"{"message":"The signature is invalid. Verify and try again."}"#,
            Cause::InvalidSignature,
        ),
        (
            r#"{"message":"The consumer isn't authorized to access %resources."}"#,
            Cause::Permission,
        ),
        (
            "oauth_problem=The consumer key has expired",
            Cause::ConsumerKey,
        ),
        (
            r#"{"messages":{"error":[{"code":401,"message":"oauth_problem=nonce_used"}]}}"#,
            Cause::NonceUsed,
        ),
        (
            r#"{"code":"woocommerce_rest_authentication_error","message":"Invalid signature - provided signature does not match.","data":{"status":401}}"#,
            Cause::InvalidSignature,
        ),
        (
            r#"{"error":{"code":"INVALID_LOGIN_ATTEMPT","message":"Invalid login attempt."}}"#,
            Cause::InvalidSignature,
        ),
    ] {
        explained_as(body, cause);
    }
    let challenge = "OAuth realm=\"1234567\", error=\"token_rejected\", \
                     error_description=\"Invalid login attempt.\"";
    let findings = explain_answer(401, [("WWW-Authenticate", challenge)], b"", NOW).unwrap();
    assert_eq!(findings[0].cause(), Cause::Token);
    assert!(findings[1].advice().contains("login audit trail"));
}

#[test]
fn the_words_of_providers_that_say_each_fault_in_their_own_way() {
    for (body, cause) in [
        // Magento
        (
            r#"{"message":"An error occurred validating the nonce."}"#,
            Cause::Clock,
        ),
        (
            "oauth_problem=Incorrect+timestamp+value+in+the+oauth_timestamp+parameter",
            Cause::Clock,
        ),
        // WooCommerce
        (
            r#"{"errors":[{"code":"woocommerce_api_authentication_error","message":"oauth_timestamp parameter is missing"}]}"#,
            Cause::MissingParameter,
        ),
        // FatSecret
        (
            r#"{"error":{"code":6,"message":"Invalid/expired timestamp: oauth_timestamp '1524318438'"}}"#,
            Cause::Clock,
        ),
        (
            r#"{"error":{"code":7,"message":"Invalid/used nonce: oauth_nonce 'abc'"}}"#,
            Cause::NonceUsed,
        ),
        (
            r#"{"error":{"code":4,"message":"Invalid signature method: oauth_signature_method 'HMAC-SHA256'"}}"#,
            Cause::SignatureMethod,
        ),
        (
            r#"{"error":{"code":9,"message":"Invalid/expired access token"}}"#,
            Cause::Token,
        ),
        (
            r#"{"error":{"code":2,"message":"Missing required oauth parameter: oauth_nonce"}}"#,
            Cause::MissingParameter,
        ),
        // Schoology, Canvas
        (
            "Duplicate timestamp/nonce combination, possible replay attack.  Request rejected.",
            Cause::NonceUsed,
        ),
        ("Duplicate nonce detected", Cause::NonceUsed),
        // Mastercard
        (
            r#"{"Errors":{"Error":[{"Source":"Gateway","ReasonCode":"INVALID_BODY_HASH","Description":"The provided oauth_body_hash does not match the SHA256 hash of the request payload."}]}}"#,
            Cause::BodyHash,
        ),
        (
            r#"{"Errors":{"Error":[{"Source":"Gateway","ReasonCode":"AUTHENTICATION_FAILED","Description":"OAuth signatures did not match."}]}}"#,
            Cause::InvalidSignature,
        ),
        (
            "OAuth Signature parameter failed verification.",
            Cause::InvalidSignature,
        ),
        // Tumblr
        (
            "oauth_signature does not match expected value",
            Cause::InvalidSignature,
        ),
        // Discogs
        (
            "Parameter not found: oauth_consumer_key",
            Cause::MissingParameter,
        ),
        (
            r#"{"message": "You must authenticate to access this resource."}"#,
            Cause::Malformed,
        ),
    ] {
        explained_as(body, cause);
    }
}

#[test]
fn words_that_are_not_known_are_quoted() {
    let finding = explained_as("<h1>Teapot</h1>\x1b[2J", Cause::Unknown);
    assert!(finding.detail().contains("status 401"));
    assert!(finding.detail().contains("<h1>Teapot</h1>\\u{1b}"));
    assert!(
        explained_as("", Cause::Unknown)
            .detail()
            .contains("no words")
    );
}

#[test]
fn success_needs_no_explanation() {
    assert_eq!(
        explain_answer(200, NO_HEADERS, b"Invalid signature", NOW).unwrap(),
        []
    );
}

#[test]
fn large_answers_are_refused() {
    let error = explain_answer(401, NO_HEADERS, &vec![b'x'; 70_000], NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResponseTooLarge);
    let large = "x".repeat(70_000);
    assert!(explain_answer(401, [("X", &*large)], b"", NOW).is_err());
}

#[test]
fn a_base_string_in_the_answer_is_compared() {
    let theirs = Naive {
        uri: "http://api.example.com/1/update.json",
        ..Naive::new()
    }
    .base_string();
    for body in [
        format!("oauth_problem=signature_invalid&debug_sbs={theirs}"),
        format!(
            "oauth_problem=signature_invalid&debug_sbs={}",
            rfc3986(&theirs)
        ),
        format!(
            "oauth_problem=signature_invalid&amp;debug_sbs={}",
            theirs.replace('&', "&amp;")
        ),
        format!("Invalid signature. Expected signature base string: {theirs}\n"),
        format!(
            "{{\"message\":\"Invalid signature\",\"base_string\":\"{}\"}}",
            theirs.replace('&', "\\u0026")
        ),
    ] {
        let findings = explanation()
            .explain_answer(401, NO_HEADERS, body.as_bytes())
            .unwrap();
        assert_eq!(findings.len(), 2, "{body}: {findings:#?}");
        assert_eq!(findings[0].cause(), Cause::Scheme, "{body}");
        assert_eq!(findings[1].cause(), Cause::InvalidSignature, "{body}");
    }
}

#[test]
fn an_explained_request_knows_its_own_time() {
    let body = b"Accepted values are between 1318623381 and 1318623981.";
    let findings = explanation().explain_answer(401, NO_HEADERS, body).unwrap();
    assert!(
        only(&findings)
            .detail()
            .contains("12 minutes and 3 seconds behind")
    );
}
