//! Why a request is refused, and what the client is told of it (RFC 5849 §3.2, and the problem
//! reporting extension).

use std::fmt;

use crate::encode::percent_encode;

/// Takes each reason with its number, its name, its status and what the client is told.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $reason:ident = $number:literal, $name:literal, $status:literal, $message:literal;)+) => {
        /// Which step of the verification failed. The numbers are those of the C interface; neither
        /// they nor the names are ever reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum Reason {
            $($(#[doc = $doc])+ $reason = $number,)+
        }

        impl Reason {
            /// All reasons that there are.
            pub const ALL: &'static [Self] = &[$(Self::$reason,)+];

            /// The name, for programs: lower case, words joined by `_`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$reason => $name,)+
                }
            }

            /// The HTTP status to answer with (RFC 5849 §3.2).
            #[must_use]
            pub fn status(self) -> u16 {
                match self {
                    $(Self::$reason => $status,)+
                }
            }

            fn message(self) -> &'static str {
                match self {
                    $(Self::$reason => $message,)+
                }
            }
        }
    };
}

reasons! {
    /// The request has no `oauth_` parameter at all: 401.
    NotSigned = 1, "not_signed", 401, "the request is not signed: expected OAuth 1.0 parameters";
    /// The URL, the method, a header or a parameter cannot be read: 400.
    Malformed = 2, "malformed", 400, "the request cannot be read";
    /// A required parameter is not there: 400.
    ParameterMissing = 3, "parameter_missing", 400, "a required OAuth parameter is missing";
    /// A protocol parameter is there twice (RFC 5849 §3.1): 400.
    ParameterRepeated = 4, "parameter_repeated", 400, "an OAuth parameter is given twice";
    /// Protocol parameters travel in more than one place (RFC 5849 §3.5): 400.
    TwoPlaces = 5, "two_places", 400,
        "the OAuth parameters are in more than one of header, query and form body";
    /// `oauth_version` is not 1.0: 400.
    Version = 6, "version", 400, "the OAuth version is not supported: expected 1.0";
    /// The signature method is none of those that are taken: 400.
    SignatureMethod = 7, "signature_method", 400, "the signature method is not supported";
    /// `PLAINTEXT` came over plain `http` (RFC 5849 §3.4.4): 400.
    InsecureTransport = 8, "insecure_transport", 400, "PLAINTEXT is taken over https only";
    /// The timestamp is out of the window: 401.
    Timestamp = 9, "timestamp", 401, "the timestamp is too far from the clock here";
    /// The consumer is not known: 401. The client is told the same as of a wrong signature.
    Consumer = 10, "consumer", 401, "the credentials or the signature are not right";
    /// The token is not known, or not one of this consumer: 401. The client is told the same as of a
    /// wrong signature.
    Token = 11, "token", 401, "the credentials or the signature are not right";
    /// The signature is not that of the request: 401.
    Signature = 12, "signature", 401, "the credentials or the signature are not right";
    /// The body hash is required and not there: 400.
    BodyHashMissing = 13, "body_hash_missing", 400, "oauth_body_hash is missing";
    /// The body hash is not that of the body: 401.
    BodyHash = 14, "body_hash", 401, "oauth_body_hash is not the hash of the body";
    /// The nonce was used before: 401.
    Nonce = 15, "nonce", 401, "the nonce was used before";
    /// It could not be told: a look-up, the nonce store or a custom method failed. 503.
    Unavailable = 16, "unavailable", 503, "the request cannot be verified now: try again later";
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a request is refused. What [`status`](VerifyError::status),
/// [`message`](VerifyError::message) and [`www_authenticate`](VerifyError::www_authenticate) give is
/// for the client, and tells it nothing that it could use to guess; what
/// [`reason`](VerifyError::reason), [`detail`](VerifyError::detail) and `Display` give is for the
/// provider's log. None of them holds a secret.
pub struct VerifyError(Box<Inner>);

struct Inner {
    reason: Reason,
    detail: String,
    /// The further parameters of the problem, not encoded.
    problem: Vec<(&'static str, String)>,
    /// Quoted.
    realm: Option<String>,
    source: Option<Source>,
}

impl VerifyError {
    pub(super) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            reason,
            detail: detail.into(),
            problem: Vec::new(),
            realm: None,
            source: None,
        }))
    }

    /// That something on the provider's side failed.
    pub(super) fn unavailable(what: &str, source: Source) -> Self {
        let mut error = Self::new(Reason::Unavailable, format!("{what} failed: {source}"));
        error.0.source = Some(source);
        error
    }

    /// The same, with a further parameter of the problem.
    pub(super) fn with(mut self, name: &'static str, value: String) -> Self {
        self.0.problem.push((name, value));
        self
    }

    /// The same, with a realm, which is quoted.
    pub(super) fn with_realm(mut self, realm: Option<&str>) -> Self {
        self.0.realm = realm.map(str::to_owned);
        self
    }

    /// Which step failed.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.0.reason
    }

    /// The HTTP status to answer with (RFC 5849 §3.2): 400, 401, or 503 where the failure is the
    /// provider's own.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.reason.status()
    }

    /// What the client may be told. Of an unknown consumer, an unknown token and a wrong signature
    /// it says the same.
    #[must_use]
    pub fn message(&self) -> &str {
        self.0.reason.message()
    }

    /// What the provider's log may be told: what was wrong, and what was expected, on one line.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The `oauth_problem` that the client is told (the problem reporting extension), where there is
    /// one that fits.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        match self.0.reason {
            Reason::NotSigned | Reason::Unavailable | Reason::InsecureTransport => None,
            Reason::ParameterMissing | Reason::BodyHashMissing => Some("parameter_absent"),
            Reason::Malformed
            | Reason::ParameterRepeated
            | Reason::TwoPlaces
            | Reason::BodyHash => Some("parameter_rejected"),
            Reason::Version => Some("version_rejected"),
            Reason::SignatureMethod => Some("signature_method_rejected"),
            Reason::Timestamp => Some("timestamp_refused"),
            Reason::Consumer | Reason::Token | Reason::Signature => Some("signature_invalid"),
            Reason::Nonce => Some("nonce_used"),
        }
    }

    /// The value of the `WWW-Authenticate` header to answer with (RFC 9110 §11.6.1): the challenge,
    /// with the problem in it; `None` where the failure is the provider's own.
    #[must_use]
    pub fn www_authenticate(&self) -> Option<String> {
        if self.0.reason == Reason::Unavailable {
            return None;
        }
        let realm = self.0.realm.iter().map(|realm| format!("realm={realm}"));
        let problem = self.problem().map(|problem| ("oauth_problem", problem));
        let further = self.0.problem.iter();
        let params = problem
            .into_iter()
            .chain(further.map(|(name, value)| (*name, value.as_str())))
            .map(|(name, value)| format!("{name}=\"{}\"", percent_encode(value)));
        let params: Vec<_> = realm.chain(params).collect();
        Some(format!("OAuth {}", params.join(", ")).trim_end().to_owned())
    }
}

/// For the provider's log: the [reason](VerifyError::reason), and the
/// [detail](VerifyError::detail).
impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.reason.name(), self.0.detail)
    }
}

impl fmt::Debug for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyError")
            .field("reason", &self.0.reason)
            .field("detail", &self.0.detail)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for VerifyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
