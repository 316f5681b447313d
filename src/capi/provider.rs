//! Providers: where their endpoints are, and what they insist on beyond RFC 5849.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{
    Outcome, Pairs, Text, accessor, copied, count, fallible, free, lend, required, text,
};
use super::settings::{
    body_hash, number_of_body_hash, number_of_transmission, oauth1_body_hash, oauth1_transmission,
    transmission, unknown,
};
use crate::error::{Error, ErrorKind, shown};
use crate::provider::{Provider, ProviderSetting};

/// An OAuth 1.0a provider: its endpoints (RFC 5849, section 2), how it is signed for, and what it
/// insists on. It sends nothing; a client is made for it by oauth1_client_builder_new_for(). While
/// it is changed, it is for one thread; while it is not, any number can use it at once. Since
/// 0.1.0.
pub struct oauth1_provider {
    provider: Provider,
    /// What was asked for, as C reads it; until the provider changes.
    shown: OnceLock<Shown>,
}

struct Shown {
    name: Text,
    title: Text,
    source: Option<Text>,
    request_token_url: Option<Text>,
    authorization_url: Option<Text>,
    access_token_url: Option<Text>,
    renewal_url: Option<Text>,
    handshake_method: Text,
    signature_method: Option<Text>,
    other_signature_methods: Vec<Text>,
    realm: Option<Text>,
    callback: Option<Text>,
    authorization_token_param: Text,
    authorization_key_param: Option<Text>,
    request_token_params: Pairs,
    authorization_params: Pairs,
    access_token_params: Pairs,
    oauth_params: Pairs,
    authorization_param_names: Vec<Text>,
    required_authorization_params: Vec<Text>,
}

impl Clone for oauth1_provider {
    fn clone(&self) -> Self {
        Self {
            provider: self.provider.clone(),
            shown: OnceLock::new(),
        }
    }
}

impl oauth1_provider {
    pub(super) fn new(provider: Provider) -> Box<Self> {
        Box::new(Self {
            provider,
            shown: OnceLock::new(),
        })
    }

    pub(super) fn provider(&self) -> &Provider {
        &self.provider
    }

    fn shown(&self) -> &Shown {
        let texts = |list: &[String]| list.iter().map(Text::new).collect();
        let own = &self.provider;
        self.shown.get_or_init(|| Shown {
            name: Text::new(own.name()),
            title: Text::new(own.title()),
            source: own.source().map(Text::new),
            request_token_url: own.request_token_url().map(Text::new),
            authorization_url: own.authorization_url().map(Text::new),
            access_token_url: own.access_token_url().map(Text::new),
            renewal_url: own.renewal_url().map(Text::new),
            handshake_method: Text::new(own.handshake_method()),
            signature_method: own.signature_method_name().map(Text::new),
            other_signature_methods: texts(own.other_signature_methods()),
            realm: own.realm().map(Text::new),
            callback: own.callback().map(Text::new),
            authorization_token_param: Text::new(own.authorization_token_param()),
            authorization_key_param: own.authorization_key_param().map(Text::new),
            request_token_params: Pairs::new(own.request_token_params()),
            authorization_params: Pairs::new(own.authorization_params()),
            access_token_params: Pairs::new(own.access_token_params()),
            oauth_params: Pairs::new(own.oauth_params()),
            authorization_param_names: texts(own.authorization_param_names()),
            required_authorization_params: texts(own.required_authorization_params()),
        })
    }

    fn params(&self, list: oauth1_provider_params) -> Option<&Pairs> {
        let shown = self.shown();
        match list {
            OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN => Some(&shown.request_token_params),
            OAUTH1_PROVIDER_PARAMS_AUTHORIZATION => Some(&shown.authorization_params),
            OAUTH1_PROVIDER_PARAMS_ACCESS_TOKEN => Some(&shown.access_token_params),
            OAUTH1_PROVIDER_PARAMS_OAUTH => Some(&shown.oauth_params),
            _ => None,
        }
    }
}

