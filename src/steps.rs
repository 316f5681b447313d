//! The steps of a signature one at a time, for programs that take them by themselves: a nonce
//! (RFC 5849 §3.3), a base string (§3.4.1), the signature of a text (§3.4.2).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use crate::base_string::{BaseString, Protocol, head};
use crate::encode::{Plus, ascii, form_pairs};
use crate::error::{Error, ErrorKind};
use crate::params::{Params, Source};
use crate::signature::SignatureMethod;
use crate::url::Url;

/// A fresh nonce (RFC 5849 §3.3), as every request has one: 22 letters and digits from a
/// cryptographic generator.
#[must_use]
pub fn nonce() -> String {
    ascii(crate::nonce::nonce().to_vec())
}

/// The signature base string (RFC 5849 §3.4.1) of `method`, `url` and exactly these parameters,
/// those of the URL's query beside them. `oauth_signature` is left out, wherever it is, as it is no
/// part of it.
///
/// ```
/// let params = [("oauth_nonce", "n"), ("status", "Hello!"), ("oauth_signature", "…")];
/// assert_eq!(
///     oauth1::base_string("POST", "http://EXAMPLE.com/update?id=1", params)?,
///     "POST&http%3A%2F%2Fexample.com%2Fupdate&id%3D1%26oauth_nonce%3Dn%26status%3DHello%2521",
/// );
/// # Ok::<(), oauth1::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::InvalidUrl`] as for [`Url::parse`].
pub fn base_string<N: AsRef<[u8]>, V: AsRef<[u8]>>(
    method: &str,
    url: &str,
    params: impl IntoIterator<Item = (N, V)>,
) -> Result<String, Error> {
    let url = Url::parse(url)?;
    let mut collected = Params::default();
    for (name, value) in form_pairs(url.query().unwrap_or_default().as_bytes()) {
        collected.push_encoded(name, value, Plus::Space, Source::Query)?;
        leave_signature_out(&mut collected);
    }
    for (name, value) in params {
        collected.push(name.as_ref(), value.as_ref(), Source::Form, &mut Vec::new())?;
        leave_signature_out(&mut collected);
    }
    let mut text = Vec::new();
    BaseString {
        head: &head(&method.to_ascii_uppercase(), &url),
        params: &collected,
        protocol: &Protocol([None; 7]),
    }
    .write(&mut text);
    Ok(ascii(text))
}

/// Forgets the parameter that was added last where it is the signature, however its name was
/// encoded (RFC 5849 §3.4.1.3.1).
fn leave_signature_out(collected: &mut Params) {
    if collected
        .last()
        .is_some_and(|last| last.name == b"oauth_signature")
    {
        collected.pop();
    }
}

impl SignatureMethod {
    /// Signs `text` with `key` as it is given, where a session would make the key of the two
    /// secrets (RFC 5849 §3.4.2). The RSA methods sign with their own key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for a custom method, which takes the secrets.
    pub fn sign_with_key(&self, key: &str, text: &str) -> Result<String, Error> {
        match self {
            Self::HmacSha1 => Ok(hmac::<Hmac<Sha1>>(key, text)),
            Self::HmacSha256 => Ok(hmac::<Hmac<Sha256>>(key, text)),
            Self::HmacSha512 => Ok(hmac::<Hmac<Sha512>>(key, text)),
            #[cfg(feature = "rsa")]
            Self::RsaSha1(own) | Self::RsaSha256(own) | Self::RsaSha512(own) => {
                Ok(BASE64.encode(own.sign(self.body_hash(), text.as_bytes())?))
            }
            Self::Plaintext => Ok(key.to_owned()),
            Self::Custom(method) => Err(Error::new(
                ErrorKind::InvalidSetting,
                format!(
                    "{} signs with the two secrets, not with a key",
                    method.name()
                ),
            )),
        }
    }
}

fn hmac<M: Mac + KeyInit>(key: &str, text: &str) -> String {
    let mac = <M as KeyInit>::new_from_slice(key.as_bytes());
    let mut mac = mac.expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_string_holds_what_it_is_given_and_the_query() {
        let text = base_string("get", "http://a.example?b=2", [("c", "3 4"), ("a", "1")]).unwrap();
        assert_eq!(
            text,
            "GET&http%3A%2F%2Fa.example%2F&a%3D1%26b%3D2%26c%3D3%25204"
        );
        let bare: [(&str, &str); 0] = [];
        assert_eq!(
            base_string("GET", "http://a.example", bare).unwrap(),
            "GET&http%3A%2F%2Fa.example%2F&"
        );
    }

    #[test]
    fn a_base_string_is_without_the_signature_wherever_it_is() {
        let url = "http://a.example/?b=2&oauth_signature=x&oauth%5Fsignature=y";
        let text = base_string("GET", url, [("oauth_signature", "z"), ("a", "1")]).unwrap();
        assert_eq!(text, "GET&http%3A%2F%2Fa.example%2F&a%3D1%26b%3D2");
    }

    #[test]
    fn a_text_is_signed_with_the_key_as_given() {
        // RFC 2202, test case 2
        let signed =
            SignatureMethod::HmacSha1.sign_with_key("Jefe", "what do ya want for nothing?");
        assert_eq!(signed.unwrap(), "7/zfauXrL6LSdBbV8YTfnCWafHk=");
        assert_eq!(
            SignatureMethod::Plaintext
                .sign_with_key("a%26&b", "x")
                .unwrap(),
            "a%26&b"
        );
    }
}
