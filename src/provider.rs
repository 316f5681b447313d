//! Providers: where their endpoints are, and what they insist on beyond RFC 5849.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::authorization::{Transmission, quoted_realm};
use crate::error::{Error, ErrorKind, shown};
use crate::presets::{ACCOUNT, PRESET, PRESETS, Preset, SITE};
use crate::request::{BodyHash, Request};
use crate::url::Url;

/// An OAuth 1.0a provider: its endpoints (RFC 5849 §2), how it is signed for, and what it insists
/// on. A value: it sends nothing, and [`check`](Provider::check) says whether it can work.
///
/// The providers that people use are [known by name](Provider::named), and each can be changed:
///
/// ```
/// use oauth1::Provider;
///
/// let trello = Provider::named("trello")
///     .expect("it is a preset")
///     .with_authorization_param("name", "My application")
///     .with_authorization_param("scope", "read,write");
/// trello.check()?;
///
/// let shop = Provider::named("magento").expect("so is it").site("https://shop.example")?;
/// assert_eq!(shop.request_token_url(), Some("https://shop.example/oauth/token/request"));
/// # Ok::<(), oauth1::Error>(())
/// ```
///
/// Any other is described:
///
/// ```
/// use oauth1::Provider;
///
/// let photos = Provider::new("photos")
///     .with_endpoints(
///         "https://photos.example/initiate",
///         "https://photos.example/authorize",
///         "https://photos.example/token",
///     )
///     .with_signature_method("HMAC-SHA256");
/// photos.check()?;
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Provider {
    name: String,
    title: String,
    source: Option<String>,
    request_token_url: Option<String>,
    authorization_url: Option<String>,
    access_token_url: Option<String>,
    renewal_url: Option<String>,
    /// What the endpoints of each site begin with: `{site}`, until one is given.
    base: String,
    handshake_method: String,
    signature_method_name: Option<String>,
    other_signature_methods: Vec<String>,
    transmission: Transmission,
    handshake_transmission: Option<Transmission>,
    realm: Option<String>,
    body_hash: BodyHash,
    version: bool,
    callback_confirmation: bool,
    callback: Option<String>,
    empty_token: bool,
    user_agent_required: bool,
    authorization_token_param: String,
    authorization_key_param: Option<String>,
    request_token_params: Params,
    authorization_params: Params,
    access_token_params: Params,
    oauth_params: Params,
    authorization_param_names: Vec<String>,
    required_authorization_params: Vec<String>,
}

type Params = Vec<(String, String)>;

/// Takes the settings of a provider: the number of each, and its field.
macro_rules! settings {
    ($($number:literal $setting:ident $field:ident: $read_by:literal;)+) => {
        /// What can be set of a provider, and [left out](Provider::without) again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum ProviderSetting {
            $(
                #[doc = concat!("What [`Provider::", $read_by, "`] gives.")]
                $setting = $number,
            )+
        }

        /// Undoing.
        impl Provider {
            /// The same, with what a [new](Provider::new) provider has of a setting: nothing, an
            /// empty list, or the default.
            pub fn without(mut self, setting: ProviderSetting) -> Self {
                let fresh = Self::new(self.name.clone());
                match setting {
                    $(ProviderSetting::$setting => self.$field = fresh.$field,)+
                }
                self
            }
        }
    };
}

settings! {
    1 Title title: "title";
    2 Source source: "source";
    3 RequestTokenUrl request_token_url: "request_token_url";
    4 AuthorizationUrl authorization_url: "authorization_url";
    5 AccessTokenUrl access_token_url: "access_token_url";
    6 RenewalUrl renewal_url: "renewal_url";
    7 HandshakeMethod handshake_method: "handshake_method";
    8 SignatureMethod signature_method_name: "signature_method_name";
    9 OtherSignatureMethods other_signature_methods: "other_signature_methods";
    10 Transmission transmission: "transmission";
    11 HandshakeTransmission handshake_transmission: "handshake_transmission";
    12 Realm realm: "realm";
    13 BodyHash body_hash: "body_hash";
    14 Version version: "version";
    15 EmptyToken empty_token: "empty_token";
    16 UserAgentRequired user_agent_required: "user_agent_required";
    17 CallbackConfirmation callback_confirmation: "callback_confirmation";
    18 Callback callback: "callback";
    19 AuthorizationTokenParam authorization_token_param: "authorization_token_param";
    20 AuthorizationKeyParam authorization_key_param: "authorization_key_param";
    21 AuthorizationParamNames authorization_param_names: "authorization_param_names";
    22 RequiredAuthorizationParams required_authorization_params: "required_authorization_params";
    23 RequestTokenParams request_token_params: "request_token_params";
    24 AuthorizationParams authorization_params: "authorization_params";
    25 AccessTokenParams access_token_params: "access_token_params";
    26 OauthParams oauth_params: "oauth_params";
}

