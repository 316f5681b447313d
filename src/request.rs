//! Requests: what is to be signed and sent.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

#[cfg(feature = "http")]
use zeroize::Zeroizing;

use crate::authorization::{Transmission, quoted_realm};
use crate::base_string::{OwnedParam, head};
use crate::body::{self, Body};
use crate::cancellation::Cancellation;
use crate::encode::{ascii_str, begin_pair, percent_encode};
use crate::error::{Error, ErrorKind, shown};
use crate::multipart::Multipart;
use crate::params::{Params, Source};
use crate::signature::HashAlgorithm;
use crate::url::Url;

/// The content type of form data, whose pairs are signed (RFC 5849 §3.4.1.3.1).
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The longest time that is waited for anything: ten years. The clock ends some time after.
pub(crate) const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The parameters that the signer writes itself; a request may not bring them along, since none
/// may be sent twice (RFC 5849 §3.1).
const SIGNERS_OWN: [&str; 8] = [
    "oauth_body_hash",
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
    "oauth_version",
];

/// A request: method, URL, parameters, headers, body. Parameters are encoded once, when they are
/// added; a request can be signed and sent any number of times.
///
/// ```
/// use oauth1::Request;
///
/// let mut tweet = Request::post("https://api.twitter.com/1/statuses/update.json")?;
/// tweet.param("status", "Hello Ladies + Gentlemen")?.header("Accept", "application/json")?;
/// assert_eq!(tweet.body(), b"status=Hello%20Ladies%20%2B%20Gentlemen");
///
/// let mut timeline = Request::get("https://api.twitter.com/1/statuses/home_timeline.json")?;
/// timeline.param("count", "5")?;
/// assert!(timeline.url().as_str().ends_with("home_timeline.json?count=5"));
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
pub struct Request {
    method: Cow<'static, str>,
    url: Url,
    /// The head of the base string.
    head: Vec<u8>,
    params: Params,
    headers: Vec<(String, String)>,
    content_type: Option<Cow<'static, str>>,
    /// Whether the content type is that of form data.
    is_form: bool,
    body: Vec<u8>,
    has_body: bool,
    /// The body, where it is read when it is sent.
    stream: Option<Body>,
    pub(crate) overrides: Overrides,
}

/// What a request has otherwise than its client's settings say.
#[derive(Clone, Default)]
pub(crate) struct Overrides {
    pub nonce: Option<OwnedParam>,
    pub timestamp: Option<u64>,
    /// Quoted.
    pub realm: Option<String>,
    pub version: Option<bool>,
    pub transmission: Option<Transmission>,
    pub body_hash: Option<BodyHash>,
    pub empty_token: Option<bool>,
    pub repeatable: bool,
    pub timeout: Option<Duration>,
    pub max_response_size: Option<u64>,
    pub cancellation: Option<Cancellation>,
    /// How far the provider's clock is ahead, where its refusal showed that: the request was signed
    /// anew by it.
    pub clock_offset: Option<i64>,
    /// What the request carries that no error may repeat, beside what signs it.
    #[cfg(feature = "http")]
    pub secrets: Vec<Zeroizing<String>>,
}

/// What can be set for one request, and [unset](Request::unset) again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum RequestSetting {
    /// [`Request::nonce`].
    Nonce = 1,
    /// [`Request::timestamp`].
    Timestamp = 2,
    /// [`Request::realm`].
    Realm = 3,
    /// [`Request::version`].
    Version = 4,
    /// [`Request::transmission`].
    Transmission = 5,
    /// [`Request::body_hash`].
    BodyHash = 6,
    /// [`Request::empty_token`].
    EmptyToken = 7,
    /// [`Request::repeatable`].
    Repeatable = 8,
    /// [`Request::timeout`].
    Timeout = 9,
    /// [`Request::max_response_size`].
    MaxResponseSize = 10,
    /// [`Request::cancellation`].
    Cancellation = 11,
}

/// Whether requests carry `oauth_body_hash` (the body hash draft, 2009). A form body never has
/// one: its pairs are signed themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyHash {
    /// None: few providers want it.
    #[default]
    Never,
    /// On every request that has no form body, an empty body included, by the hash of the
    /// signature method.
    Always,
    /// The same, by this hash.
    AlwaysWith(HashAlgorithm),
}

