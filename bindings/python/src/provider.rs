//! Providers.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict, PyString, PyTuple};

use crate::error::{OrRaise, invalid_setting};
use crate::settings::{PyBodyHash, PyTransmission, body_hash_value, transmission_name};
use crate::values::{text_pairs, unexpected};

/// An OAuth 1.0a provider: its endpoints (RFC 5849 §2), how it is signed for, and what it insists on.
/// A value, which never changes; a `Client` is made for one. Those that people use are known by name:
///
///     trello = Provider.named("trello").replace(
///         authorization_params={"name": "My application", "scope": "read,write"}
///     )
///     shop = Provider.named("magento").site("https://shop.example")
///
/// Any other is described:
///
///     photos = Provider(
///         "photos",
///         request_token_url="https://photos.example/initiate",
///         authorization_url="https://photos.example/authorize",
///         access_token_url="https://photos.example/token",
///         signature_method="HMAC-SHA256",
///     )
///
/// Args:
///     name: What one calls it.
///     **settings: What it has, by the names of its properties; `replace` lists them.
///
/// Raises:
///     TypeError: A setting that there is none of, or of another type.
///     InvalidSettingError: A transmission or hash that is none.
#[pyclass(frozen, eq, module = "oauth1")]
pub struct Provider(pub oauth1::Provider);

#[pymethods]
impl Provider {
    #[new]
    #[pyo3(signature = (name, **settings))]
    fn new(name: &str, settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        changed(oauth1::Provider::new(name), settings).map(Self)
    }

    /// Return a provider that is known.
    ///
    /// Args:
    ///     name: One of `names`, or another by which it goes, such as "twitter" for "x", in any case.
    ///
    /// Returns:
    ///     The provider.
    ///
    /// Raises:
    ///     InvalidSettingError: None is known by this name.
    #[staticmethod]
    pub fn named(py: Python<'_>, name: &str) -> PyResult<Self> {
        let provider = oauth1::Provider::named(name).map(Self);
        provider.ok_or_else(|| {
            let known = oauth1::Provider::presets().collect::<Vec<_>>().join(", ");
            let message = format!("no provider is known by this name: expected one of {known}");
            invalid_setting(py, &message)
        })
    }

    /// Return the names of the providers that are known.
    #[staticmethod]
    fn names(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(py, oauth1::Provider::presets().collect::<Vec<_>>())
    }

    /// Return the same provider with other settings.
    ///
    /// Args:
    ///     **changes: The settings, by the names of the properties: `title`, `source`, the four URLs,
    ///         `handshake_method`, `signature_method`, `transmission`, `handshake_transmission`,
    ///         `realm` (None leaves it out), `body_hash`, `version`, `callback_confirmation`,
    ///         `callback`, `empty_token`, `user_agent_required`, `authorization_token_param`,
    ///         `authorization_key_param`; `request_token_params`, `authorization_params`,
    ///         `access_token_params` and `oauth_params`, mappings or pairs of str, which are added to
    ///         those that there are, in the place of one of the same name; and
    ///         `other_signature_methods`, `authorization_param_names` and
    ///         `required_authorization_params`, lists of str, which are added to those that there are.
    ///
    /// Returns:
    ///     The provider.
    ///
    /// Raises:
    ///     TypeError: A setting that there is none of, or of another type.
    ///     InvalidSettingError: A transmission or hash that is none.
    #[pyo3(signature = (**changes))]
    fn replace(&self, changes: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        changed(self.0.clone(), changes).map(Self)
    }

    /// Return the provider of one site, where each customer has one: of a shop, a wiki, a school.
    ///
    /// Args:
    ///     url: Such as "https://shop.example".
    ///
    /// Returns:
    ///     The provider.
    ///
    /// Raises:
    ///     InvalidSettingError: The URL is none, or no endpoint depends on a site.
    fn site(&self, py: Python<'_>, url: &str) -> PyResult<Self> {
        self.0.clone().site(url).or_raise(py).map(Self)
    }

    /// Return the provider of one account, where each customer has one that endpoints and realm name.
    ///
    /// Args:
    ///     id: Such as "1234567" or "1234567_SB1".
    ///
    /// Returns:
    ///     The provider.
    ///
    /// Raises:
    ///     InvalidSettingError: The ID is none, or nothing depends on an account.
    fn account(&self, py: Python<'_>, id: &str) -> PyResult<Self> {
        self.0.clone().account(id).or_raise(py).map(Self)
    }

    /// Return the same provider with all its endpoints at another scheme, host and port, paths and
    /// queries kept: what a program is tested with against a provider on its own machine.
    ///
    /// Args:
    ///     url: Such as "http://127.0.0.1:8000".
    ///
    /// Returns:
    ///     The provider.
    ///
    /// Raises:
    ///     InvalidSettingError: The URL is no origin.
    fn at_origin(&self, py: Python<'_>, url: &str) -> PyResult<Self> {
        self.0.clone().at_origin(url).or_raise(py).map(Self)
    }