/// The presets and where they come from.
impl Provider {
    /// A provider of one's own. It has no endpoints, takes any signature method, and does as RFC
    /// 5849 says.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            title: name.clone(),
            name,
            source: None,
            signature_method_name: None,
            ..Self::from(&PRESET)
        }
    }

    /// A provider that is known: its name is one of [`presets`](Provider::presets), or another by
    /// which it goes, such as `twitter` for `x`, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let mut presets = PRESETS.iter();
        presets
            .find(|preset| preset.name == name || preset.aliases.contains(&name.as_str()))
            .map(Self::from)
    }

    /// The names of the providers that are known.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|preset| preset.name)
    }

    /// What one calls the provider: `x`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What people call it: `X (Twitter)`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Sets what people call it.
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Where the provider documents what is said of it here.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Sets where the provider documents this.
    pub fn with_source(mut self, url: impl Into<String>) -> Self {
        self.source = Some(url.into());
        self
    }
}

/// The endpoints.
impl Provider {
    /// Where request tokens are asked for; one-legged providers have none.
    #[must_use]
    pub fn request_token_url(&self) -> Option<&str> {
        self.request_token_url.as_deref()
    }

    /// Sets where request tokens are asked for.
    pub fn with_request_token_url(mut self, url: impl Into<String>) -> Self {
        self.request_token_url = Some(url.into());
        self
    }

    /// Where the user is sent to allow access.
    #[must_use]
    pub fn authorization_url(&self) -> Option<&str> {
        self.authorization_url.as_deref()
    }

    /// Sets where the user is sent to allow access.
    pub fn with_authorization_url(mut self, url: impl Into<String>) -> Self {
        self.authorization_url = Some(url.into());
        self
    }

    /// Where a request token is exchanged for an access token.
    #[must_use]
    pub fn access_token_url(&self) -> Option<&str> {
        self.access_token_url.as_deref()
    }

    /// Sets where a request token is exchanged for an access token.
    pub fn with_access_token_url(mut self, url: impl Into<String>) -> Self {
        self.access_token_url = Some(url.into());
        self
    }

    /// Where an access token is renewed, where that is a place of its own.
    #[must_use]
    pub fn renewal_url(&self) -> Option<&str> {
        self.renewal_url.as_deref()
    }

    /// Sets where an access token is renewed.
    pub fn with_renewal_url(mut self, url: impl Into<String>) -> Self {
        self.renewal_url = Some(url.into());
        self
    }

    /// Sets the three endpoints of a handshake. They may begin with `{site}`, or have `{account}`
    /// in them, to be completed by [`site`](Provider::site) and [`account`](Provider::account).
    pub fn with_endpoints(
        self,
        request_token_url: impl Into<String>,
        authorization_url: impl Into<String>,
        access_token_url: impl Into<String>,
    ) -> Self {
        self.with_request_token_url(request_token_url)
            .with_authorization_url(authorization_url)
            .with_access_token_url(access_token_url)
    }

    /// The provider of one site, where each customer has one: of a shop, a wiki, a school.
    ///
    /// ```
    /// let wiki = oauth1::Provider::named("mediawiki")
    ///     .expect("it is a preset")
    ///     .site("https://wiki.example/w")?;
    /// assert_eq!(
    ///     wiki.access_token_url(),
    ///     Some("https://wiki.example/w/index.php?title=Special:OAuth/token"),
    /// );
    /// # Ok::<(), oauth1::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for what is no base URL, and where no endpoint depends on
    /// a site.
    pub fn site(mut self, url: &str) -> Result<Self, Error> {
        let site = self.base_url("site", url, "https://shop.example")?;
        let base = std::mem::replace(&mut self.base, site.clone());
        let mut found = false;
        for endpoint in self.endpoints_mut() {
            if let Some(rest) = endpoint.strip_prefix(&base)
                && rest.starts_with('/')
            {
                *endpoint = format!("{site}{rest}");
                found = true;
            }
        }
        if !found {
            return Err(self.refusal("has no endpoint that depends on a site: leave the site out"));
        }
        Ok(self)
    }

