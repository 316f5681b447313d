//! Sessions: a client bound to one token, or to none. The only thing that signs.

use std::borrow::Cow;
use std::fmt;

use crate::authorization::{Transmission, header_into, pairs_into};
use crate::base_string::{BaseString, OwnParam, OwnedParam, Protocol};
use crate::body::{self, Body};
use crate::client::{Client, hook_failed};
use crate::encode::{Sink, ascii, ascii_str, begin_pair};
use crate::error::{Error, ErrorKind};
use crate::nonce::{FreshNonce, Timestamp};
use crate::params::prefix;
use crate::request::{BodyHash, FORM, Request, encoded_nonce};
use crate::signature::{HashAlgorithm, SigningKey};
use crate::token::Token;

/// The one version that there is (RFC 5849 §3.1).
const VERSION: OwnParam<'static> = OwnParam {
    prefix: prefix(b"oauth_version"),
    signed: b"%26oauth_version%3D1.0",
    header: b"oauth_version=\"1.0\", ",
};

const EMPTY_TOKEN: OwnParam<'static> = OwnParam {
    prefix: prefix(b"oauth_token"),
    signed: b"%26oauth_token%3D",
    header: b"oauth_token=\"\", ",
};

/// A client bound to one token, or to none. It never changes, is safe to share between threads,
/// and cheap to make: one for each user, for each request if need be.
///
/// ```
/// use oauth1::{Client, Request, Token};
///
/// let client = Client::new("dpf43f3p2l4k3l03", "kd94hf93k423kf44")?;
/// let session = client.session(Token::new("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"));
/// let request = Request::get("http://photos.example.net/photos?file=vacation.jpg")?;
/// let header = session.authorization(&request)?;
/// assert!(header.starts_with(r#"OAuth oauth_consumer_key="dpf43f3p2l4k3l03", "#));
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
pub struct Session {
    client: Client,
    token: Option<Token>,
    encoded_token: Option<OwnedParam>,
    key: SigningKey,
}

impl Session {
    pub(crate) fn new(client: Client, token: Option<Token>) -> Self {
        let key = client.signing_key(token.as_ref().map_or("", Token::secret));
        let encoded_token = token
            .as_ref()
            .map(|token| OwnedParam::new("oauth_token", token.key()));
        Self {
            client,
            token,
            encoded_token,
            key,
        }
    }

    /// The client that this session is bound to.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The token that this session is bound to.
    #[must_use]
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    pub(crate) fn signing_key(&self) -> &SigningKey {
        &self.key
    }

    /// Signs `request` and gives the value of its `Authorization` header, for a program that sends
    /// requests by other means. Each call has a fresh nonce and timestamp.
    ///
    /// # Errors
    ///
    /// As for [`Session::sign`]; and [`ErrorKind::InvalidSetting`] where the parameters do not
    /// travel in the header.
    pub fn authorization(&self, request: &Request) -> Result<String, Error> {
        let mut out = String::new();
        self.authorization_into(request, &mut out)?;
        Ok(out)
    }

    /// Does as [`Session::authorization`], into a string of the caller's, which is emptied first:
    /// used again, it spares the allocation.
    ///
    /// # Errors
    ///
    /// As for [`Session::authorization`].
    pub fn authorization_into(&self, request: &Request, out: &mut String) -> Result<(), Error> {
        let mut value = std::mem::take(out).into_bytes();
        value.clear();
        self.authorization_to(request, &mut value)?;
        *out = header_text(value);
        Ok(())
    }

    /// Does as [`Session::authorization`], into anything that takes bytes: UTF-8, since a
    /// realm need not be ASCII. Where it fails, nothing is put into it.
    pub(crate) fn authorization_to(
        &self,
        request: &Request,
        out: &mut impl Sink,
    ) -> Result<(), Error> {
        if self.transmission(request) != Transmission::Header {
            return Err(Error::new(
                ErrorKind::InvalidSetting,
                "the parameters travel in the query or the form body, so there is no \
                 Authorization value: sign the request instead",
            ));
        }
        self.with_base_string(request, |base_string| {
            self.header_into(base_string, request, out)
        })
    }

