//! The signature base string once more, by the words of RFC 5849 alone: nothing here is taken from
//! the library, and nothing is quick. Two that were written apart hardly have the same fault.

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
}