impl Request {
    /// A request of any method.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for a method that is no token (RFC 9110 §5.6.2),
    /// [`ErrorKind::InvalidUrl`] as for [`Url::parse`], [`ErrorKind::InvalidParameter`] where the
    /// query holds a parameter that the signer writes itself.
    pub fn new(method: &str, url: &str) -> Result<Self, Error> {
        let url = Url::parse(url)?;
        let mut params = Params::default();
        if let Some(query) = url.query() {
            params.push_form(query.as_bytes(), Source::Query)?;
            check_protocol(&params, "the URL's query")?;
        }
        let method = checked_method(method)?;
        Ok(Self {
            head: head(&method, &url),
            method,
            url,
            params,
            headers: Vec::new(),
            content_type: None,
            is_form: false,
            body: Vec::new(),
            has_body: false,
            stream: None,
            overrides: Overrides::default(),
        })
    }

    /// A GET request; errors as for [`Request::new`].
    #[allow(clippy::missing_errors_doc)]
    pub fn get(url: &str) -> Result<Self, Error> {
        Self::new("GET", url)
    }

    /// A POST request; errors as for [`Request::new`].
    #[allow(clippy::missing_errors_doc)]
    pub fn post(url: &str) -> Result<Self, Error> {
        Self::new("POST", url)
    }

    /// Adds a parameter where the method has its place: to the query for GET, HEAD, DELETE and
    /// OPTIONS, and where the content type is set to another than a form's; otherwise to the form
    /// body. Names and
    /// values can be text or bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for a name that is the signer's own.
    pub fn param(
        &mut self,
        name: impl AsRef<[u8]>,
        value: impl AsRef<[u8]>,
    ) -> Result<&mut Self, Error> {
        let in_query = matches!(&*self.method, "GET" | "HEAD" | "DELETE" | "OPTIONS");
        if in_query || (self.content_type.is_some() && !self.is_form) {
            self.query(name, value)
        } else {
            self.form(name, value)
        }
    }

    /// Adds a parameter to the query.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for a name that is the signer's own.
    pub fn query(
        &mut self,
        name: impl AsRef<[u8]>,
        value: impl AsRef<[u8]>,
    ) -> Result<&mut Self, Error> {
        self.check_name(name.as_ref())?;
        let mut pair = Vec::new();
        self.params
            .push(name.as_ref(), value.as_ref(), Source::Query, &mut pair)?;
        self.url.push_query(ascii_str(&pair));
        Ok(self)
    }

    /// Adds a parameter to the form body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for a name that is the signer's own, or where the request
    /// has a body that is no form.
    pub fn form(
        &mut self,
        name: impl AsRef<[u8]>,
        value: impl AsRef<[u8]>,
    ) -> Result<&mut Self, Error> {
        self.check_name(name.as_ref())?;
        if !self.is_form() {
            if let Some(content_type) = &self.content_type {
                return Err(Error::new(
                    ErrorKind::InvalidParameter,
                    format!(
                        "a form parameter cannot be added to a body of the type {content_type}: \
                         expected {FORM}"
                    ),
                ));
            }
            self.content_type = Some(Cow::Borrowed(FORM));
            self.is_form = true;
        }
        self.has_body = true;
        begin_pair(&mut self.body);
        self.params
            .push(name.as_ref(), value.as_ref(), Source::Form, &mut self.body)?;
        Ok(self)
    }

