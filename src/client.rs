//! Clients: who signs, how, and by what rules.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::authorization::{Transmission, quoted_realm};
use crate::base_string::OwnedParam;
use crate::error::{Error, ErrorKind};
use crate::provider::Provider;
use crate::request::{BodyHash, check_header};
use crate::session::Session;
use crate::signature::{SignatureMethod, SigningKey};
use crate::system;
use crate::token::Token;
use crate::url::Url;
#[cfg(feature = "http")]
use {
    crate::cancellation::Cancellation,
    crate::clock::ClockOffsets,
    crate::retries::Retries,
    crate::transport::{HttpTransport, Transport},
    crate::watch::Interrupt,
};

/// Consumer key and secret, signature method, policies, and the connection pool (RFC 5849: the
/// client credentials). Once built it never changes; it is safe to share between threads, and a
/// clone is one more reference to the same.
///
/// A client never knows a user: what acts for one is a [`Session`], made by
/// [`Client::session`].
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
    /// What calls off all that this handle sends, and not what others do.
    #[cfg(feature = "http")]
    cancellation: Option<Cancellation>,
}

pub(crate) type Clock = dyn Fn() -> Result<u64, HookError> + Send + Sync;
pub(crate) type NonceSource = dyn Fn() -> Result<String, HookError> + Send + Sync;
pub(crate) type HookError = Box<dyn std::error::Error + Send + Sync>;

/// What has become of a signature whose hook failed.
pub(crate) fn hook_failed(hook: &str, error: &HookError) -> Error {
    let message = format!("the client's {hook} hook failed: {error}");
    Error::new(ErrorKind::SigningFailed, message)
}

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
    pub empty_token: bool,
    pub user_agent: Option<String>,
    pub provider: Option<Provider>,
    #[cfg(feature = "http")]
    pub http: HttpSettings,
}

/// The settings of what is sent.
#[cfg(feature = "http")]
pub(crate) struct HttpSettings {
    pub callback_confirmation: bool,
    pub max_response_size: u64,
    pub redirects: bool,
    pub retries: Retries,
    pub clock_correction: bool,
    /// What is learnt of the providers' clocks: all that ever changes in a client.
    pub offsets: ClockOffsets,
    pub interrupt: Option<Arc<Interrupt>>,
    transport: Arc<dyn Transport>,
}

impl Settings {
    /// The time, in seconds since 1970-01-01 00:00:00 GMT, by the client's clock.
    pub fn now(&self) -> Result<u64, Error> {
        match &self.clock {
            Some(clock) => clock().map_err(|error| hook_failed("clock", &error)),
            None => Ok(system::time()),
        }
    }

    /// The `oauth_` parameters that the provider has with every request.
    pub fn oauth_params(&self) -> &[(String, String)] {
        self.provider.as_ref().map_or(&[], Provider::oauth_params)
    }

    /// The time by the clock of `url`'s origin.
    pub fn now_at(&self, url: &Url) -> Result<u64, Error> {
        #[cfg(feature = "http")]
        return Ok(self.http.offsets.corrected(url, self.now()?));
        #[cfg(not(feature = "http"))]
        {
            let _ = url;
            self.now()
        }
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
            empty_token: false,
            user_agent: None,
            provider: None,
            #[cfg(feature = "http")]
            http: HttpSettings {
                callback_confirmation: true,
                max_response_size: 16 << 20,
                redirects: true,
                retries: Retries::default(),
                clock_correction: true,
                offsets: ClockOffsets::default(),
                interrupt: None,
                transport: Arc::new(HttpTransport::default()),
            },
        })
    }

    /// Makes a client for a provider: its endpoints, and what it insists on. Each setting can be
    /// changed.
    ///
    /// ```
    /// use oauth1::{Client, Provider};
    ///
    /// let flickr = Provider::named("flickr").expect("it is a preset");
    /// let client = Client::builder_for(flickr, "key", "secret").build()?;
    /// # Ok::<(), oauth1::Error>(())
    /// ```
    pub fn builder_for(
        provider: Provider,
        consumer_key: &str,
        consumer_secret: &str,
    ) -> ClientBuilder {
        let mut builder = Self::builder(consumer_key, consumer_secret)
            .transmission(provider.transmission())
            .version(provider.version())
            .body_hash(provider.body_hash())
            .empty_token(provider.empty_token());
        match provider.signature_method_name() {
            Some("HMAC-SHA256") => builder = builder.signature_method(SignatureMethod::HmacSha256),
            Some("HMAC-SHA512") => builder = builder.signature_method(SignatureMethod::HmacSha512),
            Some("PLAINTEXT") => builder = builder.signature_method(SignatureMethod::Plaintext),
            // a method that needs a key is for the program to set
            _ => {}
        }
        if let Some(realm) = provider.realm() {
            builder = builder.realm(realm);
        }
        #[cfg(feature = "http")]
        {
            builder = builder.callback_confirmation(provider.callback_confirmation());
        }
        builder.0.provider = Some(provider);
        builder
    }

    /// The consumer key.
    #[must_use]
    pub fn consumer_key(&self) -> &str {
        &self.settings.consumer_key
    }

    /// How this client signs.
    #[must_use]
    pub fn signature_method(&self) -> &SignatureMethod {
        &self.settings.signature_method
    }

    /// Where the `oauth_` parameters of its requests travel, unless a request says otherwise.
    #[must_use]
    pub fn transmission(&self) -> Transmission {
        self.settings().transmission
    }

    /// Whether its requests carry `oauth_body_hash`, unless a request says otherwise.
    #[must_use]
    pub fn body_hash(&self) -> BodyHash {
        self.settings().body_hash
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

    /// The provider that this client was made for.
    #[must_use]
    pub fn provider(&self) -> Option<&Provider> {
        self.settings.provider.as_ref()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn consumer_secret(&self) -> &str {
        &self.settings.consumer_secret
    }

    pub(crate) fn signing_key(&self, token_secret: &str) -> SigningKey {
        self.settings
            .signature_method
            .key(&self.settings.consumer_secret, token_secret)
    }
}

#[cfg(feature = "http")]
impl Client {
    /// The same client, its connections included, whose requests `cancellation` calls off, whichever
    /// of its sessions and steps of the handshake they are of. One that has a
    /// [cancellation of its own](crate::Request::cancellation) can be called off by either.
    ///
    /// ```no_run
    /// use oauth1::{Cancellation, Client, Provider};
    ///
    /// let x = Provider::named("x").expect("it is a preset");
    /// let client = Client::builder_for(x, "key", "secret").build()?;
    /// let cancellation = Cancellation::new();
    /// // another thread, which has a clone of it, may call this off
    /// let pending = client.with_cancellation(&cancellation).authorize("oob")?;
    /// # Ok::<(), oauth1::Error>(())
    /// ```
    #[must_use]
    pub fn with_cancellation(&self, cancellation: &Cancellation) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            cancellation: Some(cancellation.clone()),
        }
    }

    pub(crate) fn cancellation(&self) -> Option<&Cancellation> {
        self.cancellation.as_ref()
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.settings.http.transport
    }
}

