//! Explanations: one signature, step by step (RFC 5849 §3.4 and §3.5).

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use super::finding::{Finding, write_findings};
use super::parameter::{SignedParameter, place};
use super::secrets::{MASK, MaskedKey, Secrets};
use super::url_change::{UrlChange, url_changes};
use super::words::{shown, shown_whole};
use super::{answer, comparison};
use crate::authorization::{Transmission, header_into, pairs_into};
use crate::base_string::BaseString;
use crate::encode::{ascii, percent_decode};
use crate::error::Error;
use crate::params::Source;
use crate::request::Request;
use crate::session::Session;
use crate::signature::{Signature, SignatureMethod};

/// One signature, step by step: what was signed, in which order, with what, and what came of it.
/// Its text is for a person; it holds no secret, and neither does what the methods give, but for
/// the parameters of the request itself.
///
/// ```
/// use oauth1::{Client, Request, Token};
///
/// let client = Client::new("dpf43f3p2l4k3l03", "kd94hf93k423kf44")?;
/// let session = client.session(Token::new("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"));
/// let mut request = Request::get("HTTP://Photos.example.net:80/photos?size=original")?;
/// request.nonce("kllo9940pd9333jh")?.timestamp(1191242096);
///
/// let explanation = session.explain(&request)?;
/// assert_eq!(explanation.base_string_uri(), "http://photos.example.net/photos");
/// assert_eq!(explanation.url_changes()[2].to_string(), "default port dropped: :80");
/// assert_eq!(explanation.key().text(), "***&***");
/// println!("{explanation}");
///
/// // a provider tells what it has signed: its query got lost
/// let findings = explanation.compare(
///     "GET&http%3A%2F%2Fphotos.example.net%2Fphotos&oauth_consumer_key%3Ddpf43f3p2l4k3l03\
///      %26oauth_nonce%3Dkllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1\
///      %26oauth_timestamp%3D1191242096%26oauth_token%3Dnnch734d00sl2jdk%26oauth_version%3D1.0",
/// );
/// assert_eq!(findings[0].cause(), oauth1::Cause::MissingQueryParameter);
/// assert!(findings[0].detail().contains("size"));
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
pub struct Explanation {
    pub(super) method: String,
    pub(super) signature_method: String,
    pub(super) base_string_uri: String,
    pub(super) url_changes: Vec<UrlChange>,
    pub(super) parameters: Vec<SignedParameter>,
    pub(super) base_string: String,
    pub(super) key: MaskedKey,
    pub(super) signature: String,
    pub(super) transmission: Transmission,
    pub(super) carried: String,
    pub(super) findings: Vec<Finding>,
    pub(super) secrets: Secrets,
}

impl Session {
    /// Signs `request`, once, and tells how: for a look at what is signed, and to compare with what
    /// a provider says. What it gives can be sent, unless the signature is masked; each call has a
    /// nonce and timestamp of its own, unless the request has them set.
    ///
    /// # Errors
    ///
    /// As for [`Session::sign`].
    pub fn explain(&self, request: &Request) -> Result<Explanation, Error> {
        self.with_base_string(request, |base_string| {
            let secrets = Secrets::new(self.client(), self.token());
            let signature = self.signing_key().sign(base_string)?;
            let method = self.client().signature_method();
            let shown = shown_signature(method, &secrets, &signature);
            let transmission = self.transmission(request);
            let own = request.overrides.realm.as_deref();
            let realm = own.or(self.client().settings().realm.as_deref());
            let carried = if shown.is_some() {
                carried(base_string, transmission, realm, &signature)
            } else {
                let none = Signature::Text(Cow::Borrowed(b""));
                let mut carried = carried(base_string, transmission, realm, &none);
                let quote = usize::from(transmission == Transmission::Header);
                carried.insert_str(carried.len() - quote, MASK);
                carried
            };
            let mut text = Vec::new();
            base_string.write(&mut text);
            let parameters = marked(collected(base_string), &secrets);
            let key = MaskedKey::new(method, &secrets);
            Ok(Explanation {
                method: request.method().to_owned(),
                signature_method: method.name().to_owned(),
                base_string_uri: request.url().base_string_uri().to_owned(),
                url_changes: url_changes(request.url()),
                findings: secrets.findings(&key, &parameters),
                key,
                parameters,
                base_string: ascii(text),
                signature: shown.unwrap_or_else(|| MASK.to_owned()),
                transmission,
                carried,
                secrets,
            })
        })
    }
}

