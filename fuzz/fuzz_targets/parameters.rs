//! Names and values are encoded and decoded as RFC 5849 §3.6 has it, and forms read as HTML has it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth1::{Request, percent_decode, percent_encode};
use oauth1_fuzz::rfc;

const FORM: &str = "application/x-www-form-urlencoded";

fuzz_target!(|bytes: &[u8]| {
    let encoded = percent_encode(bytes);
    assert_eq!(encoded, rfc::encode(bytes));
    assert_eq!(percent_decode(&encoded), bytes);
    assert_eq!(percent_decode(bytes), rfc::decode(bytes));

    let mut request = Request::post("http://a.example/").expect("the URL is right");
    if request.set_body(FORM, bytes).is_err() {
        // it holds a parameter that is the signer's
        let own = |(name, _): &rfc::Pair| name.starts_with(b"oauth_");
        assert!(rfc::form(bytes).iter().any(own));
        return;
    }
    assert_eq!(request.body(), bytes);
    // the form as it is given, and its pairs one by one, are signed alike
    let mut pairs = Request::post("http://a.example/").expect("the URL is right");
    for (name, value) in rfc::form(bytes) {
        pairs.form(name, value).expect("the name was taken before");
    }
    let session = oauth1_fuzz::session(oauth1::Transmission::Header);
    let signed = |request: &mut Request| {
        request.nonce("n").expect("the nonce is none that is empty");
        session.authorization(request).ok()
    };
    let header = signed(&mut request);
    assert_eq!(header, signed(&mut pairs));
    // what is the protocol's would travel apart from the signature
    let own = |(name, _): &rfc::Pair| name.starts_with(b"oauth_");
    assert_eq!(header.is_none(), rfc::form(bytes).iter().any(own));
});
