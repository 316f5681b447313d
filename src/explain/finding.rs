//! Findings: why a signature does not fit or was refused, and what to do about it.

use std::fmt;

use super::secrets::Secrets;

/// Takes each cause with its number, its name, and the advice that goes with it.
macro_rules! causes {
    ($($(#[doc = $doc:literal])+ $cause:ident = $number:literal, $name:literal, $advice:literal;)+) => {
        /// The likely cause of a signature that does not fit. The numbers are those of the C
        /// interface; neither they nor the names are ever reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum Cause {
            $($(#[doc = $doc])+ $cause = $number,)+
        }

        impl Cause {
            /// All causes that there are.
            pub const ALL: &'static [Self] = &[$(Self::$cause,)+];

            /// The name, for programs: lower case, words joined by `_`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$cause => $name,)+
                }
            }

            pub(super) fn advice(self) -> &'static str {
                match self {
                    $(Self::$cause => $advice,)+
                }
            }
        }
    };
}

causes! {
    /// Something was percent-encoded once too often.
    DoubleEncoding = 1, "double_encoding",
        "Give names and values as they are, not encoded: signing encodes them, once";
    /// A space was signed as `+`, or a `+` was taken for a space.
    PlusForSpace = 2, "plus_for_space",
        "Sign a space as %20 and a plus sign as %2B (RFC 5849 §3.6); in form data + is a space";
    /// Parameters of the URL's query were not signed.
    MissingQueryParameter = 3, "missing_query_parameter",
        "Sign the parameters of the URL's query too (RFC 5849 §3.4.1.3.1), and see that nothing \
         on the way drops the query";
    /// A parameter was not signed.
    MissingParameter = 4, "missing_parameter",
        "Send and sign every parameter once, in the same request";
    /// A parameter was signed that was not sent, or the other way round.
    ExtraParameter = 5, "extra_parameter",
        "Sign exactly what is sent: add no parameter after signing, and see whether a proxy or \
         the provider's framework adds one";
    /// A parameter was signed with another value than was sent.
    DifferentValue = 6, "different_value",
        "Sign the request as it is sent: change no value after signing";
    /// Another method was signed.
    Method = 7, "method",
        "Sign the method that is sent, in upper case (RFC 5849 §3.4.1.1), and do not follow a \
         redirect that changes it";
    /// Another scheme was signed.
    Scheme = 8, "scheme",
        "Sign the URL by which the provider knows itself: behind a proxy that ends TLS it may \
         see http where https was sent";
    /// Another port was signed.
    Port = 9, "port",
        "Leave out the port where it is 80 for http or 443 for https, and sign any other \
         (RFC 5849 §3.4.1.2)";
    /// The host was signed in another case.
    HostCase = 10, "host_case",
        "Sign the host in lower case (RFC 5849 §3.4.1.2)";
    /// Another host was signed.
    Host = 11, "host",
        "Sign the host by which the provider knows itself, which is that of the Host header: a \
         proxy may put another in its place";
    /// Another path was signed.
    Path = 12, "path",
        "Sign the path as it is sent, byte for byte, a slash at its end included";
    /// The form body was not signed.
    BodyNotSigned = 13, "body_not_signed",
        "Sign the parameters of a form body (RFC 5849 §3.4.1.3.1), and send it as \
         application/x-www-form-urlencoded";
    /// A body was signed that is no form.
    BodySigned = 14, "body_signed",
        "Sign a body only where its type is application/x-www-form-urlencoded \
         (RFC 5849 §3.4.1.3.1)";
    /// The parameters were not sorted as they should be.
    SortOrder = 15, "sort_order",
        "Encode names and values first, then sort by name and, for equal names, by value, byte by \
         byte (RFC 5849 §3.4.1.3.2)";
    /// Escapes were written in lower case.
    EscapeCase = 16, "escape_case",
        "Write the digits of %XX in upper case (RFC 5849 §3.6)";
    /// Characters were encoded that should not be, or left that should be encoded.
    ReservedCharacters = 17, "reserved_characters",
        "Leave letters, digits, - . _ ~ as they are and encode every other byte, ! * ' ( ) \
         included (RFC 5849 §3.6)";
    /// Something was not encoded, or the parameters not once more as a part of the base string.
    NotEncoded = 18, "not_encoded",
        "Encode each name and value, join them, and encode the result once more as a part of the \
         base string (RFC 5849 §3.4.1.1)";
    /// `oauth_signature` itself was signed.
    SignatureIncluded = 19, "signature_included",
        "Leave oauth_signature out of the base string (RFC 5849 §3.4.1.3.1)";
    /// The realm was signed.
    RealmIncluded = 20, "realm_included",
        "Leave the realm of the Authorization header out of the base string \
         (RFC 5849 §3.4.1.3.1)";
    /// The query was signed as a part of the URL.
    QueryInUri = 21, "query_in_uri",
        "Leave the query out of the base string URI: its parameters are signed among the others \
         (RFC 5849 §3.4.1.2)";
    /// Of parameters with the same name some were not signed.
    DuplicatesDropped = 22, "duplicates_dropped",
        "Keep parameters in a list, not in a map: each of the same name is signed \
         (RFC 5849 §3.4.1.3.2)";
    /// `oauth_body_hash` is not the hash of the body.
    BodyHash = 23, "body_hash",
        "Hash the body byte for byte as it is sent, and none that is a form";
    /// Something does not have the form that it should have.
    Malformed = 24, "malformed",
        "Compare it with what RFC 5849 §3 asks for";
    /// What is compared are two requests: nonce or timestamp differ.
    AnotherRequest = 25, "another_request",
        "Compare the provider's words with the explanation of the same request: sign once, and \
         keep what was explained";
    /// Text was encoded in another character set than UTF-8.
    CharacterSet = 26, "character_set",
        "Encode text as UTF-8 before it is percent-encoded (RFC 5849 §3.6)";
    /// A parameter that must be sent once was sent several times.
    ParameterRepeated = 27, "parameter_repeated",
        "Send each protocol parameter once, in one place (RFC 5849 §3.1)";
    /// The signature is written otherwise than in base64, percent-encoded where it travels.
    SignatureFormat = 28, "signature_format",
        "Send the signature in base64, and percent-encode it like any other value \
         (RFC 5849 §3.4.2)";

    /// The secrets differ.
    Secrets = 40, "secrets",
        "Compare consumer secret and token secret with those that the provider gave out, both of \
         the same environment, and the token secret the one that came with this token";
    /// It was signed without the token secret.
    TokenSecretMissing = 41, "token_secret_missing",
        "Sign with the secret that came with the token: the request token's while it is \
         exchanged, the access token's afterwards";
    /// The secrets were not encoded before they were joined to the key.
    SecretsNotEncoded = 42, "secrets_not_encoded",
        "Percent-encode each secret once, then join the two by & (RFC 5849 §3.4.2)";
    /// A secret is still encoded as it was in a token response.
    SecretsEncoded = 43, "secrets_encoded",
        "Decode the fields of a token response before they are used: a secret never needs to \
         hold %XX";
    /// The two secrets are in each other's place.
    SecretsSwapped = 44, "secrets_swapped",
        "Put the consumer secret first and the token secret second (RFC 5849 §3.4.2)";
    /// A secret begins or ends with white space.
    WhiteSpaceInSecret = 45, "white_space_in_secret",
        "Trim the secrets where they are read: a line feed from a file or a space from copying is \
         not a part of them";
    /// A parameter carries a secret.
    SecretSent = 46, "secret_sent",
        "Never send a secret, only sign with it; have the provider replace this one";
    /// A key was taken for a secret.
    KeyAsSecret = 47, "key_as_secret",
        "Sign with the secrets; the keys are sent, as oauth_consumer_key and oauth_token";

    /// The clock is wrong.
    Clock = 60, "clock",
        "Set the clock, best by NTP; timestamps count seconds, in GMT";
    /// A nonce was used twice.
    NonceUsed = 61, "nonce_used",
        "Sign anew, with a fresh nonce, each time a request is sent, retries and redirects \
         included";
    /// The signature method is not the one that is wanted.
    SignatureMethod = 62, "signature_method",
        "Set the client to a method that the provider's documentation lists";
    /// The version is not one that is supported.
    Version = 63, "version",
        "Send oauth_version=1.0, or leave it out (RFC 5849 §3.1)";
    /// The consumer key is unknown, refused or another's.
    ConsumerKey = 64, "consumer_key",
        "Compare the consumer key with the provider's settings of the application, and see there \
         whether it is active and of this environment";
    /// The token is unknown, used up, expired, revoked or another's.
    Token = 65, "token",
        "Have the user authorize the application anew, and use the token that comes of it";
    /// The callback is not one that the provider takes.
    Callback = 66, "callback",
        "Register the callback URL in the provider's settings of the application, exactly as it \
         is sent; or send oob where there is none";
    /// The user or the application may not do this.
    Permission = 67, "permission",
        "Ask for the permission in the provider's settings of the application, then have the user \
         authorize it anew: a token keeps the permissions that it was given with";
    /// The user said no.
    UserRefused = 68, "user_refused",
        "Nothing is wrong with the request: ask the user again, or go without";
    /// The user must authorize the application anew.
    AuthorizationRequired = 69, "authorization_required",
        "Send the user to the provider's authorization page again";
    /// The provider does not take a parameter.
    ParameterRejected = 70, "parameter_rejected",
        "Leave it out, or give it a value that the provider's documentation lists";
    /// The provider says that the signature is wrong, and no more.
    InvalidSignature = 71, "invalid_signature",
        "See first that the secrets are those of this consumer key and this token, and that the \
         clock is right; then explain the request, and compare its base string with the \
         provider's";

    /// The provider's words are not known.
    Unknown = 90, "unknown",
        "Read the provider's documentation on these words";
}