/// A signature as text; `None` where it is the secrets themselves.
fn shown_signature(
    method: &SignatureMethod,
    secrets: &Secrets,
    signature: &Signature<'_>,
) -> Option<String> {
    let mut encoded = Zeroizing::new(String::with_capacity(signature.max_len()));
    signature.put(&mut *encoded);
    let decoded = Zeroizing::new(percent_decode(&*encoded));
    let hidden = method.reveals_secrets() || secrets.are_in(&decoded);
    (!hidden).then(|| String::from_utf8_lossy(&decoded).into_owned())
}

/// The `oauth_` parameters as they travel with this signature.
fn carried(
    base_string: &BaseString<'_>,
    transmission: Transmission,
    realm: Option<&str>,
    signature: &Signature<'_>,
) -> String {
    let mut carried = String::new();
    let (protocol, params) = (base_string.protocol, base_string.params);
    match transmission {
        Transmission::Header => header_into(&mut carried, realm, protocol, params, signature),
        _ => pairs_into(&mut carried, protocol, params, signature),
    }
    carried
}

/// The parameters in the order in which they came together: those of the request, then the
/// signer's own.
fn collected(base_string: &BaseString<'_>) -> Vec<SignedParameter> {
    let request = base_string.params.iter().map(|param| {
        SignedParameter::encoded(&param.name_once(), &param.value_once(), param.source)
    });
    let own = base_string.protocol.iter().map(|own| {
        let (name, value) = own.pair();
        SignedParameter::encoded(name, value, Source::Protocol)
    });
    request.chain(own).collect()
}

/// The parameters, those marked whose values are secrets.
pub(super) fn marked(
    mut parameters: Vec<SignedParameter>,
    secrets: &Secrets,
) -> Vec<SignedParameter> {
    for parameter in &mut parameters {
        parameter.secret = secrets.are_told_by(parameter.name(), parameter.value());
    }
    parameters
}

impl Explanation {
    /// The method that was signed.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The name of the signature method.
    #[must_use]
    pub fn signature_method(&self) -> &str {
        &self.signature_method
    }

    /// The base string URI (RFC 5849 §3.4.1.2).
    #[must_use]
    pub fn base_string_uri(&self) -> &str {
        &self.base_string_uri
    }

    /// What was changed of the URL that was given.
    #[must_use]
    pub fn url_changes(&self) -> &[UrlChange] {
        &self.url_changes
    }

    /// The parameters that were signed, in the order in which they were collected.
    #[must_use]
    pub fn parameters(&self) -> &[SignedParameter] {
        &self.parameters
    }

    /// The parameters in the order that is signed: by encoded name, then by encoded value, byte by
    /// byte (RFC 5849 §3.4.1.3.2).
    #[must_use]
    pub fn sorted_parameters(&self) -> Vec<&SignedParameter> {
        let mut sorted: Vec<_> = self.parameters.iter().collect();
        sorted.sort_by_key(|parameter| (parameter.encoded_name(), parameter.encoded_value()));
        sorted
    }

    /// The signature base string (RFC 5849 §3.4.1).
    #[must_use]
    pub fn base_string(&self) -> &str {
        &self.base_string
    }

    /// The key, its secrets masked.
    #[must_use]
    pub fn key(&self) -> &MaskedKey {
        &self.key
    }

    /// The signature, before it is percent-encoded; `***` where it is the secrets themselves, as
    /// that of `PLAINTEXT`.
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// Where the `oauth_` parameters travel.
    #[must_use]
    pub fn transmission(&self) -> Transmission {
        self.transmission
    }

    /// The `oauth_` parameters as they travel: the value of the `Authorization` header, or the
    /// pairs that are appended to the query or the form body. The signature is masked as in
    /// [`signature`](Explanation::signature).
    #[must_use]
    pub fn carried(&self) -> &str {
        &self.carried
    }

    /// The value of the `Authorization` header; `None` where the parameters travel elsewhere.
    #[must_use]
    pub fn authorization(&self) -> Option<&str> {
        (self.transmission == Transmission::Header).then_some(&self.carried)
    }

