"""Responses that are read piece by piece."""

from __future__ import annotations

import io
import shutil
import threading
import time
from pathlib import Path

import pytest

import oauth1
from faults import Faults
from oauth1 import Request

SIZE = 5_000_000


def content(size: int = SIZE) -> bytes:
    """What /download gives."""
    first = bytes((i * 2654435761 & 0xFFFFFFFF) >> 24 for i in range(65521))
    return (first * (size // len(first) + 1))[:size]


def get(faults: Faults, path: str) -> oauth1.ResponseStream:
    return faults.session().stream(Request("GET", f"{faults.http}{path}"))


def test_the_head_is_there_before_the_body(faults: Faults) -> None:
    with get(faults, "/drip-body?size=3&ms=400") as response:
        assert (response.status, response.is_success) == (200, True)
        assert response.content_length == 3
        assert response.header("CONTENT-length") == response.headers["content-length"] == "3"
        assert repr(response) == "<oauth1.ResponseStream 200>"
        assert not response.closed
        started = time.monotonic()
        assert len(response.read()) == 3
        assert time.monotonic() - started > 0.5
        assert response.read() == b""
    assert response.closed


@pytest.mark.parametrize("path", ["/download", "/chunked"])
def test_pieces_are_the_body(faults: Faults, path: str) -> None:
    with get(faults, f"{path}?size={SIZE}") as response:
        assert response.content_length == (SIZE if path == "/download" else None)
        pieces = list(response)
    assert max(map(len, pieces)) <= 65536
    assert b"".join(pieces) == content()


def test_as_much_is_read_as_is_asked_for(faults: Faults) -> None:
    expected = io.BytesIO(content(1_000_000))
    with get(faults, "/chunked?size=1000000") as response:
        for size in (1, 0, 7, 100_000, 65536, 300_000):
            assert response.read(size) == expected.read(size)
        assert response.read(-1) == expected.read()
        assert response.read(5) == b""
        assert list(response) == []


def test_a_response_is_saved(faults: Faults, tmp_path: Path) -> None:
    path = tmp_path / "saved"
    for target in (path, str(path)):
        with get(faults, f"/download?size={SIZE}") as response:
            assert response.save(target) == SIZE
        assert path.read_bytes() == content()
    with get(faults, "/download") as response:
        with pytest.raises(oauth1.NotSavedError, match="nowhere") as caught:
            response.save(tmp_path / "nowhere" / "saved")
        assert isinstance(caught.value, OSError)


def test_a_response_is_copied_like_a_file(faults: Faults) -> None:
    copy = io.BytesIO()
    with get(faults, f"/download?size={SIZE}") as response:
        shutil.copyfileobj(response, copy)
    assert copy.getvalue() == content()


def test_gzip_is_undone_piece_by_piece(faults: Faults) -> None:
    with get(faults, "/gzip?size=1000000") as response:
        assert response.content_length is None
        assert len(response.read()) == 1_000_000


def test_a_closed_response_is_not_read(faults: Faults) -> None:
    response = get(faults, "/download")
    response.close()
    response.close()
    for read in (response.read, response.__next__, lambda: response.save("nowhere")):
        with pytest.raises(ValueError, match="closed"):
            read()
    with pytest.raises(LookupError), get(faults, "/endless") as response:
        raise LookupError
    assert response.closed


def test_a_connection_is_kept_once_the_body_is_read(faults: Faults) -> None:
    session = faults.session()
    request = Request("GET", f"{faults.http}/download")
    first = session.get(f"{faults.http}/ok").json()["connection"]
    with session.stream(request) as response:
        response.read()
    assert session.get(f"{faults.http}/ok").json()["connection"] == first
    with session.stream(request) as response:
        response.read(1)
    # what was left of the body would have come before the next answer
    assert session.get(f"{faults.http}/ok").json()["connection"] != first


def test_a_stream_has_no_limit_unless_its_request_has_one(faults: Faults) -> None:
    session = faults.session(max_response_size=1000)
    url = f"{faults.http}/chunked?size=100000"
    with session.stream(Request("GET", url)) as response:
        assert len(response.read()) == 100_000
    limited = session.stream(Request("GET", url, max_response_size=50_000))
    with limited as response, pytest.raises(oauth1.ResponseTooLargeError):
        response.read()


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/close-mid-body", oauth1.ConnectionFailedError),
        ("/close-mid-chunk", oauth1.ConnectionFailedError),
        ("/reset-mid-body", oauth1.ConnectionFailedError),
        ("/gzip-cut", oauth1.InvalidResponseError),
        ("/bad-chunk", oauth1.InvalidResponseError),
    ],
)
def test_a_body_that_breaks_off_is_told(
    faults: Faults, path: str, error: type[oauth1.OAuth1Error]
) -> None:
    with get(faults, path) as response, pytest.raises(error):
        response.read()


def test_the_time_limit_holds_for_the_body(faults: Faults) -> None:
    request = Request("GET", f"{faults.http}/drip-body", timeout=0.5)
    with faults.session().stream(request) as response, pytest.raises(oauth1.TimedOutError):
        response.read()


def test_a_refusal_is_told_with_its_body(faults: Faults) -> None:
    with get(faults, "/token/problem?name=token_revoked") as response:
        with pytest.raises(oauth1.RefusedError) as caught:
            response.raise_for_status()
        assert caught.value.oauth_problem == "token_revoked"
        assert response.closed
    with get(faults, "/download") as response:
        response.raise_for_status()
        assert response.read() == content(1000)


def test_a_stream_can_be_called_off(faults: Faults) -> None:
    cancellation = oauth1.Cancellation()
    request = Request("GET", f"{faults.http}/endless", cancellation=cancellation)
    with faults.session().stream(request) as response:
        assert len(response.read(1_000_000)) == 1_000_000
        cancellation.cancel()
        with pytest.raises(oauth1.RequestCancelledError):
            response.read()


def test_one_thread_reads_at_a_time(faults: Faults) -> None:
    response = get(faults, "/drip-body?size=10&ms=100")
    read: list[bytes] = []
    thread = threading.Thread(target=lambda: read.append(response.read()))
    thread.start()
    time.sleep(0.2)
    with pytest.raises(RuntimeError, match="another thread"):
        response.read()
    thread.join()
    assert len(read[0]) == 10
    response.close()


def test_a_stream_is_closed_while_another_thread_reads(faults: Faults) -> None:
    response = get(faults, "/drip-body?size=5&ms=100")
    thread = threading.Thread(target=response.read)
    thread.start()
    time.sleep(0.1)
    response.close()
    assert response.closed
    thread.join()
    assert response.closed


def test_other_threads_run_while_a_body_is_awaited(faults: Faults) -> None:
    with get(faults, "/drip-body?size=5&ms=100") as response:
        thread = threading.Thread(target=response.read)
        thread.start()
        turns = 0
        while thread.is_alive():
            turns += 1
        assert turns > 1000