/// Changes a provider.
fn change(
    provider: Option<&mut oauth1_provider>,
    change: impl FnOnce(Provider) -> Provider,
) -> Outcome {
    try_change(provider, |provider| Ok(change(provider)))
}

/// Changes a provider, unless that fails.
fn try_change(
    provider: Option<&mut oauth1_provider>,
    change: impl FnOnce(Provider) -> Result<Provider, Error>,
) -> Outcome {
    let own = required(provider, "provider")?;
    own.provider = change(own.provider.clone())?;
    own.shown.take();
    Ok(())
}

/// The names of the providers that are known.
fn presets() -> &'static [Text] {
    static NAMES: OnceLock<Vec<Text>> = OnceLock::new();
    NAMES.get_or_init(|| Provider::presets().map(Text::new).collect())
}

/// Which parameters of a provider: one of the OAUTH1_PROVIDER_PARAMS_ numbers. Since 0.1.0.
pub type oauth1_provider_params = i32;

/// Those that go with the question for a request token.
pub const OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN: oauth1_provider_params = 1;
/// Those of the authorization URL, beside the token.
pub const OAUTH1_PROVIDER_PARAMS_AUTHORIZATION: oauth1_provider_params = 2;
/// Those that go with the question for an access token.
pub const OAUTH1_PROVIDER_PARAMS_ACCESS_TOKEN: oauth1_provider_params = 3;
/// The oauth_ parameters that every request carries, beyond those that the signer writes.
pub const OAUTH1_PROVIDER_PARAMS_OAUTH: oauth1_provider_params = 4;

/// Something that can be set of a provider: one of the OAUTH1_PROVIDER_SETTING_ numbers. Since
/// 0.1.0.
pub type oauth1_provider_setting = i32;

/// oauth1_provider_set_title().
pub const OAUTH1_PROVIDER_SETTING_TITLE: oauth1_provider_setting = 1;
/// oauth1_provider_set_source().
pub const OAUTH1_PROVIDER_SETTING_SOURCE: oauth1_provider_setting = 2;
/// oauth1_provider_set_request_token_url().
pub const OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_URL: oauth1_provider_setting = 3;
/// oauth1_provider_set_authorization_url().
pub const OAUTH1_PROVIDER_SETTING_AUTHORIZATION_URL: oauth1_provider_setting = 4;
/// oauth1_provider_set_access_token_url().
pub const OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_URL: oauth1_provider_setting = 5;
/// oauth1_provider_set_renewal_url().
pub const OAUTH1_PROVIDER_SETTING_RENEWAL_URL: oauth1_provider_setting = 6;
/// oauth1_provider_set_handshake_method().
pub const OAUTH1_PROVIDER_SETTING_HANDSHAKE_METHOD: oauth1_provider_setting = 7;
/// oauth1_provider_set_signature_method().
pub const OAUTH1_PROVIDER_SETTING_SIGNATURE_METHOD: oauth1_provider_setting = 8;
/// oauth1_provider_add_other_signature_method().
pub const OAUTH1_PROVIDER_SETTING_OTHER_SIGNATURE_METHODS: oauth1_provider_setting = 9;
/// oauth1_provider_set_transmission().
pub const OAUTH1_PROVIDER_SETTING_TRANSMISSION: oauth1_provider_setting = 10;
/// oauth1_provider_set_handshake_transmission().
pub const OAUTH1_PROVIDER_SETTING_HANDSHAKE_TRANSMISSION: oauth1_provider_setting = 11;
/// oauth1_provider_set_realm().
pub const OAUTH1_PROVIDER_SETTING_REALM: oauth1_provider_setting = 12;
/// oauth1_provider_set_body_hash().
pub const OAUTH1_PROVIDER_SETTING_BODY_HASH: oauth1_provider_setting = 13;
/// oauth1_provider_set_version().
pub const OAUTH1_PROVIDER_SETTING_VERSION: oauth1_provider_setting = 14;
/// oauth1_provider_set_empty_token().
pub const OAUTH1_PROVIDER_SETTING_EMPTY_TOKEN: oauth1_provider_setting = 15;
/// oauth1_provider_set_user_agent_required().
pub const OAUTH1_PROVIDER_SETTING_USER_AGENT_REQUIRED: oauth1_provider_setting = 16;
/// oauth1_provider_set_callback_confirmation().
pub const OAUTH1_PROVIDER_SETTING_CALLBACK_CONFIRMATION: oauth1_provider_setting = 17;
/// oauth1_provider_set_callback().
pub const OAUTH1_PROVIDER_SETTING_CALLBACK: oauth1_provider_setting = 18;
/// oauth1_provider_set_authorization_token_param().
pub const OAUTH1_PROVIDER_SETTING_AUTHORIZATION_TOKEN_PARAM: oauth1_provider_setting = 19;
/// oauth1_provider_set_authorization_key_param().
pub const OAUTH1_PROVIDER_SETTING_AUTHORIZATION_KEY_PARAM: oauth1_provider_setting = 20;
/// oauth1_provider_add_authorization_param_name().
pub const OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAM_NAMES: oauth1_provider_setting = 21;
/// oauth1_provider_add_required_authorization_param().
pub const OAUTH1_PROVIDER_SETTING_REQUIRED_AUTHORIZATION_PARAMS: oauth1_provider_setting = 22;
/// oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN.
pub const OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_PARAMS: oauth1_provider_setting = 23;
/// oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_AUTHORIZATION.
pub const OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAMS: oauth1_provider_setting = 24;
/// oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_ACCESS_TOKEN.
pub const OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_PARAMS: oauth1_provider_setting = 25;
/// oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_OAUTH.
pub const OAUTH1_PROVIDER_SETTING_OAUTH_PARAMS: oauth1_provider_setting = 26;