    /// What is odd about the request or the secrets, whatever a provider says.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Compares a provider's base string with this one: what differs, and the likely cause. It may
    /// come as providers print it, percent-encoded once more or escaped for HTML. Of one that is
    /// the same the finding is that the secrets differ.
    #[must_use]
    pub fn compare(&self, base_string: &str) -> Vec<Finding> {
        comparison::compare(self, base_string)
    }

    /// Translates a provider's refusal of this request into what to do, as
    /// [`explain_answer`](crate::explain_answer) does, by the time of its timestamp; a base string
    /// in the answer is [compared](Explanation::compare) with this one.
    ///
    /// # Errors
    ///
    /// As for [`explain_answer`](crate::explain_answer).
    pub fn explain_answer<N: AsRef<str>, V: AsRef<str>>(
        &self,
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<Vec<Finding>, Error> {
        answer::findings(status, headers, body, self.timestamp(), Some(self))
    }

    /// The signed timestamp.
    fn timestamp(&self) -> u64 {
        self.parameters
            .iter()
            .find(|parameter| parameter.name() == b"oauth_timestamp")
            .and_then(|parameter| parameter.encoded_value().parse().ok())
            .unwrap_or_default()
    }

    /// `text` with the values masked that are secrets, and the secrets themselves wherever they stand,
    /// such as in a path.
    fn masked(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for parameter in self.parameters.iter().filter(|parameter| parameter.secret) {
            let (name, value) = (parameter.encoded_name(), parameter.encoded_value());
            let (name_twice, value_twice) = (name.replace('%', "%25"), value.replace('%', "%25"));
            for (open, name, value, close) in [
                ("%3D", &*name_twice, &*value_twice, ""),
                ("=\"", name, value, "\""),
                ("=", name, value, ""),
            ] {
                let shown = format!("{name}{open}{MASK}{close}");
                text = text.replace(&format!("{name}{open}{value}{close}"), &shown);
            }
        }
        self.secrets.masked(&text)
    }

    fn write_parameters(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |text: fn(&SignedParameter) -> String| {
            let lengths = self.parameters.iter().map(|own| text(own).chars().count());
            lengths.max().unwrap_or_default().min(40)
        };
        let place_width = width(|own| place(own.source()).to_owned());
        let name_width = width(|own| shown(own.name()));
        for own in &self.parameters {
            let (place, name) = (place(own.source()), self.secrets.masked(&shown(own.name())));
            let value = own.shown_value();
            let line = format!("   {place:place_width$}  {name:name_width$}  {value}");
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} {}, signed by {}\n",
            shown(&self.method),
            shown_whole(self.masked(&self.base_string_uri)),
            shown(&self.signature_method)
        )?;
        writeln!(f, "1. Parameters, and where each came from")?;
        self.write_parameters(f)?;
        writeln!(f, "\n2. Parameters, encoded and sorted")?;
        for own in self.sorted_parameters() {
            let name = self.secrets.masked(own.encoded_name());
            writeln!(f, "   {name}={}", own.shown_encoded_value())?;
        }
        writeln!(f, "\n3. Base string URI")?;
        writeln!(f, "   {}", shown_whole(self.masked(&self.base_string_uri)))?;
        for change in &self.url_changes {
            writeln!(f, "   {}", self.masked(&change.to_string()))?;
        }
        writeln!(f, "\n4. Base string")?;
        writeln!(f, "   {}", shown_whole(self.masked(&self.base_string)))?;
        writeln!(f, "\n5. Key\n   {}", self.key)?;
        writeln!(f, "\n6. Signature\n   {}", shown_whole(&self.signature))?;
        let place = match self.transmission {
            Transmission::Header => "Authorization header",
            Transmission::Query => "Appended to the query",
            Transmission::Form => "Appended to the form body",
        };
        writeln!(f, "\n7. {place}")?;
        writeln!(f, "   {}", shown_whole(self.masked(&self.carried)))?;
        if !self.findings.is_empty() {
            writeln!(f, "\nOdd about it")?;
            write_findings(f, &self.findings)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("method", &self.method)
            .field("base_string_uri", &self.masked(&self.base_string_uri))
            .field("signature_method", &self.signature_method)
            .field("parameters", &self.parameters)
            .field("key", &self.key)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
