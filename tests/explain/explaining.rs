//! What is told of a signature of our own (RFC 5849 §3.4, §3.5).

use super::*;

#[test]
fn base_string_and_signature_are_those_of_another_signer() {
    let explanation = explanation();
    let naive = Naive::new();
    assert_eq!(explanation.base_string(), naive.base_string());
    assert_eq!(explanation.signature(), naive.signature());
    let authorization = explanation.authorization().unwrap();
    let signature = rfc3986(&naive.signature());
    assert!(authorization.ends_with(&format!("oauth_signature=\"{signature}\"")));
    assert_eq!(explanation.method(), "POST");
    assert_eq!(explanation.signature_method(), "HMAC-SHA1");
    assert_eq!(explanation.findings(), []);
}

#[test]
fn one_signature_is_explained_with_one_nonce() {
    let client = Client::new("key", "secret").unwrap();
    let session = client.session_without_token();
    let explanation = session
        .explain(&Request::get("http://a.example/").unwrap())
        .unwrap();
    let nonce = explanation
        .parameters()
        .iter()
        .find(|own| own.name() == b"oauth_nonce");
    let nonce = nonce.unwrap().encoded_value();
    assert!(
        explanation
            .base_string()
            .contains(&format!("oauth_nonce%3D{nonce}%26"))
    );
    assert!(
        explanation
            .carried()
            .contains(&format!("oauth_nonce=\"{nonce}\""))
    );
    let signature = hmac_sha1("secret&", explanation.base_string());
    assert_eq!(explanation.signature(), signature);
}

#[test]
fn parameters_say_where_they_came_from() {
    let explanation = explanation();
    let places: Vec<_> = explanation
        .parameters()
        .iter()
        .map(|own| {
            (
                String::from_utf8_lossy(own.name()).into_owned(),
                own.source(),
            )
        })
        .collect();
    assert_eq!(places[0], ("include".to_owned(), Source::Query));
    assert_eq!(places[3], ("status".to_owned(), Source::Form));
    assert_eq!(
        places[9],
        ("oauth_consumer_key".to_owned(), Source::Protocol)
    );
    assert_eq!(places.len(), 15);
    assert_eq!(explanation.parameters()[1].value(), b"a b");
    assert_eq!(explanation.parameters()[1].encoded_value(), "a%20b");
}

#[test]
fn sorted_parameters_are_those_of_the_base_string() {
    let explanation = explanation();
    let joined: Vec<_> = explanation
        .sorted_parameters()
        .iter()
        .map(|own| format!("{}={}", own.encoded_name(), own.encoded_value()))
        .collect();
    let (_, params) = explanation.base_string().rsplit_once('&').unwrap();
    assert_eq!(rfc3986(&joined.join("&")), params);
}

fn changes(url: &str) -> Vec<(UrlChangeKind, String)> {
    let request = Request::get(url).unwrap();
    let explanation = session().explain(&request).unwrap();
    let changes = explanation.url_changes().iter();
    changes
        .map(|change| (change.kind(), change.to_string()))
        .collect()
}

#[test]
fn what_normalisation_changed_is_told() {
    assert_eq!(changes("http://a.example:8080/x?y=z"), []);
    assert_eq!(
        changes(" HTTP://A.Example:80?q=[ 1]#top"),
        [
            (UrlChangeKind::Spaces, "spaces around it dropped: spaces"),
            (
                UrlChangeKind::SchemeCase,
                "scheme in lower case: HTTP → http"
            ),
            (
                UrlChangeKind::HostCase,
                "host in lower case: A.Example → a.example"
            ),
            (UrlChangeKind::DefaultPort, "default port dropped: :80"),
            (
                UrlChangeKind::EmptyPath,
                "empty path made a slash: nothing → /"
            ),
            (
                UrlChangeKind::QueryEncoded,
                "characters of the query percent-encoded: [ space ] → %5B %20 %5D"
            ),
            (UrlChangeKind::Fragment, "fragment dropped: #top"),
        ]
        .map(|(kind, text)| (kind, text.to_owned()))
    );
    assert_eq!(
        changes("https://bücher.example:0443/ü/50%|%7C"),
        [
            (
                UrlChangeKind::Punycode,
                "host in punycode: bücher.example → xn--bcher-kva.example"
            ),
            (UrlChangeKind::DefaultPort, "default port dropped: :0443"),
            (
                UrlChangeKind::PathEncoded,
                "characters of the path percent-encoded: ü % | → %C3%BC %25 %7C"
            ),
        ]
        .map(|(kind, text)| (kind, text.to_owned()))
    );
    assert_eq!(changes("http://[::1]:08080/")[0].0, UrlChangeKind::Port);
}

