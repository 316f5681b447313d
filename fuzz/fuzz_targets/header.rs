//! An `Authorization` header is refused, or its parameters are those that it is written of anew; and
//! pairs are read as they were written, in whatever way HTTP allows for that.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth1::AuthorizationHeader;
use oauth1_fuzz::rfc;

/// The pairs as a header, in a way of writing it that depends on `style` (RFC 5849 §3.5.1,
/// RFC 9110 §5.6 and §11.4): the scheme in any case, lists with blanks and empty elements, values as
/// they are, in quotes, or with each character of them escaped.
fn written(pairs: &[rfc::Pair], style: usize) -> String {
    let scheme = ["OAuth ", "oauth ", "OAUTH  ", "oAuth\t"][style % 4];
    let between = [",", ", ", " ,\t", ",,", " , , "][style % 5];
    let equals = ["=", " = ", "=\t"][style % 3];
    let params = pairs.iter().enumerate().map(|(at, (name, value))| {
        let value = rfc::encode(value);
        let value = match (style + at) % 3 {
            0 => value,
            1 => format!("\"{value}\""),
            _ => {
                let escaped: String = value.chars().flat_map(|c| ['\\', c]).collect();
                format!("\"{escaped}\"")
            }
        };
        format!("{}{equals}{value}", rfc::encode(name))
    });
    let params: Vec<String> = params.collect();
    format!("{scheme}{}", params.join(between))
}

fn is_realm(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"realm")
}

fuzz_target!(|text: &str| {
    let mut pairs = rfc::form(text.as_bytes());
    pairs.retain(|(name, _)| !name.is_empty() && !is_realm(name));
    let header = AuthorizationHeader::parse(&written(&pairs, text.len()));
    assert_eq!(header.expect("it is one way to write it").params(), pairs);

    let Ok(header) = AuthorizationHeader::parse(text) else {
        return;
    };
    for (name, _) in header.params() {
        let name = std::str::from_utf8(name);
        assert!(name.is_err() || header.get(name.unwrap_or_default()).is_some());
    }
    let written: Vec<String> = header
        .params()
        .iter()
        .map(|(name, value)| format!("{}=\"{}\"", rfc::encode(name), rfc::encode(value)))
        .collect();
    let again = AuthorizationHeader::parse(&format!("OAuth {}", written.join(", ")));
    // a name that is empty, or called realm once it is decoded, cannot be written anew
    if header
        .params()
        .iter()
        .any(|(name, _)| name.is_empty() || is_realm(name))
    {
        return;
    }
    assert_eq!(
        again.expect("it is written as it should be").params(),
        header.params()
    );
    _ = format!("{header:?}");
});
