"""What is asked for: the request that curl's options describe."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oauth1 import InvalidURLError, Request, percent_encode
from oauth1.cli.exits import CommandError, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from typing import BinaryIO

    from oauth1.types import BinaryFile, File

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_BINARY = "application/octet-stream"


@dataclass
class Draft:
    """A request before it is one, whose files are open."""

    method: str
    url: str
    headers: list[tuple[str, str]]
    content_type: str | None = None
    body: bytes | BinaryFile | None = None
    fields: list[tuple[str, bytes]] = field(default_factory=list)
    files: list[tuple[str, tuple[str, BinaryFile, str]]] = field(default_factory=list)
    is_multipart: bool = False

    def request(self, **settings: Any) -> Request:
        """Return the request."""
        if self.is_multipart:
            files: list[tuple[str, File]] = list(self.files)
            return Request(
                self.method,
                self.url,
                headers=self.headers,
                files=files,
                form=self.fields,
                **settings,
            )
        return Request(
            self.method,
            self.url,
            headers=self.headers,
            body=self.body,
            content_type=self.content_type,
            **settings,
        )


def check(draft: Draft) -> None:
    """Insist on what can be sent, before credentials are looked for."""
    try:
        draft.request()
    except InvalidURLError as error:
        hint = None if "://" in draft.url else f"did you mean https://{draft.url}?"
        raise CommandError(str(error), hint) from error


class Drafter:
    """Reads what options name, each file and standard input at most once."""

    def __init__(self, stack: ExitStack, watch: Callable[[BinaryIO], BinaryFile] | None) -> None:
        self._stack = stack
        self._watch = watch or (lambda file: file)
        self._used_input = False

    def draft(self, options: Namespace, url: str) -> Draft:
        """Return the request that the options describe."""
        kinds = [kind for kind, is_there in _kinds(options) if is_there]
        if len(kinds) > 1:
            raise CommandError(f"{kinds[0]} and {kinds[1]} do not go together: one body is sent")
        headers = [each for line in options.header or [] for each in self._header(line)]
        method = options.request or ("HEAD" if options.head else None)
        draft = Draft(method or "GET", url, headers)
        if options.data:
            self._add_data(draft, options)
        elif options.form:
            draft.is_multipart = True
            for part in options.form:
                self._add_part(draft, part)
        elif options.upload_file is not None:
            draft.body = self._watched(options.upload_file)
            draft.content_type = _BINARY
        own = [value for name, value in headers if name.lower() == "content-type"]
        if own and not draft.is_multipart:
            draft.content_type = own[-1]
            draft.headers = [each for each in headers if each[0].lower() != "content-type"]
        if method is None and not options.get:
            draft.method = "PUT" if options.upload_file is not None else _usual(draft)
        return draft

    def _header(self, line: str) -> list[tuple[str, str]]:
        if line.startswith("@"):
            text = self.read(line[1:]).decode()
            return [each for own in text.splitlines() if own for each in self._header(own)]
        name, colon, value = line.partition(":")
        if colon and value.strip():
            return [(name.strip(), value.strip())]
        if not colon and line.endswith(";"):
            return [(line[:-1].strip(), "")]
        raise CommandError(
            f"the header {line!r} has no {'value' if colon else 'colon'}",
            "expected 'Name: value', or 'Name;' for an empty value",
        )

    def _add_data(self, draft: Draft, options: Namespace) -> None:
        pieces = [(kind, self._piece(kind, text)) for kind, text in options.data]
        is_json = [kind == "json" for kind, _ in pieces]
        if any(is_json) and not all(is_json):
            raise CommandError("--json and --data do not go together: one body is sent")
        if all(is_json):
            draft.body = b"".join(piece for _, piece in pieces)
            draft.content_type = JSON
            if all(name.lower() != "accept" for name, _ in draft.headers):
                draft.headers.append(("Accept", JSON))
            return
        data = b"&".join(piece for _, piece in pieces)
        if options.get:
            try:
                query = data.decode("ascii")
            except UnicodeDecodeError as error:
                raise CommandError(
                    "--get: the data is not ASCII", "--data-urlencode encodes it"
                ) from error
            url, hash_, fragment = draft.url.partition("#")
            draft.url = f"{url}{'&' if '?' in url else '?'}{query}{hash_}{fragment}"
            return
        draft.body, draft.content_type = data, FORM

    def _piece(self, kind: str, text: str) -> bytes:
        """Return one --data, read and encoded."""
        if kind == "urlencode":
            return self._encoded(text)
        if not text.startswith("@") or kind == "raw":
            return text.encode(errors="surrogateescape")
        content = self.read(text[1:])
        # curl's way with files: a form has no line ends
        return content.translate(None, b"\r\n\0") if kind == "data" else content

    def _encoded(self, text: str) -> bytes:
        """Return one --data-urlencode: TEXT, =TEXT, NAME=TEXT, @FILE or NAME@FILE."""
        at, equals = text.find("@"), text.find("=")
        if at >= 0 and (equals < 0 or at < equals):
            name, content = text[:at], self.read(text[at + 1 :])
        else:
            name, _, value = text.rpartition("=") if equals < 0 else text.partition("=")
            content = value.encode(errors="surrogateescape")
        return (f"{name}=" if name else "").encode() + percent_encode(content).encode()

    def _add_part(self, draft: Draft, part: str) -> None:
        name, equals, value = part.partition("=")
        if not equals or not name:
            raise CommandError(f"-F {part!r} is not NAME=VALUE, NAME=@FILE or NAME=<FILE")
        if value.startswith("<"):
            draft.fields.append((name, self.read(value[1:])))
            return
        if not value.startswith("@"):
            draft.fields.append((name, value.encode(errors="surrogateescape")))
            return
        path, *settings = value[1:].split(";")
        given = {}
        for setting in settings:
            key, equals, text = setting.strip().partition("=")
            if key not in {"type", "filename"} or not equals:
                raise CommandError(
                    f"-F: {setting!r} cannot follow a file", "expected ;type=… or ;filename=…"
                )
            given[key] = text.strip('"')
        own_name = given.get("filename", name if path == "-" else Path(path).name)
        type_ = given.get("type") or _guessed_type(own_name)
        draft.files.append((name, (own_name, self._watched(path), type_)))

    def _watched(self, path: str) -> BinaryFile:
        return self._watch(self._open(path))

    def read(self, path: str) -> bytes:
        """Return the whole content of a file, or of standard input."""
        return self._open(path).read()

    def _open(self, path: str) -> BinaryIO:
        if path == "-":
            if self._used_input:
                raise CommandError("standard input can be read once")
            self._used_input = True
            return sys.stdin.buffer
        if not path:
            raise CommandError("a file has no name", "expected @FILE, or @- for standard input")
        if Path(path).is_dir():
            raise CommandError(f"{path} is a folder", None, Exit.FILE)
        try:
            return self._stack.enter_context(open(path, "rb"))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", None, Exit.FILE) from error


def _kinds(options: Namespace) -> list[tuple[str, bool]]:
    return [
        ("--data", bool(options.data)),
        ("--form", bool(options.form)),
        ("--upload-file", options.upload_file is not None),
    ]


def _usual(draft: Draft) -> str:
    return "GET" if draft.body is None and not draft.is_multipart else "POST"


def _guessed_type(name: str) -> str:
    from mimetypes import guess_type  # noqa: PLC0415 - slow to import

    return guess_type(name)[0] or _BINARY
