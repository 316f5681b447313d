//! Requests as they were on the wire, and their parameters as a server collects them
//! (RFC 5849 §3.4.1.3.1).

use std::borrow::Cow;
use std::fmt;

use super::MAX_INPUT;
use super::fields::fields;
use crate::authorization::{AuthorizationHeader, Transmission};
use crate::encode::{form_decode, form_pairs};
use crate::error::{Error, ErrorKind};
use crate::request::is_form;
use crate::url::Url;

/// A request as it was on the wire, signed by anyone: to be explained by
/// [`Session::explain_captured`](crate::Session::explain_captured).
///
/// ```
/// use oauth1::CapturedRequest;
///
/// let captured = CapturedRequest::from_http(
///     "https",
///     b"POST /1/statuses/update.json HTTP/1.1\r\n\
///       Host: api.twitter.com\r\n\
///       Content-Type: application/x-www-form-urlencoded\r\n\
///       Authorization: OAuth oauth_consumer_key=\"key\", oauth_signature=\"c2ln\"\r\n\
///       \r\n\
///       status=Hello",
/// )?;
/// assert_eq!(captured.method(), "POST");
/// assert_eq!(captured.url(), "https://api.twitter.com/1/statuses/update.json");
/// assert_eq!(captured.body(), b"status=Hello");
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
pub struct CapturedRequest {
    method: String,
    url: Url,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl CapturedRequest {
    /// A request of this method and URL, without headers and body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] as for [`Url::parse`] and for a URL of more than 64 KiB,
    /// [`ErrorKind::InvalidHeader`] for an empty method.
    pub fn new(method: &str, url: &str) -> Result<Self, Error> {
        if method.is_empty() || method.len() > MAX_INPUT {
            return Err(unreadable("the method is empty or too long"));
        }
        if url.len() > MAX_INPUT {
            let message = format!("the URL has more than the {MAX_INPUT} bytes that are explained");
            return Err(Error::new(ErrorKind::InvalidUrl, message));
        }
        Ok(Self {
            method: method.to_owned(),
            url: Url::parse(url)?,
            headers: Vec::new(),
            body: Vec::new(),
        })
    }

    /// Reads a request as HTTP/1.1 has it (RFC 9112 §3), lines ended by CRLF or LF: request line,
    /// headers, an empty line, the body. A text does not say its scheme: give `http` or `https`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for what is no request, has no `Host`, a body in chunks, or
    /// more than 64 KiB before the body; otherwise as for [`CapturedRequest::new`] and
    /// [`CapturedRequest::set_body`].
    pub fn from_http(scheme: &str, request: &[u8]) -> Result<Self, Error> {
        let (head, body) = split_head(request);
        if head.len() > MAX_INPUT {
            return Err(unreadable(
                "request line and headers have more than the 64 KiB that are explained",
            ));
        }
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split_ascii_whitespace();
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(unreadable(
                "the first line is no request line: expected one such as GET /path HTTP/1.1",
            ));
        };
        let headers = lines.map(split_header).collect::<Result<Vec<_>, _>>()?;
        let header = |name: &str| {
            let mut named = headers
                .iter()
                .filter(|(own, _)| own.eq_ignore_ascii_case(name));
            named.next().map(|(_, value)| value.as_str())
        };
        if header("Transfer-Encoding").is_some_and(|coding| coding.contains("chunked")) {
            return Err(unreadable(
                "the body is in chunks: put them together, and leave Transfer-Encoding out",
            ));
        }
        let url = if target.starts_with('/') {
            let host = header("Host").ok_or_else(|| {
                unreadable(
                    "there is no Host header: expected one, or a whole URL in the first line",
                )
            })?;
            format!("{scheme}://{host}{target}")
        } else {
            target.to_owned()
        };
        let length = header("Content-Length").and_then(|length| length.parse().ok());
        let body = body.get(..length.unwrap_or(body.len())).unwrap_or(body);
        let mut captured = Self::new(method, &url)?;
        captured.headers = headers;
        captured.set_body(body)?;
        Ok(captured)
    }

    /// Adds a header.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`] for headers of more than 64 KiB together.
    pub fn header(&mut self, name: &str, value: &str) -> Result<&mut Self, Error> {
        let size = |(name, value): &(String, String)| name.len() + value.len() + ": \r\n".len();
        let own = (name.to_owned(), value.to_owned());
        if self.headers.iter().chain([&own]).map(size).sum::<usize>() > MAX_INPUT {
            return Err(unreadable(
                "the headers have more than the 64 KiB that are explained",
            ));
        }
        self.headers.push(own);
        self.check_form()?;
        Ok(self)
    }

    /// Sets the body. One that is no form can be of any size: it is only hashed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for a form of more than 64 KiB.
    pub fn set_body(&mut self, body: impl Into<Vec<u8>>) -> Result<&mut Self, Error> {
        self.body = body.into();
        self.check_form()?;
        Ok(self)
    }

