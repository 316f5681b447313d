//! The server of faults, `python tests/faults/server.py`, as a process of the test's own, and what
//! oauthlib makes of the requests that it was sent.
#![allow(dead_code)] // each test program takes what it needs of it

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use oauth1::{Client, ClientBuilder, HttpTransport, HttpTransportBuilder, Proxy, Request};
use oauth1::{Session, Timeouts, Token};
use serde_json::{Value, json};

pub const CONSUMER_SECRET: &str = "consumer secret & more";
pub const TOKEN_SECRET: &str = "token secret + more";

const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");

/// The header by which a test finds its own requests among those that the server has seen.
pub const MARK: &str = "X-Test";

/// A running server of faults; it ends when its standard input does, which is when this is dropped,
/// or when the test's process ends.
pub struct FaultServer {
    process: Child,
    description: Value,
}

impl FaultServer {
    pub fn start() -> Self {
        Self::run("faults/server.py")
    }

    /// The one that insists on a client certificate.
    pub fn strict_tls() -> Self {
        Self::run("faults_server/strict_tls.py")
    }

    fn run(program: &str) -> Self {
        let mut process = Command::new(python())
            .arg(format!("{TESTS}/{program}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("OAUTH1_TEST_PYTHON can be run");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let description = serde_json::from_str(&line)
            .expect("the server describes itself; does OAUTH1_TEST_PYTHON have cryptography?");
        Self {
            process,
            description,
        }
    }

    /// The one that all tests of a program share.
    pub fn shared() -> &'static Self {
        static SERVER: OnceLock<FaultServer> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    /// What the server says of itself, such as the origin `http` or the file `ca`.
    pub fn get(&self, name: &str) -> &str {
        self.description[name]
            .as_str()
            .unwrap_or_else(|| panic!("{name} in {}", self.description))
    }

    /// A path at one of its origins.
    pub fn url(&self, origin: &str, path: &str) -> String {
        format!("{}{path}", self.get(origin))
    }

    pub fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.get(name)).unwrap()
    }

    /// All that the server has seen.
    pub fn stats(&self) -> Value {
        serde_json::from_str(&self.ask("GET", "/stats")).unwrap()
    }

    /// The requests that were marked with `mark`, in the order in which they came.
    pub fn requests(&self, mark: &str) -> Vec<Seen> {
        let stats = self.stats();
        let all = stats["requests"].as_array().unwrap().iter();
        all.cloned()
            .map(Seen)
            .filter(|request| request.header(MARK) == Some(mark))
            .collect()
    }

    /// Asks without the library that is tested.
    fn ask(&self, method: &str, path: &str) -> String {
        let authority = self.get("http").strip_prefix("http://").unwrap();
        let mut connection = TcpStream::connect(authority).unwrap();
        write!(
            connection,
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        body.to_owned()
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// A request as a server saw it.
#[derive(Clone, Debug)]
pub struct Seen(pub Value);

impl Seen {
    /// From what `/ok` answers.
    pub fn from_answer(body: &[u8]) -> Self {
        Self(serde_json::from_slice(body).unwrap())
    }

    pub fn text(&self, name: &str) -> &str {
        self.0[name]
            .as_str()
            .unwrap_or_else(|| panic!("{name} in {}", self.0))
    }

    pub fn number(&self, name: &str) -> u64 {
        self.0[name].as_u64().unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0["headers"].as_array().unwrap().iter();
        headers.map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
    }

    /// A parameter of the `Authorization` header, or of the query, as it is encoded there.
    pub fn oauth(&self, name: &str) -> Option<String> {
        if let Some(header) = self.header("Authorization") {
            let (_, rest) = header.split_once(&format!("{name}=\""))?;
            return Some(rest.split('"').next().unwrap().to_owned());
        }
        let mut pairs = self.text("query").split('&');
        pairs.find_map(|pair| Some(pair.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
    }

    pub fn nonce(&self) -> String {
        self.oauth("oauth_nonce").unwrap()
    }

    pub fn timestamp(&self) -> i64 {
        self.oauth("oauth_timestamp").unwrap().parse().unwrap()
    }
}

/// Whether no two of these requests have the same nonce.
pub fn nonces_differ(requests: &[Seen]) -> bool {
    let mut nonces: Vec<_> = requests.iter().map(Seen::nonce).collect();
    nonces.sort();
    nonces.dedup();
    nonces.len() == requests.len()
}

/// Has oauthlib check the signatures of requests to `origin`, which have no form body.
pub fn judge(origin: &str, requests: &[Seen]) {
    let bodiless: Vec<_> = requests.iter().map(|request| (request, "")).collect();
    judge_forms(origin, &bodiless);
}

/// The same of requests that may have a form body each.
pub fn judge_forms(origin: &str, requests: &[(&Seen, &str)]) {
    assert!(!requests.is_empty());
    let requests: Vec<_> = requests
        .iter()
        .map(|(request, form)| {
            let query = request.text("query");
            let mark = if query.is_empty() { "" } else { "?" };
            json!({
                "method": request.text("method"),
                "uri": format!("{origin}{}{mark}{query}", request.text("path")),
                "headers": request.0["headers"],
                "form": form,
            })
        })
        .collect();
    let question = json!({
        "consumer_secret": CONSUMER_SECRET,
        "token_secret": TOKEN_SECRET,
        "requests": requests,
    });
    let mut judge = Command::new(python())
        .arg(format!("{TESTS}/faults_server/judge.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = judge.stdin.take().unwrap();
    stdin.write_all(question.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = judge.wait_with_output().unwrap();
    let verdict = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{verdict}");
}

/// A client's settings, for requests that stay on this machine.
pub fn builder(transport: HttpTransport) -> ClientBuilder {
    Client::builder("consumer", CONSUMER_SECRET).transport(Arc::new(transport))
}

/// A session of a client with these settings.
pub fn session(builder: ClientBuilder) -> Session {
    let client = builder.build().unwrap();
    client.session(Token::new("token", TOKEN_SECRET))
}

/// A transport that waits for nothing longer than this, and trusts the server's authority.
pub fn transport(server: &FaultServer, limit: Duration) -> HttpTransportBuilder {
    HttpTransport::builder()
        .proxy(Proxy::none())
        .root_certificates(server.file("ca"))
        .timeouts(Timeouts {
            total: limit,
            ..Timeouts::default()
        })
}

/// A request that the server's statistics can be searched for.
pub fn marked(method: &str, url: &str, mark: &str) -> Request {
    let mut request = Request::new(method, url).unwrap();
    request.header(MARK, mark).unwrap();
    request
}

/// What `call` gives, and how long it took.
pub fn timed<R>(call: impl FnOnce() -> R) -> (R, Duration) {
    let start = Instant::now();
    (call(), start.elapsed())
}

fn python() -> String {
    std::env::var("OAUTH1_TEST_PYTHON").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/build/venv/bin/python").to_owned()
    })
}
