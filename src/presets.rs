//! What is known of the providers that people use: the table that [`crate::Provider::named`] reads.
//!
//! One block for each provider: where the facts come from, and what it insists on that RFC 5849
//! does not. What a block leaves out is as RFC 5849 has it ([`PRESET`]).

use crate::authorization::Transmission;
use crate::request::BodyHash;
use crate::signature::HashAlgorithm;

/// What endpoints begin with where each customer has a site of their own.
pub(crate) const SITE: &str = "{site}";

/// What stands in endpoints and realm where each customer has an account of their own.
pub(crate) const ACCOUNT: &str = "{account}";

/// A provider as it is written down. Its fields are those of [`crate::Provider`].
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub(crate) struct Preset {
    pub name: &'static str,
    /// Other names, in lower case.
    pub aliases: &'static [&'static str],
    pub title: &'static str,
    pub source: &'static str,
    pub request_token_url: Option<&'static str>,
    pub authorization_url: Option<&'static str>,
    pub access_token_url: Option<&'static str>,
    pub renewal_url: Option<&'static str>,
    /// What `{site}` is unless the program says otherwise.
    pub default_site: Option<&'static str>,
    pub handshake_method: &'static str,
    pub signature_method: &'static str,
    pub other_signature_methods: &'static [&'static str],
    pub transmission: Transmission,
    pub handshake_transmission: Option<Transmission>,
    pub realm: Option<&'static str>,
    pub body_hash: BodyHash,
    pub version: bool,
    pub callback_confirmation: bool,
    pub callback: Option<&'static str>,
    pub empty_token: bool,
    pub user_agent_required: bool,
    pub authorization_token_param: &'static str,
    pub authorization_key_param: Option<&'static str>,
    pub authorization_params: &'static [(&'static str, &'static str)],
    pub oauth_params: &'static [(&'static str, &'static str)],
    pub authorization_param_names: &'static [&'static str],
    pub required_authorization_params: &'static [&'static str],
}

/// A provider that does as RFC 5849 says, and has no endpoints.
pub(crate) const PRESET: Preset = Preset {
    name: "",
    aliases: &[],
    title: "",
    source: "",
    request_token_url: None,
    authorization_url: None,
    access_token_url: None,
    renewal_url: None,
    default_site: None,
    handshake_method: "POST",
    signature_method: "HMAC-SHA1",
    other_signature_methods: &[],
    transmission: Transmission::Header,
    handshake_transmission: None,
    realm: None,
    body_hash: BodyHash::Never,
    version: true,
    callback_confirmation: true,
    callback: None,
    empty_token: false,
    user_agent_required: false,
    authorization_token_param: "oauth_token",
    authorization_key_param: None,
    authorization_params: &[],
    oauth_params: &[],
    authorization_param_names: &[],
    required_authorization_params: &[],
};

/// All presets, in the order in which they are listed.
pub(crate) static PRESETS: [Preset; 21] = [
    X,
    TUMBLR,
    FLICKR,
    DISCOGS,
    TRELLO,
    JIRA,
    NETSUITE,
    MAGENTO,
    WOOCOMMERCE,
    ETRADE,
    ETRADE_SANDBOX,
    MEDIAWIKI,
    MASTERCARD,
    LTI,
    LTI_OUTCOMES,
    ZOTERO,
    FATSECRET,
    SMUGMUG,
    SCHOOLOGY,
    EVERNOTE,
    EVERNOTE_SANDBOX,
];

/// <https://docs.x.com/fundamentals/authentication/api-reference>
///
/// `oauth/authenticate` in place of `oauth/authorize` is “Log in with X”: it asks the user only
/// once. `x_auth_access_type` goes with the request token.
const X: Preset = Preset {
    name: "x",
    aliases: &["twitter"],
    title: "X (Twitter)",
    source: "https://docs.x.com/fundamentals/authentication/api-reference",
    request_token_url: Some("https://api.x.com/oauth/request_token"),
    authorization_url: Some("https://api.x.com/oauth/authorize"),
    access_token_url: Some("https://api.x.com/oauth/access_token"),
    authorization_param_names: &["force_login", "screen_name"],
    ..PRESET
};

/// <https://github.com/tumblr/docs/blob/master/api.md#oauth1-authorization>
///
/// Parameters in the `Authorization` header only; every application sends a user agent of its own.
const TUMBLR: Preset = Preset {
    name: "tumblr",
    title: "Tumblr",
    source: "https://github.com/tumblr/docs/blob/master/api.md#oauth1-authorization",
    request_token_url: Some("https://www.tumblr.com/oauth/request_token"),
    authorization_url: Some("https://www.tumblr.com/oauth/authorize"),
    access_token_url: Some("https://www.tumblr.com/oauth/access_token"),
    user_agent_required: true,
    ..PRESET
};

