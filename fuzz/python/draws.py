"""Values drawn from a fuzzer's bytes: what should be given to the package, and anything else."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from atheris import FuzzedDataProvider

import oauth1

SECRETS = ("s3cret-of-the-consumer", "s3cret-of-the-token")
RSA_KEY = (Path(__file__).parents[2] / "tests/keys/rsa1024.pem").read_bytes()
NOW = 1_800_000_000


class OwnError(Exception):
    """What an object of the caller's raises: it comes out as it went in."""


def fails(*_: object, **__: object) -> Any:
    """Fail, in the place of what should give a value."""
    raise OwnError("it fails")


class Hostile:
    """An object whose every method fails."""

    __slots__ = ("__weakref__",)
    __iter__ = __len__ = __getitem__ = __index__ = __float__ = __bool__ = __fspath__ = fails
    __str__ = __repr__ = __call__ = __eq__ = __hash__ = __buffer__ = read = keys = items = fails


class Odd:
    """An object with the methods of many types, each of which gives what it should not."""

    def __init__(self, value: object) -> None:
        self._value = value

    def _give(self, *_: object) -> Any:
        return self._value

    __iter__ = __getitem__ = __fspath__ = __call__ = read = keys = items = _give


class Draw:
    """Draws values from the fuzzer's bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = FuzzedDataProvider(data)
        # of so many arguments one is of any type; where it is 0, all are right
        self._one_wrong_of: int = self.one(0, 0, 40, 8)

    def one(self, *choices: Any) -> Any:
        """One of these."""
        return choices[self._data.ConsumeIntInRange(0, len(choices) - 1)]

    def chance(self, of: int) -> bool:
        """Whether one of so many draws is meant."""
        return bool(self._data.ConsumeIntInRange(0, of - 1) == 1)

    def text(self) -> str:
        """Any text."""
        text: str = self._data.ConsumeUnicodeNoSurrogates(self._data.ConsumeIntInRange(0, 40))
        return text

    def data(self) -> bytes:
        """Any bytes."""
        given: bytes = self._data.ConsumeBytes(self._data.ConsumeIntInRange(0, 80))
        return given

    def number(self) -> int:
        """A number, small or large."""
        bits = self.one(3, 8, 31, 63, 64, 128)
        number: int = self._data.ConsumeIntInRange(-(1 << bits), 1 << bits)
        return number

    def count(self) -> int:
        """A number that counts something."""
        count: int = self._data.ConsumeIntInRange(0, 1 << self.one(2, 20, 40))
        return count

    def pairs(self, name: Callable[[], str] | None = None) -> list[tuple[Any, Any]]:
        """Names and values."""
        count = self._data.ConsumeIntInRange(0, 4)
        return [(self.arg(name or self.text), self.arg(self.text)) for _ in range(count)]

    def headers(self) -> list[tuple[Any, Any]]:
        """Headers, whose values are mostly such as may be sent."""
        names = ("Authorization", "Content-Type", "Accept", "X-Forwarded-Host", "Forwarded")
        value = self.one(lambda: self.text().encode(errors="replace").hex(), self.text)
        count = self._data.ConsumeIntInRange(0, 3)
        return [(self.arg(lambda: self.one(*names)), self.arg(value)) for _ in range(count)]

    def protocol(self) -> list[tuple[Any, Any]]:
        """Parameters of the protocol."""
        return self.pairs(lambda: self.one("oauth_verifier", "oauth_callback", "oauth_x"))

    def params(self) -> Any:
        """Parameters, as a mapping or pairs."""
        pairs = self.pairs()
        if self.chance(4):
            return dict(pairs) if all(type(name) in (str, bytes) for name, _ in pairs) else pairs
        return self.one(pairs, tuple(pairs), iter(pairs), [list(pair) for pair in pairs])

    def name(self) -> str:
        """A name, or one that the protocol has."""
        name: str = self.one(self.text(), "status", "oauth_token", "oauth_problem", "Content-Type")
        return name

    def url(self) -> str:
        """A URL, or what nearly is one."""
        origin: str = self.one(
            "http://a.example/", "https://a.example/x?a=b", "HTTP://A.example:80"
        )
        return self.one(origin, f"{origin}/{self.text()}", self.text())  # type: ignore[no-any-return]

    def method(self) -> str:
        """A method of HTTP."""
        method: str = self.one("GET", "POST", "POST", "post", self.text())
        return method

    def signature_method(self) -> Any:
        """How to sign."""
        return self.one(
            "HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT", "RSA-SHA1",
            oauth1.CustomSignature("OWN", lambda *_: self.any()), self.text(),
        )  # fmt: skip

    def arg(self, good: Callable[[], Any]) -> Any:
        """What should be given, or anything in its place."""
        is_wrong = self._one_wrong_of and self.chance(self._one_wrong_of)
        return self.any() if is_wrong else good()

    def options(self, **good: Callable[[], Any]) -> dict[str, Any]:
        """Some of these options."""
        return {name: self.arg(value) for name, value in good.items() if self.chance(4)}

    def any(self, depth: int = 2) -> Any:
        """Anything."""
        makers: list[Callable[[], Any]] = [
            lambda: None,
            lambda: self.one(True, False),
            self.number,
            self._data.ConsumeFloat,
            lambda: self.one(float("nan"), float("inf"), -0.0, 1e300),
            self.text,
            lambda: self.text() + self.one("\ud800", "\udfff", "\0", "\r\n", "é", "\U0001f600"),
            self.data,
            lambda: bytearray(self.data()),
            lambda: memoryview(self.data()),
            lambda: memoryview(self.data() or b"x")[::-1],
            Hostile,
            lambda: Hostile,
            lambda: fails,
            lambda: io.BytesIO(self.data()),
            lambda: io.StringIO("text"),
            lambda: Path(self.text().replace("\0", "")),
            lambda: _good(self),
        ]
        if depth:
            makers += [
                lambda: [self.any(depth - 1) for _ in range(self._data.ConsumeIntInRange(0, 3))],
                lambda: (self.any(depth - 1), self.any(depth - 1)),
                lambda: {self.text(): self.any(depth - 1)},
                lambda: {1: self.any(depth - 1)},
                lambda: iter([self.any(depth - 1)]),
                lambda: _failing(self.any(depth - 1)),
                lambda: Odd(self.any(depth - 1)),
                lambda: lambda *_: self.any(depth - 1),
            ]
        return self.one(*makers)()

    # --- what the package has ---

    def token(self) -> oauth1.Token:
        """A token."""
        return oauth1.Token(self.arg(self.text), self.one(SECRETS[1], self.arg(self.text)))

    def client(self) -> oauth1.Client:
        """A client, of any settings."""
        settings = self.options(
            provider=lambda: self.one("flickr", "x", "tumblr", oauth1.Provider("own")),
            signature_method=self.signature_method,
            transmission=lambda: self.one("header", "query", "form"),
            realm=self.text,
            version=lambda: self.one(True, False),
            body_hash=lambda: self.one(True, False, "sha1", "sha256", "sha512"),
            plaintext_over_http=lambda: True,
            nonce=lambda: lambda: self.arg(self.text),
            clock=lambda: lambda: self.arg(lambda: NOW),
            max_response_size=self.count,
            user_agent=self.text,
            empty_token=lambda: self.one(True, False),
            retries=lambda: self.one(2, None),
        )
        method = settings.get("signature_method")
        if isinstance(method, str) and method.startswith("RSA"):
            settings["rsa_key"] = self.arg(lambda: self.one(RSA_KEY, RSA_KEY.decode()))
        return oauth1.Client(self.arg(lambda: "consumer key"), SECRETS[0], **settings)

    def session(self) -> oauth1.Session:
        """A session, of any client."""
        return self.client().session(self.arg(self.token))

    def request(self) -> oauth1.Request:
        """A request, of any arguments."""
        options = self.options(
            params=self.params,
            query=self.params,
            form=self.params,
            body=lambda: self.one(self.data(), self.text(), io.BytesIO(b"body")),
            content_type=lambda: self.one("application/x-www-form-urlencoded", self.text()),
            headers=self.headers,
            oauth_params=self.protocol,
            nonce=self.text,
            timestamp=self.count,
            realm=self.text,
            version=lambda: True,
            transmission=lambda: self.one("header", "query", "form"),
            body_hash=lambda: self.one(True, False, "sha1", "sha512"),
            empty_token=lambda: True,
            json=lambda: {"a": self.arg(self.text)},
            files=lambda: {"file": self.one(b"content", ("name", b"content", "text/plain"))},
            timeout=lambda: self.one(1, 0.5, self.number()),
            repeatable=lambda: True,
            max_response_size=self.count,
            cancellation=oauth1.Cancellation,
        )
        return oauth1.Request(self.arg(self.method), self.arg(self.url), **options)

    def captured(self) -> oauth1.CapturedRequest:
        """A captured request."""
        if self.chance(2):
            return oauth1.CapturedRequest.from_http(self.arg(lambda: "https"), self.arg(self._http))
        options = self.options(headers=self.headers, body=self.data)
        return oauth1.CapturedRequest(self.arg(self.method), self.arg(self.url), **options)

    def _http(self) -> bytes:
        query = self.text().encode().hex().encode()
        header = self.one(b"X-A: b", b'Authorization: OAuth oauth_token="a"', self.data())
        lines = (b"POST /x?%s HTTP/1.1" % query, b"Host: a.example", header, b"", self.data())
        return b"\r\n".join(lines)

    def verifier(self) -> oauth1.Verifier:
        """A verifier, whose look-ups may give anything."""
        options = self.options(
            nonces=lambda: self.one(oauth1.MemoryNonces(10), lambda _: self.arg(lambda: True)),
            signature_methods=lambda: ["HMAC-SHA1", self.arg(lambda: "PLAINTEXT")],
            plaintext_over_http=lambda: True,
            public_url=self.url,
            proxies=lambda: self.one(1, 2, self.number()),
            proxy_headers=lambda: self.one("x-forwarded", "forwarded"),
            timestamp_window=lambda: self.one(300, self.count()),
            require_body_hash=lambda: True,
            realm=self.text,
        )
        options["clock"] = lambda: self.arg(lambda: NOW)
        known = {"consumer key": SECRETS[0]}

        def consumer(key: str) -> Any:
            return self.arg(lambda: known.get(key))

        def token(*_: str) -> Any:
            return self.arg(lambda: SECRETS[1])

        return oauth1.Verifier(self.arg(lambda: consumer), self.arg(lambda: token), **options)


def _good(draw: Draw) -> Any:
    return draw.one(
        oauth1.Token("token", SECRETS[1]),
        oauth1.Client("consumer key", SECRETS[0]),
        oauth1.Request("GET", "http://a.example/"),
        oauth1.Provider.named("flickr"),
        oauth1.MemoryNonces(10),
        oauth1.Cancellation(),
        oauth1.Retries(2),
    )


def _failing(first: object) -> Iterator[object]:
    yield first
    raise OwnError("there are no more")
