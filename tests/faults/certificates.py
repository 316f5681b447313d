"""Certificates that live as long as the server: good ones, and each of the bad ones."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LOOPBACK = (
    x509.DNSName("localhost"),
    x509.IPAddress(IPv4Address("127.0.0.1")),
    x509.IPAddress(IPv6Address("::1")),
)
ELSEWHERE = (x509.DNSName("other.example"),)

_NOW = datetime.now(timezone.utc)
_LONG_AGO = _NOW - timedelta(days=30)
_YESTERDAY = _NOW - timedelta(days=1)
_NEXT_YEAR = _NOW + timedelta(days=365)


@dataclass(frozen=True)
class Identity:
    """The files of a certificate and of its key."""

    certificate: Path
    key: Path


class Authority:
    """A certificate authority, which keeps its certificate and all that it issues in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._subject = _name(name)
        public = self._key.public_key()
        own = x509.SubjectKeyIdentifier.from_public_key(public)
        builder = (
            _builder(self._subject, self._subject, public, _NEXT_YEAR)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(issuing=True), critical=True)
            .add_extension(own, critical=False)
        )
        self._identifier = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)
        self.certificate = folder / f"{name}.pem"
        self.certificate.write_bytes(self._sign(builder))

    def server(
        self, name: str, names: Iterable[x509.GeneralName] = LOOPBACK, *, expired: bool = False
    ) -> Identity:
        """Issue the certificate of a server that is reached by these names."""
        return self._issue(
            name, x509.SubjectAlternativeName(names), ExtendedKeyUsageOID.SERVER_AUTH, expired
        )

    def client(self, name: str) -> Identity:
        """Issue the certificate of a client."""
        alternative = x509.SubjectAlternativeName([x509.DNSName("client.example")])
        return self._issue(name, alternative, ExtendedKeyUsageOID.CLIENT_AUTH, expired=False)

    def _issue(
        self,
        name: str,
        names: x509.SubjectAlternativeName,
        purpose: x509.ObjectIdentifier,
        expired: bool,
    ) -> Identity:
        key = ec.generate_private_key(ec.SECP256R1())
        public = key.public_key()
        until = _YESTERDAY if expired else _NEXT_YEAR
        builder = (
            _builder(_name(name), self._subject, public, until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(issuing=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(names, critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(self._identifier, critical=False)
        )
        identity = Identity(self._folder / f"{name}.pem", self._folder / f"{name}.key.pem")
        identity.certificate.write_bytes(self._sign(builder))
        identity.key.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        return identity

    def _sign(self, builder: x509.CertificateBuilder) -> bytes:
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)


def serving(identity: Identity, clients: Authority | None = None) -> ssl.SSLContext:
    """Return what a server speaks TLS with; it requires a certificate of its clients' authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.certificate, identity.key)
    context.set_alpn_protocols(["http/1.1"])
    if clients:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients.certificate)
    return context


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, until: datetime
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=_LONG_AGO,
        not_valid_after=until,
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, issuing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issuing,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuing,
        crl_sign=issuing,
        encipher_only=False,
        decipher_only=False,
    )