    /// Insist that the provider can work as it is described. `Client` does so.
    ///
    /// Raises:
    ///     InvalidSettingError: It cannot; the error names what was wrong and what is expected.
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        self.0.check().or_raise(py)
    }

    /// Return whether the provider takes signatures of this method.
    fn takes_signature_method(&self, name: &str) -> bool {
        self.0.takes_signature_method(name)
    }

    /// What one calls the provider: "x".
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// What people call it: "X (Twitter)".
    #[getter]
    fn title(&self) -> &str {
        self.0.title()
    }

    /// Where the provider documents what is said of it here.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.0.source()
    }

    /// Where request tokens are asked for.
    #[getter]
    fn request_token_url(&self) -> Option<&str> {
        self.0.request_token_url()
    }

    /// Where the user is sent to allow access.
    #[getter]
    fn authorization_url(&self) -> Option<&str> {
        self.0.authorization_url()
    }

    /// Where a request token is exchanged for an access token.
    #[getter]
    fn access_token_url(&self) -> Option<&str> {
        self.0.access_token_url()
    }

    /// Where an access token is renewed, where that is a place of its own.
    #[getter]
    fn renewal_url(&self) -> Option<&str> {
        self.0.renewal_url()
    }

    /// The method by which tokens are asked for, "POST" or "GET".
    #[getter]
    fn handshake_method(&self) -> &str {
        self.0.handshake_method()
    }

    /// The signature method that the provider is signed for by, unless the program has another of
    /// those it takes. None: any.
    #[getter]
    fn signature_method(&self) -> Option<&str> {
        self.0.signature_method_name()
    }

    /// The signature methods that the provider takes beside the first.
    #[getter]
    fn other_signature_methods<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.other_signature_methods())
    }

    /// Where the `oauth_` parameters travel: "header", "query" or "form".
    #[getter]
    fn transmission(&self) -> &'static str {
        transmission_name(self.0.transmission())
    }

    /// Where the `oauth_` parameters travel while tokens are asked for.
    #[getter]
    fn handshake_transmission(&self) -> &'static str {
        transmission_name(self.0.handshake_transmission())
    }

    /// The realm of every Authorization header.
    #[getter]
    fn realm(&self) -> Option<&str> {
        self.0.realm()
    }

    /// Whether requests carry `oauth_body_hash`, or by which hash.
    #[getter]
    fn body_hash<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        body_hash_value(py, self.0.body_hash())
    }

    /// Whether `oauth_version=1.0` is sent.
    #[getter]
    fn version(&self) -> bool {
        self.0.version()
    }

    /// Whether a request token is taken only where the provider confirms the callback.
    #[getter]
    fn callback_confirmation(&self) -> bool {
        self.0.callback_confirmation()
    }

    /// The callback that the provider takes, where it takes but one.
    #[getter]
    fn callback(&self) -> Option<&str> {
        self.0.callback()
    }

    /// Whether a request without a token carries an empty `oauth_token`.
    #[getter]
    fn empty_token(&self) -> bool {
        self.0.empty_token()
    }

    /// Whether the provider wants a `User-Agent` of the application's own.
    #[getter]
    fn user_agent_required(&self) -> bool {
        self.0.user_agent_required()
    }

    /// The name of the parameter by which the authorization page is told the request token.
    #[getter]
    fn authorization_token_param(&self) -> &str {
        self.0.authorization_token_param()
    }

    /// The name of the parameter by which the authorization page is told the consumer key, where it
    /// wants to know.
    #[getter]
    fn authorization_key_param(&self) -> Option<&str> {
        self.0.authorization_key_param()
    }

    /// The parameters that go with the question for a request token, pairs.
    #[getter]
    fn request_token_params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.request_token_params())
    }

    /// The parameters of the authorization URL, beside the token, pairs.
    #[getter]
    fn authorization_params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.authorization_params())
    }

    /// The parameters that go with the question for an access token, pairs.
    #[getter]
    fn access_token_params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.access_token_params())
    }

    /// The `oauth_` parameters that every request carries, beyond those that the signer writes, pairs.
    #[getter]
    fn oauth_params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.oauth_params())
    }

    /// The names that the provider documents for parameters of the authorization URL.
    #[getter]
    fn authorization_param_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.authorization_param_names())
    }

    /// The parameters without which the provider takes no authorization URL.
    #[getter]
    fn required_authorization_params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.required_authorization_params())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, self.0.name()).hash()
    }

    /// A program may have put a secret into a parameter.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let name = PyString::new(py, self.0.name()).repr()?;
        Ok(format!("<oauth1.Provider {name}>"))
    }
}

macro_rules! all_equal {
    ($one:expr, $other:expr, $($property:ident),+ $(,)?) => {
        $($one.$property() == $other.$property())&&+
    };
}

