//! A URL is refused, or is what is sent, and stays as it is when it is read once more.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth1::Url;

fuzz_target!(|text: &str| {
    let Ok(url) = Url::parse(text) else { return };
    let sent = url.as_str();
    assert!(sent.bytes().all(|byte| byte.is_ascii_graphic()), "{sent}");
    assert_eq!(url.base_string_uri(), [url.origin(), url.path()].concat());
    let query = url.query().map(|query| format!("?{query}"));
    assert_eq!(
        sent,
        [url.base_string_uri(), &query.unwrap_or_default()].concat()
    );
    assert!(url.path().starts_with('/'));
    assert_eq!(url.is_https(), sent.starts_with("https://"));

    let again = Url::parse(sent).expect("what is sent can be read");
    assert_eq!(again.as_str(), sent);
    assert_eq!(again.base_string_uri(), oauth1_fuzz::rfc::uri(sent));
});