/// Takes the settings, each with its number.
macro_rules! settings {
    ($($number:ident => $setting:ident,)+) => {
        fn setting(number: oauth1_provider_setting) -> Outcome<ProviderSetting> {
            match number {
                $($number => Ok(ProviderSetting::$setting),)+
                _ => Err(unknown("the setting", number)),
            }
        }

        $(const _: () = assert!($number == ProviderSetting::$setting as oauth1_provider_setting);)+
    };
}

settings! {
    OAUTH1_PROVIDER_SETTING_TITLE => Title,
    OAUTH1_PROVIDER_SETTING_SOURCE => Source,
    OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_URL => RequestTokenUrl,
    OAUTH1_PROVIDER_SETTING_AUTHORIZATION_URL => AuthorizationUrl,
    OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_URL => AccessTokenUrl,
    OAUTH1_PROVIDER_SETTING_RENEWAL_URL => RenewalUrl,
    OAUTH1_PROVIDER_SETTING_HANDSHAKE_METHOD => HandshakeMethod,
    OAUTH1_PROVIDER_SETTING_SIGNATURE_METHOD => SignatureMethod,
    OAUTH1_PROVIDER_SETTING_OTHER_SIGNATURE_METHODS => OtherSignatureMethods,
    OAUTH1_PROVIDER_SETTING_TRANSMISSION => Transmission,
    OAUTH1_PROVIDER_SETTING_HANDSHAKE_TRANSMISSION => HandshakeTransmission,
    OAUTH1_PROVIDER_SETTING_REALM => Realm,
    OAUTH1_PROVIDER_SETTING_BODY_HASH => BodyHash,
    OAUTH1_PROVIDER_SETTING_VERSION => Version,
    OAUTH1_PROVIDER_SETTING_EMPTY_TOKEN => EmptyToken,
    OAUTH1_PROVIDER_SETTING_USER_AGENT_REQUIRED => UserAgentRequired,
    OAUTH1_PROVIDER_SETTING_CALLBACK_CONFIRMATION => CallbackConfirmation,
    OAUTH1_PROVIDER_SETTING_CALLBACK => Callback,
    OAUTH1_PROVIDER_SETTING_AUTHORIZATION_TOKEN_PARAM => AuthorizationTokenParam,
    OAUTH1_PROVIDER_SETTING_AUTHORIZATION_KEY_PARAM => AuthorizationKeyParam,
    OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAM_NAMES => AuthorizationParamNames,
    OAUTH1_PROVIDER_SETTING_REQUIRED_AUTHORIZATION_PARAMS => RequiredAuthorizationParams,
    OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_PARAMS => RequestTokenParams,
    OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAMS => AuthorizationParams,
    OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_PARAMS => AccessTokenParams,
    OAUTH1_PROVIDER_SETTING_OAUTH_PARAMS => OauthParams,
}

