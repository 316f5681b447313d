//! Nothing that is received by a verifier is accepted which nobody signed, whatever proxies say and
//! however right the rest of it is.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1::{PublicUrl, ReceivedRequest, Url};
use oauth1_fuzz::{KEY, METHODS, NOW, SECRET, TOKEN, TOKEN_SECRET, rfc, verifier_builder};

#[derive(Arbitrary, Debug)]
struct Received {
    method: Method,
    address: Address,
    headers: Vec<(Header, String)>,
    body: Vec<u8>,
    claim: Option<Claim>,
    public_url: Public,
    require_body_hash: bool,
}

#[derive(Arbitrary, Debug)]
enum Method {
    Get,
    Post,
    Own(String),
}

/// A whole URL, or one at the server, which is hardly ever found by chance.
#[derive(Arbitrary, Debug)]
enum Address {
    Url(String),
    Path(String),
    SecurePath(String),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Header {
    Authorization,
    ContentType,
    Forwarded,
    ForwardedHost,
    ForwardedPort,
    ForwardedProto,
    Other,
}

/// Parameters that are as they should be, but for what is given here.
#[derive(Arbitrary, Debug)]
struct Claim {
    place: Place,
    signature_method: u8,
    signature: Option<String>,
    has_token: bool,
    key: Option<String>,
    timestamp: Option<i16>,
    nonce: Option<String>,
    extra: Vec<(String, String)>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Place {
    Header,
    Query,
    Form,
}

#[derive(Arbitrary, Debug)]
enum Public {
    AsReceived,
    XForwarded(u8),
    Forwarded(u8),
    Base(String),
}

impl Claim {
    fn pairs(&self) -> Vec<(String, String)> {
        let method = METHODS[usize::from(self.signature_method) % METHODS.len()].name();
        let timestamp = NOW.saturating_add_signed(self.timestamp.unwrap_or(0).into());
        let mut pairs: Vec<(String, String)> = [
            ("consumer_key", self.key.as_deref().unwrap_or(KEY)),
            ("signature_method", method),
            (
                "signature",
                self.signature.as_deref().unwrap_or("c2lnbmF0dXJl"),
            ),
            ("timestamp", &timestamp.to_string()),
            ("nonce", self.nonce.as_deref().unwrap_or("n")),
        ]
        .map(|(name, value)| (format!("oauth_{name}"), value.to_owned()))
        .into();
        if self.has_token {
            pairs.push(("oauth_token".to_owned(), TOKEN.to_owned()));
        }
        pairs.extend(self.extra.iter().cloned());
        pairs
            .into_iter()
            .map(|(name, value)| (rfc::encode(name.as_bytes()), rfc::encode(value.as_bytes())))
            .collect()
    }

    fn form(&self) -> String {
        let pairs = self.pairs();
        let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={v}")).collect();
        pairs.join("&")
    }

    fn header(&self) -> String {
        let pairs = self.pairs();
        let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}=\"{v}\"")).collect();
        format!("OAuth {}", pairs.join(","))
    }
}

/// Whether whoever sent the request knows a secret already.
fn is_told(claim: Option<&Claim>, received: &Received) -> bool {
    let told = format!("{claim:?}{received:?}");
    told.contains(SECRET) || told.contains(TOKEN_SECRET)
}

fuzz_target!(|received: Received| {
    let mut received = received;
    let claim = received.claim.take();
    let public_url = match &received.public_url {
        Public::AsReceived => PublicUrl::AsReceived,
        Public::XForwarded(proxies) => PublicUrl::XForwarded {
            proxies: usize::from(proxies % 4),
        },
        Public::Forwarded(proxies) => PublicUrl::Forwarded {
            proxies: usize::from(proxies % 4),
        },
        Public::Base(base) => match Url::parse(base) {
            Ok(base) => PublicUrl::Base(base),
            Err(_) => return,
        },
    };
    let verifier = verifier_builder()
        .public_url(public_url)
        .require_body_hash(received.require_body_hash);
    let Ok(verifier) = verifier.build() else {
        return; // of no proxy no header counts, and a base has no query
    };
    let method = match &received.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Own(method) => method,
    };
    let mut url = match &received.address {
        Address::Url(url) => url.clone(),
        Address::Path(path) => format!("http://a.example/{path}"),
        Address::SecurePath(path) => format!("https://a.example/{path}"),
    };
    if let Some(claim) = &claim {
        match claim.place {
            Place::Header => received
                .headers
                .push((Header::Authorization, claim.header())),
            Place::Query => {
                let mark = if url.contains('?') { '&' } else { '?' };
                url = format!("{url}{mark}{}", claim.form());
            }
            Place::Form => {
                let form = "application/x-www-form-urlencoded".to_owned();
                received.headers.push((Header::ContentType, form));
                received.body.extend_from_slice(b"&");
                received.body.extend_from_slice(claim.form().as_bytes());
            }
        }
    }
    let mut request = ReceivedRequest::new(method, &url).body(&received.body);
    for (header, value) in &received.headers {
        let name = match header {
            Header::Authorization => "Authorization",
            Header::ContentType => "Content-Type",
            Header::Forwarded => "Forwarded",
            Header::ForwardedHost => "X-Forwarded-Host",
            Header::ForwardedPort => "X-Forwarded-Port",
            Header::ForwardedProto => "X-Forwarded-Proto",
            Header::Other => "X-Other",
        };
        request = request.header(name, value);
    }
    let Err(error) = verifier.verify(&request) else {
        panic!("it is accepted, and nobody signed it");
    };
    assert!(matches!(error.status(), 400 | 401), "{error}");
    if !is_told(claim.as_ref(), &received) {
        let told = format!("{error}{error:?}{:?}", error.www_authenticate());
        assert!(!told.contains(SECRET) && !told.contains(TOKEN_SECRET));
        if let Ok(diagnosis) = verifier.explain(&request) {
            let told = diagnosis.to_string();
            assert!(!diagnosis.is_valid(), "{told}");
            assert!(!told.contains(SECRET) && !told.contains(TOKEN_SECRET));
        }
    }
});
