//! Base strings and signatures once more, by the words of RFC 5849 alone: nothing here is taken from
//! the library, and nothing is quick. Two that were written apart hardly have the same fault. HMAC
//! is that of aws-lc, where the library has another.

use aws_lc_rs::{hmac, signature};

/// A name and its value, decoded.
pub type Pair = (Vec<u8>, Vec<u8>);

/// §3.6: "Characters in the unreserved character set as defined by [RFC3986], Section 2.3 (ALPHA,
/// DIGIT, "-", ".", "_", "~") MUST NOT be encoded. All other characters MUST be encoded. The two
/// hexadecimal characters used to represent encoded characters MUST be uppercase."
pub fn encode(text: &[u8]) -> String {
    let mut encoded = String::new();
    for &byte in text {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// What a percent-encoded text stands for. A `%` that begins no sequence stands for itself.
pub fn decode(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match (text[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}

/// §3.4.1.3.1: the query component and the entity-body are parsed "as an
/// "application/x-www-form-urlencoded" string, separating the names and values and decoding them as
/// defined by [W3C.REC-html40-19980424], Section 17.13.4".
pub fn form(text: &[u8]) -> Vec<Pair> {
    let plain = |text: &[u8]| {
        let spaced: Vec<u8> = text
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        decode(&spaced)
    };
    text.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (plain(&pair[..at]), plain(&pair[at + 1..])),
            None => (plain(pair), Vec::new()),
        })
        .collect()
}

/// §3.5.1: the parameters of an `Authorization` header, `realm` left out, which §3.4.1.3.1 does
/// not take. For headers as they should be: of the form that the section shows.
pub fn header(value: &str) -> Vec<Pair> {
    let value = value.strip_prefix("OAuth ").expect("the scheme is OAuth");
    let mut rest = value;
    let mut pairs = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").expect("a value is quoted");
        let end = after
            .char_indices()
            .scan(false, |escaped, (at, c)| {
                let ends = c == '"' && !*escaped;
                *escaped = c == '\\' && !*escaped;
                Some((at, ends))
            })
            .find_map(|(at, ends)| ends.then_some(at))
            .expect("a quote ends");
        if name != "realm" {
            pairs.push((decode(name.as_bytes()), decode(after[..end].as_bytes())));
        }
        rest = after[end + 1..].trim_start_matches(", ");
    }
    pairs
}

/// §3.4.1.2: "The scheme and host MUST be in lowercase", "the host and port values MUST match the
/// content of the HTTP request "Host" header field", "the port MUST be included if it is not the
/// default port for the scheme". For URLs whose host, port and path are as RFC 3986 has them.
pub fn uri(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("the URL is absolute");
    let scheme = scheme.to_lowercase();
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, "/"), // RFC 3986 §6.2.3
    };
    let authority = authority.to_lowercase();
    let default = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(default).unwrap_or(&authority);
    format!("{scheme}://{authority}{path}")
}

/// §3.4.1.1: the method, the base string URI and the parameters, each encoded, with `&` between
/// them. §3.4.1.3.2: the parameters are encoded, "sorted by name, using ascending byte value
/// ordering", and by value where the names are the same; `oauth_signature` is left out.
pub fn base_string(method: &str, uri: &str, pairs: &[Pair]) -> String {
    let mut encoded: Vec<(String, String)> = pairs
        .iter()
        .filter(|(name, _)| name != b"oauth_signature")
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    encoded.sort();
    let joined: Vec<String> = encoded
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let parts = [
        encode(method.to_uppercase().as_bytes()),
        encode(uri.as_bytes()),
        encode(joined.join("&").as_bytes()),
    ];
    parts.join("&")
}

