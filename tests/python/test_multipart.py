"""Multipart forms, as other parsers read them."""

from __future__ import annotations

import io
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser

import oauth1
from faults import Faults
from oauth1 import Request
from oauth1.sandbox import Sandbox

URL = "http://a.example/upload"
BINARY = "application/octet-stream"
JPEG = bytes(range(256)) * 1000


def received(faults: Faults, **options: Any) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a request as they arrive, where the body is text."""
    seen = faults.session().post(f"{faults.http}/ok", **options).json()
    headers = {name.lower(): value for name, value in seen["headers"]}
    body = seen["body"].encode()
    assert len(body) == seen["body_length"]
    return headers, body


def as_django_reads(headers: dict[str, str], body: bytes) -> tuple[Any, Any]:
    if not settings.configured:  # as the tutorial's site does, whose tests may come later
        settings.configure(SECRET_KEY="known to everybody")
        django.setup()
    meta = {"CONTENT_TYPE": headers["content-type"], "CONTENT_LENGTH": len(body)}
    handler = MemoryFileUploadHandler()
    return MultiPartParser(meta, io.BytesIO(body), [handler]).parse()


def as_email_reads(headers: dict[str, str], body: bytes) -> list[tuple[Any, Any, str, bytes]]:
    head = f"Content-Type: {headers['content-type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + body)
    assert message.is_multipart()
    assert not message.defects
    parts: list[Message] = message.get_payload()  # type: ignore[assignment]
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_param("filename", header="content-disposition"),
            part.get_content_type(),
            part.get_payload(decode=True),  # type: ignore[misc]
        )
        for part in parts
    ]


def test_fields_and_files_are_read_by_others(faults: Faults, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"from a path\r\n")
    headers, body = received(
        faults,
        form={"status": "Hello ☃ & + ~", "tags": ["a", "b"], "count": 7},
        files={
            "notes": path,
            "data": b"\r\n--not a boundary--\r\n",
            "many": [("one.txt", b"1"), ("two.csv", io.BytesIO(b"2,3"), "text/csv")],
            "lines": ("lines.txt", iter([b"a\n", b"b\n"]), "text/plain"),
        },
    )
    fields, files = as_django_reads(headers, body)
    assert fields["status"] == "Hello ☃ & + ~"
    assert fields.getlist("tags") == ["a", "b"]
    assert fields["count"] == "7"
    read = {
        name: [(each.name, each.content_type, each.read()) for each in files.getlist(name)]
        for name in files
    }
    assert read == {
        "notes": [("notes.txt", BINARY, b"from a path\r\n")],
        "data": [("data", BINARY, b"\r\n--not a boundary--\r\n")],
        "many": [("one.txt", BINARY, b"1"), ("two.csv", "text/csv", b"2,3")],
        "lines": [("lines.txt", "text/plain", b"a\nb\n")],
    }
    parts = as_email_reads(headers, body)
    assert [each[0] for each in parts] == [
        *("status", "tags", "tags", "count"),
        *("notes", "data", "many", "many", "lines"),
    ]
    assert parts[4] == ("notes", "notes.txt", BINARY, b"from a path\r\n")


def test_a_file_object_has_the_name_of_its_file(faults: Faults, tmp_path: Path) -> None:
    path = tmp_path / 'a "quoted" ☃.txt'
    path.write_bytes(b"x")
    with path.open("rb") as named, open(path, "rb") as again:
        nameless = io.BytesIO(b"y")
        by_number = open(again.fileno(), "rb", closefd=False)  # noqa: SIM115
        headers, body = received(
            faults, files=[("a", named), ("b", nameless), ("c", by_number), ("a", b"z")]
        )
        by_number.close()
    _, files = as_django_reads(headers, body)
    assert [each.name for each in files.getlist("a")] == ["a %22quoted%22 ☃.txt", "a"]
    assert (files["b"].name, files["c"].name) == ("b", "c")


@pytest.mark.both_judges
def test_the_sandbox_takes_a_signed_upload(judge: str) -> None:
    with Sandbox(users=1, judge=judge) as sandbox:
        token = sandbox.tokens[0]
        session = oauth1.Client(sandbox.consumer_key, sandbox.consumer_secret).session(
            oauth1.Token(str(token["oauth_token"]), str(token["oauth_token_secret"]))
        )
        for body_hash in (False, True):
            answer = session.post(
                sandbox.upload_url,
                params={"in": "query"},
                form={"status": "Hello"},
                files={"media": ("holiday.jpg", JPEG, "image/jpeg")},
                body_hash=body_hash,
            )
            assert answer.status == 200, answer.text
            seen = answer.json()
            assert seen["files"][0]["filename"] == "holiday.jpg"
            assert seen["files"][0]["content_type"] == "image/jpeg"
            assert seen["files"][0]["size"] == len(JPEG)
            assert seen["fields"][0]["value"] == "Hello"


def test_no_field_is_signed_or_in_the_url() -> None:
    request = Request("POST", URL, form={"a": "1"}, files={"b": b"2"})
    assert request.url == URL
    assert request.content_type
    assert request.content_type.startswith("multipart/form-data; boundary=oauth1-")
    assert request.body == b""
    signed = oauth1.Client("key", "secret").session().sign(request)
    assert "a%3D1" not in signed.base_string
    assert Request("POST", URL, files={"b": b"2"}).content_type != request.content_type


def test_a_form_can_have_no_files(faults: Faults) -> None:
    headers, body = received(faults, form={"a": "1"}, files=[])
    fields, files = as_django_reads(headers, body)
    assert (dict(fields.items()), len(files)) == ({"a": "1"}, 0)


def test_a_multipart_form_can_be_sent_again_where_its_files_can(faults: Faults) -> None:
    session = faults.session(retries=oauth1.Retries(2, first_pause=0))
    url = f"{faults.http}/unavailable?key=multipart"
    file = io.BytesIO(b"again")
    answer = session.put(url, form={"a": "1"}, files={"b": file})
    assert answer.status == 200
    first, second = faults.requests("/unavailable")
    assert first["body_sha256"] == second["body_sha256"]
    once = session.put(f"{url}-once", files={"b": iter([b"once"])})
    assert once.status == 503


@pytest.mark.parametrize(
    "files",
    [
        {"a": "text"},
        {"a": 7},
        {"a": ("name",)},
        {"a": ("name", "text")},
        {"a": ("name", b"content", "text/plain", "more")},
        {"a": (None, b"content")},
        {"a": ("name", b"content", 7)},
        {"a": {"b": b"c"}},
        {b"a": b"content"},
        "a=b",
        7,
    ],
)
def test_what_is_no_file_is_a_type_error(files: Any) -> None:
    with pytest.raises(TypeError):
        Request("POST", URL, files=files)


def test_what_no_form_may_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(oauth1.InvalidParameterError):
        Request("POST", URL, files={"": b"content"})
    with pytest.raises(oauth1.InvalidHeaderError):
        Request("POST", URL, files={"a": ("name", b"content", "text/plain\r\nX: y")})
    with pytest.raises(oauth1.InvalidBodyError, match="nowhere"):
        Request("POST", URL, files={"a": tmp_path / "nowhere"})
    with pytest.raises(TypeError, match="content_type"):
        Request("POST", URL, files={"a": b"content"}, content_type="text/plain")
    with pytest.raises(TypeError, match="UTF-8"):
        Request("POST", URL, form={b"\xff": "a"}, files={})
