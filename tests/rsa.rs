//! RSA keys in every form in which they are handed around, and the signatures made with them,
//! judged by AWS-LC.

#![cfg(feature = "rsa")]

use aws_lc_rs::signature::{
    RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, RsaParameters, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use oauth1::{Client, ErrorKind, Request, RsaKey, SignatureMethod, percent_decode};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::DecodePrivateKey;

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn signed(method: SignatureMethod) -> (String, Vec<u8>) {
    let client = Client::builder("key", "unused")
        .signature_method(method)
        .build()
        .unwrap();
    let mut request = Request::post("https://example.com/update").unwrap();
    request.param("status", "Hello Ladies + Gentlemen").unwrap();
    let signed = client.session_without_token().sign(&request).unwrap();
    let (_, signature) = signed
        .authorization()
        .unwrap()
        .split_once("oauth_signature=\"")
        .unwrap();
    let base64 = percent_decode(signature.trim_end_matches('"'));
    (
        signed.base_string().to_owned(),
        BASE64.decode(base64).unwrap(),
    )
}

fn verifies(name: &str, parameters: &'static RsaParameters, method: &SignatureMethod) {
    let pem = String::from_utf8(file(name)).unwrap();
    let public = rsa::PrivateKey::from_pkcs8_pem(&pem)
        .unwrap()
        .to_public_key();
    let public = public.to_pkcs1_der().unwrap();
    let (base_string, signature) = signed(method.clone());
    UnparsedPublicKey::new(parameters, public.as_bytes())
        .verify(base_string.as_bytes(), &signature)
        .unwrap_or_else(|_| panic!("{} with {name}", method.name()));
}

#[test]
fn every_size_signs_with_every_hash() {
    for name in ["rsa1024.pem", "rsa2048.pkcs8.pem", "rsa4096.pem"] {
        let key = RsaKey::parse(file(name)).unwrap();
        verifies(
            name,
            &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
            &SignatureMethod::RsaSha1(key.clone()),
        );
        verifies(
            name,
            &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
            &SignatureMethod::RsaSha256(key.clone()),
        );
        verifies(
            name,
            &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
            &SignatureMethod::RsaSha512(key),
        );
    }
}

#[test]
fn every_form_of_a_key_is_the_same_key() {
    let expected = RsaKey::parse(file("rsa2048.pkcs8.pem")).unwrap();
    let text = "the text";
    let expected = SignatureMethod::RsaSha256(expected)
        .sign_with_key("", text)
        .unwrap();
    for name in [
        "rsa2048.pkcs1.pem",
        "rsa2048.pkcs8.der",
        "rsa2048.pkcs1.der",
    ] {
        let key = RsaKey::parse(file(name)).unwrap();
        assert_eq!(key.bits(), 2048, "{name}");
        let signature = SignatureMethod::RsaSha256(key)
            .sign_with_key("", text)
            .unwrap();
        assert_eq!(signature, expected, "{name}");
    }
}

#[test]
fn a_pem_key_is_read_whatever_its_white_space() {
    let pem = String::from_utf8(file("rsa2048.pkcs8.pem")).unwrap();
    for text in [
        pem.replace('\n', "\r\n"),
        pem.replace('\n', " "),
        pem.replace('\n', "\\n"),
        format!("Bag Attributes\n    friendlyName: x\n{pem}\n\n"),
        String::from_utf8(file("certificate.pem")).unwrap() + &pem,
    ] {
        assert_eq!(RsaKey::parse(text).unwrap().bits(), 2048);
    }
}

#[test]
fn what_is_no_usable_key_is_refused_by_name() {
    let mut cut = file("rsa2048.pkcs8.der");
    cut.truncate(400);
    let text = |name| String::from_utf8(file(name)).unwrap();
    for (name, key, expected) in [
        (
            "encrypted PKCS#8",
            file("encrypted.pkcs8.pem"),
            "is encrypted",
        ),
        (
            "encrypted PKCS#8 DER",
            file("encrypted.pkcs8.der"),
            "is encrypted",
        ),
        (
            "encrypted PKCS#1",
            file("encrypted.pkcs1.pem"),
            "is encrypted",
        ),
        (
            "512 bits",
            file("rsa512.pem"),
            "has 512 bits: expected at least 1024",
        ),
        ("EC, SEC 1", file("ec.sec1.pem"), "\"EC PRIVATE KEY\""),
        ("EC, PKCS#8", file("ec.pkcs8.pem"), "not an RSA key"),
        ("public key", file("rsa2048.public.pem"), "\"PUBLIC KEY\""),
        ("certificate", file("certificate.pem"), "\"CERTIFICATE\""),
        ("half a DER", cut, "none that can be read"),
        (
            "half a PEM",
            text("rsa2048.pkcs8.pem")[..300].into(),
            "damaged",
        ),
        (
            "no base64",
            text("rsa2048.pkcs8.pem").replace("MII", "M!I").into(),
            "damaged",
        ),
        (
            "a PEM without a dash",
            text("rsa2048.pkcs8.pem")
                .replacen("KEY-----", "KEY----", 1)
                .into(),
            "damaged",
        ),
        ("nothing", Vec::new(), "none that can be read"),
        (
            "a secret",
            b"kd94hf93k423kf44".to_vec(),
            "none that can be read",
        ),
    ] {
        let error = RsaKey::parse(&key).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidKey, "{name}");
        assert!(error.message().contains(expected), "{name}: {error}");
        assert!(!error.message().contains("kd94hf93k423kf44"));
        assert!(error.message().len() < 200, "{name}: {error}");
    }
}

#[test]
fn debug_shows_the_size_of_a_key_and_nothing_else() {
    let key = RsaKey::parse(file("rsa2048.pkcs8.pem")).unwrap();
    assert_eq!(format!("{key:?}"), "RsaKey(2048 bits)");
    assert_eq!(
        format!("{:?}", SignatureMethod::RsaSha1(key)),
        "RsaSha1(RsaKey(2048 bits))"
    );
}