    /// The provider of one account, where each customer has one that endpoints and realm name.
    ///
    /// It may be written in either way: the realm gets it in upper case with an underscore, and a
    /// host in lower case with a hyphen.
    ///
    /// ```
    /// let netsuite = oauth1::Provider::named("netsuite")
    ///     .expect("it is a preset")
    ///     .account("1234567_sb1")?;
    /// assert_eq!(netsuite.realm(), Some("1234567_SB1"));
    /// assert_eq!(
    ///     netsuite.request_token_url(),
    ///     Some("https://1234567-sb1.restlets.api.netsuite.com/rest/requesttoken"),
    /// );
    /// # Ok::<(), oauth1::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for what is no account ID, and where nothing depends on
    /// an account, or has been given one already.
    pub fn account(mut self, id: &str) -> Result<Self, Error> {
        let id = id.trim();
        let is_part =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !id.split(['_', '-']).all(is_part) {
            return Err(self.refusal(&format!(
                "has no account {}: expected its ID, such as 1234567 or 1234567_SB1, and no URL",
                shown(id)
            )));
        }
        let mut found = false;
        let host = id.to_ascii_lowercase().replace('_', "-");
        for endpoint in self.endpoints_mut() {
            if endpoint.contains(ACCOUNT) {
                *endpoint = endpoint.replace(ACCOUNT, &host);
                found = true;
            }
        }
        if let Some(realm) = &mut self.realm
            && realm.contains(ACCOUNT)
        {
            *realm = realm.replace(ACCOUNT, &id.to_ascii_uppercase().replace('-', "_"));
            found = true;
        }
        if !found {
            return Err(self.refusal("has no {account} left to fill in: leave the account out"));
        }
        Ok(self)
    }

    /// The same provider with all its endpoints at another scheme, host and port, paths and
    /// queries kept: what a program is tested with against a provider on its own machine.
    ///
    /// ```
    /// let x = oauth1::Provider::named("x")
    ///     .expect("it is a preset")
    ///     .at_origin("http://127.0.0.1:8000")?;
    /// assert_eq!(x.authorization_url(), Some("http://127.0.0.1:8000/oauth/authorize"));
    /// # Ok::<(), oauth1::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for what is no origin.
    pub fn at_origin(mut self, url: &str) -> Result<Self, Error> {
        let origin = self.base_url("origin", url, "http://127.0.0.1:8000")?;
        if Url::parse(&origin)?.path() != "/" {
            return Err(self.refusal(
                "cannot be moved to an origin with a path: expected one such as \
                 http://127.0.0.1:8000",
            ));
        }
        let base = format!("{}/", self.base);
        if self.endpoints().any(|(_, url)| url.starts_with(&base)) {
            self.base = moved(&self.base, &origin);
        }
        for endpoint in self.endpoints_mut() {
            *endpoint = moved(endpoint, &origin);
        }
        Ok(self)
    }

    fn endpoints_mut(&mut self) -> impl Iterator<Item = &mut String> {
        [
            &mut self.request_token_url,
            &mut self.authorization_url,
            &mut self.access_token_url,
            &mut self.renewal_url,
        ]
        .into_iter()
        .flatten()
    }

    fn endpoints(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("request token URL", &self.request_token_url),
            ("authorization URL", &self.authorization_url),
            ("access token URL", &self.access_token_url),
            ("renewal URL", &self.renewal_url),
        ]
        .into_iter()
        .filter_map(|(what, url)| Some((what, url.as_deref()?)))
    }

    /// `url` as what endpoints can begin with: without a slash at its end.
    fn base_url(&self, what: &str, url: &str, such_as: &str) -> Result<String, Error> {
        let refusal = |fault: &str| {
            self.refusal(&format!(
                "has a wrong {what}: {fault}; expected one such as {such_as}"
            ))
        };
        if url.contains(['?', '#']) {
            return Err(refusal("it has a query or a fragment"));
        }
        let url = Url::parse(url).map_err(|error| refusal(error.message()))?;
        Ok(url.as_str().trim_end_matches('/').to_owned())
    }
}