/// How many providers are known by name.
///
/// @return their number
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_preset_count() -> usize {
    count(|| Some(presets().len()))
}

/// The name of a provider that is known.
///
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return static text, such as "x"; NULL behind the last index
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_preset_name(
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || presets().get(index))
}

/// Makes a provider that is known.
///
/// @param name   one of the names of oauth1_provider_preset_name(), or another by which the
///               provider goes, such as "twitter" for "x", in any case; NUL-terminated; not NULL
/// @param out    receives the provider, to be freed with oauth1_provider_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for a name that is not known;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_named(
    name: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_provider>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        let out = required(out, "out")?;
        let provider = Provider::named(name).ok_or_else(|| {
            let names: Vec<_> = Provider::presets().collect();
            let message = format!(
                "no provider is known by the name {}: expected one of {}",
                shown(name),
                names.join(", ")
            );
            Error::new(ErrorKind::InvalidSetting, message)
        })?;
        out.write(Some(oauth1_provider::new(provider)));
        Ok(())
    })
}

/// Makes a provider of the program's own. It has no endpoints yet, takes any signature method, and
/// does as RFC 5849 says.
///
/// @param name   what one calls it; NUL-terminated, copied; not NULL
/// @param out    receives the provider, to be freed with oauth1_provider_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_new(
    name: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_provider>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        required(out, "out")?.write(Some(oauth1_provider::new(Provider::new(name))));
        Ok(())
    })
}

/// Copies a provider, so as to change one and keep the other.
///
/// @param provider  the provider; not NULL
/// @param out       receives the copy, to be freed with oauth1_provider_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_copy(
    provider: Option<&oauth1_provider>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_provider>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(provider, "provider", out))
}

/// Whether the provider can work as it is described. What is wrong is in the error, and what is
/// expected instead.
///
/// @param provider  the provider; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an endpoint that is incomplete, no URL or
///         without its counterpart, a handshake method other than POST and GET, a wrong realm or
///         parameter, a required parameter that is missing, and PLAINTEXT over plain http;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_check(
    provider: Option<&oauth1_provider>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        required(provider, "provider")?.provider.check()?;
        Ok(())
    })
}

/// Whether the provider can be signed for by a signature method.
///
/// @param provider  the provider; not NULL
/// @param name      the method as it is sent, such as "HMAC-SHA1"; NUL-terminated; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for one that it does not take, with those that
///         it takes in the message, and for PLAINTEXT over plain http; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_check_signature_method(
    provider: Option<&oauth1_provider>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let provider = &required(provider, "provider")?.provider;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        provider.check_signature_method(unsafe { text(name, "name")? })?;
        Ok(())
    })
}

/// Completes the endpoints of a provider of which each customer has a site of its own: a shop, a
/// wiki, a school.
///
/// @param provider  the provider; not NULL
/// @param url       where it is, such as "https://shop.example"; NUL-terminated; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for what is no base URL, and where no endpoint
///         depends on a site; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_site(
    provider: Option<&mut oauth1_provider>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        try_change(provider, |provider| provider.site(url))
    })
}

/// Completes the endpoints and the realm of a provider of which each customer has an account: the
/// realm gets it in upper case with an underscore, and a host in lower case with a hyphen.
///
/// @param provider  the provider; not NULL
/// @param id        the account, such as "1234567_SB1", in either way; NUL-terminated; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for what is no account, and where nothing
///         depends on one, or has been given one already; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_account(
    provider: Option<&mut oauth1_provider>,
    id: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let id = unsafe { text(id, "id")? };
        try_change(provider, |provider| provider.account(id))
    })
}

