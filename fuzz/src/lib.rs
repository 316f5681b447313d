//! What the fuzz targets share: two parties with their secrets, and RFC 5849 once more.

pub mod rfc;

use oauth1::{Client, Consumer, Credentials, Session, Token, Transmission, Verifier};

pub const KEY: &str = "key of the consumer";
pub const SECRET: &str = "s3cret-of-the-consumer";
pub const TOKEN: &str = "the/token";
pub const TOKEN_SECRET: &str = "s3cret-of-the-token";
pub const NOW: u64 = 1_800_000_000;

/// A session that signs at one and the same time.
pub fn session(transmission: Transmission) -> Session {
    let client = Client::builder(KEY, SECRET)
        .transmission(transmission)
        .clock(|| NOW)
        .build()
        .expect("the settings are right");
    client.session(Token::new(TOKEN, TOKEN_SECRET))
}

/// The provider that knows this session's secrets, and nobody else's.
struct Known;

impl Credentials for Known {
    fn consumer(
        &self,
        key: &str,
    ) -> Result<Option<Consumer>, Box<dyn std::error::Error + Send + Sync>> {
        Ok((key == KEY).then(|| Consumer::new(SECRET)))
    }

    fn token_secret(
        &self,
        key: &str,
        token: &str,
    ) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
        Ok((key == KEY && token == TOKEN).then(|| TOKEN_SECRET.to_owned()))
    }
}

/// A verifier whose nonces are all new.
pub fn verifier() -> Verifier {
    let builder = Verifier::builder(Known).clock(|| NOW);
    builder.build().expect("the settings are right")
}
