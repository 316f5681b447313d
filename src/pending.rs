//! Pending authorizations: a handshake between its legs, as one object (RFC 5849 §2).

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::client::Client;
use crate::encode::{begin_pair, percent_encode};
use crate::error::{Error, ErrorKind, Refusal, shown};
use crate::handshake::url_with;
use crate::problem::Problem;
use crate::provider::Provider;
use crate::request::Request;
use crate::response::{TokenResponse, form_fields};
use crate::token::Token;

/// A handshake between its legs: the user was, or is to be, sent to the provider, and is yet to
/// come back. It goes to [bytes](PendingAuthorization::to_bytes) and back, for a web session.
///
/// ```no_run
/// use oauth1::{Client, PendingAuthorization, Provider};
///
/// let provider = Provider::named("x").expect("it is a preset");
/// let client = Client::builder_for(provider, "key", "secret").build()?;
///
/// let pending = client.authorize("https://example.com/callback")?;
/// // send the user to pending.url(), and keep pending.to_bytes() in their session; then, when
/// // they are back:
/// let kept = pending.to_bytes();
/// let pending = PendingAuthorization::from_bytes(&kept)?;
/// let response = client.complete(&pending, "/callback?oauth_token=…&oauth_verifier=…")?;
/// let session = client.session(response.token().clone());
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PendingAuthorization {
    provider: String,
    request_token: Token,
    url: String,
}

impl PendingAuthorization {
    /// A handshake whose first step was made by other means: the request token, and the URL that
    /// the user is sent to.
    pub fn new(request_token: Token, url: impl Into<String>) -> Self {
        Self {
            provider: String::new(),
            request_token,
            url: url.into(),
        }
    }

    /// The URL to send the user to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The request token, whose key comes back with the user.
    #[must_use]
    pub fn request_token(&self) -> &Token {
        &self.request_token
    }

    /// The name of the provider; empty where the client has none.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// As bytes, which are ASCII text. They hold the request token's secret: keep them where the
    /// user cannot read or change them, and for one user alone.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let fields = [
            ("version", "1"),
            ("provider", &self.provider),
            ("url", &self.url),
            ("oauth_token", self.request_token.key()),
            ("oauth_token_secret", self.request_token.secret()),
        ];
        let most: usize = fields
            .iter()
            .map(|(name, value)| name.len() + 3 * value.len() + 2)
            .sum();
        // as large as it can be: growing would leave a copy of the secret behind
        let mut bytes = Zeroizing::new(Vec::with_capacity(most));
        for (name, value) in fields {
            begin_pair(&mut bytes);
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(b'=');
            bytes.extend_from_slice(Zeroizing::new(percent_encode(value)).as_bytes());
        }
        bytes
    }

    /// From bytes that [`to_bytes`](PendingAuthorization::to_bytes) made.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidPendingAuthorization`] for any other.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let invalid = |what: String| {
            let message = format!("this is no pending authorization: {what}");
            Error::new(ErrorKind::InvalidPendingAuthorization, message)
        };
        let fields = form_fields(bytes);
        let field = |name: &str| {
            let mut named = fields.iter().filter(|(own, _)| own == name);
            match (named.next(), named.next()) {
                (Some((_, value)), None) => Ok(value.as_str()),
                (None, _) => Err(invalid(format!("{name} is missing"))),
                (Some(_), Some(_)) => Err(invalid(format!("{name} is there twice"))),
            }
        };
        let version = field("version")?;
        if version != "1" {
            let version = shown(version);
            return Err(invalid(format!("its version is {version}, not 1")));
        }
        let key = field("oauth_token")?;
        if key.is_empty() {
            return Err(invalid("oauth_token is empty".to_owned()));
        }
        Ok(Self {
            provider: field("provider")?.to_owned(),
            url: field("url")?.to_owned(),
            request_token: Token::new(key, field("oauth_token_secret")?),
        })
    }

    /// The verifier with which the user came back, once all is checked that can be: that it is
    /// this authorization that they come from (the token is compared in constant time), and that
    /// they allowed access.
    ///
    /// `redirected_to` is the URL at which they arrived, or its path and query, or the query alone.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AccessDenied`] where the user or the provider said no (`denied`, or
    /// `oauth_problem`, which [`Error::problem`] gives), [`ErrorKind::InvalidCallback`] where the
    /// token is missing or another, or the verifier is missing or there twice.
    pub fn verifier(&self, redirected_to: &str) -> Result<String, Error> {
        self.verifier_if_any(redirected_to)?.ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidCallback,
                "the callback has no oauth_verifier: expected one beside oauth_token (RFC 5849 \
                 §2.2)",
            )
        })
    }

    /// The same, where the provider may have none.
    fn verifier_if_any(&self, redirected_to: &str) -> Result<Option<String>, Error> {
        let query = redirected_to.split('#').next().unwrap_or_default();
        let query = match query.split_once('?') {
            Some((_, query)) => query,
            None if query.contains(['/', ':']) && !query.contains('=') => "",
            None => query,
        };
        let fields = form_fields(query.as_bytes());
        let invalid = |what: String| Err(Error::new(ErrorKind::InvalidCallback, what));
        let one = |name: &str| {
            let mut values = fields.iter().filter(|(own, _)| own == name);
            match (values.next(), values.next()) {
                (value, None) => Ok(value.map(|(_, value)| value.as_str())),
                _ => Err(Error::new(
                    ErrorKind::InvalidCallback,
                    format!("the callback has {name} twice"),
                )),
            }
        };
        let token = one("oauth_token")?;
        let key = self.request_token.key().as_bytes();
        let own = |token: &str| bool::from(token.as_bytes().ct_eq(key));
        if token.is_some_and(|token| !own(token)) {
            return invalid(
                "the callback's oauth_token is not that of this authorization: the user may have \
                 begun another meanwhile, or the link is someone else's"
                    .to_owned(),
            );
        }
        let no_headers: [(&str, &str); 0] = [];
        if let Some(problem) = Problem::parse(no_headers, query.as_bytes()) {
            let message = format!("the user came back without access: {problem}");
            return Err(denied(message, Some(problem)));
        }
        // X gives the request token here, in place of oauth_token
        if let Some(denied_token) = one("denied")? {
            if token.is_none() && !matches!(denied_token, "" | "true") && !own(denied_token) {
                return invalid("the callback denies another authorization than this".to_owned());
            }
            return Err(denied("the user did not allow access", None));
        }
        if token.is_none() {
            return invalid(
                "the callback has no oauth_token: expected the request token (RFC 5849 §2.2)"
                    .to_owned(),
            );
        }
        let verifier = one("oauth_verifier")?;
        Ok(verifier
            .filter(|verifier| !verifier.is_empty())
            .map(str::to_owned))
    }
}

