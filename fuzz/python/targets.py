"""What is fuzzed: each function does with the package what one part of a program does."""

from __future__ import annotations

import json
import pickle
import socket
import threading
from contextlib import suppress
from typing import Any

import oauth1
from draws import NOW, RSA_KEY, SECRETS, Draw, fails
from oauth1 import _native


def parse(draw: Draw) -> None:
    """URLs, parameters, keys, and what was kept or came back."""
    which = draw.one(
        lambda: oauth1.percent_encode(draw.arg(draw.data)),
        lambda: oauth1.percent_decode(draw.arg(draw.text)),
        lambda: _native.base_string(
            draw.arg(draw.method), draw.arg(draw.url), draw.arg(draw.params)
        ),
        lambda: _native.signature(
            draw.arg(draw.signature_method),
            draw.arg(draw.text),
            draw.arg(draw.text),
            draw.arg(lambda: RSA_KEY),
        ),
        lambda: oauth1.PendingAuthorization.from_bytes(draw.arg(draw.data)),
        lambda: oauth1.PendingAuthorization(draw.arg(draw.token), draw.arg(draw.url)).verifier(
            draw.arg(lambda: "?oauth_token=" + draw.text())
        ),
        lambda: oauth1.Client.authorization_url(
            draw.arg(draw.url), draw.arg(draw.token), **{draw.text(): draw.arg(draw.text)}
        ),
        lambda: oauth1.Consumer(draw.arg(draw.text), **draw.options(public_key=lambda: RSA_KEY)),
        lambda: _plain(draw.token()),
        lambda: pickle.loads(pickle.dumps(oauth1.Retries(draw.arg(draw.number)))),
    )
    which()


def sign(draw: Draw) -> None:
    """Clients, requests and sessions of any arguments."""
    session, request = draw.session(), draw.request()
    signed = session.sign(draw.arg(lambda: request))
    _plain(signed)
    repr((signed.method, signed.url, signed.headers, signed.body, signed.base_string))
    session.authorization(draw.arg(lambda: request))


def verify(draw: Draw) -> None:
    """Verifiers of any settings; what is signed, with whatever was changed of it."""
    verifier = draw.verifier()
    method, url, headers, body = draw.method(), draw.url(), draw.headers(), draw.data()
    if draw.chance(2):
        client = oauth1.Client("consumer key", SECRETS[0], clock=lambda: NOW)
        request = oauth1.Request("POST", "http://a.example/", form=draw.params())
        signed = client.session(oauth1.Token("token", SECRETS[1])).sign(request)
        method, url, headers = signed.method, signed.url, [*signed.headers]
        body = signed.body if draw.chance(2) and signed.body else body
    received: dict[str, Any] = {
        "headers": draw.arg(
            lambda: draw.one(headers, dict(headers), [(b"Authorization", draw.data())])
        ),
        "body": draw.arg(lambda: body),
    }
    if draw.chance(4):
        _plain(verifier.explain(draw.arg(lambda: method), draw.arg(lambda: url), **received))
    verified = verifier.verify(draw.arg(lambda: method), draw.arg(lambda: url), **received)
    _plain(verified)
    repr((verified.params, verified.param(draw.arg(draw.name)), verified.nonce_use))
    verifier.note_nonce(verified)


def explain(draw: Draw) -> None:
    """Base strings, answers and captured requests."""
    if draw.chance(2):
        _plain(draw.session().explain_captured(draw.arg(draw.captured)))
        return
    explanation = draw.session().explain(draw.arg(draw.request))
    _plain(explanation)
    for finding in explanation.compare(draw.arg(lambda: explanation.base_string + draw.text())):
        _plain(finding)
    arguments = draw.arg(lambda: 401), draw.arg(draw.headers), draw.arg(draw.data)
    explanation.explain_answer(*arguments)
    oauth1.explain_answer(*arguments, draw.arg(lambda: NOW))