    /// Sets the body, any bytes, and its content type. One of the type
    /// `application/x-www-form-urlencoded` is form data, and its pairs are signed; of any other
    /// the bytes are not, unless the body hash is.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for a content type that no header may hold,
    /// [`ErrorKind::InvalidParameter`] for form data that holds a parameter of the signer's own.
    pub fn set_body(
        &mut self,
        content_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Result<&mut Self, Error> {
        let body = body.into();
        self.set_content_type(content_type, &body)?;
        self.body = body;
        self.has_body = true;
        self.stream = None;
        Ok(self)
    }

    /// Sets the body, to be read piece by piece when it is sent, and its content type. Its bytes
    /// are not signed, unless the body hash is: then it is read once more, before.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for a content type that no header may hold,
    /// [`ErrorKind::InvalidBody`] for form data, whose pairs are signed: that is given to
    /// [`set_body`](Request::set_body).
    pub fn stream_body(
        &mut self,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Result<&mut Self, Error> {
        check_streamed(content_type)?;
        self.set_content_type(content_type, &[])?;
        self.body.clear();
        self.has_body = true;
        self.stream = Some(body.into());
        Ok(self)
    }

    /// Sets the body: fields and files (RFC 7578).
    ///
    /// # Errors
    ///
    /// None that can be helped: those of [`stream_body`](Request::stream_body).
    pub fn multipart(&mut self, form: Multipart) -> Result<&mut Self, Error> {
        self.stream_body(&form.content_type(), form.into_body())
    }

    /// Adds a header. `Content-Type` is set, not added; `Authorization` is the signer's where the
    /// parameters travel in it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for a name that is no token (RFC 9110 §5.1) or a value with
    /// control characters, CR and LF among them; for `Host`, `Content-Length` and
    /// `Transfer-Encoding`, which follow from the URL and the body. [`ErrorKind::InvalidParameter`]
    /// for a content type that makes form data of a body which is none that can be signed.
    pub fn header(&mut self, name: &str, value: &str) -> Result<&mut Self, Error> {
        check_header(name, value)?;
        if name.eq_ignore_ascii_case("Content-Type") {
            if self.stream.is_some() {
                check_streamed(value)?;
            }
            let body = std::mem::take(&mut self.body);
            let result = self.set_content_type(value, &body);
            self.body = body;
            result?;
        } else {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
        Ok(self)
    }

    /// Adds an `oauth_` parameter beyond those that the signer writes: `oauth_callback`,
    /// `oauth_verifier`, `oauth_session_handle`, or a provider's own. It travels where the
    /// signature does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for a name that does not begin with `oauth_`, is the
    /// signer's own, or is there already.
    pub fn oauth_param(&mut self, name: &str, value: &str) -> Result<&mut Self, Error> {
        if !name.starts_with("oauth_") {
            return Err(Error::new(
                ErrorKind::InvalidParameter,
                format!(
                    "{} is no protocol parameter: expected a name that begins with oauth_",
                    shown(name)
                ),
            ));
        }
        self.check_name(name.as_bytes())?;
        self.params.push(
            name.as_bytes(),
            value.as_bytes(),
            Source::Protocol,
            &mut Vec::new(),
        )?;
        Ok(self)
    }

    /// Sets the nonce of this request; otherwise each signature has a fresh one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for an empty one.
    pub fn nonce(&mut self, nonce: &str) -> Result<&mut Self, Error> {
        self.overrides.nonce = Some(encoded_nonce(nonce)?);
        Ok(self)
    }

    /// Sets the timestamp of this request, in seconds since 1970-01-01 00:00:00 GMT; otherwise
    /// each signature has the time at which it is made.
    pub fn timestamp(&mut self, seconds: u64) -> &mut Self {
        self.overrides.timestamp = Some(seconds);
        self
    }

    /// Sets the realm of this request (RFC 5849 §3.5.1). It is sent in the `Authorization` header
    /// and never signed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for one with control characters.
    pub fn realm(&mut self, realm: &str) -> Result<&mut Self, Error> {
        self.overrides.realm = Some(quoted_realm(realm)?);
        Ok(self)
    }

    /// Sends `oauth_version` with this request, or leaves it out (it is optional, RFC 5849 §3.1).
    pub fn version(&mut self, send: bool) -> &mut Self {
        self.overrides.version = Some(send);
        self
    }

    /// Sets where the `oauth_` parameters of this request travel.
    pub fn transmission(&mut self, transmission: Transmission) -> &mut Self {
        self.overrides.transmission = Some(transmission);
        self
    }

    /// Sets whether this request carries `oauth_body_hash`.
    pub fn body_hash(&mut self, body_hash: BodyHash) -> &mut Self {
        self.overrides.body_hash = Some(body_hash);
        self
    }

    /// Sends an empty `oauth_token` where the session has no token (RFC 5849 §3.1 lets it be left
    /// out; there are providers that want it), or leaves it out.
    pub fn empty_token(&mut self, send: bool) -> &mut Self {
        self.overrides.empty_token = Some(send);
        self
    }

    /// Says that the request can be sent twice without harm, whatever its method, so that
    /// [`Retries`](crate::Retries) hold for it as for GET.
    pub fn repeatable(&mut self, repeatable: bool) -> &mut Self {
        self.overrides.repeatable = repeatable;
        self
    }

    /// Sets the time limit of this request as a whole, redirects included. Each attempt of
    /// [`Retries`](crate::Retries) has it for itself.
    pub fn timeout(&mut self, timeout: Duration) -> &mut Self {
        self.overrides.timeout = Some(timeout.min(LONGEST));
        self
    }

    /// Sets the size of the largest response body that is taken for this request, in bytes.
    pub fn max_response_size(&mut self, bytes: u64) -> &mut Self {
        self.overrides.max_response_size = Some(bytes);
        self
    }

    /// Undoes what was set for this request, so that it has what the client's settings say.
    pub fn unset(&mut self, setting: RequestSetting) -> &mut Self {
        let own = &mut self.overrides;
        match setting {
            RequestSetting::Nonce => own.nonce = None,
            RequestSetting::Timestamp => own.timestamp = None,
            RequestSetting::Realm => own.realm = None,
            RequestSetting::Version => own.version = None,
            RequestSetting::Transmission => own.transmission = None,
            RequestSetting::BodyHash => own.body_hash = None,
            RequestSetting::EmptyToken => own.empty_token = None,
            RequestSetting::Repeatable => own.repeatable = false,
            RequestSetting::Timeout => own.timeout = None,
            RequestSetting::MaxResponseSize => own.max_response_size = None,
            RequestSetting::Cancellation => own.cancellation = None,
        }
        self
    }

    /// Lets this request be called off while it is sent.
    pub fn cancellation(&mut self, cancellation: &Cancellation) -> &mut Self {
        self.overrides.cancellation = Some(cancellation.clone());
        self
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The URL with its query, before a signature is added to it.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The headers, but for the content type.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The content type of the body.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The body, before a signature is added to it. Empty where it is read when it is sent.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, where it is read when it is sent.
    #[must_use]
    pub fn body_stream(&self) -> Option<&Body> {
        self.stream.as_ref()
    }

    /// The same, with those of `params` that it does not have.
    pub(crate) fn with_oauth_params(&self, params: &[(String, String)]) -> Result<Self, Error> {
        let mut request = self.clone();
        for (name, value) in params {
            let there = request
                .params
                .protocol()
                .any(|own| own.name_once() == *name);
            if !there {
                request.oauth_param(name, value)?;
            }
        }
        Ok(request)
    }

    /// Checks that no `oauth_` parameter travels elsewhere than the signature: all of them are in
    /// one place (RFC 5849 §3.5).
    pub(crate) fn check_places(&self, transmission: Transmission) -> Result<(), Error> {
        let Some(stray) = self.params.stray(transmission) else {
            return Ok(());
        };
        let place = |transmission| match transmission {
            Transmission::Header => "the Authorization header",
            Transmission::Query => "the URL's query",
            Transmission::Form => "the form body",
        };
        let there = match stray.source {
            Source::Form => Transmission::Form,
            _ => Transmission::Query,
        };
        Err(Error::new(
            ErrorKind::InvalidParameter,
            format!(
                "{} is in {}, and the signature in {}: expected it among the oauth_ parameters, \
                 which travel with the signature (RFC 5849 §3.5)",
                stray.name_once(),
                place(there),
                place(transmission)
            ),
        ))
    }

    /// Whether the body is form data.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.is_form
    }

    pub(crate) fn has_body(&self) -> bool {
        self.has_body
    }

    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    pub(crate) fn params(&self) -> &Params {
        &self.params
    }

    /// Takes on a content type, and the parameters that `body` has under it.
    fn set_content_type(&mut self, content_type: &str, body: &[u8]) -> Result<(), Error> {
        check_header("Content-Type", content_type)?;
        let is_form = is_form(content_type);
        let mut params = self.params.clone();
        params.remove(Source::Form);
        if is_form {
            params.push_form(body, Source::Form)?;
            check_protocol(&params, "the form body")?;
        }
        self.params = params;
        self.content_type = Some(Cow::Owned(content_type.to_owned()));
        self.is_form = is_form;
        Ok(())
    }

    /// Checks the name of one more parameter.
    fn check_name(&self, name: &[u8]) -> Result<(), Error> {
        if !name.starts_with(b"oauth_") {
            return Ok(());
        }
        if let Some(own) = SIGNERS_OWN.iter().find(|own| own.as_bytes() == name) {
            return Err(Error::new(
                ErrorKind::InvalidParameter,
                format!("{own} is written by the signer: set it as a setting, not as a parameter"),
            ));
        }
        let name = percent_encode(name);
        if self.params.iter().any(|param| param.name_once() == name) {
            return Err(twice(&name));
        }
        Ok(())
    }
}

#[cfg(feature = "http")]
impl Request {
    /// Whether it can be sent twice without harm (RFC 9110 §9.2.2).
    pub(crate) fn is_repeatable(&self) -> bool {
        self.overrides.repeatable
            || matches!(
                &*self.method,
                "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE"
            )
    }

    /// Whether it can be signed and sent anew: its body can be read again, and neither nonce nor
    /// timestamp was set, which a second signature would repeat.
    pub(crate) fn is_renewable(&self) -> bool {
        self.is_replayable() && self.overrides.nonce.is_none() && self.overrides.timestamp.is_none()
    }

    /// Whether its body can be read again.
    pub(crate) fn is_replayable(&self) -> bool {
        self.stream.as_ref().is_none_or(Body::is_repeatable)
    }

    /// The request that a redirect asks for: this method, that URL, the same `oauth_` parameters
    /// and headers, and the same body, if it is kept.
    pub(crate) fn redirected(
        &self,
        method: &str,
        url: &str,
        keep_body: bool,
    ) -> Result<Self, Error> {
        let mut next = Self::new(method, url)?;
        next.headers.clone_from(&self.headers);
        next.overrides = Overrides {
            nonce: None,
            timestamp: None,
            ..self.overrides.clone()
        };
        let mut sources = vec![Source::Protocol];
        if keep_body {
            sources.push(Source::Form);
            next.content_type.clone_from(&self.content_type);
            next.is_form = self.is_form;
            next.body.clone_from(&self.body);
            next.has_body = self.has_body;
            next.stream.clone_from(&self.stream);
        }
        next.params.push_from(&self.params, &sources);
        Ok(next)
    }
}

/// Shows no query, header value or body: they may carry secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.params.iter().map(|param| param.name_once()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("params", &names)
            .field("content_type", &self.content_type)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Whether this is the name of a parameter that the signer writes itself.
#[cfg(feature = "http")]
pub(crate) fn is_signers_own(name: &[u8]) -> bool {
    SIGNERS_OWN.iter().any(|own| own.as_bytes() == name)
}

/// A nonce of the caller's, encoded.
pub(crate) fn encoded_nonce(nonce: &str) -> Result<OwnedParam, Error> {
    if nonce.is_empty() {
        return Err(Error::new(
            ErrorKind::InvalidParameter,
            "the nonce is empty",
        ));
    }
    Ok(OwnedParam::new("oauth_nonce", nonce))
}

/// Whether a content type is that of form data, whatever its parameters and case.
pub(crate) fn is_form(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(FORM)
}

/// Checks the content type of a body that is read when it is sent.
fn check_streamed(content_type: &str) -> Result<(), Error> {
    if is_form(content_type) {
        return Err(body::invalid(
            "form data is signed, so it cannot be read while it is sent: expected it as bytes",
        ));
    }
    Ok(())
}

fn twice(name: &str) -> Error {
    let message = format!("{name} is given twice: each protocol parameter is sent once");
    Error::new(ErrorKind::InvalidParameter, message)
}

/// Checks that the protocol parameters among `params` are not the signer's own, and that each is
/// there once (RFC 5849 §3.1). `place` is where they were just read.
fn check_protocol(params: &Params, place: &str) -> Result<(), Error> {
    let mut seen = HashSet::new();
    for param in params
        .iter()
        .filter(|param| param.name.starts_with(b"oauth_"))
    {
        if let Some(own) = SIGNERS_OWN.iter().find(|own| own.as_bytes() == param.name) {
            let message = format!("{place} holds {own}, which the signer writes: leave it out");
            return Err(Error::new(ErrorKind::InvalidParameter, message));
        }
        if !seen.insert(param.name) {
            return Err(twice(&param.name_once()));
        }
    }
    Ok(())
}

/// Whether `text` is a token (RFC 9110 §5.6.2), as methods and the names of headers are.
pub(crate) fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}

fn checked_method(method: &str) -> Result<Cow<'static, str>, Error> {
    const KNOWN: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
    if let Some(known) = KNOWN
        .iter()
        .find(|known| known.eq_ignore_ascii_case(method))
    {
        return Ok(Cow::Borrowed(known));
    }
    if method.eq_ignore_ascii_case("CONNECT") {
        return Err(Error::new(
            ErrorKind::InvalidHeader,
            "the method CONNECT asks for a tunnel, of which no URL can be signed",
        ));
    }
    if !is_token(method) {
        return Err(Error::new(
            ErrorKind::InvalidHeader,
            format!(
                "the method {} is none: expected letters, such as POST",
                shown(method)
            ),
        ));
    }
    Ok(Cow::Owned(method.to_ascii_uppercase()))
}

pub(crate) fn check_header(name: &str, value: &str) -> Result<(), Error> {
    let refuse = |message: String| Err(Error::new(ErrorKind::InvalidHeader, message));
    if !is_token(name) {
        return refuse(format!(
            "the header name {} is none: expected letters, digits and -",
            shown(name)
        ));
    }
    if let Some(control) = value
        .bytes()
        .find(|&byte| byte.is_ascii_control() && byte != b'\t')
    {
        return refuse(format!(
            "the header {name} holds the control character 0x{control:02X}"
        ));
    }
    if ["Host", "Content-Length", "Transfer-Encoding"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(name))
    {
        return refuse(format!(
            "the header {name} follows from the URL and the body"
        ));
    }
    Ok(())
}
