//! A pending authorization is what was kept or none, and a callback of any kind gives a verifier of
//! it, or an error that does not tell the secret.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{PendingAuthorization, Token};
use oauth1_fuzz::{TOKEN, TOKEN_SECRET, rfc};

#[derive(Arbitrary, Debug)]
enum Input {
    Bytes(Vec<u8>),
    Callback(String),
    /// A callback of the request token, with these parameters beside it.
    Own(Vec<(Name, String)>),
    Kept {
        key: String,
        secret: String,
        url: String,
    },
}

#[derive(Arbitrary, Debug)]
enum Name {
    Verifier,
    Token,
    Problem,
    Denied,
    Other(String),
}

impl Name {
    fn text(&self) -> &str {
        match self {
            Self::Verifier => "oauth_verifier",
            Self::Token => "oauth_token",
            Self::Problem => "oauth_problem",
            Self::Denied => "denied",
            Self::Other(name) => name,
        }
    }
}

fn came_back(callback: &str) -> Result<String, oauth1::Error> {
    let pending = PendingAuthorization::new(Token::new(TOKEN, TOKEN_SECRET), "https://a.example/");
    let verifier = pending.verifier(callback);
    if let Err(error) = &verifier {
        let told = format!("{error}{error:?}");
        assert!(!told.contains(TOKEN_SECRET), "{told}");
    }
    verifier
}

fuzz_target!(|input: Input| {
    match input {
        Input::Bytes(bytes) => {
            let Ok(pending) = PendingAuthorization::from_bytes(&bytes) else {
                return;
            };
            assert!(!pending.request_token().key().is_empty());
            let again = PendingAuthorization::from_bytes(&pending.to_bytes());
            let again = again.expect("it was made so");
            assert_eq!(again.to_bytes(), pending.to_bytes());
        }
        Input::Callback(text) => {
            if text.contains(TOKEN_SECRET) {
                return; // whoever came back knows it already
            }
            if let Ok(verifier) = came_back(&text) {
                // by what stands in the query, read by the implementation that was written apart
                let query = text.split('#').next().unwrap_or_default();
                let query = query.split_once('?').map_or(query, |(_, query)| query);
                let pairs = rfc::form(query.as_bytes());
                let has = |name: &str, value: &str| {
                    let value = |own: &[u8]| String::from_utf8_lossy(own) == value;
                    let named = |own: &&rfc::Pair| own.0 == name.as_bytes();
                    let mut named = pairs.iter().filter(named);
                    named.next().is_some_and(|(_, own)| value(own)) && named.next().is_none()
                };
                assert!(has("oauth_token", TOKEN) && has("oauth_verifier", &verifier));
            }
        }
        Input::Own(params) => {
            let pairs = params.iter().map(|(name, value)| {
                let [name, value] = [name.text(), value].map(|text| rfc::encode(text.as_bytes()));
                format!("&{name}={value}")
            });
            let pairs: String = pairs.collect();
            if pairs.contains(TOKEN_SECRET) {
                return;
            }
            let token = rfc::encode(TOKEN.as_bytes());
            let verifier = came_back(&format!("/back?oauth_token={token}{pairs}"));
            let is_simple = matches!(&params[..], [(Name::Verifier, value)] if !value.is_empty());
            if is_simple {
                assert_eq!(verifier.expect("it is there"), params[0].1);
            }
        }
        Input::Kept { key, secret, url } => {
            let pending = PendingAuthorization::new(Token::new(&*key, &*secret), &*url);
            let kept = PendingAuthorization::from_bytes(&pending.to_bytes());
            let Ok(kept) = kept else {
                assert!(key.is_empty());
                return;
            };
            let token = kept.request_token();
            assert_eq!(
                (token.key(), token.secret(), kept.url()),
                (&*key, &*secret, &*url)
            );
        }
    }
});