def answer(draw: Draw) -> None:
    """What a provider answers: a token, or anything."""
    status = draw.one(b"200", b"401", b"500", b"302", draw.data()[:4])
    form = b"oauth_token=%s&oauth_token_secret=%s" % (draw.data(), draw.data())
    texts = {"oauth_token": draw.text(), "oauth_token_secret": draw.any(0)}
    body = draw.one(form, draw.data(), json.dumps(texts, default=repr, skipkeys=True).encode())
    head = b"HTTP/1.1 %s X\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n\r\n" % (
        status,
        len(body),
        draw.one(
            b"X-A: b",
            b'WWW-Authenticate: OAuth oauth_problem="timestamp_refused"',
            b"Content-Type: application/json",
            draw.data(),
        ),
    )
    SERVER.answer = head + body
    client = oauth1.Client(
        "consumer key", SECRETS[0], transport=TRANSPORT, callback_confirmation=draw.chance(2)
    )
    session = client.session(oauth1.Token("token", SECRETS[1]))
    if draw.chance(2):
        token = client.request_token(SERVER.url, **draw.options(callback=draw.url))
        _plain(token)
        repr((token.expires_in, token.extra, token.get(draw.arg(draw.name))))
        return
    options = draw.options(
        params=draw.params, headers=draw.headers, timeout=lambda: 5, body=draw.data
    )
    response = session.post(SERVER.url, **options)
    _plain(response)
    repr((response.text, response.headers, response.problem, response.header(draw.arg(draw.name))))
    oauth1.TokenResponse.from_response(response)


def settings(draw: Draw) -> None:
    """Providers, transports and retries of any settings."""
    text = draw.text
    which = draw.one(
        lambda: oauth1.Provider(
            draw.arg(text),
            **draw.options(
                title=text, request_token_url=draw.url, authorization_url=draw.url,
                access_token_url=draw.url, signature_method=draw.signature_method,
                other_signature_methods=lambda: [text()],
                transmission=lambda: draw.one("header", "query", text()),
                oauth_params=draw.protocol,
                realm=text, body_hash=lambda: draw.one(True, "sha1", text()),
                request_token_params=draw.pairs, authorization_param_names=lambda: [text()],
            ),
        ).check(),
        lambda: oauth1.Provider.named(draw.arg(lambda: draw.one("flickr", "x", text()))),
        lambda: oauth1.Provider.named("magento").site(draw.arg(draw.url)),
        lambda: oauth1.Provider.named("netsuite").account(draw.arg(text)),
        lambda: oauth1.Provider.named("x").at_origin(draw.arg(draw.url)),
        lambda: oauth1.HttpTransport(
            **draw.options(
                timeout=draw.number, connect_timeout=draw.number, pool_size=draw.number,
                max_header_size=draw.number, proxy=draw.url, no_proxy=lambda: [text()],
                ca_certificates=draw.data, client_certificate=lambda: (draw.data(), RSA_KEY),
            )
        ),
        lambda: oauth1.Retries(
            draw.arg(draw.number),
            **draw.options(
                first_pause=draw.number, longest_pause=draw.number, longest_wait=draw.number
            ),
        ),
        lambda: oauth1.CustomSignature(draw.arg(text), draw.arg(lambda: fails)),
        lambda: oauth1.MemoryNonces(draw.arg(lambda: abs(draw.number()) % 1000)),
        lambda: oauth1.Problem.parse(draw.arg(draw.headers), draw.arg(draw.data)),
    )  # fmt: skip
    _plain(which())


def _plain(value: object) -> None:
    """Do with a value what is done with any, and see that it tells no secret."""
    tells_no_secret(f"{value!r} {value!s}")
    assert value == value  # noqa: PLR0124 - whatever its own comparison makes of it
    with suppress(TypeError):  # it says why it is not hashed, or not pickled
        hash(value)
        pickle.loads(pickle.dumps(value))


def tells_no_secret(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text, f"a secret is told: {text}"


class Server:
    """Answers every connection with the same bytes."""

    def __init__(self) -> None:
        self.answer = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/token"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(5)
                try:
                    received = b""
                    while b"\r\n\r\n" not in received and (more := connection.recv(65536)):
                        received += more
                    connection.sendall(self.answer)
                except OSError:
                    pass


SERVER = Server()
TRANSPORT = oauth1.HttpTransport(timeout=5, proxy=False)
ALL = {each.__name__: each for each in (parse, sign, verify, explain, answer, settings)}
