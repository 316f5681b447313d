//! The parameters of a request as a server collects them, from header, query and form body
//! (RFC 5849 §3.4.1.3.1), and the rules that hold for them as a whole (§3.1, §3.5).

use super::received::ReceivedRequest;
use super::refusal::{Reason, VerifyError};
use crate::authorization::{HeaderParams, Transmission, is_oauth, is_realm, two_realms};
use crate::encode::{Plus, decoded, form_pairs};
use crate::error::Error;
use crate::explain::quoted;
use crate::params::{Param, Params, Source};
use crate::url::Url;

/// What was collected.
pub(super) struct Parameters {
    /// All that are signed.
    pub params: Params,
    /// The signature, decoded.
    pub signature: Option<Vec<u8>>,
    /// Where the protocol parameters travel.
    pub transmission: Transmission,
    pub realm: Option<String>,
}

impl Parameters {
    /// Those of a request whose public URL this is.
    pub fn collect(
        request: &ReceivedRequest<'_>,
        url: &Url,
        is_form: bool,
    ) -> Result<Self, VerifyError> {
        let mut collector = Collector {
            parameters: Self {
                params: Params::default(),
                signature: None,
                transmission: Transmission::Header,
                realm: None,
            },
            place: None,
        };
        let query = url.query().unwrap_or_default().as_bytes();
        let header = oauth_header(request)?;
        let form = if is_form { request.body } else { &[] };
        let bytes = query.len() + header.map_or(0, str::len) + form.len();
        collector.parameters.params.reserve(12, bytes + 96);
        collector.form(query, Transmission::Query)?;
        if let Some(header) = header {
            collector.header(header)?;
        }
        collector.form(form, Transmission::Form)?;
        if collector.place.is_none() {
            let detail = "the request has no oauth_ parameter, in header, query or form body";
            return Err(VerifyError::new(Reason::NotSigned, detail));
        }
        refuse_repeated(&collector.parameters.params)?;
        Ok(collector.parameters)
    }
}

/// The `Authorization` header of the scheme OAuth; those of other schemes are not ours.
fn oauth_header<'r>(request: &ReceivedRequest<'r>) -> Result<Option<&'r str>, VerifyError> {
    let mut headers = request
        .headers("Authorization")
        .filter(|value| is_oauth(value));
    let first = headers.next();
    if headers.next().is_some() {
        let detail = "the request has two Authorization headers of the scheme OAuth";
        return Err(VerifyError::new(Reason::ParameterRepeated, detail));
    }
    Ok(first)
}

struct Collector {
    parameters: Parameters,
    /// Where protocol parameters were found.
    place: Option<Transmission>,
}

impl Collector {
    fn form(&mut self, form: &[u8], place: Transmission) -> Result<(), VerifyError> {
        for (name, value) in form_pairs(form) {
            self.push(name, value, Plus::Space, place)?;
        }
        Ok(())
    }

    fn header(&mut self, header: &str) -> Result<(), VerifyError> {
        let malformed = |error: Error| VerifyError::new(Reason::Malformed, error.message());
        for param in HeaderParams::new(header).map_err(malformed)? {
            let (name, value) = param.map_err(malformed)?;
            if !is_realm(name) {
                let (name, value) = (name.as_bytes(), value.as_bytes());
                self.push(name, value, Plus::Itself, Transmission::Header)?;
            } else if self.parameters.realm.replace(value.into_owned()).is_some() {
                return Err(malformed(two_realms()));
            }
        }
        Ok(())
    }

    fn push(
        &mut self,
        name: &[u8],
        value: &[u8],
        plus: Plus,
        place: Transmission,
    ) -> Result<(), VerifyError> {
        let source = match place {
            Transmission::Header => Source::Protocol,
            Transmission::Query => Source::Query,
            Transmission::Form => Source::Form,
        };
        if name == b"oauth_signature" {
            self.note_place(place)?;
            return self.sign(decoded(value, plus));
        }
        let params = &mut self.parameters.params;
        params
            .push_encoded(name, value, plus, source)
            .map_err(|error| VerifyError::new(Reason::Malformed, error.message()))?;
        let Some(pushed) = params.last().filter(Param::is_protocol) else {
            return Ok(());
        };
        if pushed.name == b"oauth_signature" {
            // its name was encoded
            let signature = pushed.decoded_value();
            params.pop();
            self.note_place(place)?;
            return self.sign(signature);
        }
        params.set_last_source(Source::Protocol);
        self.note_place(place)
    }

    /// Notes where a protocol parameter was found: all of them are in one place.
    fn note_place(&mut self, place: Transmission) -> Result<(), VerifyError> {
        if self.place.is_some_and(|other| other != place) {
            let detail = "there are oauth_ parameters in more than one of header, query and form \
                          body";
            return Err(VerifyError::new(Reason::TwoPlaces, detail));
        }
        self.place = Some(place);
        self.parameters.transmission = place;
        Ok(())
    }

    fn sign(&mut self, signature: Vec<u8>) -> Result<(), VerifyError> {
        match self.parameters.signature.replace(signature) {
            None => Ok(()),
            Some(_) => Err(repeated(b"oauth_signature")),
        }
    }
}

/// Refuses protocol parameters that are there twice (RFC 5849 §3.1).
fn refuse_repeated(params: &Params) -> Result<(), VerifyError> {
    let mut before: &[u8] = b"";
    for &index in params.sorted() {
        let param = params.get(index as usize);
        if param.is_protocol() && param.name == before {
            return Err(repeated(&param.decoded_name()));
        }
        before = param.name;
    }
    Ok(())
}

fn repeated(name: &[u8]) -> VerifyError {
    let detail = format!("{} is given twice", quoted(name));
    VerifyError::new(Reason::ParameterRepeated, detail)
}
