//! This library, from Rust.

use oauth1::SignatureMethod;
use peers::{Input, session, show, time};

fn main() {
    let session = session(SignatureMethod::HmacSha1);
    let input = Input::from_args();
    let request = input.request();
    let mut buffer = String::new();

    show("prepared", &session.authorization(&request).unwrap());
    time("prepared", || session.authorization(&request).unwrap());

    session.authorization_into(&request, &mut buffer).unwrap();
    show("into", &buffer);
    time("into", || {
        session.authorization_into(&request, &mut buffer).unwrap()
    });

    show("whole", &session.authorization(&input.request()).unwrap());
    time("whole", || session.authorization(&input.request()).unwrap());
}
