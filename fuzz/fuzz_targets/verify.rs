//! Nothing that is received by a verifier is accepted which nobody signed.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::ReceivedRequest;
use oauth1_fuzz::{SECRET, TOKEN_SECRET, verifier};

#[derive(Arbitrary, Debug)]
struct Received {
    method: String,
    url: String,
    headers: Vec<(Header, String)>,
    body: Vec<u8>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Header {
    Authorization,
    ContentType,
    Host,
    Forwarded,
}

fuzz_target!(|received: Received| {
    let mut request = ReceivedRequest::new(&received.method, &received.url).body(&received.body);
    for (header, value) in &received.headers {
        let name = match header {
            Header::Authorization => "Authorization",
            Header::ContentType => "Content-Type",
            Header::Host => "Host",
            Header::Forwarded => "X-Forwarded-Host",
        };
        request = request.header(name, value);
    }
    let Err(error) = verifier().verify(&request) else {
        panic!("it is accepted, and nobody signed it");
    };
    let told = format!("{error}{:?}", error.www_authenticate());
    assert!(!told.contains(SECRET) && !told.contains(TOKEN_SECRET));
    _ = verifier().explain(&request);
});
