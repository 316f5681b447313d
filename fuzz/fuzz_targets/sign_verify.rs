//! What is signed has the base string of the implementation that was written apart, read off what is
//! sent; a verifier accepts it, and refuses it once a byte of it was changed.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{
    BodyHash, Reason, ReceivedRequest, Request, SignedRequest, Transmission, VerifyError,
};
use oauth1_fuzz::{rfc, session, verifier};

#[derive(Arbitrary, Debug)]
struct Input {
    get: bool,
    path: String,
    query: Vec<rfc::Pair>,
    body: Body,
    realm: Option<String>,
    transmission: u8,
    /// Where the body is changed, and by what.
    flip: (u16, u8),
}

#[derive(Arbitrary, Debug)]
enum Body {
    Form(Vec<rfc::Pair>),
    Raw(Vec<u8>),
}

fn verify(signed: &SignedRequest<'_>, body: &[u8]) -> Result<(), VerifyError> {
    let mut received = ReceivedRequest::new(signed.method(), signed.url()).body(body);
    for (name, value) in signed.headers() {
        received = received.header(name, value);
    }
    verifier().verify(&received).map(drop)
}

fn make(input: &Input) -> Result<Request, oauth1::Error> {
    let method = if input.get { "GET" } else { "POST" };
    let mut request = Request::new(method, &format!("http://a.example/{}", input.path))?;
    for (name, value) in &input.query {
        request.query(name, value)?;
    }
    match &input.body {
        Body::Form(pairs) => {
            for (name, value) in pairs {
                request.form(name, value)?;
            }
        }
        Body::Raw(bytes) => {
            request.set_body("application/octet-stream", bytes.clone())?;
            request.body_hash(BodyHash::Always);
        }
    }
    if let Some(realm) = &input.realm {
        request.realm(realm)?;
    }
    Ok(request)
}

fuzz_target!(|input: Input| {
    let transmission = match input.transmission % 3 {
        0 => Transmission::Header,
        1 => Transmission::Query,
        _ => Transmission::Form,
    };
    let Ok(request) = make(&input) else { return };
    let session = session(transmission);
    let Ok(signed) = session.sign(&request) else {
        return;
    };

    let url = signed.url();
    let body = signed.body().unwrap_or_default();
    let content_type = signed.headers().find(|(name, _)| *name == "Content-Type");
    let is_form =
        content_type.is_some_and(|(_, value)| value.starts_with("application/x-www-form"));
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = rfc::form(query.as_bytes());
    if let Some(value) = signed.authorization() {
        pairs.extend(rfc::header(value));
    }
    if is_form {
        pairs.extend(rfc::form(body));
    }
    let theirs = rfc::base_string(signed.method(), &rfc::uri(url), &pairs);
    assert_eq!(signed.base_string(), theirs);

    if let Err(error) = verify(&signed, body) {
        // an oauth_ parameter that is the caller's own is signed where it is given, and a verifier
        // takes them from one place alone
        let own = |(name, _): &rfc::Pair| name.starts_with(b"oauth_");
        let places = [
            signed.authorization().is_some(),
            rfc::form(query.as_bytes()).iter().any(own),
            is_form && rfc::form(body).iter().any(own),
        ];
        let several = places.iter().filter(|there| **there).count() > 1;
        if several && error.reason() == Reason::TwoPlaces {
            return;
        }
        panic!("{} {url} is refused: {error}", signed.method());
    }
    let (at, by) = input.flip;
    if by != 0 && !body.is_empty() {
        let mut changed = body.to_vec();
        let at = usize::from(at) % changed.len();
        changed[at] ^= by;
        let sorted = |form: &[u8]| {
            let mut pairs = rfc::form(form);
            pairs.sort();
            pairs
        };
        if is_form && sorted(&changed) == sorted(body) {
            return; // it says the same in another way
        }
        assert!(
            verify(&signed, &changed).is_err(),
            "a changed body is accepted"
        );
    }
});