/// <https://www.flickr.com/services/api/auth.oauth.html>
///
/// The authorization page is told what is asked for: `perms` is `read`, `write` or `delete`.
const FLICKR: Preset = Preset {
    name: "flickr",
    title: "Flickr",
    source: "https://www.flickr.com/services/api/auth.oauth.html",
    request_token_url: Some("https://www.flickr.com/services/oauth/request_token"),
    authorization_url: Some("https://www.flickr.com/services/oauth/authorize"),
    access_token_url: Some("https://www.flickr.com/services/oauth/access_token"),
    handshake_method: "GET",
    transmission: Transmission::Query,
    authorization_params: &[("perms", "read")],
    authorization_param_names: &["perms"],
    required_authorization_params: &["perms"],
    ..PRESET
};

/// <https://www.discogs.com/developers#page:authentication>
///
/// Refuses requests without a user agent of the application's own.
const DISCOGS: Preset = Preset {
    name: "discogs",
    title: "Discogs",
    source: "https://www.discogs.com/developers#page:authentication",
    request_token_url: Some("https://api.discogs.com/oauth/request_token"),
    authorization_url: Some("https://www.discogs.com/oauth/authorize"),
    access_token_url: Some("https://api.discogs.com/oauth/access_token"),
    signature_method: "PLAINTEXT",
    other_signature_methods: &["HMAC-SHA1"],
    user_agent_required: true,
    ..PRESET
};

/// <https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/>
///
/// Without `name` the user is asked about an unknown application; without `scope` it may only
/// read, and without `expiration` the token ends after 30 days.
const TRELLO: Preset = Preset {
    name: "trello",
    title: "Trello",
    source: "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/",
    request_token_url: Some("https://trello.com/1/OAuthGetRequestToken"),
    authorization_url: Some("https://trello.com/1/OAuthAuthorizeToken"),
    access_token_url: Some("https://trello.com/1/OAuthGetAccessToken"),
    authorization_param_names: &["name", "scope", "expiration"],
    ..PRESET
};

/// <https://developer.atlassian.com/server/jira/platform/oauth/>
///
/// The consumer is an application link, which knows the public half of an RSA key: there is no
/// consumer secret.
const JIRA: Preset = Preset {
    name: "jira",
    aliases: &["jira-data-center", "jira-server"],
    title: "Jira Data Center",
    source: "https://developer.atlassian.com/server/jira/platform/oauth/",
    request_token_url: Some("{site}/plugins/servlet/oauth/request-token"),
    authorization_url: Some("{site}/plugins/servlet/oauth/authorize"),
    access_token_url: Some("{site}/plugins/servlet/oauth/access-token"),
    signature_method: "RSA-SHA1",
    ..PRESET
};

/// <https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156337186044.html>
///
/// Takes HMAC-SHA256 only. The realm is the account ID as the account itself writes it
/// (`1234567_SB1`), and the host has it in lower case with a hyphen (`1234567-sb1`). A callback URL
/// is that of the integration record.
const NETSUITE: Preset = Preset {
    name: "netsuite",
    aliases: &["netsuite-tba"],
    title: "NetSuite (token-based authentication)",
    source: "https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156337186044.html",
    request_token_url: Some("https://{account}.restlets.api.netsuite.com/rest/requesttoken"),
    authorization_url: Some(
        "https://{account}.app.netsuite.com/app/login/secure/authorizetoken.nl",
    ),
    access_token_url: Some("https://{account}.restlets.api.netsuite.com/rest/accesstoken"),
    signature_method: "HMAC-SHA256",
    realm: Some(ACCOUNT),
    authorization_param_names: &["state"],
    ..PRESET
};

/// <https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/>
///
/// The merchant activates the integration in the admin pages, so that there is no authorization
/// URL: the store posts consumer key, consumer secret and verifier to the integration. It never
/// confirms a callback (<https://github.com/magento/magento2/issues/14152>).
const MAGENTO: Preset = Preset {
    name: "magento",
    aliases: &["magento2", "adobe-commerce"],
    title: "Magento 2 (Adobe Commerce)",
    source: "https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/",
    request_token_url: Some("{site}/oauth/token/request"),
    access_token_url: Some("{site}/oauth/token/access"),
    signature_method: "HMAC-SHA256",
    other_signature_methods: &["HMAC-SHA1"],
    callback_confirmation: false,
    ..PRESET
};