    fn check_form(&self) -> Result<(), Error> {
        if self.is_form() && self.body.len() > MAX_INPUT {
            let message = "the form body has more than the 64 KiB that are explained";
            return Err(Error::new(ErrorKind::InvalidParameter, message));
        }
        Ok(())
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The URL as it was given.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.given()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether the body is form data by its content type.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.header_values("Content-Type").any(is_form)
    }

    pub(super) fn parsed_url(&self) -> &Url {
        &self.url
    }

    pub(super) fn header_values(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = move |(own, _): &&(String, String)| own.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .filter(named)
            .map(|(_, value)| value.as_str())
    }
}

/// Shows no query, header value or body: they may carry secrets.
impl fmt::Debug for CapturedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("CapturedRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// What stands before the first empty line, and what follows it.
fn split_head(request: &[u8]) -> (&[u8], &[u8]) {
    // a text that was pasted may begin with empty lines
    let begin = request.iter().position(|byte| !byte.is_ascii_whitespace());
    let request = &request[begin.unwrap_or_default()..];
    let mut start = 0;
    while let Some(length) = request[start..].iter().position(|&byte| byte == b'\n') {
        let line = &request[start..start + length];
        let next = start + length + 1;
        if matches!(line, b"" | b"\r") {
            return (&request[..start], &request[next..]);
        }
        start = next;
    }
    (request, &[])
}

fn split_header(line: &str) -> Result<(String, String), Error> {
    let (name, value) = line.split_once(':').ok_or_else(|| {
        unreadable("a line before the body is no header: expected name, colon and value")
    })?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn unreadable(fault: &str) -> Error {
    let message = format!("the captured request cannot be read: {fault}");
    Error::new(ErrorKind::InvalidHeader, message)
}

/// A parameter as a server collects it.
#[derive(Clone)]
pub(super) struct Pair {
    pub name: Vec<u8>,
    pub value: Vec<u8>,
    /// Name and value as they stood in a query or a form, not decoded.
    pub wire: Option<(Vec<u8>, Vec<u8>)>,
}

impl Pair {
    pub fn new(name: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            wire: None,
        }
    }
}

/// What a server collects of a request: the parameters by where they travel, the signature aside.
#[derive(Default)]
pub(super) struct Collected {
    pub query: Vec<Pair>,
    pub header: Vec<Pair>,
    pub form: Vec<Pair>,
    /// The pairs of a body that is not declared as a form, as if it were.
    pub undeclared_form: Vec<Pair>,
    /// The fields of a body that has some and is no form.
    pub fields: Vec<Pair>,
    pub realm: Option<String>,
    pub signatures: Vec<(Vec<u8>, Transmission)>,
}

impl Collected {
    /// What a server collects of `captured`.
    pub fn new(captured: &CapturedRequest) -> Result<Self, Error> {
        let mut collected = Self {
            query: decoded_pairs(captured.url.query().unwrap_or_default().as_bytes()),
            ..Self::default()
        };
        for value in captured.header_values("Authorization") {
            let scheme = value.trim_start().get(..5).unwrap_or_default();
            if scheme.eq_ignore_ascii_case("OAuth") {
                let header = AuthorizationHeader::parse(value)?;
                collected.realm = header.realm().map(str::to_owned);
                let pairs = header.params().iter();
                let pairs = pairs.map(|(name, value)| Pair::new(name.clone(), value.clone()));
                collected.header.extend(pairs);
            }
        }
        if captured.is_form() {
            collected.form = decoded_pairs(&captured.body);
        } else if captured.body.len() <= MAX_INPUT {
            if captured.body.contains(&b'=') {
                collected.undeclared_form = decoded_pairs(&captured.body);
            }
            let content_type = captured.header_values("Content-Type").next();
            collected.fields = fields(content_type.unwrap_or_default(), &captured.body);
        }
        let Self {
            query,
            header,
            form,
            signatures,
            ..
        } = &mut collected;
        for (pairs, transmission) in [
            (header, Transmission::Header),
            (query, Transmission::Query),
            (form, Transmission::Form),
        ] {
            let is_signature = |pair: &mut Pair| pair.name == b"oauth_signature";
            let found = pairs.extract_if(.., is_signature);
            signatures.extend(found.map(|pair| (pair.value, transmission)));
        }
        Ok(collected)
    }

    /// The parameters that are signed: those of the query, the header and the form.
    pub fn signed(&self) -> impl Iterator<Item = &Pair> + Clone {
        self.query.iter().chain(&self.header).chain(&self.form)
    }

    /// The first parameter of this name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let mut signed = self.signed();
        let pair = signed.find(|pair| pair.name == name.as_bytes())?;
        Some(&pair.value)
    }

    /// The first parameter of this name as text.
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).map(String::from_utf8_lossy)
    }
}

/// The pairs of a query or a form body, decoded, beside what they were.
fn decoded_pairs(form: &[u8]) -> Vec<Pair> {
    form_pairs(form)
        .map(|(name, value)| Pair {
            name: form_decode(name),
            value: form_decode(value),
            wire: Some((name.to_vec(), value.to_vec())),
        })
        .collect()
}
