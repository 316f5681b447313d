//! Clients: who signs, how, and by what rules; and the handshake (RFC 5849 §2).

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::authorization::{Transmission, quoted_realm};
use crate::base_string::OwnedParam;
use crate::encode::percent_encode;
use crate::error::{Error, ErrorKind};
use crate::request::BodyHash;
use crate::session::Session;
use crate::signature::{SignatureMethod, SigningKey};
use crate::system;
use crate::token::Token;
use crate::url::Url;
#[cfg(feature = "http")]
use {
    crate::request::Request,
    crate::response::{MAX_TOKEN_RESPONSE, TokenResponse},
    crate::transport::{HttpTransport, Transport},
};

/// Consumer key and secret, signature method, policies, and the connection pool (RFC 5849: the
/// client credentials). Once built it never changes; it is safe to share between threads, and a
/// clone is one more reference to the same.
///
/// A client never knows a user: what acts for one is a [`Session`], made by
/// [`Client::session`].
#[derive(Clone)]
pub struct Client(Arc<Settings>);

pub(crate) type Clock = dyn Fn() -> u64 + Send + Sync;
pub(crate) type NonceSource = dyn Fn() -> Result<String, HookError> + Send + Sync;
pub(crate) type HookError = Box<dyn std::error::Error + Send + Sync>;

pub(crate) struct Settings {
    consumer_key: String,
    consumer_secret: Zeroizing<String>,
    pub encoded_key: OwnedParam,
    pub signature_method: SignatureMethod,
    pub encoded_method: OwnedParam,
    pub transmission: Transmission,
    /// As it was given to the builder; in a client, quoted.
    pub realm: Option<String>,
    pub version: bool,
    pub body_hash: BodyHash,
    pub plaintext_over_http: bool,
    pub clock: Option<Box<Clock>>,
    pub nonce: Option<Box<NonceSource>>,
    #[cfg(feature = "http")]
    pub callback_confirmation: bool,
    #[cfg(feature = "http")]
    pub max_response_size: u64,
    #[cfg(feature = "http")]
    transport: Arc<dyn Transport>,
}

impl Settings {
    /// The time, in seconds since 1970-01-01 00:00:00 GMT, by the client's clock.
    pub fn now(&self) -> u64 {
        self.clock
            .as_ref()
            .map_or_else(system::time, |clock| clock())
    }

    fn fmt_as(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("consumer_key", &self.consumer_key)
            .field("signature_method", &self.signature_method)
            .field("transmission", &self.transmission)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client of this consumer key and secret, with default settings: HMAC-SHA1, parameters in
    /// the `Authorization` header.
    ///
    /// # Errors
    ///
    /// As for [`ClientBuilder::build`].
    pub fn new(consumer_key: &str, consumer_secret: &str) -> Result<Self, Error> {
        Self::builder(consumer_key, consumer_secret).build()
    }

    /// Makes a client with other settings than the defaults.
    pub fn builder(consumer_key: &str, consumer_secret: &str) -> ClientBuilder {
        ClientBuilder(Settings {
            consumer_key: consumer_key.to_owned(),
            consumer_secret: Zeroizing::new(consumer_secret.to_owned()),
            encoded_key: OwnedParam::new("oauth_consumer_key", consumer_key),
            signature_method: SignatureMethod::default(),
            encoded_method: encoded_method(&SignatureMethod::default()),
            transmission: Transmission::default(),
            realm: None,
            version: true,
            body_hash: BodyHash::default(),
            plaintext_over_http: false,
            clock: None,
            nonce: None,
            #[cfg(feature = "http")]
            callback_confirmation: true,
            #[cfg(feature = "http")]
            max_response_size: 16 << 20,
            #[cfg(feature = "http")]
            transport: Arc::new(HttpTransport::default()),
        })
    }

    /// The consumer key.
    #[must_use]
    pub fn consumer_key(&self) -> &str {
        &self.0.consumer_key
    }

    /// How this client signs.
    #[must_use]
    pub fn signature_method(&self) -> &SignatureMethod {
        &self.0.signature_method
    }

    /// A session that signs for the user whose token this is.
    #[must_use]
    pub fn session(&self, token: Token) -> Session {
        Session::new(self.clone(), Some(token))
    }

    /// A session that signs with the consumer's secret alone (two-legged, or the first step of a
    /// handshake).
    #[must_use]
    pub fn session_without_token(&self) -> Session {
        Session::new(self.clone(), None)
    }

    /// The second step (RFC 5849 §2.2): the URL to send the user to, where the request token is to
    /// be authorized. A query that `url` has stays, and `extra` parameters follow the token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] as for [`Url::parse`].
    pub fn authorization_url(
        url: &str,
        request_token: &str,
        extra: &[(&str, &str)],
    ) -> Result<String, Error> {
        let mut url = Url::parse(url)?;
        url.push_query(&format!("oauth_token={}", percent_encode(request_token)));
        for (name, value) in extra {
            url.push_query(&format!(
                "{}={}",
                percent_encode(name),
                percent_encode(value)
            ));
        }
        Ok(url.to_string())
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    pub(crate) fn consumer_secret(&self) -> &str {
        &self.0.consumer_secret
    }

    pub(crate) fn signing_key(&self, token_secret: &str) -> SigningKey {
        self.0
            .signature_method
            .key(&self.0.consumer_secret, token_secret)
    }
}

#[cfg(feature = "http")]
impl Client {
    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }

    /// The first step of the handshake (RFC 5849 §2.1): asks `url` for a request token. The user
    /// is sent back to `callback`, or sees a PIN where that is `oob`.
    ///
    /// # Errors
    ///
    /// As for [`Session::send`]; [`ErrorKind::Refused`] for any status but 2xx, with the provider's
    /// words; [`ErrorKind::InvalidTokenResponse`] where the token or its secret is missing;
    /// [`ErrorKind::CallbackNotConfirmed`] where the provider does not confirm the callback
    /// and the client insists on it.
    pub fn request_token(&self, url: &str, callback: &str) -> Result<TokenResponse, Error> {
        let mut request = Request::post(url)?;
        request.oauth_param("oauth_callback", callback)?;
        let response = self.session_without_token().send_for_token(&request)?;
        if self.0.callback_confirmation && !response.callback_confirmed() {
            return Err(Error::new(
                ErrorKind::CallbackNotConfirmed,
                "the provider did not confirm the callback: expected \
                 oauth_callback_confirmed=true (RFC 5849 §2.1) beside the request token",
            ));
        }
        Ok(response)
    }

    /// The last step (RFC 5849 §2.3): exchanges a request token that the user has authorized, and
    /// the verifier that came back, for an access token at `url`.
    ///
    /// # Errors
    ///
    /// As for [`Client::request_token`].
    pub fn access_token(
        &self,
        url: &str,
        request_token: Token,
        verifier: &str,
    ) -> Result<TokenResponse, Error> {
        let mut request = Request::post(url)?;
        request.oauth_param("oauth_verifier", verifier)?;
        self.session(request_token).send_for_token(&request)
    }
}

#[cfg(feature = "http")]
impl Session {
    fn send_for_token(&self, request: &Request) -> Result<TokenResponse, Error> {
        let mut response = self.send_limited(request, MAX_TOKEN_RESPONSE)?;
        let token = TokenResponse::from_response(&response);
        response.wipe();
        token
    }
}

/// Shows the consumer key, and no secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_as("Client", f)
    }
}