/// Shows no secret.
impl fmt::Debug for PendingAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAuthorization")
            .field("provider", &self.provider)
            .field("request_token", &self.request_token)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Begins the handshake with this client's provider: asks for a request token, and makes the
    /// URL to send the user to. They come back to `callback`, or see a PIN where that is `oob`.
    ///
    /// # Errors
    ///
    /// As for [`Client::request_token`]; [`ErrorKind::InvalidSetting`] where the client was not
    /// [made for a provider](Client::builder_for), or that has no such endpoints.
    pub fn authorize(&self, callback: &str) -> Result<PendingAuthorization, Error> {
        self.authorize_with(callback, &[], &[])
    }

    /// Does as [`Client::authorize`], with further parameters: for the request token, and for the
    /// URL. One that the provider's settings have too replaces theirs.
    ///
    /// # Errors
    ///
    /// As for [`Client::authorize`].
    pub fn authorize_with(
        &self,
        callback: &str,
        request_token_params: &[(&str, &str)],
        authorization_params: &[(&str, &str)],
    ) -> Result<PendingAuthorization, Error> {
        let provider = self.provider_or_error()?;
        let authorization_url = endpoint(provider.authorization_url(), "authorization")?;
        let mut request = self.handshake_request(provider.request_token_url(), "request token")?;
        for (name, value) in merged(provider.request_token_params(), request_token_params) {
            request.param(name, value)?;
        }
        let callback = provider.callback().unwrap_or(callback);
        let response = self.request_token(request, callback)?;
        let token = response.token();
        let consumer = provider
            .authorization_key_param()
            .map(|name| (name, self.consumer_key()));
        let params = merged(provider.authorization_params(), authorization_params);
        let url = url_with(
            authorization_url,
            [(provider.authorization_token_param(), token.key())]
                .into_iter()
                .chain(consumer)
                .chain(params),
        )?;
        Ok(PendingAuthorization {
            provider: provider.name().to_owned(),
            request_token: token.clone(),
            url,
        })
    }

    /// Ends the handshake when the user is back: checks the callback, as
    /// [`PendingAuthorization::verifier`] does, and exchanges the request token for an access
    /// token.
    ///
    /// # Errors
    ///
    /// As for [`PendingAuthorization::verifier`] and [`Client::access_token`].
    pub fn complete(
        &self,
        pending: &PendingAuthorization,
        redirected_to: &str,
    ) -> Result<TokenResponse, Error> {
        let provider = self.provider_or_error()?;
        let verifier = if provider.callback_confirmation() {
            pending.verifier(redirected_to)?
        } else {
            // a provider of OAuth 1.0 without the A has neither
            let verifier = pending.verifier_if_any(redirected_to)?;
            verifier.unwrap_or_default()
        };
        self.complete_with_verifier(pending, &verifier)
    }

    /// Ends the handshake with the PIN that the user was shown (`oob`), or a verifier that arrived
    /// otherwise.
    ///
    /// # Errors
    ///
    /// As for [`Client::access_token`]; [`ErrorKind::InvalidSetting`] where `pending` is of another
    /// provider than the client.
    pub fn complete_with_verifier(
        &self,
        pending: &PendingAuthorization,
        verifier: &str,
    ) -> Result<TokenResponse, Error> {
        let provider = self.provider_or_error()?;
        if !pending.provider.is_empty() && pending.provider != provider.name() {
            return Err(Error::new(
                ErrorKind::InvalidSetting,
                format!(
                    "the pending authorization is of the provider {}, the client's is {}",
                    shown(&pending.provider),
                    shown(provider.name())
                ),
            ));
        }
        let verifier = verifier.trim();
        if verifier.is_empty() && provider.callback_confirmation() {
            return Err(Error::new(
                ErrorKind::InvalidParameter,
                "the verifier is empty: expected the PIN that the user was shown",
            ));
        }
        let request = self.access_token_request(provider.access_token_url(), "access token")?;
        self.access_token(request, pending.request_token.clone(), verifier)
    }

    /// Renews an access token with this client's provider: exchanges it for a new one by its
    /// session handle, which is empty where there is none. Where the provider has an endpoint for
    /// renewal alone, the token stays as it is, and holds for longer.
    ///
    /// # Errors
    ///
    /// As for [`Client::renew`]; [`ErrorKind::InvalidSetting`] where the client was not
    /// [made for a provider](Client::builder_for), or that has no such endpoint.
    pub fn renew_token(
        &self,
        access_token: &Token,
        session_handle: &str,
    ) -> Result<TokenResponse, Error> {
        let provider = self.provider_or_error()?;
        let Some(url) = provider.renewal_url() else {
            let request = self.access_token_request(provider.access_token_url(), "access token")?;
            return self.renew(request, access_token.clone(), session_handle);
        };
        let request = self.access_token_request(Some(url), "renewal")?;
        let response = self.session(access_token.clone()).send(&request)?;
        response.error_for_status()?;
        Ok(TokenResponse::unchanged(access_token.clone()))
    }

    fn access_token_request(&self, url: Option<&str>, name: &str) -> Result<Request, Error> {
        let mut request = self.handshake_request(url, name)?;
        for (name, value) in self.provider_or_error()?.access_token_params() {
            request.param(name, value)?;
        }
        Ok(request)
    }

    fn provider_or_error(&self) -> Result<&Provider, Error> {
        self.provider().ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidSetting,
                "the client knows no endpoints: make it for a provider, or give each step its URL",
            )
        })
    }

    /// A request to an endpoint of the provider's, as it wants them.
    fn handshake_request(&self, url: Option<&str>, name: &str) -> Result<Request, Error> {
        let provider = self.provider_or_error()?;
        let url = endpoint(url, name)?;
        let mut request = Request::new(provider.handshake_method(), url)?;
        if provider.handshake_transmission() != provider.transmission() {
            request.transmission(provider.handshake_transmission());
        }
        Ok(request)
    }
}

fn denied(message: impl Into<String>, problem: Option<Problem>) -> Error {
    let refusal = Refusal {
        problem,
        ..Refusal::default()
    };
    Error::refused(ErrorKind::AccessDenied, message, refusal)
}

fn endpoint<'u>(url: Option<&'u str>, name: &str) -> Result<&'u str, Error> {
    url.ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidSetting,
            format!("the provider has no {name} URL: it takes another kind of handshake, or none"),
        )
    })
}

/// The parameters of a provider's, without those that the caller gives, and these.
fn merged<'p>(
    provider: &'p [(String, String)],
    own: &'p [(&'p str, &'p str)],
) -> impl Iterator<Item = (&'p str, &'p str)> {
    let kept = provider.iter().filter(|(name, _)| {
        let mut names = own.iter().map(|(own, _)| own);
        names.all(|own| own != name)
    });
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    kept.chain(own.iter().copied())
}
