//! Redirects: which are followed, and what is sent then (RFC 9110 §15.4).

use crate::authorization::Transmission;
use crate::encode::percent_decode;
use crate::error::shown;
use crate::request::{Request, is_signers_own};
use crate::response::Response;
use crate::url::Url;

/// What becomes of a redirect.
pub(crate) enum Redirect {
    /// This request is sent next.
    Follow(Box<Request>),
    /// The response is the caller's; why.
    Leave(String),
}

/// Looks at a response of the status 301, 302, 303, 307 or 308 to `request`. One that leads to
/// another origin is left: whoever is there is not to get what is signed for this one, and with
/// PLAINTEXT would get the secrets.
///
/// `transmission` is where the signature travels; where that is a form that is gone, the query.
pub(crate) fn redirect(
    request: &Request,
    transmission: Transmission,
    response: &Response,
) -> Redirect {
    let leave = |why: String| Redirect::Leave(why);
    let Some(location) = response.header("Location") else {
        return leave("it has no Location".to_owned());
    };
    let target = match resolved(request, location) {
        Ok(target) => target,
        Err(why) => return leave(why),
    };
    if target.origin() != request.url().origin() {
        return leave(format!("it leads to another origin, {}", target.origin()));
    }
    // RFC 9110 §15.4.2 to §15.4.4: a browser changes POST to GET, and so does everyone
    let (method, keep_body) = match (response.status(), request.method()) {
        (303, "HEAD") => ("HEAD", false),
        (303, _) | (301 | 302, "POST") => ("GET", false),
        (_, method) => (method, true),
    };
    if keep_body && !request.is_replayable() {
        return leave("the body cannot be read again".to_owned());
    }
    let next = request.redirected(method, target.as_str(), keep_body);
    let checked = next.and_then(|mut next| {
        let mut transmission = transmission;
        if transmission == Transmission::Form && matches!(method, "GET" | "HEAD") {
            transmission = Transmission::Query;
            next.transmission(transmission);
        }
        next.check_places(transmission)?;
        Ok(next)
    });
    match checked {
        Ok(next) => Redirect::Follow(Box::new(next)),
        Err(error) => leave(error.to_string()),
    }
}

/// The URL that a `Location` names, without the parameters of the signature, which a server may
/// have kept from the URL that it was asked.
fn resolved(request: &Request, location: &str) -> Result<Url, String> {
    let base = url::Url::parse(request.url().as_str()).map_err(|error| error.to_string())?;
    let target = base
        .join(location)
        .map_err(|error| format!("its Location, {}, is no URL: {error}", shown(location)))?;
    let target = match target.query() {
        None => target.to_string(),
        Some(query) => {
            let mut kept = target.clone();
            let pairs = query
                .split('&')
                .filter(|pair| !is_of_signature(request, pair));
            let query = pairs.collect::<Vec<_>>().join("&");
            kept.set_query((!query.is_empty()).then_some(&query));
            kept.to_string()
        }
    };
    Url::parse(&target).map_err(|error| error.to_string())
}

