//! What the fuzz targets share: two parties with their secrets, RFC 5849 once more, and the C
//! interface.

pub mod capi;
pub mod rfc;

use std::sync::LazyLock;

use oauth1::{
    Client, Consumer, Credentials, NonceStore, NonceUse, RsaKey, Session, SignatureMethod, Token,
    Transmission, Verifier, VerifierBuilder,
};

pub const KEY: &str = "key of the consumer";
pub const SECRET: &str = "s3cret-of-the-consumer";
pub const TOKEN: &str = "the/token";
pub const TOKEN_SECRET: &str = "s3cret-of-the-token";
pub const NOW: u64 = 1_800_000_000;

/// The consumer's key for RSA, and the public half of it.
pub const RSA_KEY: &[u8] = include_bytes!("../../tests/keys/rsa2048.pkcs8.pem");
pub const RSA_PUBLIC_KEY: &[u8] = include_bytes!("../../tests/keys/rsa2048.public.pem");
pub const RSA_PUBLIC_KEY_DER: &[u8] = include_bytes!("../../tests/keys/rsa2048.public.pkcs1.der");

/// Every method of the library's own.
pub static METHODS: LazyLock<[SignatureMethod; 7]> = LazyLock::new(|| {
    let key = RsaKey::parse(RSA_KEY).expect("it is a key");
    [
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
        SignatureMethod::HmacSha512,
        SignatureMethod::RsaSha1(key.clone()),
        SignatureMethod::RsaSha256(key.clone()),
        SignatureMethod::RsaSha512(key),
        SignatureMethod::Plaintext,
    ]
});

/// A session that signs at one and the same time.
pub fn session(transmission: Transmission) -> Session {
    session_by(SignatureMethod::HmacSha1, transmission, true)
}

/// The same, by any method, and for a token or without one.
pub fn session_by(method: SignatureMethod, transmission: Transmission, has_token: bool) -> Session {
    let client = Client::builder(KEY, SECRET)
        .signature_method(method)
        .transmission(transmission)
        .clock(|| NOW)
        .build()
        .expect("the settings are right");
    if has_token {
        client.session(Token::new(TOKEN, TOKEN_SECRET))
    } else {
        client.session_without_token()
    }
}

type HookError = Box<dyn std::error::Error + Send + Sync>;

/// The provider that knows this session's secrets, and nobody else's.
struct Known;

impl Credentials for Known {
    fn consumer(&self, key: &str) -> Result<Option<Consumer>, HookError> {
        static CONSUMER: LazyLock<Consumer> = LazyLock::new(|| {
            let key = METHODS.iter().find_map(|method| match method {
                SignatureMethod::RsaSha1(key) => Some(key.public_key().clone()),
                _ => None,
            });
            Consumer::with_both(SECRET, key.expect("it is one of the methods"))
        });
        Ok((key == KEY).then(|| CONSUMER.clone()))
    }

    fn token_secret(&self, key: &str, token: &str) -> Result<Option<String>, HookError> {
        Ok((key == KEY && token == TOKEN).then(|| TOKEN_SECRET.to_owned()))
    }
}

/// A store for which every nonce is new.
struct Forgetful;

impl NonceStore for Forgetful {
    fn note(&self, _: &NonceUse<'_>) -> Result<bool, HookError> {
        Ok(true)
    }
}

/// Makes a verifier that takes every method, and every nonce again.
pub fn verifier_builder() -> VerifierBuilder {
    Verifier::builder(Known)
        .clock(|| NOW)
        .nonces(Forgetful)
        .signature_methods(METHODS.iter().map(SignatureMethod::name))
}

/// A verifier that takes every method, and every nonce again.
pub static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let builder = verifier_builder();
    builder.build().expect("the settings are right")
});