/// `url` at another origin.
fn moved(url: &str, origin: &str) -> String {
    if let Some(rest) = url.strip_prefix(SITE) {
        return format!("{origin}{rest}");
    }
    let Some((_, rest)) = url.split_once("://") else {
        // no URL, of which check() tells
        return url.to_owned();
    };
    let path = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
    format!("{origin}{path}")
}

/// Signatures, and how requests carry them.
impl Provider {
    /// The method by which tokens are asked for, `POST` or `GET`.
    #[must_use]
    pub fn handshake_method(&self) -> &str {
        &self.handshake_method
    }

    /// Sets the method by which tokens are asked for. Default: `POST`.
    pub fn with_handshake_method(mut self, method: impl Into<String>) -> Self {
        self.handshake_method = method.into();
        self
    }

    /// The signature method that the provider is signed for by, unless the program has another
    /// of [those it takes](Provider::takes_signature_method). `None`: any.
    #[must_use]
    pub fn signature_method_name(&self) -> Option<&str> {
        self.signature_method_name.as_deref()
    }

    /// Sets the signature method, as it is sent: `HMAC-SHA1`. Default: any.
    pub fn with_signature_method(mut self, name: impl Into<String>) -> Self {
        self.signature_method_name = Some(name.into());
        self
    }

    /// The signature methods that the provider takes beside the first.
    #[must_use]
    pub fn other_signature_methods(&self) -> &[String] {
        &self.other_signature_methods
    }

    /// Adds a signature method that the provider takes as well.
    pub fn with_other_signature_method(mut self, name: impl Into<String>) -> Self {
        self.other_signature_methods.push(name.into());
        self
    }

    /// Whether the provider takes signatures of this method.
    #[must_use]
    pub fn takes_signature_method(&self, name: &str) -> bool {
        let Some(first) = &self.signature_method_name else {
            return true;
        };
        first == name || self.other_signature_methods.iter().any(|own| own == name)
    }

    /// Where the `oauth_` parameters travel.
    #[must_use]
    pub fn transmission(&self) -> Transmission {
        self.transmission
    }

    /// Sets where the `oauth_` parameters travel. Default: in the header.
    pub fn with_transmission(mut self, transmission: Transmission) -> Self {
        self.transmission = transmission;
        self
    }

    /// Where the `oauth_` parameters travel while tokens are asked for.
    #[must_use]
    pub fn handshake_transmission(&self) -> Transmission {
        self.handshake_transmission.unwrap_or(self.transmission)
    }

    /// Sets where the `oauth_` parameters travel while tokens are asked for. Default: where they
    /// always do.
    pub fn with_handshake_transmission(mut self, transmission: Transmission) -> Self {
        self.handshake_transmission = Some(transmission);
        self
    }

    /// The realm of every `Authorization` header.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.realm.as_deref()
    }

    /// Sets the realm of every `Authorization` header. Default: none.
    pub fn with_realm(mut self, realm: impl Into<String>) -> Self {
        self.realm = Some(realm.into());
        self
    }

    /// Whether requests carry `oauth_body_hash`.
    #[must_use]
    pub fn body_hash(&self) -> BodyHash {
        self.body_hash
    }

    /// Sets whether requests carry `oauth_body_hash`. Default: never.
    pub fn with_body_hash(mut self, body_hash: BodyHash) -> Self {
        self.body_hash = body_hash;
        self
    }

    /// Whether `oauth_version=1.0` is sent.
    #[must_use]
    pub fn version(&self) -> bool {
        self.version
    }

    /// Sets whether `oauth_version=1.0` is sent. Default: it is.
    pub fn with_version(mut self, send: bool) -> Self {
        self.version = send;
        self
    }

    /// Whether a request without a token carries an empty `oauth_token`.
    #[must_use]
    pub fn empty_token(&self) -> bool {
        self.empty_token
    }

    /// Sets whether a request without a token carries an empty `oauth_token`. Default: it carries
    /// none.
    pub fn with_empty_token(mut self, send: bool) -> Self {
        self.empty_token = send;
        self
    }

    /// Whether the provider wants a `User-Agent` of the application's own.
    #[must_use]
    pub fn user_agent_required(&self) -> bool {
        self.user_agent_required
    }

    /// Sets whether the provider wants a `User-Agent` of the application's own. Default: it does
    /// not.
    pub fn with_user_agent_required(mut self, required: bool) -> Self {
        self.user_agent_required = required;
        self
    }
}

