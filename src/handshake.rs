//! The handshake (RFC 5849 §2), step by step: each is one call, with what it needs in hand.

use zeroize::Zeroizing;

use crate::client::Client;
use crate::encode::percent_encode;
use crate::error::{Error, ErrorKind};
use crate::request::Request;
use crate::response::{MAX_TOKEN_RESPONSE, TokenResponse};
use crate::session::Session;
use crate::token::Token;
use crate::url::Url;

/// Where a step of the handshake is asked for: a URL, which is posted to, or a [`Request`] of the
/// caller's, which can have another method, further parameters, headers, a time limit.
///
/// ```no_run
/// use oauth1::{Client, Request};
///
/// let client = Client::new("key", "secret")?;
/// let response = client.request_token("https://example.com/initiate", "oob")?;
///
/// let mut endpoint = Request::get("https://example.com/initiate")?;
/// endpoint.param("scope", "read")?;
/// let response = client.request_token(endpoint, "oob")?;
/// # Ok::<(), oauth1::Error>(())
/// ```
pub trait Endpoint {
    /// The request, before the step adds its own parameters.
    ///
    /// # Errors
    ///
    /// As for [`Request::post`].
    fn into_request(self) -> Result<Request, Error>;
}

impl Endpoint for &str {
    fn into_request(self) -> Result<Request, Error> {
        Request::post(self)
    }
}

impl Endpoint for &String {
    fn into_request(self) -> Result<Request, Error> {
        Request::post(self)
    }
}

impl Endpoint for Request {
    fn into_request(self) -> Result<Request, Error> {
        Ok(self)
    }
}

impl Client {
    /// The first step of the handshake (RFC 5849 §2.1): asks for a request token. The user is sent
    /// back to `callback`, or sees a PIN where that is `oob`.
    ///
    /// # Errors
    ///
    /// As for [`Session::send`]; [`ErrorKind::Refused`] for any status but 2xx, with the provider's
    /// words; [`ErrorKind::InvalidTokenResponse`] where the token or its secret is missing;
    /// [`ErrorKind::CallbackNotConfirmed`] where the provider does not confirm the callback
    /// and the client insists on it.
    pub fn request_token(
        &self,
        endpoint: impl Endpoint,
        callback: &str,
    ) -> Result<TokenResponse, Error> {
        let mut request = endpoint.into_request()?;
        request.oauth_param("oauth_callback", callback)?;
        let response = self.session_without_token().send_for_token(&request)?;
        if self.settings().http.callback_confirmation && !response.callback_confirmed() {
            return Err(Error::new(
                ErrorKind::CallbackNotConfirmed,
                "the provider did not confirm the callback: expected \
                 oauth_callback_confirmed=true (RFC 5849 §2.1) beside the request token",
            ));
        }
        Ok(response)
    }

    /// The last step (RFC 5849 §2.3): exchanges a request token that the user has authorized, and
    /// the verifier that came back, for an access token. An empty verifier is not sent: there are
    /// providers that have none.
    ///
    /// # Errors
    ///
    /// As for [`Client::request_token`].
    pub fn access_token(
        &self,
        endpoint: impl Endpoint,
        request_token: Token,
        verifier: &str,
    ) -> Result<TokenResponse, Error> {
        let mut request = endpoint.into_request()?;
        if !verifier.is_empty() {
            request.oauth_param("oauth_verifier", verifier)?;
        }
        self.session(request_token).send_for_token(&request)
    }

    /// Exchanges an access token for a new one, by the session handle that came with it (the OAuth
    /// session extension; [`TokenResponse::session_handle`]). Where a provider renews a token
    /// without a handle, it is empty, and not sent.
    ///
    /// # Errors
    ///
    /// As for [`Client::request_token`].
    pub fn renew(
        &self,
        endpoint: impl Endpoint,
        access_token: Token,
        session_handle: &str,
    ) -> Result<TokenResponse, Error> {
        let mut request = endpoint.into_request()?;
        if !session_handle.is_empty() {
            request.oauth_param("oauth_session_handle", session_handle)?;
        }
        self.session(access_token).send_for_token(&request)
    }

    /// Gets an access token for a user whose name and password the program has (xAuth), where a
    /// provider lets it: one step, no request token.
    ///
    /// # Errors
    ///
    /// As for [`Client::request_token`]; [`ErrorKind::InsecureTransport`] for a URL that is not
    /// `https`, where the password could be read on the way, unless the client allows
    /// [`plaintext_over_http`](crate::ClientBuilder::plaintext_over_http).
    pub fn xauth(
        &self,
        endpoint: impl Endpoint,
        username: &str,
        password: &str,
    ) -> Result<TokenResponse, Error> {
        let mut request = endpoint.into_request()?;
        if !request.url().is_https() && !self.settings().plaintext_over_http {
            return Err(Error::new(
                ErrorKind::InsecureTransport,
                "xAuth sends the password, and the URL is plain http: use https",
            ));
        }
        request
            .form("x_auth_username", username)?
            .form("x_auth_password", password)?
            .form("x_auth_mode", "client_auth")?;
        let secret = Zeroizing::new(password.to_owned());
        request.overrides.secrets.push(secret);
        self.session_without_token().send_for_token(&request)
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
        let token = [("oauth_token", request_token)];
        url_with(url, token.iter().chain(extra).copied())
    }
}

impl Session {
    fn send_for_token(&self, request: &Request) -> Result<TokenResponse, Error> {
        let mut response = self.send_limited(request, MAX_TOKEN_RESPONSE)?;
        let token = TokenResponse::from_response(&response);
        response.wipe();
        token
    }
}

/// A URL with further parameters in its query.
pub(crate) fn url_with<'p>(
    url: &str,
    params: impl Iterator<Item = (&'p str, &'p str)>,
) -> Result<String, Error> {
    let mut url = Url::parse(url)?;
    for (name, value) in params {
        url.push_query(&format!(
            "{}={}",
            percent_encode(name),
            percent_encode(value)
        ));
    }
    Ok(url.to_string())
}
