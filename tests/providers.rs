//! The providers that are known by name, and the description of others.

use oauth1::{BodyHash, ErrorKind, HashAlgorithm, Provider, ProviderSetting, Transmission, Url};

fn named(name: &str) -> Provider {
    Provider::named(name).unwrap_or_else(|| panic!("there is no preset {name}"))
}

/// What `check` says, or another step towards a provider.
fn fault<T: std::fmt::Debug>(result: Result<T, oauth1::Error>) -> String {
    let error = result.expect_err("it is not refused");
    assert_eq!(error.kind(), ErrorKind::InvalidSetting, "{error}");
    error.message().to_owned()
}

fn own() -> Provider {
    Provider::new("own").with_endpoints(
        "https://own.example/request",
        "https://own.example/authorize",
        "https://own.example/access",
    )
}

/// The preset, with a site or an account where it needs one.
fn completed(name: &str) -> Provider {
    match name {
        "jira" | "magento" => named(name).site("https://site.example").unwrap(),
        "netsuite" => named(name).account("1234567").unwrap(),
        _ => named(name),
    }
}

#[test]
fn every_preset_is_there_and_can_work() {
    let names: Vec<_> = Provider::presets().collect();
    assert_eq!(
        names,
        [
            "x",
            "tumblr",
            "flickr",
            "discogs",
            "trello",
            "jira",
            "netsuite",
            "magento",
            "woocommerce",
            "etrade",
            "etrade-sandbox",
            "mediawiki",
            "mastercard",
            "lti",
            "lti-outcomes",
            "zotero",
            "fatsecret",
            "smugmug",
            "schoology",
            "evernote",
            "evernote-sandbox",
        ]
    );
    for name in names {
        let provider = completed(name);
        assert_eq!(provider.name(), name);
        assert!(!provider.title().is_empty());
        let source = Url::parse(provider.source().unwrap()).unwrap();
        assert!(source.is_https(), "{source}");
        provider
            .check()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_endpoint_of_a_preset_is_sent_as_it_is_written() {
    for name in Provider::presets() {
        let provider = completed(name);
        for url in [
            provider.request_token_url(),
            provider.authorization_url(),
            provider.access_token_url(),
            provider.renewal_url(),
        ]
        .into_iter()
        .flatten()
        {
            let parsed = Url::parse(url).unwrap();
            assert!(parsed.is_https(), "{name}: {url}");
            assert_eq!(parsed.as_str(), url, "{name}");
        }
    }
}

#[test]
fn a_name_is_taken_in_any_case_and_so_are_others_for_it() {
    for (name, preset) in [
        ("X", "x"),
        (" Twitter ", "x"),
        ("e*trade", "etrade"),
        ("Magento2", "magento"),
        ("Wikimedia", "mediawiki"),
        ("LTI-1.1", "lti"),
    ] {
        assert_eq!(named(name).name(), preset);
    }
    assert!(Provider::named("nobody").is_none());
    assert!(Provider::named("").is_none());
}

/// Name; request token, authorization and access token URL; how tokens are asked for, the
/// signature, and where parameters travel.
type Documented = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str, Transmission),
);

