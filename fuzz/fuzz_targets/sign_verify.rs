//! What is signed, by any method, has base string and signature of the implementation that was
//! written apart, read off what is sent; a verifier accepts it, and refuses it once a byte of it
//! was changed.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{
    BodyHash, ReceivedRequest, Request, SignedRequest, Transmission, Verified, VerifyError,
};
use oauth1_fuzz::{
    METHODS, RSA_PUBLIC_KEY_DER, SECRET, TOKEN, TOKEN_SECRET, VERIFIER, rfc, session_by,
};

#[derive(Arbitrary, Debug)]
struct Input {
    method: Method,
    signature_method: u8,
    transmission: u8,
    has_token: bool,
    secure: bool,
    path: String,
    query: Vec<rfc::Pair>,
    body: Body,
    realm: Option<String>,
    nonce: Option<String>,
    /// Of the protocol, and the caller's own.
    extra: Option<(String, String)>,
    change: Change,
}

#[derive(Arbitrary, Debug)]
enum Method {
    Get,
    Post,
    Put,
    Own(String),
}

#[derive(Arbitrary, Debug)]
enum Body {
    Form(Vec<rfc::Pair>),
    Raw(Vec<u8>),
}

/// Where a byte is changed, and by what.
#[derive(Arbitrary, Debug)]
struct Change {
    in_body: bool,
    at: u16,
    by: u8,
}

/// A request as it is received.
#[derive(Clone)]
struct Wire {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Wire {
    fn of(signed: &SignedRequest<'_>) -> Self {
        let headers = signed.headers();
        Self {
            method: signed.method().to_owned(),
            url: signed.url().to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: signed.body().unwrap_or_default().to_owned(),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let header = headers.find(|(own, _)| own == name);
        header.map(|(_, value)| value.as_str())
    }

    fn is_form(&self) -> bool {
        let content_type = self.header("Content-Type");
        content_type.is_some_and(|value| value.starts_with("application/x-www-form"))
    }

    /// The pairs of header, query and form body.
    fn places(&self) -> [Vec<rfc::Pair>; 3] {
        let query = self.url.split_once('?').map_or("", |(_, query)| query);
        [
            self.header("Authorization").map_or(Vec::new(), rfc::header),
            rfc::form(query.as_bytes()),
            if self.is_form() {
                rfc::form(&self.body)
            } else {
                Vec::new()
            },
        ]
    }

    /// All that is signed of it, in an order of its own: the method, the URI, the pairs.
    fn said(&self) -> (String, String, Vec<rfc::Pair>, Option<&[u8]>) {
        let mut pairs = self.places().concat();
        pairs.sort();
        let raw = (!self.is_form()).then_some(&self.body[..]);
        (self.method.clone(), rfc::uri(&self.url), pairs, raw)
    }

    fn changed(mut self, change: &Change) -> Self {
        let at = usize::from(change.at);
        if change.in_body {
            let length = self.body.len().max(1);
            if let Some(byte) = self.body.get_mut(at % length) {
                *byte ^= change.by;
            }
            return self;
        }
        // a digit or a letter of path or query becomes another
        let mut url = self.url.into_bytes();
        let begin = url.len().min("https://a.example/".len());
        let changeable = &mut url[begin..];
        let length = changeable.len().max(1);
        let byte = changeable.get_mut(at % length);
        if let Some(byte) = byte.filter(|byte| byte.is_ascii_alphanumeric()) {
            *byte = b"aB3"[usize::from(change.by) % 3];
        }
        self.url = String::from_utf8(url).expect("it is ASCII");
        self
    }

    fn verify(&self) -> Result<Verified, VerifyError> {
        let mut received = ReceivedRequest::new(&self.method, &self.url).body(&self.body);
        for (name, value) in &self.headers {
            received = received.header(name, value);
        }
        VERIFIER.verify(&received)
    }
}

fn make(input: &Input) -> Result<Request, oauth1::Error> {
    let method = match &input.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Own(method) => method,
    };
    let scheme = if input.secure { "https" } else { "http" };
    let mut request = Request::new(method, &format!("{scheme}://a.example/{}", input.path))?;
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
    if let Some(nonce) = &input.nonce {
        request.nonce(nonce)?;
    }
    if let Some((name, value)) = &input.extra {
        request.oauth_param(&format!("oauth_{name}"), value)?;
    }
    Ok(request)
}

fuzz_target!(|input: Input| {
    let transmission = match input.transmission % 3 {
        0 => Transmission::Header,
        1 => Transmission::Query,
        _ => Transmission::Form,
    };
    // RSA is a hundred times as slow as the others, and tried as many times less
    let (is_rsa, which) = (
        input.signature_method >= 250,
        usize::from(input.signature_method),
    );
    let methods = METHODS.iter();
    let methods = methods.filter(|method| method.name().starts_with("RSA") == is_rsa);
    let methods: Vec<_> = methods.collect();
    let method = methods[which % methods.len()].clone();
    let name = method.name().to_owned();
    let Ok(request) = make(&input) else { return };
    let session = session_by(method, transmission, input.has_token);
    let Ok(signed) = session.sign(&request) else {
        return;
    };

    let wire = Wire::of(&signed);
    let pairs = wire.places().concat();
    let theirs = rfc::base_string(&wire.method, &rfc::uri(&wire.url), &pairs);
    assert_eq!(signed.base_string(), theirs);
    let signature = pairs.iter().find(|(name, _)| name == b"oauth_signature");
    let secrets = [SECRET, if input.has_token { TOKEN_SECRET } else { "" }];
    let (_, signature) = signature.expect("it is signed");
    assert!(
        rfc::is_signature(
            signature,
            rfc::method(&name),
            &theirs,
            secrets,
            RSA_PUBLIC_KEY_DER
        ),
        "{name} of {theirs}"
    );

    match wire.verify() {
        Ok(verified) => {
            assert_eq!(verified.signature_method(), name);
            assert_eq!(verified.transmission(), transmission);
            assert_eq!(verified.token(), input.has_token.then_some(TOKEN));
            let mut told: Vec<rfc::Pair> = verified
                .params()
                .map(|(name, value, _)| (name, value))
                .collect();
            let mut sent = pairs.clone();
            sent.retain(|(name, _)| name != b"oauth_signature");
            told.sort();
            sent.sort();
            assert_eq!(told, sent);
        }
        Err(error) => panic!("{} {} is refused: {error}", wire.method, wire.url),
    }

    let changed = wire.clone().changed(&input.change);
    // PLAINTEXT signs nothing of the request
    if name != "PLAINTEXT" && changed.said() != wire.said() {
        assert!(changed.verify().is_err(), "a change is accepted");
    }
});
