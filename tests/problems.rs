//! What a provider says when it refuses, or when its answer is not what was expected.

#![cfg(feature = "http")]

use oauth1::Response;

fn response(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Response {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Response::new(status, headers, body.as_ref().to_vec())
}

#[test]
fn text_is_read_in_the_charset_of_the_content_type() {
    for (content_type, body, text) in [
        ("text/plain; charset=iso-8859-1", &b"caf\xe9"[..], "café"),
        ("text/plain;CHARSET=\"Windows-1252\"", b"\x80 5", "€ 5"),
        ("text/html; level=1; charset=Shift_JIS", b"\x83\x65", "テ"),
        ("text/plain; charset=utf-16le", b"o\0k\0", "ok"),
        ("text/plain; charset='utf-8'", b"caf\xc3\xa9", "café"),
        ("text/plain", b"caf\xc3\xa9 \xff", "café \u{fffd}"),
        ("text/plain; charset=klingon", b"caf\xc3\xa9", "café"),
        // decoders that give nothing but U+FFFD are none
        ("text/plain; charset=iso-2022-kr", b"caf\xc3\xa9", "café"),
        ("charset", b"caf\xc3\xa9", "café"),
    ] {
        let response = response(200, &[("content-type", content_type)], body);
        assert_eq!(response.text(), text, "{content_type}");
    }
    assert_eq!(response(200, &[], b"caf\xc3\xa9").text(), "café");
}

#[test]
fn a_byte_order_mark_counts_for_more_than_the_content_type() {
    for body in [&b"\xef\xbb\xbfcaf\xc3\xa9"[..], b"\xff\xfec\0a\0f\0\xe9\0"] {
        let latin = [("Content-Type", "text/plain; charset=iso-8859-1")];
        assert_eq!(response(200, &latin, body).text(), "café");
        assert_eq!(response(200, &[], body).text(), "café");
    }
}