/// Moves all endpoints to another scheme, host and port, paths and queries kept: what a program is
/// tested with against a provider on its own machine.
///
/// @param provider  the provider; not NULL
/// @param url       the origin, such as "http://127.0.0.1:8000"; NUL-terminated; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for what is no origin;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_origin(
    provider: Option<&mut oauth1_provider>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        try_change(provider, |provider| provider.at_origin(url))
    })
}

/// What one calls the provider, such as "x".
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_name(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&provider?.shown().name))
}

/// What people call the provider, such as "X (Twitter)".
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_title(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&provider?.shown().title))
}

/// Sets what people call the provider. Default: its name.
///
/// @param provider  the provider; not NULL
/// @param title     the title; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_title(
    provider: Option<&mut oauth1_provider>,
    title: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let title = unsafe { text(title, "title")? };
        change(provider, |provider| provider.with_title(title))
    })
}

/// Where the provider documents what is said of it here.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_source(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().source.as_ref())
}

/// Sets where the provider documents this.
///
/// @param provider  the provider; not NULL
/// @param url       the page; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_source(
    provider: Option<&mut oauth1_provider>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        change(provider, |provider| provider.with_source(url))
    })
}

/// Where request tokens are asked for; one-legged providers have none.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_request_token_url(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().request_token_url.as_ref())
}

/// Sets where request tokens are asked for. Default: nowhere.
///
/// @param provider  the provider; not NULL
/// @param url       the URL. It may begin with {site}, or have {account} in it, until one is set;
///                  NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_request_token_url(
    provider: Option<&mut oauth1_provider>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        change(provider, |provider| provider.with_request_token_url(url))
    })
}

/// Where the user is sent to allow access.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_authorization_url(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().authorization_url.as_ref())
}

/// Sets where the user is sent to allow access. Default: nowhere.
///
/// @param provider  the provider; not NULL
/// @param url       the URL, as for oauth1_provider_set_request_token_url(); NUL-terminated,
///                  copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_authorization_url(
    provider: Option<&mut oauth1_provider>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        change(provider, |provider| provider.with_authorization_url(url))
    })
}

/// Where a request token is exchanged for an access token.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_access_token_url(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().access_token_url.as_ref())
}

/// Sets where a request token is exchanged for an access token. Default: nowhere.
///
/// @param provider  the provider; not NULL
/// @param url       the URL, as for oauth1_provider_set_request_token_url(); NUL-terminated,
///                  copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_access_token_url(
    provider: Option<&mut oauth1_provider>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        change(provider, |provider| provider.with_access_token_url(url))
    })
}

/// Where an access token is renewed, where that is a place of its own.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_renewal_url(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().renewal_url.as_ref())
}

/// Sets where an access token is renewed. Default: where it was given out.
///
/// @param provider  the provider; not NULL
/// @param url       the URL, as for oauth1_provider_set_request_token_url(); NUL-terminated,
///                  copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_renewal_url(
    provider: Option<&mut oauth1_provider>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        change(provider, |provider| provider.with_renewal_url(url))
    })
}

/// The method by which tokens are asked for.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_handshake_method(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&provider?.shown().handshake_method))
}

/// Sets the method by which tokens are asked for. Default: POST.
///
/// @param provider  the provider; not NULL
/// @param method    "POST" or "GET"; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_handshake_method(
    provider: Option<&mut oauth1_provider>,
    method: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let method = unsafe { text(method, "method")? };
        change(provider, |provider| provider.with_handshake_method(method))
    })
}

/// The signature method that the provider is signed for by, unless the program has another of those
/// it takes. None is any.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_signature_method(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().signature_method.as_ref())
}

/// Sets the signature method that the provider is signed for by. Default: any.
///
/// @param provider  the provider; not NULL
/// @param name      the method as it is sent, such as "HMAC-SHA256"; NUL-terminated, copied; not
///                  NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_signature_method(
    provider: Option<&mut oauth1_provider>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        change(provider, |provider| provider.with_signature_method(name))
    })
}

