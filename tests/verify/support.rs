//! A provider of one consumer and one token, and requests as its server receives them.

use oauth1::{
    Client, ClientBuilder, Consumer, Credentials, NonceStore, NonceUse, ReceivedRequest, Request,
    Session, SignedRequest, Token, Verified, Verifier, VerifierBuilder, VerifyError,
};

pub type HookError = Box<dyn std::error::Error + Send + Sync>;

pub const KEY: &str = "dpf43f3p2l4k3l03";
pub const SECRET: &str = "kd94hf93k423kf44";
pub const TOKEN: &str = "nnch734d00sl2jdk";
pub const TOKEN_SECRET: &str = "pfkkdhi9sl3r4s00";
pub const NOW: u64 = 1_800_000_000;

/// One consumer, and one token of it.
pub struct One {
    pub key: String,
    pub consumer: Consumer,
    pub token: String,
    pub token_secret: String,
}

impl Credentials for One {
    fn consumer(&self, consumer_key: &str) -> Result<Option<Consumer>, HookError> {
        Ok((consumer_key == self.key).then(|| self.consumer.clone()))
    }

    fn token_secret(&self, consumer_key: &str, token: &str) -> Result<Option<String>, HookError> {
        let is_known = consumer_key == self.key && token == self.token;
        Ok(is_known.then(|| self.token_secret.clone()))
    }
}

pub fn one(consumer: Consumer) -> One {
    One {
        key: KEY.to_owned(),
        consumer,
        token: TOKEN.to_owned(),
        token_secret: TOKEN_SECRET.to_owned(),
    }
}

pub fn builder() -> VerifierBuilder {
    Verifier::builder(one(Consumer::new(SECRET))).clock(|| NOW)
}

pub fn verifier() -> Verifier {
    builder().build().unwrap()
}

/// A store that has never seen any nonce.
pub struct Forgetful;

impl NonceStore for Forgetful {
    fn note(&self, _: &NonceUse<'_>) -> Result<bool, HookError> {
        Ok(true)
    }
}

pub fn client() -> ClientBuilder {
    Client::builder(KEY, SECRET).clock(|| NOW)
}

pub fn session_of(client: ClientBuilder) -> Session {
    client
        .build()
        .unwrap()
        .session(Token::new(TOKEN, TOKEN_SECRET))
}

pub fn session() -> Session {
    session_of(client())
}

/// A request as it is on the wire, in parts that can be changed.
#[derive(Clone)]
pub struct Wire {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Wire {
    pub fn new(signed: &SignedRequest<'_>) -> Self {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            method: signed.method().to_owned(),
            url: signed.url().to_owned(),
            headers: signed.headers().map(owned).collect(),
            body: signed.body().unwrap_or_default().to_vec(),
        }
    }

    pub fn signed(session: &Session, request: &Request) -> Self {
        Self::new(&session.sign(request).unwrap())
    }

    /// A request with this `Authorization` header.
    pub fn get(url: &str, authorization: &str) -> Self {
        Self {
            method: "GET".to_owned(),
            url: url.to_owned(),
            headers: vec![("Authorization".to_owned(), authorization.to_owned())],
            body: Vec::new(),
        }
    }

    pub fn header_mut(&mut self, name: &str) -> &mut String {
        let mut headers = self.headers.iter_mut();
        let header = headers.find(|(own, _)| own == name);
        &mut header
            .unwrap_or_else(|| panic!("there is a header {name}"))
            .1
    }

    /// The same, with `from` replaced wherever it stands, which is somewhere.
    pub fn replaced(&self, from: &str, to: &str) -> Self {
        let body = String::from_utf8(self.body.clone()).unwrap();
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| (name.clone(), value.replace(from, to)));
        let changed = Self {
            method: self.method.clone(),
            url: self.url.replace(from, to),
            headers: headers.collect(),
            body: body.replace(from, to).into_bytes(),
        };
        let parts = |wire: &Self| (wire.url.clone(), wire.headers.clone(), wire.body.clone());
        assert_ne!(parts(&changed), parts(self), "{from} is not there");
        changed
    }

    pub fn received(&self) -> ReceivedRequest<'_> {
        let request = ReceivedRequest::new(&self.method, &self.url).body(&self.body);
        let headers = self.headers.iter();
        headers.fold(request, |request, (name, value)| {
            request.header(name, value)
        })
    }

    pub fn verify(&self, verifier: &Verifier) -> Result<Verified, VerifyError> {
        verifier.verify(&self.received())
    }

    #[track_caller]
    pub fn accepted(&self, verifier: &Verifier) -> Verified {
        self.verify(verifier)
            .unwrap_or_else(|error| panic!("{error}: {} {:?}", self.url, self.headers))
    }

    #[track_caller]
    pub fn refused(&self, verifier: &Verifier) -> VerifyError {
        match self.verify(verifier) {
            Ok(_) => panic!("it was accepted: {} {:?}", self.url, self.headers),
            Err(error) => error,
        }
    }
}
