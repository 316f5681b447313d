//! The fields of a body that is no form: what a client signs that takes it for one.

use super::captured::Pair;
#[cfg(feature = "http")]
use crate::json::{Object, string};

/// The fields of a body of this content type as pairs: those of JSON (RFC 8259) on the outermost
/// level, and those of `multipart/form-data` (RFC 7578) that are no files.
pub(super) fn fields(content_type: &str, body: &[u8]) -> Vec<Pair> {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    if essence == "multipart/form-data" {
        let mut named = parts.filter_map(|part| part.split_once('='));
        let boundary = named.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"));
        return boundary.map_or_else(Vec::new, |(_, value)| {
            let boundary = value.trim().trim_matches('"');
            of_multipart(&format!("--{boundary}"), body)
        });
    }
    if essence.ends_with("json") {
        return of_json(body);
    }
    Vec::new()
}

#[cfg(feature = "http")]
fn of_json(body: &[u8]) -> Vec<Pair> {
    let Ok(Object(fields)) = serde_json::from_slice(body) else {
        return Vec::new();
    };
    fields
        .into_iter()
        .map(|(name, value)| {
            let text = string(value).unwrap_or_else(|| value.get().to_owned());
            Pair::new(name, text)
        })
        .collect()
}

#[cfg(not(feature = "http"))]
fn of_json(_: &[u8]) -> Vec<Pair> {
    Vec::new()
}

fn of_multipart(delimiter: &str, body: &[u8]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut rest = body;
    while let Some((_, after)) = split_once(rest, delimiter.as_bytes()) {
        rest = after;
        let part = split_once(rest, delimiter.as_bytes()).map_or(rest, |(part, _)| part);
        let Some((head, content)) = split_once(part, b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(head);
        if let Some(name) = quoted_after(&head, "; name=\"")
            && quoted_after(&head, "filename=\"").is_none()
        {
            let content = content.strip_suffix(b"\r\n").unwrap_or(content);
            pairs.push(Pair::new(name, content));
        }
    }
    pairs
}

/// What stands between `mark` and the next quote.
fn quoted_after<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let (_, after) = text.split_once(mark)?;
    Some(after.split_once('"')?.0)
}

fn split_once<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(mark.len()).position(|own| own == mark)?;
    Some((&bytes[..at], &bytes[at + mark.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(content_type: &str, body: &[u8]) -> Vec<String> {
        let pair = |pair: &Pair| {
            let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
            format!("{}={}", text(&pair.name), text(&pair.value))
        };
        fields(content_type, body).iter().map(pair).collect()
    }

    #[test]
    fn multipart_has_the_fields_that_are_no_files() {
        let body = b"--x y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n\
                     --x y\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.png\"\r\n\r\n\
                     \xff\r\n--x y\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n\r\n--x y--";
        let content_type = "Multipart/Form-Data; Boundary=\"x y\"";
        assert_eq!(shown(content_type, body), ["a=1\r\n2", "b="]);
        assert!(shown("multipart/form-data", body).is_empty());
        assert!(shown("multipart/form-data; boundary=", b"--").is_empty());
    }

    #[test]
    #[cfg(feature = "http")]
    fn json_has_the_fields_of_its_outermost_level() {
        let body = br#"{"a": "1 \u00e9", "b": 2, "a": [3, {"c": 4}]}"#;
        let content_type = "application/vnd.api+json; charset=utf-8";
        assert_eq!(
            shown(content_type, body),
            ["a=1 é", "b=2", "a=[3, {\"c\": 4}]"]
        );
        assert!(shown("application/json", b"[1]").is_empty());
        assert!(shown("text/plain", body).is_empty());
    }
}
