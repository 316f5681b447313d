//! What is given as an RSA key, PEM or DER, is one by which what is signed is accepted, or an error
//! that says why not. A private key whose parts do not fit never makes a signature that is wrong:
//! from one, the key could be computed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth1::{
    Consumer, Credentials, ErrorKind, ReceivedRequest, Request, RsaKey, RsaPublicKey,
    SignatureMethod, Transmission, Verifier,
};
use oauth1_fuzz::{NOW, session_by};

type HookError = Box<dyn std::error::Error + Send + Sync>;

struct Owner(RsaPublicKey);

impl Credentials for Owner {
    fn consumer(&self, _: &str) -> Result<Option<Consumer>, HookError> {
        Ok(Some(Consumer::with_public_key(self.0.clone())))
    }

    fn token_secret(&self, _: &str, _: &str) -> Result<Option<String>, HookError> {
        Ok(None)
    }
}

fn sign_and_verify(key: &RsaKey, method: SignatureMethod) {
    let request = Request::get("http://a.example/").expect("the URL is right");
    let header = match session_by(method, Transmission::Header, false).authorization(&request) {
        Ok(header) => header,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::SigningFailed);
            return;
        }
    };
    let verifier = Verifier::builder(Owner(key.public_key().clone())).clock(|| NOW);
    let verifier = verifier.build().expect("the settings are right");
    let received = ReceivedRequest::new("GET", "http://a.example/");
    let verified = verifier.verify(&received.header("Authorization", &header));
    verified.expect("it was signed by this key");
}

fuzz_target!(|bytes: &[u8]| {
    match RsaKey::parse(bytes) {
        Ok(key) => {
            assert!((1024..=8192).contains(&key.bits()));
            assert!(!format!("{key:?}").contains("PRIVATE"));
            if key.bits() <= 2048 {
                sign_and_verify(&key, SignatureMethod::RsaSha1(key.clone()));
                sign_and_verify(&key, SignatureMethod::RsaSha256(key.clone()));
            }
        }
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidKey),
    }
    match RsaPublicKey::parse(bytes) {
        Ok(key) => assert!((1024..=8192).contains(&key.bits())),
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidKey),
    }
});
