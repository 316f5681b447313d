"""Where a response's body goes: a file, a terminal, or whoever reads standard output."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

from oauth1 import OAuth1Error
from oauth1.cli.console import has_colours, printable
from oauth1.cli.exits import CommandError, Exit
from oauth1.cli.pretty import pretty_json
from oauth1.cli.progress import Progress, size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from oauth1 import ResponseStream
    from oauth1.cli.console import Console

_LARGEST_PRETTY = 4 * 1024 * 1024


def phrase(status: int) -> str:
    """Return a status with its name."""
    from http import HTTPStatus  # noqa: PLC0415 - seldom needed

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def head(response: ResponseStream) -> str:
    """Return status and headers as text, for --include."""
    lines = [f"HTTP/1.1 {phrase(response.status)}"]
    lines += [f"{name}: {value}" for name, value in response.headers.pairs]
    return "\r\n".join([*lines, "", ""])


def file_of(options: Namespace) -> Path | None:
    """Return the file that the body is saved in, or None for standard output."""
    if options.remote_name:
        name = unquote(urlsplit(options.url).path).rpartition("/")[2]
        if name in {"", ".", ".."} or "/" in name or "\0" in name:
            raise CommandError("-O: the URL has no file name at its end", "-o FILE names one")
        return Path(name)
    return None if options.output in {None, "-"} else Path(options.output)


def write_body(
    response: ResponseStream, beginning: bytes, options: Namespace, console: Console
) -> None:
    """Write the head, if it is wanted, and the body, whose beginning was read already."""
    before = head(response).encode() if options.include or options.head else b""
    path = file_of(options)
    pieces: Iterator[bytes] = chain(filter(None, [beginning]), response)
    if path is not None:
        _save(path, before, pieces, response.content_length, console)
    elif console.output_is_terminal:
        _show(before, pieces, response, options, console)
    else:
        with _bar(console, response.content_length, is_wanted=console.shows_progress) as progress:
            _copy(console.binary, chain([before], pieces), progress)


def _save(
    path: Path, before: bytes, pieces: Iterable[bytes], total: int | None, console: Console
) -> None:
    written = 0
    try:
        with (
            path.open("wb") as file,
            _bar(console, total, is_wanted=console.shows_progress) as progress,
        ):
            file.write(before)
            for piece in pieces:
                file.write(piece)
                written += len(piece)
                if progress is not None:
                    progress.add(len(piece))
    except (OAuth1Error, KeyboardInterrupt):
        console.note(f"{path} has the first {size(written)} only")
        raise
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", None, Exit.FILE) from error
    console.note(f"saved {size(written)} to {path}")


def _bar(
    console: Console, total: int | None, *, is_wanted: bool
) -> AbstractContextManager[Progress | None]:
    return _Wiped(Progress("Downloading", total)) if is_wanted else nullcontext()


class _Wiped(AbstractContextManager["Progress | None"]):
    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __enter__(self) -> Progress:
        return self._progress

    def __exit__(self, *_: object) -> None:
        self._progress.wipe()


def _copy(output: BinaryIO, pieces: Iterable[bytes], progress: Progress | None) -> None:
    for piece in pieces:
        output.write(piece)
        output.flush()  # whoever reads a stream wants each piece when it comes
        if progress is not None:
            progress.add(len(piece))


def _show(
    before: bytes,
    pieces: Iterator[bytes],
    response: ResponseStream,
    options: Namespace,
    console: Console,
) -> None:
    """Write to a terminal: JSON for a person to read, and no bytes that are no text."""
    console.write(printable(before.decode("utf-8", "replace").replace("\r\n", "\n")))
    is_json = "json" in (response.header("Content-Type") or "").partition(";")[0]
    if is_json and not options.raw:
        content, pieces = _gathered(pieces)
        pieces = chain([_for_a_person(content)], pieces)
    console.flush()
    last = b"\n"
    for piece in filter(None, pieces):
        if b"\0" in piece and options.output != "-":
            raise CommandError(
                "the body is no text, and would confuse the terminal",
                "-o FILE saves it; -o - writes it all the same",
                Exit.FILE,
            )
        _copy(console.binary, [piece], None)
        last = piece
    if not last.endswith(b"\n"):
        console.write("\n")


def _for_a_person(content: bytes) -> bytes:
    if len(content) > _LARGEST_PRETTY:
        return content
    text = content.decode("utf-8", "replace")
    pretty = pretty_json(text, colours=has_colours(sys.stdout))
    return content if pretty is None else pretty.encode()


def _gathered(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return what comes, up to a limit, and what is left beyond it."""
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > _LARGEST_PRETTY:
            break
    return bytes(content), pieces
