//! The whole flow: a request token, the user's consent, an access token, a status posted.
//!
//! Try it against the sandbox, whose users and PIN are on the page that the URL leads to:
//!
//! ```sh
//! python -m oauth1.sandbox --port 0 -- cargo run --example tweet "Hello from Rust!"
//! ```

use std::env;
use std::error::Error;
use std::io::{self, Write};

use oauth1::{Client, Request};

/// What the sandbox, or whoever runs this, has put into the environment.
fn setting(name: &str) -> Result<String, String> {
    let variable = format!("OAUTH1_SANDBOX_{name}");
    env::var(&variable).map_err(|_| format!("the environment variable {variable} is not set"))
}

fn main() -> Result<(), Box<dyn Error>> {
    let status = env::args().nth(1).ok_or("usage: tweet STATUS")?;
    let client = Client::new(&setting("CONSUMER_KEY")?, &setting("CONSUMER_SECRET")?)?;
    let mut out = io::stdout();

    let request_token = client.request_token(&setting("REQUEST_TOKEN_URL")?, "oob")?;
    let key = request_token.token().key();
    let url = Client::authorization_url(&setting("AUTHORIZE_URL")?, key, &[])?;
    write!(
        out,
        "request token: {key}\nauthorization URL: {url}\nverifier: "
    )?;
    out.flush()?;

    let mut verifier = String::new();
    io::stdin().read_line(&mut verifier)?;
    let request_token = request_token.token().clone();
    let access_token = client.access_token(
        &setting("ACCESS_TOKEN_URL")?,
        request_token,
        verifier.trim(),
    )?;
    writeln!(out, "access token: {}", access_token.token().key())?;

    let session = client.session(access_token.token().clone());
    let mut tweet = Request::post(&setting("UPDATE_URL")?)?;
    tweet.param("status", status)?;
    let response = session.send(&tweet)?;
    writeln!(out, "response: {} {}", response.status(), response.text())?;
    if response.is_success() {
        Ok(())
    } else {
        Err("the status was not posted".into())
    }
}
