//! Requests that are called off: from another thread or by the client's interrupt, wherever they
//! are, at once.

#![cfg(feature = "http")]

mod faults_server;

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use faults_server::{FaultServer, builder, marked, session, timed, transport};
use oauth1::{
    Body, Cancellation, Client, ClientBuilder, Error, ErrorKind, PendingAuthorization, Provider,
    Proxy, Request, ResponseStream, Retries, SendOptions, Session, SignedRequest, Token, Transport,
};

/// After how long a request is called off, when it is where it is to be.
const SOON: Duration = Duration::from_millis(300);
/// How long it has to end then, on a machine that has other things to do.
const AT_ONCE: Duration = Duration::from_secs(1);

fn server() -> &'static FaultServer {
    FaultServer::shared()
}

fn settings() -> ClientBuilder {
    builder(
        transport(server(), Duration::from_secs(30))
            .build()
            .unwrap(),
    )
}

/// The two ways to call a request off: `call_off` does, and then `act` has to end at once. The
/// session works afterwards.
fn called_off(
    settings: impl Fn() -> ClientBuilder,
    act: impl Fn(&Session, &Request) -> Error,
    url: &str,
) {
    let check = |session: &Session, request: Request, call_off: &(dyn Fn() + Sync)| {
        let (error, took) = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(SOON);
                call_off();
            });
            timed(|| act(session, &request))
        });
        assert_eq!(error.kind(), ErrorKind::Cancelled, "{url}: {error}");
        assert!(
            error.message().contains("the request was cancelled"),
            "{error}"
        );
        assert!(took >= SOON && took < SOON + AT_ONCE, "{url}: {took:?}");
    };
    let works = |session: &Session| {
        let fine = Request::get(&server().url("http", "/ok")).unwrap();
        assert_eq!(session.send(&fine).unwrap().status(), 200, "{url}");
    };

    let own = session(settings());
    let cancellation = Cancellation::new();
    let mut request = Request::get(url).unwrap();
    request.cancellation(&cancellation);
    check(&own, request, &|| cancellation.cancel());
    assert!(cancellation.is_cancelled());
    works(&own);

    let interrupted = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&interrupted);
    let all = session(settings().interrupt(move || asked.load(Ordering::Relaxed)));
    let request = Request::get(url).unwrap();
    check(&all, request, &|| {
        interrupted.store(true, Ordering::Relaxed);
    });
    interrupted.store(false, Ordering::Relaxed);
    works(&all);
}

fn sent(session: &Session, request: &Request) -> Error {
    session.send(request).unwrap_err()
}

// --- wherever it is ----------------------------------------------------------

#[test]
fn a_connection_that_is_being_made() {
    // nobody is there: what is sent to this network gets lost (RFC 5737), or is refused at once
    let start = Instant::now();
    let mut unreachable = Request::get("http://192.0.2.1/").unwrap();
    unreachable.timeout(Duration::from_millis(200));
    let error = session(settings()).send(&unreachable).unwrap_err();
    if error.kind() != ErrorKind::TimedOut || start.elapsed() < Duration::from_millis(150) {
        return; // this machine knows that it has no way there
    }
    called_off(settings, sent, "http://192.0.2.1/");
}

#[test]
fn a_tls_handshake() {
    called_off(
        settings,
        sent,
        &format!("{}/", server().get("silent_https")),
    );
}

#[test]
fn a_proxy_that_says_nothing() {
    let through_silence = || {
        let proxy = Proxy::new(server().get("silent")).unwrap();
        let transport =
            transport(server(), Duration::from_secs(30)).proxy(proxy.except("127.0.0.1"));
        builder(transport.build().unwrap())
    };
    called_off(through_silence, sent, "https://api.example/");
}

#[test]
fn waiting_for_an_answer() {
    for origin in ["http", "https"] {
        called_off(settings, sent, &server().url(origin, "/silent"));
    }
}

#[test]
fn reading_a_head() {
    called_off(settings, sent, &server().url("http", "/drip"));
}

#[test]
fn reading_a_body() {
    for origin in ["http", "https"] {
        for path in ["/drip-body", "/long-length"] {
            called_off(settings, sent, &server().url(origin, path));
        }
    }
}