/// The handshake, and the parameters beyond those of RFC 5849.
impl Provider {
    /// Whether a request token is taken only where the provider confirms the callback.
    #[must_use]
    pub fn callback_confirmation(&self) -> bool {
        self.callback_confirmation
    }

    /// Sets whether a request token is taken only where the provider confirms the callback (RFC
    /// 5849 §2.1). Default: it is.
    pub fn with_callback_confirmation(mut self, require: bool) -> Self {
        self.callback_confirmation = require;
        self
    }

    /// The callback that the provider takes, where it takes but one.
    #[must_use]
    pub fn callback(&self) -> Option<&str> {
        self.callback.as_deref()
    }

    /// Sets the callback that is sent whatever the program asks for. Default: the program's own.
    pub fn with_callback(mut self, callback: impl Into<String>) -> Self {
        self.callback = Some(callback.into());
        self
    }

    /// The name of the parameter by which the authorization page is told the request token.
    #[must_use]
    pub fn authorization_token_param(&self) -> &str {
        &self.authorization_token_param
    }

    /// Sets the name of the parameter by which the authorization page is told the request token.
    /// Default: `oauth_token`.
    pub fn with_authorization_token_param(mut self, name: impl Into<String>) -> Self {
        self.authorization_token_param = name.into();
        self
    }

    /// The name of the parameter by which the authorization page is told the consumer key, where
    /// it wants to know.
    #[must_use]
    pub fn authorization_key_param(&self) -> Option<&str> {
        self.authorization_key_param.as_deref()
    }

    /// Sets the name of the parameter by which the authorization page is told the consumer key.
    /// Default: it is not told.
    pub fn with_authorization_key_param(mut self, name: impl Into<String>) -> Self {
        self.authorization_key_param = Some(name.into());
        self
    }

    /// The parameters that go with the question for a request token.
    #[must_use]
    pub fn request_token_params(&self) -> &[(String, String)] {
        &self.request_token_params
    }

    /// Sets a parameter that goes with the question for a request token, in the place of one of
    /// the same name.
    pub fn with_request_token_param(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        set(&mut self.request_token_params, name, value);
        self
    }

    /// The parameters of the authorization URL, beside the token.
    #[must_use]
    pub fn authorization_params(&self) -> &[(String, String)] {
        &self.authorization_params
    }

    /// Sets a parameter of the authorization URL, in the place of one of the same name.
    pub fn with_authorization_param(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        set(&mut self.authorization_params, name, value);
        self
    }

    /// The names that the provider documents for parameters of the authorization URL. It may take
    /// others.
    #[must_use]
    pub fn authorization_param_names(&self) -> &[String] {
        &self.authorization_param_names
    }

    /// Adds a name that the provider documents for a parameter of the authorization URL.
    pub fn with_authorization_param_name(mut self, name: impl Into<String>) -> Self {
        self.authorization_param_names.push(name.into());
        self
    }

    /// The parameters without which the provider takes no authorization URL.
    #[must_use]
    pub fn required_authorization_params(&self) -> &[String] {
        &self.required_authorization_params
    }

    /// Adds a parameter without which the provider takes no authorization URL.
    pub fn with_required_authorization_param(mut self, name: impl Into<String>) -> Self {
        self.required_authorization_params.push(name.into());
        self
    }

    /// The parameters that go with the question for an access token.
    #[must_use]
    pub fn access_token_params(&self) -> &[(String, String)] {
        &self.access_token_params
    }

    /// Sets a parameter that goes with the question for an access token, in the place of one of
    /// the same name.
    pub fn with_access_token_param(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        set(&mut self.access_token_params, name, value);
        self
    }

    /// The `oauth_` parameters that every request carries, beyond those that the signer writes.
    #[must_use]
    pub fn oauth_params(&self) -> &[(String, String)] {
        &self.oauth_params
    }

    /// Sets an `oauth_` parameter that every request carries, in the place of one of the same
    /// name.
    pub fn with_oauth_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        set(&mut self.oauth_params, name, value);
        self
    }
}