#[test]
fn the_key_is_masked_and_its_lengths_are_told() {
    let explanation = explanation();
    let key = explanation.key();
    assert_eq!(key.text(), "***&***");
    assert_eq!(key.consumer_secret_length(), Some(18));
    assert_eq!(key.token_secret_length(), Some(18));
    assert_eq!(
        key.to_string(),
        "***&***   (consumer secret of 18 characters, token secret of 18 characters)"
    );
    let client = client(SignatureMethod::HmacSha256);
    let request = Request::get("http://a.example/").unwrap();
    let explanation = client.session_without_token().explain(&request).unwrap();
    assert_eq!(explanation.key().text(), "***&");
    assert_eq!(explanation.key().token_secret_length(), Some(0));
    assert!(explanation.key().to_string().ends_with("no token secret)"));
}

#[test]
#[cfg(feature = "rsa")]
fn of_an_rsa_key_the_size_is_told() {
    let session = client(SignatureMethod::RsaSha1(rsa_key())).session_without_token();
    let explanation = session
        .explain(&Request::get("http://a.example/").unwrap())
        .unwrap();
    assert_eq!(explanation.key().rsa_bits(), Some(2048));
    assert_eq!(explanation.key().consumer_secret_length(), None);
    assert_eq!(
        explanation.key().to_string(),
        "RSA private key of 2048 bits"
    );
}

#[test]
fn a_query_and_a_form_carry_pairs() {
    let mut request = request();
    for transmission in [Transmission::Query, Transmission::Form] {
        request.transmission(transmission);
        let explanation = session().explain(&request).unwrap();
        assert_eq!(explanation.transmission(), transmission);
        assert_eq!(explanation.authorization(), None);
        assert!(
            explanation
                .carried()
                .starts_with("oauth_consumer_key=key&oauth_nonce=")
        );
    }
}

#[test]
fn it_reads_as_a_person_would_tell_it() {
    let mut request = Request::get("HTTP://photos.example.net/photos?size=original").unwrap();
    request.param("file", "vacation.jpg").unwrap();
    request
        .nonce("kllo9940pd9333jh")
        .unwrap()
        .timestamp(1_191_242_096);
    let client = Client::new("dpf43f3p2l4k3l03", "kd94hf93k423kf44").unwrap();
    let session = client.session(Token::new("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"));
    let text = session.explain(&request).unwrap().to_string();
    // the example of OAuth Core 1.0, Appendix A.5
    let expected = "\
GET http://photos.example.net/photos, signed by HMAC-SHA1

1. Parameters, and where each came from
   query   size                    original
   query   file                    vacation.jpg
   oauth_  oauth_consumer_key      dpf43f3p2l4k3l03
   oauth_  oauth_nonce             kllo9940pd9333jh
   oauth_  oauth_signature_method  HMAC-SHA1
   oauth_  oauth_timestamp         1191242096
   oauth_  oauth_token             nnch734d00sl2jdk
   oauth_  oauth_version           1.0

2. Parameters, encoded and sorted
   file=vacation.jpg
   oauth_consumer_key=dpf43f3p2l4k3l03
   oauth_nonce=kllo9940pd9333jh
   oauth_signature_method=HMAC-SHA1
   oauth_timestamp=1191242096
   oauth_token=nnch734d00sl2jdk
   oauth_version=1.0
   size=original

3. Base string URI
   http://photos.example.net/photos
   scheme in lower case: HTTP → http

4. Base string
   GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key%3Ddpf43f3p2l4k3l03%26oauth_nonce%3Dkllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1191242096%26oauth_token%3Dnnch734d00sl2jdk%26oauth_version%3D1.0%26size%3Doriginal

5. Key
   ***&***   (consumer secret of 16 characters, token secret of 16 characters)

6. Signature
   tR3+Ty81lMeYAr/Fid0kMTYa/WM=

7. Authorization header
   OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_nonce=\"kllo9940pd9333jh\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1191242096\", oauth_token=\"nnch734d00sl2jdk\", oauth_version=\"1.0\", oauth_signature=\"tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D\"
";
    assert_eq!(text, expected);
}

#[test]
fn what_cannot_be_signed_cannot_be_explained() {
    let session = client(SignatureMethod::Plaintext).session_without_token();
    let error = session.explain(&Request::get("http://a.example/").unwrap());
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InsecureTransport);
}

#[test]
fn odd_secrets_are_noticed() {
    let causes = |consumer: &str, token: &str| -> Vec<(Cause, String)> {
        let client = Client::new("key", consumer).unwrap();
        let request = Request::get("http://a.example/").unwrap();
        let session = client.session(Token::new("token", token));
        let explanation = session.explain(&request).unwrap();
        let findings = explanation.findings().iter();
        findings
            .map(|own| (own.cause(), own.detail().to_owned()))
            .collect()
    };
    assert_eq!(causes("secret", "secret"), []);
    let of_space = |detail: &str| vec![(Cause::WhiteSpaceInSecret, detail.to_owned())];
    assert_eq!(
        causes("secret\n", "secret"),
        of_space("the consumer secret ends with a line feed")
    );
    assert_eq!(
        causes("secret", " \tsecret"),
        of_space("the token secret begins with a space and a tab")
    );
    assert_eq!(causes("a%2Fb", "secret")[0].0, Cause::SecretsEncoded);
    assert_eq!(causes("secret", "")[0].0, Cause::TokenSecretMissing);
}
