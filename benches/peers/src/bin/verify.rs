//! This library from the provider's side, from Rust, beside what it costs to sign the same request.

use std::collections::HashMap;
use std::error::Error;

use oauth1::{
    Consumer, Credentials, Keys, NonceStore, NonceUse, Reason, ReceivedRequest, SignatureMethod,
    SignedRequest, Verifier,
};
use peers::{Input, session, setting, time};

/// A thousand consumers and as many tokens.
struct InMemory {
    consumers: HashMap<String, Consumer>,
    tokens: HashMap<(String, String), String>,
}

impl InMemory {
    fn new() -> Self {
        let (key, token) = (setting("BENCH_CONSUMER_KEY"), setting("BENCH_TOKEN"));
        let mut all = Self {
            consumers: HashMap::new(),
            tokens: HashMap::new(),
        };
        for number in 0..1000 {
            let end = if number == 0 {
                String::new()
            } else {
                number.to_string()
            };
            let (key, token) = (format!("{key}{end}"), format!("{token}{end}"));
            let secret = setting("BENCH_CONSUMER_SECRET");
            all.consumers.insert(key.clone(), Consumer::new(secret));
            all.tokens
                .insert((key, token), setting("BENCH_TOKEN_SECRET"));
        }
        all
    }
}

impl Credentials for InMemory {
    fn consumer(&self, key: &str) -> Result<Option<Consumer>, Box<dyn Error + Send + Sync>> {
        Ok(self.consumers.get(key).cloned())
    }

    fn token_secret(
        &self,
        key: &str,
        token: &str,
    ) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        Ok(self
            .tokens
            .get(&(key.to_owned(), token.to_owned()))
            .cloned())
    }
}

/// The store left out.
struct NoStore;

impl NonceStore for NoStore {
    fn note(&self, _: &NonceUse<'_>) -> Result<bool, Box<dyn Error + Send + Sync>> {
        Ok(true)
    }
}

fn received<'r>(signed: &'r SignedRequest<'_>, header: &'r str) -> ReceivedRequest<'r> {
    ReceivedRequest::new(signed.method(), signed.url())
        .header("Host", "api.example.com")
        .header("User-Agent", "bench")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Authorization", header)
        .body(signed.body().unwrap())
}

fn main() {
    let session = session(SignatureMethod::HmacSha1);
    let input = Input::from_args();
    let prepared = input.request();
    let signed = session.sign(&prepared).unwrap().into_owned();
    let header = signed.authorization().unwrap().to_owned();
    let key = format!("\"{}\"", setting("BENCH_CONSUMER_KEY"));
    let token = format!("\"{}\"", setting("BENCH_TOKEN"));
    let verifier = Verifier::builder(InMemory::new())
        .nonces(NoStore)
        .build()
        .unwrap();
    let consumer = Consumer::new(setting("BENCH_CONSUMER_SECRET"));
    let keys = Keys::new(consumer, Some(&setting("BENCH_TOKEN_SECRET")));

    // the clock is asked in time: all figures of a round are taken within the window
    time("prepared", || session.authorization(&prepared).unwrap());
    time("whole", || session.authorization(&input.request()).unwrap());
    time("at_hand", || {
        let claim = verifier.read(&received(&signed, &header)).unwrap();
        verifier.check_with(claim, &keys).unwrap()
    });
    time("looked_up", || {
        verifier.verify(&received(&signed, &header)).unwrap()
    });

    let refused = |name: &str, header: &str, reason: Reason| {
        time(name, || {
            let refused = verifier.verify(&received(&signed, header)).unwrap_err();
            assert_eq!(refused.reason(), reason);
            refused
        });
    };
    let (before, signature) = header.split_once("oauth_signature=\"").unwrap();
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    let wrong = format!("{before}oauth_signature=\"{first}{}", &signature[1..]);
    refused("wrong_signature", &wrong, Reason::Signature);
    refused(
        "unknown_token",
        &wrong.replace(
            &token,
            "\"370773112-0000000000000000000000000000000000000000\"",
        ),
        Reason::Token,
    );
    refused(
        "unknown_consumer",
        &wrong.replace(&key, "\"0000000000000000000000\""),
        Reason::Consumer,
    );
}