const DOCUMENTED: [Documented; 16] = [
    (
        "x",
        "https://api.x.com/oauth/request_token",
        "https://api.x.com/oauth/authorize",
        "https://api.x.com/oauth/access_token",
        ("POST", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "tumblr",
        "https://www.tumblr.com/oauth/request_token",
        "https://www.tumblr.com/oauth/authorize",
        "https://www.tumblr.com/oauth/access_token",
        ("POST", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "flickr",
        "https://www.flickr.com/services/oauth/request_token",
        "https://www.flickr.com/services/oauth/authorize",
        "https://www.flickr.com/services/oauth/access_token",
        ("GET", "HMAC-SHA1", Transmission::Query),
    ),
    (
        "discogs",
        "https://api.discogs.com/oauth/request_token",
        "https://www.discogs.com/oauth/authorize",
        "https://api.discogs.com/oauth/access_token",
        ("POST", "PLAINTEXT", Transmission::Header),
    ),
    (
        "trello",
        "https://trello.com/1/OAuthGetRequestToken",
        "https://trello.com/1/OAuthAuthorizeToken",
        "https://trello.com/1/OAuthGetAccessToken",
        ("POST", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "jira",
        "https://site.example/plugins/servlet/oauth/request-token",
        "https://site.example/plugins/servlet/oauth/authorize",
        "https://site.example/plugins/servlet/oauth/access-token",
        ("POST", "RSA-SHA1", Transmission::Header),
    ),
    (
        "netsuite",
        "https://1234567.restlets.api.netsuite.com/rest/requesttoken",
        "https://1234567.app.netsuite.com/app/login/secure/authorizetoken.nl",
        "https://1234567.restlets.api.netsuite.com/rest/accesstoken",
        ("POST", "HMAC-SHA256", Transmission::Header),
    ),
    (
        "etrade",
        "https://api.etrade.com/oauth/request_token",
        "https://us.etrade.com/e/t/etws/authorize",
        "https://api.etrade.com/oauth/access_token",
        ("GET", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "etrade-sandbox",
        "https://apisb.etrade.com/oauth/request_token",
        "https://us.etrade.com/e/t/etws/authorize",
        "https://apisb.etrade.com/oauth/access_token",
        ("GET", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "mediawiki",
        "https://meta.wikimedia.org/w/index.php?title=Special:OAuth/initiate",
        "https://meta.wikimedia.org/w/index.php?title=Special:OAuth/authorize",
        "https://meta.wikimedia.org/w/index.php?title=Special:OAuth/token",
        ("POST", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "zotero",
        "https://www.zotero.org/oauth/request",
        "https://www.zotero.org/oauth/authorize",
        "https://www.zotero.org/oauth/access",
        ("POST", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "fatsecret",
        "https://authentication.fatsecret.com/oauth/request_token",
        "https://authentication.fatsecret.com/oauth/authorize",
        "https://authentication.fatsecret.com/oauth/access_token",
        ("POST", "HMAC-SHA1", Transmission::Query),
    ),
    (
        "smugmug",
        "https://api.smugmug.com/services/oauth/1.0a/getRequestToken",
        "https://api.smugmug.com/services/oauth/1.0a/authorize",
        "https://api.smugmug.com/services/oauth/1.0a/getAccessToken",
        ("GET", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "schoology",
        "https://api.schoology.com/v1/oauth/request_token",
        "https://www.schoology.com/oauth/authorize",
        "https://api.schoology.com/v1/oauth/access_token",
        ("GET", "HMAC-SHA1", Transmission::Header),
    ),
    (
        "evernote",
        "https://www.evernote.com/oauth",
        "https://www.evernote.com/OAuth.action",
        "https://www.evernote.com/oauth",
        ("GET", "HMAC-SHA1", Transmission::Query),
    ),
    (
        "evernote-sandbox",
        "https://sandbox.evernote.com/oauth",
        "https://sandbox.evernote.com/OAuth.action",
        "https://sandbox.evernote.com/oauth",
        ("GET", "HMAC-SHA1", Transmission::Query),
    ),
];

#[test]
fn endpoints_and_signatures_are_those_of_the_documentation() {
    for (name, request_token, authorization, access_token, (method, signature, transmission)) in
        DOCUMENTED
    {
        let provider = completed(name);
        assert_eq!(provider.request_token_url(), Some(request_token));
        assert_eq!(provider.authorization_url(), Some(authorization));
        assert_eq!(provider.access_token_url(), Some(access_token));
        assert_eq!(provider.handshake_method(), method, "{name}");
        assert_eq!(provider.signature_method_name(), Some(signature), "{name}");
        assert_eq!(provider.transmission(), transmission, "{name}");
    }
}

#[test]
fn who_has_one_leg_only_has_no_endpoints() {
    for (name, signature, transmission) in [
        ("woocommerce", "HMAC-SHA256", Transmission::Query),
        ("mastercard", "RSA-SHA256", Transmission::Header),
        ("lti", "HMAC-SHA1", Transmission::Form),
        ("lti-outcomes", "HMAC-SHA1", Transmission::Header),
    ] {
        let provider = named(name);
        assert_eq!(provider.request_token_url(), None);
        assert_eq!(provider.authorization_url(), None);
        assert_eq!(provider.access_token_url(), None);
        assert_eq!(provider.signature_method_name(), Some(signature));
        assert_eq!(provider.transmission(), transmission);
    }
}

#[test]
fn etrade_names_its_own_parameters_and_one_callback() {
    let etrade = named("etrade");
    assert_eq!(etrade.callback(), Some("oob"));
    assert!(!etrade.callback_confirmation());
    assert_eq!(etrade.authorization_token_param(), "token");
    assert_eq!(etrade.authorization_key_param(), Some("key"));
    assert_eq!(etrade.realm(), Some(""));
    let renewal = "https://api.etrade.com/oauth/renew_access_token";
    assert_eq!(etrade.renewal_url(), Some(renewal));

    let sandbox = named("etrade-sandbox");
    assert_eq!(sandbox.callback(), Some("oob"));
    let renewal = "https://apisb.etrade.com/oauth/renew_access_token";
    assert_eq!(sandbox.renewal_url(), Some(renewal));
}

#[test]
fn whoever_confirms_no_callback_is_not_asked_to() {
    let waived: Vec<_> = Provider::presets()
        .filter(|name| !named(name).callback_confirmation())
        .collect();
    assert_eq!(waived, ["magento", "etrade", "etrade-sandbox", "schoology"]);
}

#[test]
fn whoever_wants_a_user_agent_says_so() {
    let wanted: Vec<_> = Provider::presets()
        .filter(|name| named(name).user_agent_required())
        .collect();
    assert_eq!(wanted, ["tumblr", "discogs", "mediawiki"]);
}

#[test]
fn body_hashes_are_sent_to_those_who_ask_for_them() {
    for name in Provider::presets() {
        let expected = match name {
            "mastercard" => BodyHash::AlwaysWith(HashAlgorithm::Sha256),
            "lti-outcomes" => BodyHash::Always,
            _ => BodyHash::Never,
        };
        assert_eq!(named(name).body_hash(), expected, "{name}");
    }
}

#[test]
fn parameters_beyond_the_protocol_are_those_of_the_documentation() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        named("flickr").authorization_params(),
        [pair("perms", "read")]
    );
    assert_eq!(named("flickr").required_authorization_params(), ["perms"]);
    assert_eq!(
        named("lti").oauth_params(),
        [pair("oauth_callback", "about:blank")]
    );
    assert_eq!(
        named("trello").authorization_param_names(),
        ["name", "scope", "expiration"]
    );
    assert_eq!(
        named("smugmug").authorization_param_names()[..2],
        ["Access", "Permissions"]
    );
    let mediawiki = named("mediawiki");
    assert_eq!(
        mediawiki.authorization_key_param(),
        Some("oauth_consumer_key")
    );
    assert_eq!(mediawiki.authorization_token_param(), "oauth_token");
    let schoology = named("schoology");
    assert_eq!(schoology.realm(), Some("Schoology API"));
    assert!(schoology.empty_token());
    let fatsecret = named("fatsecret");
    assert_eq!(fatsecret.handshake_transmission(), Transmission::Form);
    assert_eq!(
        named("flickr").handshake_transmission(),
        Transmission::Query
    );
}

#[test]
fn other_signature_methods_are_taken_and_the_rest_refused_with_those_that_are() {
    for (name, taken, refused) in [
        ("discogs", "HMAC-SHA1", "HMAC-SHA256"),
        ("schoology", "PLAINTEXT", "RSA-SHA1"),
        ("smugmug", "PLAINTEXT", "RSA-SHA1"),
        ("mediawiki", "RSA-SHA1", "PLAINTEXT"),
        ("magento", "HMAC-SHA1", "RSA-SHA1"),
        ("woocommerce", "HMAC-SHA1", "PLAINTEXT"),
    ] {
        let provider = completed(name);
        provider.check_signature_method(taken).unwrap();
        assert!(!provider.takes_signature_method(refused), "{name}");
    }
    assert_eq!(
        fault(named("tumblr").check_signature_method("RSA-SHA1")),
        "the provider \"tumblr\" does not take the signature method \"RSA-SHA1\": expected HMAC-SHA1"
    );
    let message = fault(named("mediawiki").check_signature_method("PLAINTEXT"));
    assert!(message.ends_with("expected HMAC-SHA1 or RSA-SHA1"));
    own().check_signature_method("X-OWN").unwrap();
}

#[test]
fn a_site_completes_the_endpoints_and_can_be_changed() {
    let shop = named("magento")
        .site("https://Shop.example/store/")
        .unwrap();
    assert_eq!(
        shop.request_token_url(),
        Some("https://shop.example/store/oauth/token/request")
    );
    let shop = shop.site("http://other.example").unwrap();
    assert_eq!(
        shop.access_token_url(),
        Some("http://other.example/oauth/token/access")
    );
    let school = named("schoology").site("https://school.example").unwrap();
    assert_eq!(
        school.authorization_url(),
        Some("https://school.example/oauth/authorize")
    );
    assert_eq!(
        school.access_token_url(),
        Some("https://api.schoology.com/v1/oauth/access_token")
    );
    let own = Provider::new("own")
        .with_request_token_url("{site}/request")
        .with_access_token_url("{site}/access")
        .site("https://own.example")
        .unwrap();
    own.check().unwrap();
}

#[test]
fn what_is_no_site_is_refused_with_its_fault() {
    let refused = |url| fault(named("jira").site(url));
    assert!(refused("jira.example").contains("not absolute"));
    assert!(refused("ftp://jira.example").contains("\"ftp\""));
    assert!(refused("https://jira.example/?a=b").contains("a query or a fragment"));
    assert!(refused("https://jira.example/#top").contains("a query or a fragment"));
    assert!(refused("").contains("expected one such as https://shop.example"));
    assert!(!refused("https://u:s3cret@jira.example").contains("s3cret"));
    for name in ["x", "woocommerce", "lti", "netsuite"] {
        let message = fault(named(name).site("https://site.example"));
        assert!(message.contains("no endpoint that depends on a site"));
    }
}

#[test]
fn an_account_is_written_as_realm_and_host_want_it() {
    for id in ["1234567_sb1", "1234567-SB1", " 1234567_SB1 "] {
        let netsuite = named("netsuite").account(id).unwrap();
        assert_eq!(netsuite.realm(), Some("1234567_SB1"));
        assert_eq!(
            netsuite.authorization_url(),
            Some("https://1234567-sb1.app.netsuite.com/app/login/secure/authorizetoken.nl")
        );
        netsuite.check().unwrap();
    }
    let netsuite = named("netsuite").account("TSTDRV123").unwrap();
    assert_eq!(netsuite.realm(), Some("TSTDRV123"));
}

#[test]
fn what_is_no_account_is_refused_with_its_fault() {
    for id in [
        "",
        "_",
        "1234567_",
        "1234567.app.netsuite.com",
        "https://a.example",
        "12 34",
        "a/b",
        "ü",
    ] {
        let message = fault(named("netsuite").account(id));
        assert!(message.contains("such as 1234567 or 1234567_SB1"), "{id}");
    }
    assert!(fault(named("x").account("1")).contains("no {account} left"));
    let once = named("netsuite").account("1").unwrap();
    assert!(fault(once.account("2")).contains("no {account} left"));
}

#[test]
fn what_is_not_filled_in_is_told() {
    assert!(fault(named("jira").check()).contains("its request token URL still has {site}"));
    assert!(fault(named("netsuite").check()).contains("still has {account}"));
    let moved = named("netsuite")
        .at_origin("http://127.0.0.1:8000")
        .unwrap();
    assert!(fault(moved.check()).contains("its realm still has {account}"));
    moved.account("1").unwrap().check().unwrap();
}

#[test]
fn a_provider_moves_to_another_origin_and_keeps_its_paths() {
    let origin = "http://127.0.0.1:8000";
    let etrade = named("etrade").at_origin("http://127.0.0.1:8000/").unwrap();
    assert_eq!(
        etrade.renewal_url(),
        Some("http://127.0.0.1:8000/oauth/renew_access_token")
    );
    let wiki = named("mediawiki").at_origin(origin).unwrap();
    assert_eq!(
        wiki.request_token_url(),
        Some("http://127.0.0.1:8000/w/index.php?title=Special:OAuth/initiate")
    );
    let wiki = wiki.site("https://wiki.example").unwrap();
    assert_eq!(
        wiki.access_token_url(),
        Some("https://wiki.example/index.php?title=Special:OAuth/token")
    );
    let shop = named("magento").at_origin(origin).unwrap();
    assert_eq!(
        shop.access_token_url(),
        Some("http://127.0.0.1:8000/oauth/token/access")
    );
    for name in Provider::presets().filter(|name| *name != "netsuite") {
        named(name).at_origin(origin).unwrap().check().unwrap();
    }
    // what depends on no site does not begin to
    let x = named("x").at_origin(origin).unwrap();
    fault(x.site("https://site.example"));
}

#[test]
fn what_is_no_origin_is_refused_with_its_fault() {
    let refused = |url| fault(named("x").at_origin(url));
    assert!(refused("http://127.0.0.1:8000/oauth").contains("an origin with a path"));
    assert!(refused("http://127.0.0.1:8000/?a").contains("a query"));
    assert!(refused("127.0.0.1:8000").contains("not absolute"));
}

#[test]
fn endpoints_that_cannot_work_are_told() {
    let wrong = own().with_access_token_url("own.example/access");
    let message = fault(wrong.check());
    assert!(message.contains("its access token URL is wrong: the URL is not absolute"));

    let alone = Provider::new("own").with_request_token_url("https://own.example/request");
    assert!(fault(alone.check()).contains("expected an access token URL too"));
    let alone = Provider::new("own").with_authorization_url("https://own.example/authorize");
    assert!(fault(alone.check()).contains("no request token URL"));

    // xAuth, and owners' tokens, need no more than this
    let direct = Provider::new("own").with_access_token_url("https://own.example/access");
    direct.check().unwrap();
    Provider::new("own").check().unwrap();
}

#[test]
fn plaintext_goes_over_https_or_stays_on_this_machine() {
    let plaintext = named("discogs");
    let message = fault(
        plaintext
            .clone()
            .at_origin("http://own.example")
            .unwrap()
            .check(),
    );
    assert!(message.contains("its request token URL is plain http"));
    for origin in [
        "http://localhost:8000",
        "http://app.localhost",
        "http://127.8.8.8",
        "http://[::1]:8000",
        "https://own.example",
    ] {
        let moved = plaintext.clone().at_origin(origin).unwrap();
        moved.check().unwrap();
    }
    for origin in ["http://notlocalhost", "http://128.0.0.1", "http://[::2]"] {
        fault(plaintext.clone().at_origin(origin).unwrap().check());
    }

    let signed = own().at_origin("http://own.example").unwrap();
    signed.check().unwrap();
    signed.check_signature_method("HMAC-SHA1").unwrap();
    fault(signed.check_signature_method("PLAINTEXT"));
}

#[test]
fn settings_that_cannot_work_are_told() {
    let refused = |provider: Provider| fault(provider.check());
    assert!(refused(own().with_handshake_method("PUT")).contains("\"PUT\": expected POST or GET"));
    let form = own()
        .with_handshake_method("GET")
        .with_transmission(Transmission::Form);
    assert!(refused(form.clone()).contains("by a form in a GET request"));
    let header = form.with_handshake_transmission(Transmission::Header);
    header.check().unwrap();
    assert!(refused(own().with_realm("a\nb")).contains("wrong realm"));
    own()
        .with_realm("a\nb")
        .without(ProviderSetting::Realm)
        .check()
        .unwrap();
    assert!(refused(own().with_signature_method("")).contains("without a name"));
    assert!(refused(own().with_authorization_token_param("")).contains("without a name"));
    assert!(refused(own().with_request_token_param("", "a")).contains("without a name"));
    assert!(refused(own().with_oauth_param("scope", "a")).contains("begins with oauth_"));
    assert!(refused(own().with_oauth_param("oauth_nonce", "a")).contains("oauth_nonce"));
    let missing = own().with_required_authorization_param("perms");
    assert!(refused(missing.clone()).contains("without the parameter \"perms\""));
    assert!(refused(missing.clone().with_authorization_param("perms", "")).contains("perms"));
    missing
        .with_authorization_param("perms", "read")
        .check()
        .unwrap();
}

#[test]
fn a_parameter_takes_the_place_of_one_of_the_same_name() {
    let flickr = named("flickr")
        .with_authorization_param("perms", "write")
        .with_authorization_param("lang", "de");
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        flickr.authorization_params(),
        [pair("perms", "write"), pair("lang", "de")]
    );
    let own = own()
        .with_request_token_param("scope", "a")
        .with_request_token_param("scope", "b")
        .with_access_token_param("mode", "c")
        .with_oauth_param("oauth_own", "d");
    assert_eq!(own.request_token_params(), [pair("scope", "b")]);
    assert_eq!(own.access_token_params(), [pair("mode", "c")]);
    assert_eq!(own.oauth_params(), [pair("oauth_own", "d")]);
}

#[test]
fn a_provider_of_ones_own_does_as_the_rfc_says_unless_told_otherwise() {
    let plain = own();
    assert_eq!(plain.title(), "own");
    assert_eq!(plain.source(), None);
    assert_eq!(plain.handshake_method(), "POST");
    assert_eq!(plain.signature_method_name(), None);
    assert_eq!(plain.transmission(), Transmission::Header);
    assert_eq!(plain.authorization_token_param(), "oauth_token");
    assert_eq!(plain.authorization_key_param(), None);
    assert!(plain.version() && plain.callback_confirmation());
    assert!(!plain.empty_token() && !plain.user_agent_required());

    let changed = plain
        .with_title("Own photos")
        .with_source("https://own.example/docs")
        .with_renewal_url("https://own.example/renew")
        .with_signature_method("HMAC-SHA1")
        .with_other_signature_method("HMAC-SHA512")
        .with_body_hash(BodyHash::Always)
        .with_version(false)
        .with_empty_token(true)
        .with_user_agent_required(true)
        .with_callback_confirmation(false)
        .with_callback("oob")
        .with_authorization_key_param("key")
        .with_authorization_param_name("perms");
    changed.check().unwrap();
    assert_eq!(changed.title(), "Own photos");
    assert_eq!(changed.source(), Some("https://own.example/docs"));
    assert_eq!(changed.renewal_url(), Some("https://own.example/renew"));
    assert_eq!(changed.other_signature_methods(), ["HMAC-SHA512"]);
    assert_eq!(changed.body_hash(), BodyHash::Always);
    assert!(!changed.version() && !changed.callback_confirmation());
    assert!(changed.empty_token() && changed.user_agent_required());
    assert_eq!(changed.callback(), Some("oob"));
    assert_eq!(changed.authorization_key_param(), Some("key"));
    assert_eq!(changed.authorization_param_names(), ["perms"]);
}

#[test]
fn no_parameter_is_shown_by_debug() {
    let own = own().with_access_token_param("x_auth_password", "s3cret");
    let shown = format!("{own:?}");
    assert!(shown.contains("https://own.example/access") && !shown.contains("s3cret"));
}