impl PartialEq for Provider {
    fn eq(&self, other: &Self) -> bool {
        all_equal!(
            self.0,
            other.0,
            name,
            title,
            source,
            request_token_url,
            authorization_url,
            access_token_url,
            renewal_url,
            handshake_method,
            signature_method_name,
            other_signature_methods,
            transmission,
            handshake_transmission,
            realm,
            body_hash,
            version,
            callback_confirmation,
            callback,
            empty_token,
            user_agent_required,
            authorization_token_param,
            authorization_key_param,
            request_token_params,
            authorization_params,
            access_token_params,
            oauth_params,
            authorization_param_names,
            required_authorization_params,
        )
    }
}

/// The provider with these settings.
fn changed(
    provider: oauth1::Provider,
    changes: Option<&Bound<'_, PyDict>>,
) -> PyResult<oauth1::Provider> {
    let mut provider = provider;
    for (name, value) in changes.into_iter().flatten() {
        provider = with(provider, &name.extract::<String>()?, &value)?;
    }
    Ok(provider)
}

fn with(
    provider: oauth1::Provider,
    name: &str,
    value: &Bound<'_, PyAny>,
) -> PyResult<oauth1::Provider> {
    type Of<T> = fn(oauth1::Provider, T) -> oauth1::Provider;
    let text = |with: Of<String>| Ok(with(provider.clone(), text(name, value)?));
    let flag = |with: Of<bool>| Ok(with(provider.clone(), flag(name, value)?));
    let each = |with: Of<String>| Ok(texts(name, value)?.into_iter().fold(provider.clone(), with));
    let pairs = |with: fn(oauth1::Provider, String, String) -> oauth1::Provider| {
        let pairs = text_pairs(value)?.into_iter();
        Ok(pairs.fold(provider.clone(), |provider, (name, value)| {
            with(provider, name, value)
        }))
    };
    match name {
        "title" => text(oauth1::Provider::with_title),
        "source" => text(oauth1::Provider::with_source),
        "request_token_url" => text(oauth1::Provider::with_request_token_url),
        "authorization_url" => text(oauth1::Provider::with_authorization_url),
        "access_token_url" => text(oauth1::Provider::with_access_token_url),
        "renewal_url" => text(oauth1::Provider::with_renewal_url),
        "handshake_method" => text(oauth1::Provider::with_handshake_method),
        "signature_method" => text(oauth1::Provider::with_signature_method),
        "other_signature_methods" => each(oauth1::Provider::with_other_signature_method),
        "transmission" => Ok(provider.with_transmission(value.extract::<PyTransmission>()?.0)),
        "handshake_transmission" => {
            Ok(provider.with_handshake_transmission(value.extract::<PyTransmission>()?.0))
        }
        "realm" if value.is_none() => Ok(provider.without(oauth1::ProviderSetting::Realm)),
        "realm" => text(oauth1::Provider::with_realm),
        "body_hash" => Ok(provider.with_body_hash(value.extract::<PyBodyHash>()?.0)),
        "version" => flag(oauth1::Provider::with_version),
        "callback_confirmation" => flag(oauth1::Provider::with_callback_confirmation),
        "callback" => text(oauth1::Provider::with_callback),
        "empty_token" => flag(oauth1::Provider::with_empty_token),
        "user_agent_required" => flag(oauth1::Provider::with_user_agent_required),
        "authorization_token_param" => text(oauth1::Provider::with_authorization_token_param),
        "authorization_key_param" => text(oauth1::Provider::with_authorization_key_param),
        "request_token_params" => pairs(oauth1::Provider::with_request_token_param),
        "authorization_params" => pairs(oauth1::Provider::with_authorization_param),
        "access_token_params" => pairs(oauth1::Provider::with_access_token_param),
        "oauth_params" => pairs(oauth1::Provider::with_oauth_param),
        "authorization_param_names" => each(oauth1::Provider::with_authorization_param_name),
        "required_authorization_params" => {
            each(oauth1::Provider::with_required_authorization_param)
        }
        _ => Err(PyTypeError::new_err(format!(
            "a provider has no setting {name:?}"
        ))),
    }
}

fn text(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = value.extract();
    text.map_err(|_| unexpected(&format!("{name} must be str"), value))
}

fn flag(name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let flag = value.extract();
    flag.map_err(|_| unexpected(&format!("{name} must be bool"), value))
}

fn texts(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let texts = value.extract();
    texts.map_err(|_| unexpected(&format!("{name} must be a list of str"), value))
}

/// What a client is given: a provider, or the name of one that is known.
pub struct GivenProvider(pub oauth1::Provider);

impl FromPyObject<'_, '_> for GivenProvider {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(provider) = given.cast::<Provider>() {
            return Ok(Self(provider.get().0.clone()));
        }
        if let Ok(name) = given.cast::<PyString>() {
            return Ok(Self(Provider::named(given.py(), name.to_str()?)?.0));
        }
        Err(unexpected(
            "provider must be a Provider or the name of one as str",
            &given,
        ))
    }
}
