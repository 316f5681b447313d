//! Bodies of the type `multipart/form-data` (RFC 7578): fields and files.

use std::fmt::Write as _;
use std::path::Path;

use crate::body::Body;
use crate::error::{Error, ErrorKind};
use crate::nonce::nonce;

/// Fields and files, as a body of the type `multipart/form-data` (RFC 7578). Files are read when
/// the request is sent. None of it is signed (RFC 5849 §3.4.1.3.1), unless the body hash is.
///
/// ```no_run
/// use oauth1::{Multipart, Request};
///
/// let mut form = Multipart::new();
/// form.text("status", "Hello Ladies + Gentlemen")?.file("media", "holiday.jpg")?;
/// let mut request = Request::post("https://api.example.com/statuses")?;
/// request.multipart(form)?;
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Multipart {
    boundary: String,
    parts: Vec<Body>,
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl Multipart {
    /// No fields yet.
    pub fn new() -> Self {
        let mut boundary = String::from("oauth1-");
        boundary.extend(nonce().iter().map(|&byte| char::from(byte)));
        Self {
            boundary,
            parts: Vec::new(),
        }
    }

    /// Adds a field.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for an empty name.
    pub fn text(&mut self, name: &str, value: impl Into<Vec<u8>>) -> Result<&mut Self, Error> {
        self.push(name, None, None, Body::bytes(value))
    }

    /// Adds a file under its own name, of the type `application/octet-stream`.
    ///
    /// # Errors
    ///
    /// As for [`Body::file`] and [`Multipart::part`].
    pub fn file(&mut self, name: &str, path: impl AsRef<Path>) -> Result<&mut Self, Error> {
        let path = path.as_ref();
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let body = Body::file(path)?;
        self.part(name, &file_name, "application/octet-stream", body)
    }

    /// Adds a file: its name, its content type and its content.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidParameter`] for an empty name, [`ErrorKind::InvalidHeader`] for a content
    /// type with control characters.
    pub fn part(
        &mut self,
        name: &str,
        file_name: &str,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Result<&mut Self, Error> {
        self.push(name, Some(file_name), Some(content_type), body.into())
    }

    fn push(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        content_type: Option<&str>,
        body: Body,
    ) -> Result<&mut Self, Error> {
        if name.is_empty() {
            return Err(Error::new(
                ErrorKind::InvalidParameter,
                "the name of a multipart field is empty",
            ));
        }
        let between = if self.parts.is_empty() { "" } else { "\r\n" };
        let mut head = format!(
            "{between}--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            escaped(name)
        );
        if let Some(file_name) = file_name {
            let _ = write!(head, "; filename=\"{}\"", escaped(file_name));
        }
        if let Some(content_type) = content_type {
            if content_type.bytes().any(|byte| byte.is_ascii_control()) {
                return Err(Error::new(
                    ErrorKind::InvalidHeader,
                    "the content type of a multipart field holds a control character",
                ));
            }
            let _ = write!(head, "\r\nContent-Type: {content_type}");
        }
        head.push_str("\r\n\r\n");
        self.parts.push(Body::bytes(head));
        self.parts.push(body);
        Ok(self)
    }

    /// The content type, which names the boundary.
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    pub(crate) fn into_body(mut self) -> Body {
        let between = if self.parts.is_empty() { "" } else { "\r\n" };
        let end = format!("{between}--{}--\r\n", self.boundary);
        self.parts.push(Body::bytes(end));
        Body::concatenated(self.parts)
    }
}

/// A name as it stands between quotes (the HTML standard, "multipart/form-data encoding
/// algorithm").
fn escaped(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn text(form: Multipart) -> String {
        let boundary = form.boundary.clone();
        let body = form.into_body();
        let mut text = String::new();
        body.open().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(body.length(), Some(text.len() as u64));
        text.replace(&boundary, "B")
    }

    #[test]
    fn fields_and_files_are_written_as_rfc_7578_says() {
        let mut form = Multipart::new();
        form.text("status", "Hello").unwrap();
        form.part(
            "media",
            "a \"b\"\r\n.jpg",
            "image/jpeg",
            b"\xFF\xD8".to_vec(),
        )
        .unwrap();
        let boundary = form.boundary.clone();
        let mut bytes = Vec::new();
        let mut reader = form.into_body().open().unwrap();
        reader.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).replace(&boundary, "B");
        assert_eq!(
            text,
            "--B\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nHello\r\n\
             --B\r\nContent-Disposition: form-data; name=\"media\"; \
             filename=\"a %22b%22%0D%0A.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\
             \u{FFFD}\u{FFFD}\r\n--B--\r\n"
        );
    }

    #[test]
    fn no_fields_are_an_empty_form() {
        assert_eq!(text(Multipart::new()), "--B--\r\n");
    }

    #[test]
    fn the_length_is_known_where_that_of_every_part_is() {
        let mut form = Multipart::new();
        form.part("a", "a", "text/plain", Body::reader(&b"a"[..], None))
            .unwrap();
        let body = form.into_body();
        assert_eq!(body.length(), None);
        assert!(!body.is_repeatable());
    }
}