#[test]
fn a_body_that_never_ends() {
    let unlimited = || settings().max_response_size(u64::MAX);
    // as it is read, so that it takes no memory
    let read = |session: &Session, request: &Request| {
        let mut stream = session.stream(request).unwrap();
        stream.copy_to(&mut std::io::sink()).unwrap_err()
    };
    for path in ["/endless", "/endless-identity"] {
        called_off(unlimited, read, &server().url("http", path));
    }
}

#[test]
fn a_stream_that_is_being_read() {
    let read = |session: &Session, request: &Request| {
        let mut stream = session.stream(request).unwrap();
        assert_eq!(stream.status(), 200);
        let error = stream.read_to_end(&mut Vec::new()).unwrap_err();
        error.downcast::<Error>().unwrap()
    };
    for origin in ["http", "https"] {
        called_off(
            settings,
            |session, request| read(session, request),
            &server().url(origin, "/drip-body"),
        );
    }
}

#[test]
fn a_pause_between_retries() {
    let patient = || {
        let pauses = Retries::new(5).backoff(Duration::from_secs(20), Duration::from_secs(20));
        settings().retries(pauses)
    };
    for path in ["/unavailable?key=pause&times=100", "/close-before"] {
        called_off(patient, sent, &server().url("http", path));
    }
}

#[test]
fn a_pause_that_the_provider_asked_for() {
    let patient = || settings().retries(Retries::new(5));
    let url = server().url("http", "/unavailable?key=asked&times=100&retry_after=30");
    called_off(patient, sent, &url);
}

#[test]
fn a_body_that_is_being_sent() {
    // to a server that does not read, so that the sockets fill up
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", deaf.local_addr().unwrap());
    let upload = |session: &Session, request: &Request| {
        let mut request = request.clone();
        let body = Body::reader(std::io::repeat(b'x'), None);
        request.stream_body("text/plain", body).unwrap();
        session.send(&request).unwrap_err()
    };
    called_off(settings, upload, &url);
}

// --- what it is for ----------------------------------------------------------

#[test]
fn a_request_that_was_called_off_before_is_not_sent() {
    let cancellation = Cancellation::new();
    cancellation.cancel();
    let mut request = marked("GET", &server().url("http", "/ok"), "before");
    request.cancellation(&cancellation);
    let error = session(settings()).send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(error.is_unsent());
    assert!(server().requests("before").is_empty());
}

#[test]
fn one_request_is_called_off_and_not_another_of_the_same_client() {
    let session = session(settings());
    let cancellation = Cancellation::new();
    let mut request = Request::get(&server().url("http", "/slow?ms=800")).unwrap();
    request.cancellation(&cancellation);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let request = Request::get(&server().url("http", "/slow?ms=800")).unwrap();
            session.send(&request)
        });
        let cancelled = scope.spawn(|| session.send(&request).unwrap_err().kind());
        std::thread::sleep(Duration::from_millis(200));
        cancellation.clone().cancel();
        assert_eq!(cancelled.join().unwrap(), ErrorKind::Cancelled);
        assert_eq!(other.join().unwrap().unwrap().status(), 200);
    });
}

#[test]
fn many_requests_are_called_off_by_one() {
    let session = session(settings());
    let cancellation = Cancellation::new();
    std::thread::scope(|scope| {
        let sending: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut request = Request::get(&server().url("http", "/silent")).unwrap();
                    request.cancellation(&cancellation);
                    session.send(&request).unwrap_err().kind()
                })
            })
            .collect();
        std::thread::sleep(SOON);
        let ended = Instant::now();
        cancellation.cancel();
        for thread in sending {
            assert_eq!(thread.join().unwrap(), ErrorKind::Cancelled);
        }
        assert!(ended.elapsed() < AT_ONCE, "{:?}", ended.elapsed());
    });
}

#[test]
fn a_request_that_is_called_off_is_not_sent_again() {
    let cancellation = Cancellation::new();
    let mut request = marked("GET", &server().url("http", "/silent"), "not again");
    request.cancellation(&cancellation);
    let session = session(settings().retries(Retries::new(5)));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(SOON);
            cancellation.cancel();
        });
        assert_eq!(sent(&session, &request).kind(), ErrorKind::Cancelled);
    });
    assert_eq!(server().requests("not again").len(), 1);
}