/// How many signature methods the provider takes beside the first.
///
/// @param provider  a provider, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_other_signature_method_count(
    provider: Option<&oauth1_provider>,
) -> usize {
    count(|| Some(provider?.shown().other_signature_methods.len()))
}

/// One of the signature methods that the provider takes beside the first.
///
/// @param provider  a provider, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL behind the last index, and for
///         NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_other_signature_method(
    provider: Option<&oauth1_provider>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        provider?.shown().other_signature_methods.get(index)
    })
}

/// Adds a signature method that the provider takes as well.
///
/// @param provider  the provider; not NULL
/// @param name      the method as it is sent; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_add_other_signature_method(
    provider: Option<&mut oauth1_provider>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        change(provider, |provider| {
            provider.with_other_signature_method(name)
        })
    })
}

/// Where the oauth_ parameters travel.
///
/// @param provider  a provider, or NULL
/// @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_transmission(
    provider: Option<&oauth1_provider>,
) -> oauth1_transmission {
    accessor(0, || {
        provider.map_or(0, |own| number_of_transmission(own.provider.transmission()))
    })
}

/// Sets where the oauth_ parameters travel. Default: in the header.
///
/// @param provider      the provider; not NULL
/// @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_set_transmission(
    provider: Option<&mut oauth1_provider>,
    transmission: oauth1_transmission,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let value = self::transmission(transmission)?;
        change(provider, |provider| provider.with_transmission(value))
    })
}

/// Where the oauth_ parameters travel while tokens are asked for.
///
/// @param provider  a provider, or NULL
/// @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_handshake_transmission(
    provider: Option<&oauth1_provider>,
) -> oauth1_transmission {
    accessor(0, || {
        provider.map_or(0, |own| {
            number_of_transmission(own.provider.handshake_transmission())
        })
    })
}

/// Sets where the oauth_ parameters travel while tokens are asked for. Default: where they always
/// do.
///
/// @param provider      the provider; not NULL
/// @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_set_handshake_transmission(
    provider: Option<&mut oauth1_provider>,
    transmission: oauth1_transmission,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let value = self::transmission(transmission)?;
        change(provider, |provider| {
            provider.with_handshake_transmission(value)
        })
    })
}

/// The realm of every Authorization header.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_realm(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().realm.as_ref())
}

/// Sets the realm of every Authorization header. Default: none.
///
/// @param provider  the provider; not NULL
/// @param realm     the realm, not quoted; NULL for none; NUL-terminated, copied
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_realm(
    provider: Option<&mut oauth1_provider>,
    realm: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        if realm.is_null() {
            return change(provider, |own| own.without(ProviderSetting::Realm));
        }
        // SAFETY: the caller passes a NUL-terminated string.
        let realm = unsafe { text(realm, "realm")? };
        change(provider, |provider| provider.with_realm(realm))
    })
}

/// Whether requests carry oauth_body_hash.
///
/// @param provider  a provider, or NULL
/// @return one of the OAUTH1_BODY_HASH_ numbers; 0 for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_body_hash(
    provider: Option<&oauth1_provider>,
) -> oauth1_body_hash {
    accessor(0, || {
        provider.map_or(0, |own| number_of_body_hash(own.provider.body_hash()))
    })
}

/// Sets whether requests carry oauth_body_hash. Default: never.
///
/// @param provider   the provider; not NULL
/// @param body_hash  one of the OAUTH1_BODY_HASH_ numbers
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_set_body_hash(
    provider: Option<&mut oauth1_provider>,
    body_hash: oauth1_body_hash,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let value = self::body_hash(body_hash)?;
        change(provider, |provider| provider.with_body_hash(value))
    })
}

/// Whether oauth_version=1.0 is sent.
///
/// @param provider  a provider, or NULL
/// @return whether it is so; false for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_version(provider: Option<&oauth1_provider>) -> bool {
    accessor(false, || provider.is_some_and(|own| own.provider.version()))
}