fn set(params: &mut Params, name: impl Into<String>, value: impl Into<String>) {
    let (name, value) = (name.into(), value.into());
    match params.iter_mut().find(|(own, _)| *own == name) {
        Some(param) => param.1 = value,
        None => params.push((name, value)),
    }
}

/// What cannot work.
impl Provider {
    /// Whether the provider can work as it is described.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`], naming what was wrong and what is expected: a `{site}` or
    /// `{account}` that is not filled in, an endpoint that is no URL or lacks its counterpart,
    /// `PLAINTEXT` with endpoints on plain `http` other than this machine's, another handshake
    /// method than `POST` and `GET`, a form that would be sent with `GET`, a realm that no
    /// header can hold, a parameter without a name, an `oauth_` parameter that is none or is the
    /// signer's own, a required parameter that is missing.
    pub fn check(&self) -> Result<(), Error> {
        self.check_endpoints()?;
        self.check_handshake()?;
        self.check_params()?;
        match &self.signature_method_name {
            Some(name) => self.check_signature_method(name),
            None => Ok(()),
        }
    }

    /// Whether the provider can be signed for by this method.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for a method that the provider does not take, naming those
    /// that it takes, and for `PLAINTEXT` with endpoints on plain `http` other than this
    /// machine's.
    pub fn check_signature_method(&self, name: &str) -> Result<(), Error> {
        if name.is_empty() {
            return Err(self
                .refusal("has a signature method without a name: expected one such as HMAC-SHA1"));
        }
        if !self.takes_signature_method(name) {
            let first = self.signature_method_name.iter();
            let taken: Vec<_> = first
                .chain(&self.other_signature_methods)
                .map(String::as_str)
                .collect();
            return Err(self.refusal(&format!(
                "does not take the signature method {}: expected {}",
                shown(name),
                taken.join(" or ")
            )));
        }
        if name == "PLAINTEXT" {
            for (what, url) in self.endpoints() {
                let url = self.parsed(what, url)?;
                if !url.is_https() && !is_loopback(&url) {
                    return Err(self.refusal(&format!(
                        "would be sent the secrets themselves: PLAINTEXT, and its {what} is plain \
                         http; expected https, or a host of this machine"
                    )));
                }
            }
        }
        Ok(())
    }

    fn check_endpoints(&self) -> Result<(), Error> {
        let realm = self.realm.as_deref().map(|realm| ("realm", realm));
        for (what, text) in self.endpoints().chain(realm) {
            for (placeholder, such_as) in [
                (SITE, "site(\"https://shop.example\")"),
                (ACCOUNT, "account(\"1234567\")"),
            ] {
                if text.contains(placeholder) {
                    return Err(self.refusal(&format!(
                        "is incomplete: its {what} still has {placeholder} in it; expected a \
                         call such as {such_as}"
                    )));
                }
            }
        }
        for (what, url) in self.endpoints() {
            self.parsed(what, url)?;
        }
        let fault = match (&self.request_token_url, &self.access_token_url) {
            (Some(_), None) => "has a request token URL alone: expected an access token URL too",
            (None, _) if self.authorization_url.is_some() => {
                "has an authorization URL and no request token URL: expected both, as what a user \
                 authorizes is a request token"
            }
            _ => return Ok(()),
        };
        Err(self.refusal(fault))
    }

    fn check_handshake(&self) -> Result<(), Error> {
        if !["POST", "GET"].contains(&self.handshake_method.as_str()) {
            return Err(self.refusal(&format!(
                "has the handshake method {}: expected POST or GET",
                shown(&self.handshake_method)
            )));
        }
        let asks = self.request_token_url.is_some() || self.access_token_url.is_some();
        let in_form = self.handshake_transmission() == Transmission::Form;
        if asks && in_form && self.handshake_method == "GET" {
            return Err(self.refusal(
                "would ask for tokens by a form in a GET request, which has none: expected POST, \
                 or another transmission",
            ));
        }
        let realm = self.realm.as_deref().map(quoted_realm).transpose();
        realm.map_err(|error| self.refusal(&format!("has a wrong realm: {error}")))?;
        Ok(())
    }

