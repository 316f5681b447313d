//! The base string is that of an implementation which was written apart, by the RFC's words.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1_fuzz::rfc;

#[derive(Arbitrary, Debug)]
struct Input {
    method: Vec<u8>,
    secure: bool,
    host: Vec<u8>,
    port: Option<u16>,
    path: Vec<u8>,
    query: Option<Vec<u8>>,
    pairs: Vec<rfc::Pair>,
}

const METHOD: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!";
const HOST: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
// what RFC 3986 has in a path, and what a query has beside it
const PATH: &[u8] = b"abzABZ019-._~!$&'()*+,;=:@/";
const QUERY: &[u8] = b"abzABZ019-._~!$&'()*+,;=:@/?&=&=";

/// Bytes as characters of an alphabet; with `escapes` every eighth is a percent-encoded byte.
fn text(bytes: &[u8], alphabet: &[u8], escapes: bool) -> String {
    let mut text = String::new();
    for byte in bytes {
        if escapes && byte % 8 == 7 {
            text.push_str(&format!("%{:02x}", byte.reverse_bits()));
        } else {
            text.push(char::from(alphabet[usize::from(*byte) % alphabet.len()]));
        }
    }
    text
}

fuzz_target!(|input: Input| {
    let method = format!("G{}", text(&input.method, METHOD, false));
    let scheme = if input.secure { "https" } else { "HTTP" };
    let host = text(&input.host[..input.host.len().min(40)], HOST, false);
    let port = input.port.filter(|port| *port > 0);
    let port = port.map_or(String::new(), |port| format!(":{port}"));
    let mut url = format!("{scheme}://{host}.example{port}");
    if !input.path.is_empty() {
        url = format!("{url}/{}", text(&input.path, PATH, true));
    }
    if host.is_empty() || host.to_ascii_lowercase().starts_with("xn") {
        return; // ".example" is no host, and punycode has rules of its own
    }
    let query = input.query.map(|query| text(&query, QUERY, true));
    let mut pairs = rfc::form(query.as_deref().unwrap_or_default().as_bytes());
    let whole = query.map_or(url.clone(), |query| format!("{url}?{query}"));
    pairs.extend(input.pairs.iter().cloned());

    let ours = oauth1::base_string(&method, &whole, input.pairs.iter().map(|(n, v)| (n, v)));
    let ours = ours.unwrap_or_else(|error| panic!("{whole}: {error}"));
    assert_eq!(
        ours,
        rfc::base_string(&method, &rfc::uri(&whole), &pairs),
        "{method} {whole}"
    );
});