/// <https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http>
///
/// One-legged, parameters in the query; meant for shops on plain `http`. Over `https` a shop takes
/// the key and the secret by Basic authentication.
const WOOCOMMERCE: Preset = Preset {
    name: "woocommerce",
    title: "WooCommerce",
    source: "https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http",
    signature_method: "HMAC-SHA256",
    other_signature_methods: &["HMAC-SHA1"],
    transmission: Transmission::Query,
    ..PRESET
};

/// <https://apisb.etrade.com/docs/api/authorization/request_token.html>
///
/// The callback is always `oob`, even where the consumer has one, and it is confirmed with `false`
/// where it has none. The authorization page takes `key` and `token`. A token sleeps after two
/// hours without requests until it is renewed, and ends at midnight in New York.
const ETRADE: Preset = Preset {
    name: "etrade",
    aliases: &["e*trade"],
    title: "E*TRADE",
    source: "https://apisb.etrade.com/docs/api/authorization/request_token.html",
    request_token_url: Some("https://api.etrade.com/oauth/request_token"),
    authorization_url: Some("https://us.etrade.com/e/t/etws/authorize"),
    access_token_url: Some("https://api.etrade.com/oauth/access_token"),
    renewal_url: Some("https://api.etrade.com/oauth/renew_access_token"),
    handshake_method: "GET",
    realm: Some(""),
    callback_confirmation: false,
    callback: Some("oob"),
    authorization_token_param: "token",
    authorization_key_param: Some("key"),
    ..PRESET
};

/// <https://developer.etrade.com/getting-started/developer-guides>
///
/// As E*TRADE, on the host of the sandbox and with a consumer key of the sandbox.
const ETRADE_SANDBOX: Preset = Preset {
    name: "etrade-sandbox",
    aliases: &["e*trade-sandbox"],
    title: "E*TRADE (sandbox)",
    source: "https://developer.etrade.com/getting-started/developer-guides",
    request_token_url: Some("https://apisb.etrade.com/oauth/request_token"),
    access_token_url: Some("https://apisb.etrade.com/oauth/access_token"),
    renewal_url: Some("https://apisb.etrade.com/oauth/renew_access_token"),
    ..ETRADE
};

/// <https://www.mediawiki.org/wiki/OAuth/For_Developers>
///
/// The endpoints are pages, named by a query that is signed. The callback is `oob`, or begins with
/// the registered one. An owner-only consumer has its access token from the registration and takes
/// no part in the handshake. Wikimedia's wikis want a user agent of the application's own
/// (<https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy>).
const MEDIAWIKI: Preset = Preset {
    name: "mediawiki",
    aliases: &["wikimedia", "wikipedia"],
    title: "MediaWiki (Wikimedia)",
    source: "https://www.mediawiki.org/wiki/OAuth/For_Developers",
    request_token_url: Some("{site}/index.php?title=Special:OAuth/initiate"),
    authorization_url: Some("{site}/index.php?title=Special:OAuth/authorize"),
    access_token_url: Some("{site}/index.php?title=Special:OAuth/token"),
    default_site: Some("https://meta.wikimedia.org/w"),
    other_signature_methods: &["RSA-SHA1"],
    user_agent_required: true,
    authorization_key_param: Some("oauth_consumer_key"),
    ..PRESET
};

/// <https://developer.mastercard.com/platform/documentation/security-and-authentication/using-oauth-1a-to-access-mastercard-apis/>
///
/// One-legged, with the consumer's RSA key. Requests carry a body hash by SHA-256.
const MASTERCARD: Preset = Preset {
    name: "mastercard",
    title: "Mastercard",
    source: "https://developer.mastercard.com/platform/documentation/security-and-authentication/using-oauth-1a-to-access-mastercard-apis/",
    signature_method: "RSA-SHA256",
    body_hash: BodyHash::AlwaysWith(HashAlgorithm::Sha256),
    ..PRESET
};

/// <https://www.imsglobal.org/specs/ltiv1p1/implementation-guide>
///
/// A launch is a form that the user's browser posts to the tool, without a token.
const LTI: Preset = Preset {
    name: "lti",
    aliases: &["lti-1.1"],
    title: "LTI 1.1 (launch)",
    source: "https://www.imsglobal.org/specs/ltiv1p1/implementation-guide",
    transmission: Transmission::Form,
    oauth_params: &[("oauth_callback", "about:blank")],
    ..PRESET
};

/// <https://www.imsglobal.org/specs/ltiv1p1/implementation-guide>
///
/// The outcomes service takes XML: signed in the header, with a body hash.
const LTI_OUTCOMES: Preset = Preset {
    name: "lti-outcomes",
    aliases: &["lti-1.1-outcomes"],
    title: "LTI 1.1 (outcomes)",
    source: "https://www.imsglobal.org/specs/ltiv1p1/implementation-guide",
    body_hash: BodyHash::Always,
    ..PRESET
};