    /// Signs `request`: what comes of it is what is to be sent, byte for byte.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InsecureTransport`] for `PLAINTEXT` over plain `http`,
    /// [`ErrorKind::InvalidHeader`] for a request that has an `Authorization` header where the
    /// parameters travel in it, [`ErrorKind::InvalidSetting`] for parameters that are to travel in
    /// a body that is no form or that the method does not have,
    /// [`ErrorKind::SigningFailed`] where a custom method failed, or the client's nonce hook,
    /// [`ErrorKind::InvalidParameter`] for an empty nonce of that hook's, and for an `oauth_`
    /// parameter in a query or form body where the signature travels elsewhere.
    pub fn sign<'r>(&self, request: &'r Request) -> Result<SignedRequest<'r>, Error> {
        let transmission = self.transmission(request);
        self.with_base_string(request, |base_string| {
            let mut text = Vec::new();
            base_string.write(&mut text);
            let mut signed = SignedRequest {
                method: Cow::Borrowed(request.method()),
                url: Cow::Borrowed(request.url().as_str()),
                headers: request
                    .headers()
                    .iter()
                    .map(|(name, value)| (Cow::Borrowed(&**name), Cow::Borrowed(&**value)))
                    .collect(),
                body: request.has_body().then_some(Cow::Borrowed(request.body())),
                stream: request.body_stream().cloned(),
                authorization: None,
                base_string: ascii(text),
            };
            let mut content_type = request.content_type();
            match transmission {
                Transmission::Header => {
                    let mut out = Vec::new();
                    self.header_into(base_string, request, &mut out)?;
                    signed.authorization = Some(header_text(out));
                }
                Transmission::Query => {
                    let mut out = Vec::new();
                    self.pairs_into(base_string, &mut out)?;
                    let mut url = request.url().clone();
                    url.push_query(ascii_str(&out));
                    signed.url = Cow::Owned(url.to_string());
                }
                Transmission::Form => {
                    let mut body = request.body().to_vec();
                    begin_pair(&mut body);
                    self.pairs_into(base_string, &mut body)?;
                    signed.body = Some(Cow::Owned(body));
                    content_type = content_type.or(Some(FORM));
                }
            }
            if let Some(content_type) = content_type {
                signed
                    .headers
                    .push(("Content-Type".into(), content_type.into()));
            }
            if let Some(user_agent) = &self.client.settings().user_agent
                && !has_header(request, "User-Agent")
            {
                signed
                    .headers
                    .push(("User-Agent".into(), Cow::Owned(user_agent.clone())));
            }
            Ok(signed)
        })
    }

    pub(crate) fn transmission(&self, request: &Request) -> Transmission {
        request
            .overrides
            .transmission
            .unwrap_or(self.client.settings().transmission)
    }

    /// Checks that `request` can be signed, and hands its base string to `sign`. The one place
    /// where the parameters of a signature come together (RFC 5849 §3.1).
    pub(crate) fn with_base_string<R>(
        &self,
        request: &Request,
        sign: impl FnOnce(&BaseString<'_>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let settings = self.client.settings();
        let oauth_params = settings.oauth_params();
        let completed;
        let request = if oauth_params.is_empty() {
            request
        } else {
            completed = request.with_oauth_params(oauth_params)?;
            &completed
        };
        let overrides = &request.overrides;
        may_panic!("signature");
        self.check(request)?;

        let hash = match overrides.body_hash.unwrap_or(settings.body_hash) {
            BodyHash::Never => None,
            _ if request.is_form() || self.transmission(request) == Transmission::Form => None,
            BodyHash::Always => Some(settings.signature_method.body_hash()),
            BodyHash::AlwaysWith(algorithm) => Some(algorithm),
        };
        let body_hash = hash
            .map(|hash| body_hash(hash, request))
            .transpose()?
            .map(|hash| OwnedParam::new("oauth_body_hash", &hash));
        let fresh;
        let hooked;
        let nonce = match (&overrides.nonce, &settings.nonce) {
            (Some(nonce), _) => nonce.as_param(),
            (None, Some(hook)) => {
                let nonce = hook().map_err(|error| hook_failed("nonce", &error))?;
                hooked = encoded_nonce(&nonce)?;
                hooked.as_param()
            }
            (None, None) => {
                fresh = FreshNonce::new();
                fresh.as_param()
            }
        };
        let timestamp = Timestamp::new(match (overrides.timestamp, overrides.clock_offset) {
            (Some(timestamp), _) => timestamp,
            (None, Some(offset)) => settings.now()?.saturating_add_signed(offset),
            (None, None) => settings.now_at(request.url())?,
        });

        let send_empty = overrides.empty_token.unwrap_or(settings.empty_token);
        let token = match &self.encoded_token {
            Some(token) => Some(token.as_param()),
            None => send_empty.then_some(EMPTY_TOKEN),
        };
        let version = overrides.version.unwrap_or(settings.version);
        let protocol = Protocol([
            body_hash.as_ref().map(OwnedParam::as_param),
            Some(settings.encoded_key.as_param()),
            Some(nonce),
            Some(settings.encoded_method.as_param()),
            Some(timestamp.as_param()),
            token,
            version.then_some(VERSION),
        ]);
        sign(&BaseString {
            head: request.head(),
            params: request.params(),
            protocol: &protocol,
        })
    }

    fn check(&self, request: &Request) -> Result<(), Error> {
        let settings = self.client.settings();
        request.check_places(self.transmission(request))?;
        if settings.signature_method.reveals_secrets()
            && !request.url().is_https()
            && !settings.plaintext_over_http
        {
            return Err(Error::new(
                ErrorKind::InsecureTransport,
                "PLAINTEXT sends the secrets themselves, and the URL is plain http: use https \
                 (RFC 5849 §3.4.4)",
            ));
        }
        match self.transmission(request) {
            Transmission::Header if has_header(request, "Authorization") => Err(Error::new(
                ErrorKind::InvalidHeader,
                "the request has an Authorization header, which is the signature's: leave it out, \
                 or have the parameters travel in the query",
            )),
            Transmission::Form if matches!(request.method(), "GET" | "HEAD") => Err(Error::new(
                ErrorKind::InvalidSetting,
                format!(
                    "a {} request has no form body for the parameters",
                    request.method()
                ),
            )),
            Transmission::Form if request.content_type().is_some() && !request.is_form() => {
                Err(Error::new(
                    ErrorKind::InvalidSetting,
                    format!(
                        "the parameters cannot travel in a body of the type {}: expected {FORM}",
                        request.content_type().unwrap_or("unknown")
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    fn header_into(
        &self,
        base_string: &BaseString<'_>,
        request: &Request,
        out: &mut impl Sink,
    ) -> Result<(), Error> {
        let realm = request
            .overrides
            .realm
            .as_ref()
            .or(self.client.settings().realm.as_ref());
        let signature = self.key.sign(base_string)?;
        let (protocol, params) = (base_string.protocol, base_string.params);
        header_into(out, realm.map(String::as_str), protocol, params, &signature);
        Ok(())
    }

    fn pairs_into(&self, base_string: &BaseString<'_>, out: &mut impl Sink) -> Result<(), Error> {
        let signature = self.key.sign(base_string)?;
        pairs_into(out, base_string.protocol, base_string.params, &signature);
        Ok(())
    }
}

/// Whether `request` has a header of this name of its own.
fn has_header(request: &Request, name: &str) -> bool {
    let mut headers = request.headers().iter();
    headers.any(|(own, _)| own.eq_ignore_ascii_case(name))
}

fn body_hash(hash: HashAlgorithm, request: &Request) -> Result<String, Error> {
    let Some(body) = request.body_stream() else {
        return hash
            .base64(request.body())
            .map_err(|error| body::invalid(error.to_string()));
    };
    if !body.is_repeatable() {
        return Err(body::invalid(
            "the body hash needs a body that can be read twice, before and while it is sent",
        ));
    }
    hash.base64(body.open()?)
        .map_err(|error| body::invalid(format!("the body cannot be read: {error}")))
}

/// The value of a header as the text that it is.
fn header_text(value: Vec<u8>) -> String {
    String::from_utf8(value).expect("a realm is text, and all else is ASCII")
}

/// Shows the token's key, and no secret.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("client", &self.client)
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}

/// A signed request: what is to be sent, byte for byte. What it need not change it borrows from
/// the request; [`into_owned`](SignedRequest::into_owned) cuts the tie.
#[derive(Clone)]
pub struct SignedRequest<'r> {
    method: Cow<'r, str>,
    url: Cow<'r, str>,
    headers: Vec<(Cow<'r, str>, Cow<'r, str>)>,
    body: Option<Cow<'r, [u8]>>,
    stream: Option<Body>,
    authorization: Option<String>,
    base_string: String,
}

impl SignedRequest<'_> {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The URL; it carries the signature where the parameters travel in the query.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers, `Authorization` and `Content-Type` among them where the request has them.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let authorization = self
            .authorization
            .iter()
            .map(|value| ("Authorization", &**value));
        authorization.chain(self.headers.iter().map(|(name, value)| (&**name, &**value)))
    }

    /// The body; it carries the signature where the parameters travel in the form body. `None`
    /// where the request has none; empty where it is read when it is sent.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// The body, where it is read when it is sent.
    #[must_use]
    pub fn body_stream(&self) -> Option<&Body> {
        self.stream.as_ref()
    }

    /// The value of the `Authorization` header; `None` where the parameters travel elsewhere.
    #[must_use]
    pub fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }

    /// The signature base string (RFC 5849 §3.4.1). `PLAINTEXT` has no use for it, but it is here
    /// all the same.
    #[must_use]
    pub fn base_string(&self) -> &str {
        &self.base_string
    }

    /// The same, with copies of what was borrowed.
    #[must_use]
    pub fn into_owned(self) -> SignedRequest<'static> {
        SignedRequest {
            method: Cow::Owned(self.method.into_owned()),
            url: Cow::Owned(self.url.into_owned()),
            headers: self
                .headers
                .into_iter()
                .map(|(name, value)| {
                    (
                        Cow::Owned(name.into_owned()),
                        Cow::Owned(value.into_owned()),
                    )
                })
                .collect(),
            body: self.body.map(|body| Cow::Owned(body.into_owned())),
            stream: self.stream,
            authorization: self.authorization,
            base_string: self.base_string,
        }
    }
}

/// Shows no URL query, header value or body: they carry the signature.
impl fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("SignedRequest")
            .field("method", &self.method)
            .field("url", &url)
            .finish_non_exhaustive()
    }
}