/// Whether a pair of a query is one that is written anew with the signature.
fn is_of_signature(request: &Request, pair: &str) -> bool {
    let name = percent_decode(pair.split('=').next().unwrap_or_default());
    let mut own = request.params().protocol();
    is_signers_own(&name) || own.any(|own| own.name_once().as_bytes() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, location: &str) -> Response {
        let headers = vec![("Location".to_owned(), location.to_owned())];
        Response::new(status, headers, Vec::new())
    }

    fn followed(request: &Request, status: u16, location: &str) -> Request {
        match redirect(request, Transmission::Header, &answer(status, location)) {
            Redirect::Follow(next) => *next,
            Redirect::Leave(why) => panic!("{why}"),
        }
    }

    fn left(request: &Request, status: u16, location: &str) -> String {
        match redirect(request, Transmission::Header, &answer(status, location)) {
            Redirect::Follow(next) => panic!("{}", next.url()),
            Redirect::Leave(why) => why,
        }
    }

    fn posted() -> Request {
        let mut request = Request::post("https://example.com/a/b?c=d").unwrap();
        request.form("status", "hello").unwrap();
        request.oauth_param("oauth_callback", "oob").unwrap();
        request.header("X-Own", "1").unwrap();
        request
    }

    #[test]
    fn a_redirect_within_the_origin_is_followed_however_it_is_written() {
        let request = Request::get("https://example.com/a/b?c=d").unwrap();
        for (location, url) in [
            ("https://EXAMPLE.com:443/x", "https://example.com/x"),
            ("//example.com/x", "https://example.com/x"),
            ("/x?y=z#f", "https://example.com/x?y=z"),
            ("x", "https://example.com/a/x"),
            ("../x", "https://example.com/x"),
            ("?y=z", "https://example.com/a/b?y=z"),
        ] {
            assert_eq!(followed(&request, 302, location).url().as_str(), url);
        }
    }

    #[test]
    fn a_redirect_to_another_scheme_host_or_port_is_left() {
        let request = Request::get("https://example.com/").unwrap();
        for location in [
            "http://example.com/",
            "https://example.com:8443/",
            "https://example.org/",
            "https://example.com.evil.example/",
            "https://example.com@evil.example/",
            "//evil.example/",
            "javascript:alert(1)",
            "https://[",
        ] {
            left(&request, 302, location);
        }
    }

    #[test]
    fn post_becomes_get_by_301_302_and_303_and_stays_post_by_307_and_308() {
        for status in [301, 302, 303] {
            let next = followed(&posted(), status, "/x");
            assert_eq!((next.method(), next.body()), ("GET", &b""[..]));
            assert_eq!(next.content_type(), None);
        }
        for status in [307, 308] {
            let next = followed(&posted(), status, "/x");
            assert_eq!((next.method(), next.body()), ("POST", &b"status=hello"[..]));
            assert!(next.is_form());
        }
        let put = Request::new("PUT", "https://example.com/").unwrap();
        assert_eq!(followed(&put, 302, "/x").method(), "PUT");
        assert_eq!(followed(&put, 303, "/x").method(), "GET");
        let head = Request::new("HEAD", "https://example.com/").unwrap();
        assert_eq!(followed(&head, 303, "/x").method(), "HEAD");
    }

    #[test]
    fn headers_and_protocol_parameters_come_along() {
        let next = followed(&posted(), 303, "/x");
        assert_eq!(next.headers(), posted().headers());
        let names: Vec<_> = next
            .params()
            .iter()
            .map(|param| param.name_once())
            .collect();
        assert_eq!(names, ["oauth_callback"]);
    }

    #[test]
    fn a_signature_that_the_server_kept_in_the_url_is_taken_out() {
        let request = Request::get("https://example.com/a").unwrap();
        let location = "/a/?x=1&oauth_nonce=2&oauth%5Fsignature=3&oauth_token=4&y=";
        let next = followed(&request, 301, location);
        assert_eq!(next.url().as_str(), "https://example.com/a/?x=1&y=");
        let next = followed(&posted(), 307, "/a?oauth_callback=oob&b=1");
        assert_eq!(next.url().as_str(), "https://example.com/a?b=1");
    }

    #[test]
    fn a_protocol_parameter_in_the_location_alone_goes_with_a_signature_in_the_query_alone() {
        let location = "https://example.com/a?oauth_other=1";
        assert!(left(&posted(), 307, location).contains("oauth_other"));
        let response = answer(307, location);
        let Redirect::Follow(next) = redirect(&posted(), Transmission::Query, &response) else {
            panic!("it is left");
        };
        assert_eq!(next.url().as_str(), location);
    }

    #[test]
    fn a_body_that_can_be_read_once_is_not_sent_twice() {
        let mut request = Request::post("https://example.com/").unwrap();
        let body = crate::Body::reader(&b"hello"[..], None);
        request.stream_body("text/plain", body).unwrap();
        assert!(left(&request, 307, "/x").contains("cannot be read again"));
        assert_eq!(followed(&request, 303, "/x").method(), "GET");
    }
}