/// Sets whether oauth_version=1.0 is sent. Default: it is.
///
/// @param provider  the provider; not NULL
/// @param send      whether to send it
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_set_version(
    provider: Option<&mut oauth1_provider>,
    send: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        change(provider, |provider| provider.with_version(send))
    })
}

/// Whether a request without a token carries an empty oauth_token.
///
/// @param provider  a provider, or NULL
/// @return whether it is so; false for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_empty_token(provider: Option<&oauth1_provider>) -> bool {
    accessor(false, || {
        provider.is_some_and(|own| own.provider.empty_token())
    })
}

/// Sets whether a request without a token carries an empty oauth_token. Default: it carries none.
///
/// @param provider  the provider; not NULL
/// @param send      whether to send it
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_set_empty_token(
    provider: Option<&mut oauth1_provider>,
    send: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        change(provider, |provider| provider.with_empty_token(send))
    })
}

/// Whether the provider wants a User-Agent of the application's own.
///
/// @param provider  a provider, or NULL
/// @return whether it is so; false for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_user_agent_required(provider: Option<&oauth1_provider>) -> bool {
    accessor(false, || {
        provider.is_some_and(|own| own.provider.user_agent_required())
    })
}

/// Sets whether the provider wants a User-Agent of the application's own. Default: it does not.
///
/// @param provider  the provider; not NULL
/// @param required  whether it does
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_set_user_agent_required(
    provider: Option<&mut oauth1_provider>,
    required: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        change(provider, |provider| {
            provider.with_user_agent_required(required)
        })
    })
}

/// Whether a request token is taken only where the provider confirms the callback (RFC 5849,
/// section 2.1).
///
/// @param provider  a provider, or NULL
/// @return whether it is so; false for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_callback_confirmation(
    provider: Option<&oauth1_provider>,
) -> bool {
    accessor(false, || {
        provider.is_some_and(|own| own.provider.callback_confirmation())
    })
}

/// Sets whether a request token is taken only where the provider confirms the callback. Default: it
/// is.
///
/// @param provider  the provider; not NULL
/// @param require   whether to insist
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_set_callback_confirmation(
    provider: Option<&mut oauth1_provider>,
    require: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        change(provider, |provider| {
            provider.with_callback_confirmation(require)
        })
    })
}

/// The callback that the provider takes, where it takes but one.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_callback(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.shown().callback.as_ref())
}

/// Sets the callback that is sent whatever the program asks for. Default: the program's own.
///
/// @param provider  the provider; not NULL
/// @param callback  the callback; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_callback(
    provider: Option<&mut oauth1_provider>,
    callback: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let callback = unsafe { text(callback, "callback")? };
        change(provider, |provider| provider.with_callback(callback))
    })
}

/// The name of the parameter by which the authorization page is told the request token.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_authorization_token_param(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        Some(&provider?.shown().authorization_token_param)
    })
}

/// Sets the name of the parameter by which the authorization page is told the request token.
/// Default: oauth_token.
///
/// @param provider  the provider; not NULL
/// @param name      the name; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_authorization_token_param(
    provider: Option<&mut oauth1_provider>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        change(provider, |provider| {
            provider.with_authorization_token_param(name)
        })
    })
}

/// The name of the parameter by which the authorization page is told the consumer key, where it
/// wants to know.
///
/// @param provider  a provider, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_authorization_key_param(
    provider: Option<&oauth1_provider>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        provider?.shown().authorization_key_param.as_ref()
    })
}

/// Sets the name of the parameter by which the authorization page is told the consumer key.
/// Default: it is not told.
///
/// @param provider  the provider; not NULL
/// @param name      the name; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_authorization_key_param(
    provider: Option<&mut oauth1_provider>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        change(provider, |provider| {
            provider.with_authorization_key_param(name)
        })
    })
}

/// How many names the provider documents for parameters of the authorization URL.
///
/// @param provider  a provider, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_authorization_param_name_count(
    provider: Option<&oauth1_provider>,
) -> usize {
    count(|| Some(provider?.shown().authorization_param_names.len()))
}

