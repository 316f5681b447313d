//! This library with RSA-SHA256, from Rust; the key, whose file is named second, is parsed once.

use oauth1::{RsaKey, SignatureMethod};
use peers::{Input, session, time};

fn main() {
    let path = std::env::args().nth(2).expect("expected the file of a key");
    let key = RsaKey::parse(std::fs::read(path).expect("the file can be read")).unwrap();
    let session = session(SignatureMethod::RsaSha256(key));
    let request = Input::from_args().request();
    time("prepared", || session.authorization(&request).unwrap());
}