fn encoded_method(method: &SignatureMethod) -> OwnedParam {
    OwnedParam::new("oauth_signature_method", method.name())
}

/// Makes a [`Client`]. What is wrong with a setting is told by [`build`](ClientBuilder::build),
/// not by the first request.
#[must_use]
pub struct ClientBuilder(Settings);

impl ClientBuilder {
    /// How requests are signed. Default: HMAC-SHA1.
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.0.encoded_method = encoded_method(&method);
        self.0.signature_method = method;
        self
    }

    /// Where the `oauth_` parameters travel. Default: in the `Authorization` header.
    pub fn transmission(mut self, transmission: Transmission) -> Self {
        self.0.transmission = transmission;
        self
    }

    /// The realm of every `Authorization` header (RFC 5849 §3.5.1). Default: none.
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.0.realm = Some(realm.into());
        self
    }

    /// Whether `oauth_version=1.0` is sent. Default: it is.
    pub fn version(mut self, send: bool) -> Self {
        self.0.version = send;
        self
    }

    /// Whether requests carry `oauth_body_hash`. Default: never.
    pub fn body_hash(mut self, body_hash: BodyHash) -> Self {
        self.0.body_hash = body_hash;
        self
    }

    /// Lets `PLAINTEXT` sign for plain `http`, where anyone on the way can read the secrets: for
    /// sandboxes. Default: it is an error.
    pub fn plaintext_over_http(mut self, allow: bool) -> Self {
        self.0.plaintext_over_http = allow;
        self
    }

    /// The clock that timestamps are taken from, in seconds since 1970-01-01 00:00:00 GMT.
    /// Default: the system's.
    pub fn clock(mut self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.0.clock = Some(Box::new(clock));
        self
    }

    /// Where nonces come from; each is to be unique for its timestamp (RFC 5849 §3.3). Default: 22
    /// letters and digits from a cryptographic generator.
    pub fn nonce(self, nonce: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.try_nonce(move || Ok(nonce()))
    }

    /// Where nonces come from, as for [`nonce`](ClientBuilder::nonce), where that can fail. A
    /// failure is one of the signature, of the kind [`ErrorKind::SigningFailed`].
    pub fn try_nonce(
        mut self,
        nonce: impl Fn() -> Result<String, Box<dyn std::error::Error + Send + Sync>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.0.nonce = Some(Box::new(nonce));
        self
    }

    /// Whether a request token is taken only where the provider confirms the callback (RFC 5849
    /// §2.1). Default: it is; there are providers that never do.
    #[cfg(feature = "http")]
    pub fn callback_confirmation(mut self, require: bool) -> Self {
        self.0.callback_confirmation = require;
        self
    }

    /// The size of the largest response body that is taken, in bytes, after decompression.
    /// Default: 16 MiB. A token response is never larger than 64 KiB.
    #[cfg(feature = "http")]
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.0.max_response_size = bytes;
        self
    }

    /// What sends requests. Default: an [`HttpTransport`] of the client's own.
    #[cfg(feature = "http")]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.0.transport = transport;
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for an empty consumer key or a method whose name is empty,
    /// [`ErrorKind::InvalidHeader`] for a realm with control characters.
    pub fn build(self) -> Result<Client, Error> {
        let mut settings = self.0;
        let refuse = |message| Err(Error::new(ErrorKind::InvalidSetting, message));
        if settings.consumer_key.is_empty() {
            return refuse(
                "the consumer key is empty: expected the one that the provider gave out",
            );
        }
        if settings.signature_method.name().is_empty() {
            return refuse("the signature method's name is empty: expected one such as HMAC-SHA1");
        }
        settings.realm = settings.realm.as_deref().map(quoted_realm).transpose()?;
        Ok(Client(Arc::new(settings)))
    }
}

/// Shows the consumer key, and no secret.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_as("ClientBuilder", f)
    }
}
