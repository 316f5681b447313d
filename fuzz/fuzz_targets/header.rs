//! An `Authorization` header is refused, or its parameters are those that it is written of anew.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth1::AuthorizationHeader;
use oauth1_fuzz::rfc;

fuzz_target!(|text: &str| {
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
        .any(|(name, _)| name.is_empty() || name.eq_ignore_ascii_case(b"realm"))
    {
        return;
    }
    assert_eq!(
        again.expect("it is written as it should be").params(),
        header.params()
    );
    _ = format!("{header:?}");
});