/// Shows the consumer key, and no secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt_as("Client", f)
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
    pub fn clock(self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.try_clock(move || Ok(clock()))
    }

    /// The clock that timestamps are taken from, as for [`clock`](ClientBuilder::clock), where that
    /// can fail. A failure is one of the signature, of the kind [`ErrorKind::SigningFailed`].
    pub fn try_clock(
        mut self,
        clock: impl Fn() -> Result<u64, Box<dyn std::error::Error + Send + Sync>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
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

    /// Whether an empty `oauth_token` is sent where a session has no token (RFC 5849 §3.1 lets it be
    /// left out; there are providers that want it). Default: it is not.
    pub fn empty_token(mut self, send: bool) -> Self {
        self.0.empty_token = send;
        self
    }

    /// The `User-Agent` of every request that has none of its own (RFC 9110 §10.1.5), such as
    /// `MyApp/1.0 +https://example.com`. Default: that of the transport.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.0.user_agent = Some(user_agent.into());
        self
    }

    /// Whether redirects within an origin are followed, five at most. Default: they are.
    #[cfg(feature = "http")]
    pub fn redirects(mut self, follow: bool) -> Self {
        self.0.http.redirects = follow;
        self
    }

    /// When requests that failed are sent again. Default: never.
    #[cfg(feature = "http")]
    pub fn retries(mut self, retries: Retries) -> Self {
        self.0.http.retries = retries;
        self
    }

    /// Whether a clock that is off is made up for. Where a provider refuses a request (401) and its
    /// `Date`, or its `oauth_acceptable_timestamps`, shows a time that is more than half a minute
    /// from the one that was signed, the request is signed with that time and sent once more;
    /// where that helps, the difference is kept for the origin. Default: it is.
    #[cfg(feature = "http")]
    pub fn clock_correction(mut self, correct: bool) -> Self {
        self.0.http.clock_correction = correct;
        self
    }

    /// Asked twenty times a second, by the thread that sends, while a request is under way: `true`
    /// calls it off, with an error of the kind [`ErrorKind::Cancelled`]. For signals, and for event
    /// loops; one request alone is called off by its [`Cancellation`](crate::Cancellation).
    #[cfg(feature = "http")]
    pub fn interrupt(mut self, interrupt: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.0.http.interrupt = Some(Arc::new(interrupt));
        self
    }

    /// Whether a request token is taken only where the provider confirms the callback (RFC 5849
    /// §2.1). Default: it is; there are providers that never do.
    #[cfg(feature = "http")]
    pub fn callback_confirmation(mut self, require: bool) -> Self {
        self.0.http.callback_confirmation = require;
        self
    }

    /// The size of the largest response body that is taken, in bytes, after decompression.
    /// Default: 16 MiB. A token response is never larger than 64 KiB.
    #[cfg(feature = "http")]
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.0.http.max_response_size = bytes;
        self
    }

    /// What sends requests. Default: an [`HttpTransport`] of the client's own.
    #[cfg(feature = "http")]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.0.http.transport = transport;
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for an empty consumer key, a method whose name is empty, a
    /// provider whose [`check`](Provider::check) fails, that does not take the method or that asks
    /// for a user agent, and for 0 attempts; [`ErrorKind::InvalidHeader`] for a realm or user agent
    /// with control characters.
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
        if let Some(user_agent) = &settings.user_agent {
            check_header("User-Agent", user_agent)?;
        }
        #[cfg(feature = "http")]
        settings.http.retries.check()?;
        if let Some(provider) = &settings.provider {
            provider.check()?;
            provider.check_signature_method(settings.signature_method.name())?;
            if provider.user_agent_required() && settings.user_agent.is_none() {
                return refuse(
                    "the provider asks every program for a User-Agent of its own: set user_agent, \
                     such as MyApp/1.0 +https://example.com",
                );
            }
        }
        settings.realm = settings.realm.as_deref().map(quoted_realm).transpose()?;
        Ok(Client {
            settings: Arc::new(settings),
            #[cfg(feature = "http")]
            cancellation: None,
        })
    }
}

/// Shows the consumer key, and no secret.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_as("ClientBuilder", f)
    }
}
