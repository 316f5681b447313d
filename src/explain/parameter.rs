//! Parameters as a person sees them: decoded, encoded, and where each came from.

use std::fmt;

use super::secrets::MASK;
use super::words::shown;
use crate::encode::{percent_decode, percent_encode};
use crate::params::Source;

/// A parameter that was signed.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedParameter {
    name: Vec<u8>,
    value: Vec<u8>,
    encoded_name: String,
    encoded_value: String,
    source: Source,
    pub(super) secret: bool,
}

impl SignedParameter {
    /// A parameter whose name and value are given encoded.
    pub(super) fn encoded(name: &str, value: &str, source: Source) -> Self {
        Self {
            name: percent_decode(name),
            value: percent_decode(value),
            encoded_name: name.to_owned(),
            encoded_value: value.to_owned(),
            source,
            secret: false,
        }
    }

    /// A parameter whose name and value are given as they are.
    pub(super) fn decoded(name: &[u8], value: &[u8], source: Source) -> Self {
        Self {
            name: name.to_vec(),
            value: value.to_vec(),
            encoded_name: percent_encode(name),
            encoded_value: percent_encode(value),
            source,
            secret: false,
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        &self.name
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// The name, percent-encoded: as it is sorted and joined (RFC 5849 §3.4.1.3.2).
    #[must_use]
    pub fn encoded_name(&self) -> &str {
        &self.encoded_name
    }

    /// The value, percent-encoded.
    #[must_use]
    pub fn encoded_value(&self) -> &str {
        &self.encoded_value
    }

    /// Where it travels.
    #[must_use]
    pub fn source(&self) -> Source {
        self.source
    }

    /// Whether the value is a secret, such as a password: texts show it as `***`.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.secret
    }

    /// The value in text.
    pub(super) fn shown_value(&self) -> String {
        if self.secret {
            MASK.to_owned()
        } else {
            shown(&self.value)
        }
    }

    /// The encoded value in text.
    pub(super) fn shown_encoded_value(&self) -> &str {
        if self.secret {
            MASK
        } else {
            &self.encoded_value
        }
    }
}

impl fmt::Debug for SignedParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedParameter")
            .field("name", &shown(&self.name))
            .field("value", &self.shown_value())
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// Where a parameter travels, in words.
pub(super) fn place(source: Source) -> &'static str {
    match source {
        Source::Query => "query",
        Source::Form => "form body",
        Source::Protocol => "oauth_",
    }
}
