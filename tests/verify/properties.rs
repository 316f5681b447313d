//! Whatever is signed is accepted, and whatever is changed in it refused.

use oauth1::{Reason, Request, Transmission};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::*;

fn transmission() -> impl Strategy<Value = Transmission> {
    prop_oneof![
        Just(Transmission::Header),
        Just(Transmission::Query),
        Just(Transmission::Form)
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(Vec<u8>, Vec<u8>)>> {
    let name = vec(any::<u8>(), 0..8)
        .prop_filter("no protocol parameter", |name| !name.starts_with(b"oauth_"));
    vec((name, vec(any::<u8>(), 0..16)), 0..8)
}

fn request(path: &str, query: &[(Vec<u8>, Vec<u8>)], form: &[(Vec<u8>, Vec<u8>)]) -> Request {
    let mut request = Request::post(&format!("http://a.example/{path}")).unwrap();
    for (name, value) in query {
        request.query(name, value).unwrap();
    }
    for (name, value) in form {
        request.form(name, value).unwrap();
    }
    request
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_signed_is_accepted(
        path in "[^\\x00-\\x1f\\x7f#?]{0,12}",
        query in pairs(),
        form in pairs(),
        transmission in transmission(),
    ) {
        let request = request(&path, &query, &form);
        let session = session_of(client().transmission(transmission));
        let verified = Wire::signed(&session, &request).accepted(&verifier());
        let signed: Vec<_> = verified
            .params()
            .filter(|(name, _, _)| !name.starts_with(b"oauth_"))
            .map(|(name, value, _)| (name, value))
            .collect();
        prop_assert_eq!(signed, [query, form].concat());
    }

    #[test]
    fn what_is_changed_is_refused(
        query in pairs(),
        form in pairs(),
        transmission in transmission(),
        at in any::<prop::sample::Index>(),
        flip in 1..=255_u8,
    ) {
        let mut changed: Vec<_> = [query.clone(), form.clone()].concat();
        prop_assume!(!changed.is_empty());
        let index = at.index(changed.len());
        let (name, value) = &mut changed[index];
        let text = if value.is_empty() { name } else { value };
        prop_assume!(!text.is_empty());
        let end = text.len() - 1;
        text[end] ^= flip;
        prop_assume!(!changed[index].0.starts_with(b"oauth_"));
        let (other_query, other_form) = changed.split_at(query.len());
        // the same parameters in another order are the same request
        let sorted = |pairs: &[(Vec<u8>, Vec<u8>)]| {
            let mut pairs = pairs.to_vec();
            pairs.sort();
            pairs
        };
        prop_assume!(sorted(&changed) != sorted(&[query.clone(), form.clone()].concat()));

        let mut first = request("", &query, &form);
        first.nonce("n").unwrap();
        let mut second = request("", other_query, other_form);
        second.nonce("n").unwrap();
        let session = session_of(client().transmission(transmission));
        let mut wire = Wire::signed(&session, &second);
        let signature = |wire: &Wire| {
            let all = format!("{}{:?}{}", wire.url, wire.headers, String::from_utf8_lossy(&wire.body));
            let (_, rest) = all.split_once("oauth_signature=").unwrap();
            let rest = rest.trim_start_matches(['\\', '"']);
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '%')).unwrap_or(rest.len());
            rest[..end].to_owned()
        };
        let right = signature(&Wire::signed(&session, &first));
        wire = wire.replaced(&signature(&wire), &right);
        prop_assert_eq!(wire.refused(&verifier()).reason(), Reason::Signature);
    }

    #[test]
    fn nothing_that_is_received_makes_a_verifier_panic(
        method in "\\PC{0,8}",
        url in prop_oneof!["\\PC{0,30}", "https?://[a-z.:\\[\\]0-9]{0,12}/\\PC{0,20}"],
        header in prop_oneof!["\\PC{0,40}", "OAuth (oauth_[a-z]{1,9}=\"?[^\"]{0,9}\"?,? ?){0,6}"],
        forwarded in "(host|proto|for)?=?\"?[^\"]{0,9}\"?[,;]?\\PC{0,9}",
        body in vec(any::<u8>(), 0..40),
    ) {
        use oauth1::{PublicUrl, ReceivedRequest};
        for public in [PublicUrl::AsReceived, PublicUrl::Forwarded { proxies: 1 }, PublicUrl::XForwarded { proxies: 1 }] {
            let verifier = builder().public_url(public).build().unwrap();
            let request = ReceivedRequest::new(&method, &url)
                .header("Authorization", &header)
                .header("Forwarded", &forwarded)
                .header("X-Forwarded-Host", &forwarded)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(&body);
            prop_assert!(verifier.verify(&request).is_err());
        }
    }
}