    fn check_params(&self) -> Result<(), Error> {
        let names = [&self.authorization_token_param]
            .into_iter()
            .chain(&self.authorization_key_param);
        let legs = [
            &self.request_token_params,
            &self.authorization_params,
            &self.access_token_params,
        ];
        let mut names = names.chain(legs.into_iter().flatten().map(|(name, _)| name));
        if names.any(String::is_empty) {
            return Err(self.refusal("has a parameter without a name: expected one"));
        }

        let mut request = Request::post("http://localhost/")?;
        for (name, value) in &self.oauth_params {
            request
                .oauth_param(name, value)
                .map_err(|error| self.refusal(&format!("has a wrong parameter: {error}")))?;
        }

        let set = |name: &String| {
            let mut params = self.authorization_params.iter();
            params.any(|(own, value)| own == name && !value.is_empty())
        };
        match self
            .required_authorization_params
            .iter()
            .find(|name| !set(name))
        {
            Some(missing) => Err(self.refusal(&format!(
                "takes no authorization URL without the parameter {}: expected a value for it",
                shown(missing)
            ))),
            None => Ok(()),
        }
    }

    fn parsed(&self, what: &str, url: &str) -> Result<Url, Error> {
        Url::parse(url).map_err(|error| {
            let fault = error.message();
            self.refusal(&format!(
                "cannot be used, since its {what} is wrong: {fault}"
            ))
        })
    }

    fn refusal(&self, fault: &str) -> Error {
        let name = shown(&self.name);
        Error::new(
            ErrorKind::InvalidSetting,
            format!("the provider {name} {fault}"),
        )
    }
}

/// Whether what is sent to `url` stays on this machine.
fn is_loopback(url: &Url) -> bool {
    let authority = url.origin().split_once("://").map_or("", |(_, rest)| rest);
    if let Some(rest) = authority.strip_prefix('[') {
        let address = rest.split_once(']').map_or(rest, |(address, _)| address);
        return address
            .parse()
            .is_ok_and(|address: Ipv6Addr| address.is_loopback());
    }
    let host = authority
        .split_once(':')
        .map_or(authority, |(host, _)| host);
    let host = host.strip_suffix('.').unwrap_or(host);
    host == "localhost"
        || host.ends_with(".localhost")
        || host
            .parse()
            .is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

impl From<&Preset> for Provider {
    fn from(preset: &Preset) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let list = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let params = |params: &[(&str, &str)]| {
            let pairs = params.iter();
            pairs
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        };
        let base = preset.default_site.unwrap_or(SITE);
        let endpoint = |url: Option<&str>| url.map(|url| url.replace(SITE, base));
        Self {
            name: preset.name.to_owned(),
            title: preset.title.to_owned(),
            source: Some(preset.source.to_owned()),
            request_token_url: endpoint(preset.request_token_url),
            authorization_url: endpoint(preset.authorization_url),
            access_token_url: endpoint(preset.access_token_url),
            renewal_url: endpoint(preset.renewal_url),
            base: base.to_owned(),
            handshake_method: preset.handshake_method.to_owned(),
            signature_method_name: Some(preset.signature_method.to_owned()),
            other_signature_methods: list(preset.other_signature_methods),
            transmission: preset.transmission,
            handshake_transmission: preset.handshake_transmission,
            realm: owned(preset.realm),
            body_hash: preset.body_hash,
            version: preset.version,
            callback_confirmation: preset.callback_confirmation,
            callback: owned(preset.callback),
            empty_token: preset.empty_token,
            user_agent_required: preset.user_agent_required,
            authorization_token_param: preset.authorization_token_param.to_owned(),
            authorization_key_param: owned(preset.authorization_key_param),
            request_token_params: Vec::new(),
            authorization_params: params(preset.authorization_params),
            access_token_params: Vec::new(),
            oauth_params: params(preset.oauth_params),
            authorization_param_names: list(preset.authorization_param_names),
            required_authorization_params: list(preset.required_authorization_params),
        }
    }
}

/// Shows no parameter: a program may have put a secret there.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider")
            .field("name", &self.name)
            .field("request_token_url", &self.request_token_url)
            .field("authorization_url", &self.authorization_url)
            .field("access_token_url", &self.access_token_url)
            .field("renewal_url", &self.renewal_url)
            .field("signature_method_name", &self.signature_method_name)
            .field("transmission", &self.transmission)
            .finish_non_exhaustive()
    }
}