/// How a base string is signed.
#[derive(Clone, Copy, Debug)]
pub enum Method {
    Hmac(hmac::Algorithm),
    /// Checked by this, with a public key.
    Rsa(&'static signature::RsaParameters),
    Plaintext,
}

/// §3.4: the method of this name; the names with other hashes than SHA-1 are those that providers
/// have made of them.
pub fn method(name: &str) -> Method {
    match name {
        "HMAC-SHA1" => Method::Hmac(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        "HMAC-SHA256" => Method::Hmac(hmac::HMAC_SHA256),
        "HMAC-SHA512" => Method::Hmac(hmac::HMAC_SHA512),
        "RSA-SHA1" => Method::Rsa(&signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY),
        "RSA-SHA256" => Method::Rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
        "RSA-SHA512" => Method::Rsa(&signature::RSA_PKCS1_2048_8192_SHA512),
        "PLAINTEXT" => Method::Plaintext,
        other => panic!("{other} is no method"),
    }
}

/// Whether a signature is that of the base string. §3.4.2: the key is the two secrets, each encoded,
/// with `&` between them, "even when empty". §3.4.3: RSASSA-PKCS1-v1_5. §3.4.4: the key itself.
pub fn is_signature(
    signature: &[u8],
    method: Method,
    base_string: &str,
    secrets: [&str; 2],
    public_key: &[u8],
) -> bool {
    let key = secrets.map(|secret| encode(secret.as_bytes())).join("&");
    match method {
        Method::Plaintext => signature == key.as_bytes(),
        Method::Hmac(algorithm) => {
            let key = hmac::Key::new(algorithm, key.as_bytes());
            let tag = hmac::sign(&key, base_string.as_bytes());
            signature == base64(tag.as_ref()).as_bytes()
        }
        Method::Rsa(parameters) => {
            let key = signature::UnparsedPublicKey::new(parameters, public_key);
            let raw = unbase64(signature);
            raw.is_some_and(|raw| key.verify(base_string.as_bytes(), &raw).is_ok())
        }
    }
}

/// RFC 2045 §6.8, without line breaks.
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0u32, |number, at| {
            number << 8 | u32::from(three.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            let digit = (number >> (18 - 6 * at)) as usize & 63;
            text.push(if at > three.len() {
                '='
            } else {
                char::from(BASE64[digit])
            });
        }
    }
    text
}

/// The bytes that this is the base64 of; nothing else is.
fn unbase64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut number, mut bits) = (0u32, 0);
    for byte in text.iter().take_while(|byte| **byte != b'=') {
        let digit = BASE64.iter().position(|own| own == byte)?;
        number = number << 6 | digit as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((number >> bits) as u8);
            number &= (1 << bits) - 1;
        }
    }
    (base64(&bytes).as_bytes() == text).then_some(bytes)
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc_has_its_base_string() {
        // §3.4.1.1 to §3.4.1.3.2
        let url = "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b";
        let mut pairs = form(b"b5=%3D%253D&a3=a&c%40=&a2=r%20b");
        pairs.extend(header(
            "OAuth realm=\"Example\", oauth_consumer_key=\"9djdj82h48djs9d2\", \
             oauth_token=\"kkk9d7dh3k39sjv7\", oauth_signature_method=\"HMAC-SHA1\", \
             oauth_timestamp=\"137131201\", oauth_nonce=\"7d8f3e4a\", oauth_signature=\"bYT5CMsGcbg\"",
        ));
        pairs.extend(form(b"c2&a3=2+q"));
        assert_eq!(
            base_string("POST", &uri(url), &pairs),
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%25\
             3D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d\
             8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%\
             3Dkkk9d7dh3k39sjv7"
        );
    }

    #[test]
    fn the_example_of_the_rfc_has_its_signature() {
        // §1.2, the request for a token
        let pairs = header(
            "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", \
             oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131200\", \
             oauth_nonce=\"wIjqoS\", \
             oauth_callback=\"http%3A%2F%2Fprinter.example.com%2Fready\", \
             oauth_signature=\"74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D\"",
        );
        let uri = uri("https://photos.example.net/initiate");
        let is_of = |signature: &str, secrets: [&str; 2]| {
            let base_string = base_string("POST", &uri, &pairs);
            is_signature(
                signature.as_bytes(),
                method("HMAC-SHA1"),
                &base_string,
                secrets,
                b"",
            )
        };
        assert!(is_of(
            "74KNZJeDHnMBp0EMJ9ZHt/XKycU=",
            ["kd94hf93k423kf44", ""]
        ));
        assert!(!is_of(
            "74KNZJeDHnMBp0EMJ9ZHt/XKycU=",
            ["kd94hf93k423kf44", "x"]
        ));
        assert!(!is_of(
            "74KNZJeDHnMBp0EMJ9ZHt/XKycU",
            ["kd94hf93k423kf44", ""]
        ));
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
            assert_eq!(unbase64(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(unbase64(b"Zg="), None);
        assert_eq!(unbase64(b"Zh=="), None);
    }
}