/// One of the names that the provider documents for parameters of the authorization URL. It may
/// take others.
///
/// @param provider  a provider, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL behind the last index, and for
///         NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_authorization_param_name(
    provider: Option<&oauth1_provider>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        provider?.shown().authorization_param_names.get(index)
    })
}

/// Adds a name that the provider documents for a parameter of the authorization URL.
///
/// @param provider  the provider; not NULL
/// @param name      the name; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_add_authorization_param_name(
    provider: Option<&mut oauth1_provider>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        change(provider, |provider| {
            provider.with_authorization_param_name(name)
        })
    })
}

/// How many parameters there are without which the provider takes no authorization URL.
///
/// @param provider  a provider, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_required_authorization_param_count(
    provider: Option<&oauth1_provider>,
) -> usize {
    count(|| Some(provider?.shown().required_authorization_params.len()))
}

/// The name of one of the parameters without which the provider takes no authorization URL.
///
/// @param provider  a provider, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return it, alive until the provider is changed or freed; NULL behind the last index, and for
///         NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_required_authorization_param(
    provider: Option<&oauth1_provider>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        provider?.shown().required_authorization_params.get(index)
    })
}

/// Adds a parameter without which the provider takes no authorization URL.
///
/// @param provider  the provider; not NULL
/// @param name      its name; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_add_required_authorization_param(
    provider: Option<&mut oauth1_provider>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? };
        change(provider, |provider| {
            provider.with_required_authorization_param(name)
        })
    })
}

/// Sets a parameter, in the place of one of the same name. Default: none but those of the presets.
///
/// @param provider  the provider; not NULL
/// @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
/// @param name      its name; NUL-terminated, copied; not NULL
/// @param value     its value; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
///         OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_provider_set_param(
    provider: Option<&mut oauth1_provider>,
    list: oauth1_provider_params,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        let set: fn(Provider, String, String) -> Provider = match list {
            OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN => Provider::with_request_token_param,
            OAUTH1_PROVIDER_PARAMS_AUTHORIZATION => Provider::with_authorization_param,
            OAUTH1_PROVIDER_PARAMS_ACCESS_TOKEN => Provider::with_access_token_param,
            OAUTH1_PROVIDER_PARAMS_OAUTH => Provider::with_oauth_param,
            _ => return Err(unknown("the list of parameters", list)),
        };
        change(provider, |provider| {
            set(provider, name.to_owned(), value.to_owned())
        })
    })
}

/// How many parameters there are.
///
/// @param provider  a provider, or NULL
/// @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
/// @return their number; 0 for another number, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_param_count(
    provider: Option<&oauth1_provider>,
    list: oauth1_provider_params,
) -> usize {
    count(|| Some(provider?.params(list)?.len()))
}

/// The name of a parameter.
///
/// @param provider  a provider, or NULL
/// @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the name, alive until the provider is changed or freed; NULL behind the last index, for
///         another number, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_param_name(
    provider: Option<&oauth1_provider>,
    list: oauth1_provider_params,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.params(list)?.name(index))
}

/// The value of a parameter.
///
/// @param provider  a provider, or NULL
/// @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the value, alive until the provider is changed or freed; NULL behind the last index, for
///         another number, and for NULL
///
/// Safe in any thread while none changes the provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_param_value(
    provider: Option<&oauth1_provider>,
    list: oauth1_provider_params,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || provider?.params(list)?.value(index))
}

/// Undoes what was set, or what a preset has: the provider has what one of oauth1_provider_new()
/// has, which is nothing, an empty list, or the default.
///
/// @param provider  the provider; not NULL
/// @param setting   what is to be undone: one of the OAUTH1_PROVIDER_SETTING_ numbers
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one provider. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_unset(
    provider: Option<&mut oauth1_provider>,
    setting: oauth1_provider_setting,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let setting = self::setting(setting)?;
        change(provider, |provider| provider.without(setting))
    })
}

/// Frees a provider, and what was read from it with it. Clients made for it have a copy.
///
/// @param provider  a provider, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_provider_free(provider: Option<Box<oauth1_provider>>) {
    free(provider);
}
