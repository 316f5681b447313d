//! This library, sending: one session, and one request that is sent again and again.

use oauth1::SignatureMethod;
use peers::{Input, session, time_one_or_threads};

fn main() {
    let session = session(SignatureMethod::HmacSha1);
    let request = Input::from_args().request();
    time_one_or_threads(|| {
        let response = session.send(&request).unwrap();
        assert_eq!(response.status(), 200);
        assert!(!response.body().is_empty());
    });
}