impl Cause {
    /// The number, for C.
    #[must_use]
    pub fn number(self) -> i32 {
        self as i32
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What was found: the cause, what it is seen by, and what to do. No text of it holds a secret of
/// the session that explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    cause: Cause,
    certain: bool,
    detail: String,
    advice: String,
}

impl Finding {
    pub(super) fn likely(cause: Cause, detail: impl Into<String>) -> Self {
        Self {
            cause,
            certain: false,
            detail: detail.into(),
            advice: cause.advice().to_owned(),
        }
    }

    pub(super) fn certain(cause: Cause, detail: impl Into<String>) -> Self {
        Self {
            certain: true,
            ..Self::likely(cause, detail)
        }
    }

    pub(super) fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// The same without the secrets, where foreign words are quoted that may hold one.
    pub(super) fn masked(mut self, secrets: &Secrets) -> Self {
        self.detail = secrets.masked(&self.detail);
        self
    }

    /// The cause.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// Whether this is proven, such as by a mistake that reproduces the signature; otherwise it is
    /// likely.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// What differs, naming the parameter where it is one.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &str {
        &self.advice
    }
}

/// The cause, the detail, and the advice on a line of its own.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certainty = if self.certain { "" } else { ", likely" };
        writeln!(f, "{}{certainty}: {}.", self.cause, self.detail)?;
        write!(f, "  {}.", self.advice)
    }
}

/// Appends the findings to a text, each set in.
pub(super) fn write_findings(f: &mut fmt::Formatter<'_>, findings: &[Finding]) -> fmt::Result {
    for finding in findings {
        for line in finding.to_string().lines() {
            writeln!(f, "   {line}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_number_and_no_name_is_given_twice() {
        let numbers: HashSet<_> = Cause::ALL.iter().map(|cause| cause.number()).collect();
        let names: HashSet<_> = Cause::ALL.iter().map(|cause| cause.name()).collect();
        assert_eq!(numbers.len(), Cause::ALL.len());
        assert_eq!(names.len(), Cause::ALL.len());
        assert!(numbers.iter().all(|&number| number > 0));
    }
}
