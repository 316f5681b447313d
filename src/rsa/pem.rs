//! PEM texts (RFC 7468). White space counts for nothing: keys are pasted from forms.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use zeroize::Zeroizing;

use super::invalid;
use crate::error::Error;

/// `key` as text, if it is PEM.
pub(super) fn text(key: &[u8]) -> Option<&str> {
    std::str::from_utf8(key)
        .ok()
        .filter(|text| text.contains("-----BEGIN"))
}

/// `text` with line ends, where it comes from an environment variable that has none.
pub(super) fn readable(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.replace("\\n", "\n"))
}

/// A part of a PEM text.
pub(super) struct Section<'t> {
    pub label: &'t str,
    /// What follows the label.
    rest: &'t str,
}

/// The parts of `text`.
pub(super) fn sections(text: &str) -> impl Iterator<Item = Section<'_>> {
    text.split("-----BEGIN ")
        .skip(1)
        .filter_map(|rest| rest.split_once("-----"))
        .map(|(label, rest)| Section { label, rest })
}

impl Section<'_> {
    /// Whether its headers say that it is encrypted (RFC 1421 §4.6.1.1).
    pub fn is_encrypted(&self) -> bool {
        self.rest
            .split_once("-----END ")
            .is_some_and(|(body, _)| body.contains("ENCRYPTED"))
    }

    /// What it holds.
    pub fn body(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (body, _) = self.rest.split_once("-----END ").ok_or_else(damaged)?;
        // as large as it can be: growing would leave a copy behind that nobody wipes
        let mut digits = Zeroizing::new(Vec::with_capacity(body.len()));
        digits.extend(body.bytes().filter(|byte| !byte.is_ascii_whitespace()));
        Ok(Zeroizing::new(
            BASE64.decode(&*digits).map_err(|_| damaged())?,
        ))
    }

    /// That it is something else than was expected.
    pub fn unexpected(&self, expected: &str) -> Error {
        let label = self.label;
        // what is no label may be the key itself, where a dash is missing
        let is_label =
            label.len() <= 40 && label.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
        if is_label {
            invalid(format!("the key is a {label:?}: expected {expected}"))
        } else {
            damaged()
        }
    }
}

pub(super) fn damaged() -> Error {
    invalid("the key is a damaged PEM text: expected -----BEGIN … KEY----- to -----END …")
}