#[test]
fn the_interrupt_is_asked_by_the_thread_that_sends_and_no_more_than_it_has_to() {
    let sender = std::thread::current().id();
    let asked = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&asked);
    let session = session(settings().interrupt(move || {
        assert_eq!(std::thread::current().id(), sender);
        counting.fetch_add(1, Ordering::Relaxed);
        false
    }));
    let request = Request::get(&server().url("http", "/slow?ms=1000")).unwrap();
    assert_eq!(session.send(&request).unwrap().status(), 200);
    let asked = asked.load(Ordering::Relaxed);
    // twenty times a second, and a few more
    assert!((10..=40).contains(&asked), "{asked}");
}

#[test]
fn a_handshake_is_called_off() {
    let cancellation = Cancellation::new();
    let mut endpoint = Request::post(&server().url("http", "/silent")).unwrap();
    endpoint.cancellation(&cancellation);
    let session = session(settings());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(SOON);
            cancellation.cancel();
        });
        let error = session.client().request_token(endpoint, "oob").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Cancelled);
    });
}

#[test]
fn a_copy_of_a_client_has_all_that_it_sends_called_off() {
    let cancellation = Cancellation::new();
    let silent = server().url("http", "/silent");
    let provider = Provider::new("photos").with_endpoints(&*silent, &*silent, &*silent);
    let client = Client::builder_for(provider, "consumer", "secret")
        .transport(Arc::new(
            transport(server(), Duration::from_secs(30))
                .build()
                .unwrap(),
        ))
        .build()
        .unwrap();
    let copy = client.with_cancellation(&cancellation);
    let pending = PendingAuthorization::new(Token::new("token", "secret"), "http://a.example/");
    let fine = Request::get(&server().url("http", "/ok")).unwrap();
    assert_eq!(
        copy.session_without_token().send(&fine).unwrap().status(),
        200
    );
    std::thread::scope(|scope| {
        let authorized = scope.spawn(|| copy.authorize("oob").unwrap_err());
        let completed = scope.spawn(|| copy.complete_with_verifier(&pending, "1").unwrap_err());
        let renewed = scope.spawn(|| copy.renew_token(&Token::new("a", "b"), "").unwrap_err());
        std::thread::sleep(SOON);
        let ended = Instant::now();
        cancellation.cancel();
        for thread in [authorized, completed, renewed] {
            assert_eq!(thread.join().unwrap().kind(), ErrorKind::Cancelled);
        }
        assert!(ended.elapsed() < AT_ONCE, "{:?}", ended.elapsed());
    });
    // and nothing of the client's, nor what is yet to come of the copy's sent at all
    assert_eq!(
        client.session_without_token().send(&fine).unwrap().status(),
        200
    );
    let error = copy.session_without_token().send(&fine).unwrap_err();
    assert!(error.kind() == ErrorKind::Cancelled && error.is_unsent());
}

#[test]
fn a_request_of_such_a_copy_is_called_off_by_its_own_cancellation_as_well() {
    let (of_copy, of_request) = (Cancellation::new(), Cancellation::new());
    let copy = session(settings()).client().with_cancellation(&of_copy);
    let mut request = Request::get(&server().url("http", "/silent")).unwrap();
    request.cancellation(&of_request);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(SOON);
            of_request.cancel();
        });
        let error = sent(&copy.session_without_token(), &request);
        assert_eq!(error.kind(), ErrorKind::Cancelled);
    });
    assert!(!of_copy.is_cancelled());
}

/// A transport of one's own that looks whether it is called off.
struct Looking;

impl Transport for Looking {
    fn send(&self, _: &SignedRequest<'_>, options: &SendOptions) -> Result<ResponseStream, Error> {
        while !options.is_cancelled() {
            std::thread::sleep(Duration::from_millis(10));
        }
        Err(Error::new(
            ErrorKind::Cancelled,
            "the request was cancelled",
        ))
    }
}

#[test]
fn a_transport_of_ones_own_sees_that_it_is_called_off() {
    let cancellation = Cancellation::new();
    let mut request = Request::get("http://api.example/").unwrap();
    request.cancellation(&cancellation);
    let session = session(settings().transport(Arc::new(Looking)));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(SOON);
            cancellation.cancel();
        });
        assert_eq!(sent(&session, &request).kind(), ErrorKind::Cancelled);
    });
}
