"""Bodies of all kinds, to and from the sandbox."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from requests_oauthlib import OAuth1Session

from oauth1.sandbox import Sandbox
from test_sandbox import FORM, Answer, client, send, signed

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def provider() -> Iterator[Sandbox]:
    with Sandbox(users=1) as running:
        yield running


@pytest.fixture
def session(provider: Sandbox) -> Iterator[OAuth1Session]:
    token = provider.tokens[0]
    opened = OAuth1Session(
        provider.consumer_key,
        provider.consumer_secret,
        str(token["oauth_token"]),
        str(token["oauth_token_secret"]),
    )
    opened.trust_env = False
    with opened:
        yield opened


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def headers_for(provider: Sandbox, url: str, method: str, **options: Any) -> dict[str, str]:
    _, headers, _ = client(provider, provider.tokens[0], **options).sign(url, method)
    return dict(headers)


def pieces(*content: bytes) -> Iterator[bytes]:
    yield from content


# Chunks


def test_chunked_body(provider: Sandbox, session: OAuth1Session) -> None:
    answer = session.post(
        provider.echo_url, data=pieces(b"a", b"b" * 100_000), headers={"Content-Type": "x/y"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["body_length"] == 100_001
    assert answer.json()["body_sha256"] == sha256(b"a" + b"b" * 100_000)


def test_chunked_form_is_signed(provider: Sandbox) -> None:
    url = provider.update_url
    caller = client(provider, provider.tokens[0])
    _, headers, body = caller.sign(url, "POST", "status=in%20pieces", {"Content-Type": FORM})
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        path = urlsplit(url).path
        content = pieces(b"status=in", b"%20pieces")
        connection.request("POST", path, content, headers, encode_chunked=True)
        assert json.loads(connection.getresponse().read())["text"] == "in pieces"
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
    finally:
        connection.close()
    assert body


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"3\r\nabc\r\n0\r\n\r\n", 200),
        (b"3;x=y\r\nabc\r\n0\r\nTrailer: z\r\n\r\n", 200),
        (b"003\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200),
        (b"3\r\nabcd\r\n0\r\n\r\n", 400),
        (b"x\r\nabc\r\n0\r\n\r\n", 400),
        (b"-3\r\nabc\r\n0\r\n\r\n", 400),
        (b"\r\nabc\r\n0\r\n\r\n", 400),
        (b"200000\r\n%s\r\n0\r\n\r\n" % (b"x" * 0x200000), 413),
    ],
)
@pytest.mark.parametrize("path", ["echo", "upload"])
def test_chunks(provider: Sandbox, path: str, body: bytes, status: int) -> None:
    url = provider.echo_url if path == "echo" else provider.upload_url
    headers = headers_for(provider, url, "POST")
    received = exchange(url, headers, body, "Transfer-Encoding: chunked")
    if path == "upload" and status == 413:
        status = 200
    assert received.startswith(b"HTTP/1.1 %d " % status)


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: +3",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    ],
)
def test_ambiguous_lengths(provider: Sandbox, lengths: str) -> None:
    received = exchange(provider.echo_url, {}, b"3\r\nabc\r\n0\r\n\r\n", lengths)
    assert received.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 "))
    assert b"Connection: close" in received


def exchange(url: str, headers: dict[str, str], body: bytes, lengths: str) -> bytes:
    """Send a request as it is written here, and return all that comes back."""
    parts = urlsplit(url)
    lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close", lengths]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    received = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_continue_is_said_when_the_body_is_wanted(provider: Sandbox) -> None:
    url = provider.upload_url
    parts = urlsplit(url)
    for secret, expected in (("", b"HTTP/1.1 100 "), ("wrong", b"HTTP/1.1 401 ")):
        options = {"client_secret": secret} if secret else {}
        headers = headers_for(provider, url, "POST", **options)
        lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", "Content-Length: 5"]
        lines += ["Expect: 100-continue", f"Authorization: {headers['Authorization']}", "", ""]
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
            connection.sendall("\r\n".join(lines).encode())
            assert connection.recv(13) == expected
            if not secret:
                assert connection.recv(12) == b"Continue\r\n\r\n"
                connection.sendall(b"hello")
                assert connection.recv(13) == b"HTTP/1.1 200 "


# Uploads


def test_upload_of_anything(provider: Sandbox, session: OAuth1Session) -> None:
    content = bytes(range(256)) * 1000
    for method, kind in (("POST", "image/png"), ("PUT", None), ("PATCH", "text/x; y=z")):
        headers = {"Content-Type": kind} if kind else {}
        answer = session.request(method, provider.upload_url, data=content, headers=headers)
        assert answer.status_code == 200, answer.text
        said = answer.json()
        assert (said["method"], said["content_type"]) == (method, kind)
        assert (said["size"], said["sha256"]) == (len(content), sha256(content))
        assert (said["fields"], said["files"]) == ([], [])
        assert said["user"]["screen_name"] == "user1"
    empty = session.post(provider.upload_url).json()
    assert (empty["size"], empty["sha256"]) == (0, sha256(b""))


def test_upload_of_a_form(provider: Sandbox, session: OAuth1Session) -> None:
    said = session.post(provider.upload_url, data={"title": "Grüße", "empty": ""}).json()
    assert said["fields"] == [
        {"name": "title", "value": "Grüße", "size": 7, "sha256": sha256("Grüße".encode())},
        {"name": "empty", "value": "", "size": 0, "sha256": sha256(b"")},
    ]


def test_upload_in_parts(provider: Sandbox, session: OAuth1Session) -> None:
    # Boundaries that are split between pieces, and content that looks like one.
    big = b"\r\n--not the boundary" * 20_000
    small = b"\r\n--"
    answer = session.post(
        provider.upload_url,
        data={"title": "Holiday", "long": "x" * 5000},
        files=[
            ("media", ("photo.jpg", big, "image/jpeg")),
            ("media", ('a "quoted" name.txt', small, "text/plain")),
            ("nothing", ("empty", b"")),
        ],
    )
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["content_type"].startswith("multipart/form-data; boundary=")
    assert said["fields"] == [
        {"name": "title", "value": "Holiday", "size": 7, "sha256": sha256(b"Holiday")},
        {"name": "long", "size": 5000, "sha256": sha256(b"x" * 5000)},
    ]
    files = said["files"]
    assert [file["name"] for file in files] == ["media", "media", "nothing"]
    assert files[0]["filename"] == "photo.jpg"
    assert files[0]["content_type"] == "image/jpeg"
    assert [file["size"] for file in files] == [len(big), len(small), 0]
    assert [file["sha256"] for file in files] == [sha256(big), sha256(small), sha256(b"")]


def test_upload_in_parts_and_chunks(provider: Sandbox, session: OAuth1Session) -> None:
    body = (
        b"preamble\r\n--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B  \r\n"
        b'content-disposition: form-data; name="f"; filename="x"\r\n\r\n2\r\n\r\n--B--\r\nepilogue'
    )
    headers = {"Content-Type": 'multipart/form-data; charset=utf-8; boundary="B"'}
    single = (bytes([byte]) for byte in body)
    for data in (body, single):
        answer = session.post(provider.upload_url, data=data, headers=headers)
        said = answer.json()
        assert [(part["name"], part["value"]) for part in said["fields"]] == [("a", "1")]
        assert [(part["name"], part["size"]) for part in said["files"]] == [("f", 3)]


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("multipart/form-data", b"--B--", "no boundary"),
        ("multipart/form-data; boundary=" + "B" * 71, b"--B--", "boundary"),
        ("multipart/form-data; boundary=B", b"--B\r\n", "last boundary"),
        ("multipart/form-data; boundary=B", b"--Bx\r\n", "something else"),
        ("multipart/form-data; boundary=B", b"--B\r\nX: y\r\n\r\n--B--", "no name"),
        ("multipart/form-data; boundary=B", b"--B" + b" " * 20_000, "end of its line"),
        ("multipart/form-data; boundary=B", b"--B\r\n" + b"x" * 20_000, "too long"),
        (
            "multipart/form-data; boundary=B",
            b"--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n" * 1001,
            "more than 1000 parts",
        ),
    ],
)
def test_upload_of_broken_parts(
    provider: Sandbox, session: OAuth1Session, kind: str, body: bytes, message: str
) -> None:
    answer = session.post(provider.upload_url, data=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert message in answer.json()["errors"][0]["message"]
    assert session.get(provider.verify_credentials_url).status_code == 200


def test_large_upload(provider: Sandbox, session: OAuth1Session) -> None:
    expected = hashlib.sha256()
    piece = bytes(range(256)) * 4096

    def content() -> Iterator[bytes]:
        for _ in range(64):
            expected.update(piece)
            yield piece

    headers = {"Content-Type": "application/octet-stream"}
    answer = session.put(provider.upload_url, data=content(), headers=headers, timeout=60)
    assert answer.json()["size"] == 64 * MEGABYTE
    assert answer.json()["sha256"] == expected.hexdigest()


@pytest.mark.parametrize("digest", ["sha1", "sha256", "sha512"])
def test_body_hash_of_an_upload(provider: Sandbox, digest: str) -> None:
    url = provider.upload_url
    content = b"x" * 300_000
    body_hash = base64.b64encode(hashlib.new(digest, content).digest()).decode()
    for sent, status in ((content, 200), (content + b"y", 401)):
        headers = headers_for(provider, url, "POST", extra=(("oauth_body_hash", body_hash),))
        answer = send(url, "POST", {**headers, "Content-Type": "text/plain"}, sent)
        assert answer.status == status
        assert answer.problem == (None if status == 200 else "parameter_rejected")


def test_refused_upload(provider: Sandbox) -> None:
    url = provider.upload_url
    headers = headers_for(provider, url, "POST", client_secret="wrong")
    answer = send(url, "POST", headers, b"x" * (2 * MEGABYTE))
    assert (answer.status, answer.problem) == (401, "signature_invalid")
    assert send(url).status == 405


# Downloads


@pytest.mark.parametrize("size", [0, 1, 250, 251, 65_536, 1_000_003])
def test_download(provider: Sandbox, size: int) -> None:
    url = f"{provider.download_url}?size={size}"
    answer = send(url, "GET", headers_for(provider, url, "GET"))
    assert answer.status == 200
    assert answer.headers["Content-Length"] == str(size)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.body == (bytes(range(251)) * (size // 251 + 1))[:size]
    head = send(url, "HEAD", headers_for(provider, url, "HEAD"))
    assert (head.headers["Content-Length"], head.body) == (str(size), b"")


def test_download_is_signed_and_has_a_size(provider: Sandbox) -> None:
    assert send(f"{provider.download_url}?size=5").problem == "parameter_absent"
    for query in ("", "?size=many", "?size=-1"):
        url = provider.download_url + query
        assert send(url, "GET", headers_for(provider, url, "GET")).status == 400


def test_download_that_nobody_reads_to_its_end(provider: Sandbox) -> None:
    url = f"{provider.download_url}?size=999999999999"
    parts = urlsplit(url)
    headers = headers_for(provider, url, "GET")
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        request = (
            f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Authorization: {headers['Authorization']}\r\n\r\n"
        )
        connection.sendall(request.encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
    assert send(provider.base_url).status == 200


# Compression


def compressed(provider: Sandbox, url: str, accepted: str, method: str = "GET") -> Answer:
    headers = headers_for(provider, url, method)
    return send(url, method, {**headers, "Accept-Encoding": accepted})


@pytest.mark.parametrize("accepted", ["gzip", "br, GZip;q=0.5", "*", "deflate, x-gzip"])
def test_gzip(provider: Sandbox, accepted: str) -> None:
    echoed = compressed(provider, provider.echo_url, accepted)
    assert echoed.headers["Content-Encoding"] == "gzip"
    assert echoed.headers["Vary"] == "Accept-Encoding"
    assert int(echoed.headers["Content-Length"]) == len(echoed.body)
    assert json.loads(gzip.decompress(echoed.body))["method"] == "GET"
    url = f"{provider.download_url}?size=500000"
    download = compressed(provider, url, accepted)
    assert download.headers["Transfer-Encoding"] == "chunked"
    assert gzip.decompress(download.body) == (bytes(range(251)) * 2000)[:500_000]


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br", "gzip;q=0.0, *"])
def test_no_gzip(provider: Sandbox, accepted: str) -> None:
    echoed = compressed(provider, provider.echo_url, accepted)
    assert "Content-Encoding" not in echoed.headers
    assert echoed.json["method"] == "GET"


def test_little_is_not_compressed(provider: Sandbox) -> None:
    answer = compressed(provider, provider.verify_credentials_url, "gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer.json["screen_name"] == "user1"


def test_download_for_an_old_client(provider: Sandbox) -> None:
    url = f"{provider.download_url}?size=300"
    parts = urlsplit(url)
    headers = headers_for(provider, url, "GET")
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        request = (
            f"GET {parts.path}?{parts.query} HTTP/1.0\r\nHost: {parts.netloc}\r\n"
            f"Accept-Encoding: gzip\r\nAuthorization: {headers['Authorization']}\r\n\r\n"
        )
        connection.sendall(request.encode())
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"chunked" not in head
    assert len(gzip.decompress(body)) == 300


# Echo


def test_echo(provider: Sandbox) -> None:
    url = f"{provider.base_url}/echo/here?b=2&a=1&a="
    answer = signed(
        client(provider, provider.tokens[0], realm="Photos"),
        url,
        "PUT",
        {"f": "100% ü"},
        {"X-Mixed": "Case", "Accept": "*/*"},
    )
    assert answer.status == 200, answer.text
    said = answer.json
    assert (said["method"], said["path"]) == ("PUT", "/echo/here")
    assert said["query"] == [["b", "2"], ["a", "1"], ["a", ""]]
    assert said["form"] == [["f", "100% ü"]]
    assert said["parameters"] == said["query"] + said["form"]
    assert ["X-Mixed", "Case"] in said["headers"]
    assert said["protocol"]["oauth_token"] == provider.tokens[0]["oauth_token"]
    assert said["realm"] == "Photos"
    assert said["body_sha256"] == sha256(b"f=100%25%20%C3%BC")
    assert said["body_length"] == 17
    assert said["base_string"].startswith("PUT&http%3A%2F%2F")