/// <https://www.zotero.org/support/dev/web_api/v3/oauth>
///
/// Only the handshake is OAuth: the secret of the access token is an API key, and no request after
/// it is signed.
const ZOTERO: Preset = Preset {
    name: "zotero",
    title: "Zotero",
    source: "https://www.zotero.org/support/dev/web_api/v3/oauth",
    request_token_url: Some("https://www.zotero.org/oauth/request"),
    authorization_url: Some("https://www.zotero.org/oauth/authorize"),
    access_token_url: Some("https://www.zotero.org/oauth/access"),
    authorization_param_names: &[
        "name",
        "library_access",
        "notes_access",
        "write_access",
        "all_groups",
        "identity",
    ],
    ..PRESET
};

/// <https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged>
///
/// Parameters in the query, or in the form that posts them.
const FATSECRET: Preset = Preset {
    name: "fatsecret",
    title: "FatSecret",
    source: "https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged",
    request_token_url: Some("https://authentication.fatsecret.com/oauth/request_token"),
    authorization_url: Some("https://authentication.fatsecret.com/oauth/authorize"),
    access_token_url: Some("https://authentication.fatsecret.com/oauth/access_token"),
    transmission: Transmission::Query,
    handshake_transmission: Some(Transmission::Form),
    ..PRESET
};

/// <https://api.smugmug.com/api/v2/doc/tutorial/authorization.html>
///
/// `oob` gives a code of six digits. `Access` is `Public` unless it is `Full`, and `Permissions`
/// is `Read` unless it is `Add` or `Modify`. Errors come as `oauth_problem`.
const SMUGMUG: Preset = Preset {
    name: "smugmug",
    title: "SmugMug",
    source: "https://api.smugmug.com/api/v2/doc/tutorial/authorization.html",
    request_token_url: Some("https://api.smugmug.com/services/oauth/1.0a/getRequestToken"),
    authorization_url: Some("https://api.smugmug.com/services/oauth/1.0a/authorize"),
    access_token_url: Some("https://api.smugmug.com/services/oauth/1.0a/getAccessToken"),
    handshake_method: "GET",
    other_signature_methods: &["PLAINTEXT"],
    authorization_param_names: &[
        "Access",
        "Permissions",
        "allowThirdPartyLogin",
        "showSignUpButton",
        "username",
        "viewportScale",
    ],
    ..PRESET
};

/// <https://developers.schoology.com/api-documentation/authentication>
///
/// Two-legged requests carry an empty `oauth_token`. The authorization page is on the school's own
/// site; the callback goes there, as `oauth_callback`, and is not confirmed with the request token.
const SCHOOLOGY: Preset = Preset {
    name: "schoology",
    title: "Schoology",
    source: "https://developers.schoology.com/api-documentation/authentication",
    request_token_url: Some("https://api.schoology.com/v1/oauth/request_token"),
    authorization_url: Some("{site}/oauth/authorize"),
    access_token_url: Some("https://api.schoology.com/v1/oauth/access_token"),
    default_site: Some("https://www.schoology.com"),
    handshake_method: "GET",
    other_signature_methods: &["PLAINTEXT"],
    realm: Some("Schoology API"),
    callback_confirmation: false,
    empty_token: true,
    authorization_param_names: &["oauth_callback"],
    ..PRESET
};

/// <https://dev.evernote.com/doc/articles/authentication.php>
///
/// Tokens are asked for with GET, parameters in the query. The secret of the access token is
/// empty; what the API needs comes beside it, as `edam_shard`, `edam_userId`, `edam_expires`,
/// `edam_noteStoreUrl` and `edam_webApiUrlPrefix`.
const EVERNOTE: Preset = Preset {
    name: "evernote",
    title: "Evernote",
    source: "https://dev.evernote.com/doc/articles/authentication.php",
    request_token_url: Some("https://www.evernote.com/oauth"),
    authorization_url: Some("https://www.evernote.com/OAuth.action"),
    access_token_url: Some("https://www.evernote.com/oauth"),
    handshake_method: "GET",
    transmission: Transmission::Query,
    authorization_param_names: &["preferRegistration", "supportLinkedSandbox"],
    ..PRESET
};

/// <https://dev.evernote.com/doc/articles/authentication.php>
///
/// As Evernote, with the accounts of its sandbox.
const EVERNOTE_SANDBOX: Preset = Preset {
    name: "evernote-sandbox",
    title: "Evernote (sandbox)",
    request_token_url: Some("https://sandbox.evernote.com/oauth"),
    authorization_url: Some("https://sandbox.evernote.com/OAuth.action"),
    access_token_url: Some("https://sandbox.evernote.com/oauth"),
    ..EVERNOTE
};
