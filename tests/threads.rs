//! Many users of one client at once.

#![cfg(feature = "http")]

mod sandbox;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oauth1::{
    Client, Error, HttpTransport, Request, ResponseStream, SendOptions, SignedRequest, Transport,
};
use sandbox::Sandbox;

const THREADS: usize = 8;
const REQUESTS: usize = 2_000;

/// The usual transport, which keeps the nonces.
#[derive(Default)]
struct Noting {
    inner: HttpTransport,
    nonces: Mutex<Vec<String>>,
}

impl Transport for Noting {
    fn send(
        &self,
        request: &SignedRequest<'_>,
        options: &SendOptions,
    ) -> Result<ResponseStream, Error> {
        let header = request.authorization().unwrap();
        let (_, nonce) = header.split_once("oauth_nonce=\"").unwrap();
        let nonce = nonce.split('"').next().unwrap().to_owned();
        self.nonces.lock().unwrap().push(nonce);
        self.inner.send(request, options)
    }

    fn time_limit(&self) -> Option<Duration> {
        self.inner.time_limit()
    }
}

#[test]
fn every_response_belongs_to_its_own_user_and_no_nonce_repeats() {
    let sandbox = Sandbox::with(&["--users", &THREADS.to_string()]);
    let transport = Arc::new(Noting::default());
    let (key, secret) = (sandbox.get("consumer_key"), sandbox.get("consumer_secret"));
    let client = Client::builder(key, secret)
        .transport(Arc::clone(&transport) as Arc<dyn Transport>)
        .build()
        .unwrap();
    std::thread::scope(|scope| {
        for number in 0..THREADS {
            let (client, sandbox) = (&client, &sandbox);
            scope.spawn(move || {
                let session = client.session(sandbox.token(number));
                let url = sandbox.get("verify_credentials_url");
                let own = format!("\"screen_name\": \"{}\"", sandbox.user(number));
                for _ in 0..REQUESTS {
                    let response = session.send(&Request::get(url).unwrap()).unwrap();
                    assert_eq!(response.status(), 200, "{}", response.text());
                    assert!(response.text().contains(&own), "{own}: {}", response.text());
                }
            });
        }
    });
    let nonces = transport.nonces.lock().unwrap();
    assert_eq!(nonces.len(), THREADS * REQUESTS);
    assert_eq!(nonces.iter().collect::<HashSet<_>>().len(), nonces.len());
}
