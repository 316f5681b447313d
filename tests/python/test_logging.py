"""What is logged, when, and that it shows nothing that is not for everyone."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
import threading

import pytest

import oauth1
from faults import Faults
from oauth1 import Request, Retries
from seeds import CONSUMER_SECRET, TOKEN_SECRET

LOGGER = logging.getLogger("oauth1")


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int, str]]:
    return [(each.name, each.levelno, each.getMessage()) for each in caplog.records]


def test_each_request_is_told_at_debug(faults: Faults, caplog: pytest.LogCaptureFixture) -> None:
    session = faults.session()
    caplog.clear()
    session.get(f"{faults.http}/ok?a=b")
    ((name, level, message),) = told(caplog)
    assert (name, level) == ("oauth1", logging.DEBUG)
    path = re.escape(f"{faults.http}/ok")
    assert re.fullmatch(
        rf"GET {path} gave 200 after \d+\.\d ms \(attempt 1, redirects 0\)", message
    )
    (record,) = caplog.records
    assert record.filename == "test_logging.py"
    caplog.clear()
    session.get(f"{faults.http}/redirect-chain?n=3")
    assert len(caplog.records) == 4
    caplog.clear()
    with pytest.raises(oauth1.ConnectionFailedError):
        session.get(f"{faults.http}/close-before")
    assert " failed after " in caplog.text


def test_retries_and_corrections_are_told(faults: Faults, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "oauth1")
    session = faults.session(retries=Retries(2, first_pause=0.01))
    session.get(f"{faults.http}/unavailable?key=logging")
    session.get(f"{faults.http}/skewed?offset=4000")
    session.get(f"{faults.http}/redirect", query={"to": f"{faults.other}/ok"})
    assert [level for _, level, _ in told(caplog)] == [logging.INFO, logging.WARNING]
    assert "status 503" in caplog.text
    assert "4000 s ahead" in caplog.text


def test_nothing_is_told_below_the_level(faults: Faults, caplog: pytest.LogCaptureFixture) -> None:
    session = faults.session()
    caplog.set_level(logging.WARNING, "oauth1")
    caplog.clear()
    session.get(f"{faults.http}/ok")
    assert caplog.records == []
    caplog.set_level(logging.ERROR, "oauth1")
    session.get(f"{faults.http}/skewed?offset=4000")
    assert caplog.records == []


def test_a_record_is_of_the_thread_that_sent(
    faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    session = faults.session()
    caplog.clear()

    def send() -> None:
        for _ in range(20):
            session.get(f"{faults.http}/ok", headers={"X-Thread": threading.current_thread().name})

    threads = [threading.Thread(target=send, name=f"sender-{number}") for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [each.threadName for each in caplog.records]
    assert {name: names.count(name) for name in names} == {each.name: 20 for each in threads}


def test_a_request_within_a_request_is_told_of_too(
    faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    inner = faults.session()

    def nonce() -> str:
        inner.get(f"{faults.http}/slow?ms=1")
        return oauth1._native.nonce()

    session = faults.session(nonce=nonce)
    caplog.clear()
    session.get(f"{faults.http}/ok")
    messages = [message.split(" gave ")[0] for _, _, message in told(caplog)]
    assert messages == [f"GET {faults.http}/slow", f"GET {faults.http}/ok"]


def test_a_request_that_a_hook_ends_leaves_nothing_behind(
    faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        faults.session(nonce=broken).get(f"{faults.http}/ok")
    caplog.clear()
    faults.session().get(f"{faults.http}/ok")
    assert len(caplog.records) == 1


def test_a_logger_that_raises_is_heard(faults: Faults) -> None:
    class Raising(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            raise LookupError(record.levelname)

    raising = Raising()
    session = faults.session()
    LOGGER.addFilter(raising)
    try:
        with pytest.raises(LookupError, match="DEBUG"):
            session.get(f"{faults.http}/ok")
    finally:
        LOGGER.removeFilter(raising)
    assert session.get(f"{faults.http}/ok").status == 200


SCRIPT = """
import sys, oauth1
transport = oauth1.HttpTransport(proxy=False)
session = oauth1.Client("key", "secret", transport=transport).session()
session.get({ok!r})
assert "logging" not in sys.modules
session.get({skewed!r})
"""


def test_a_program_without_logging_is_told_what_is_serious(faults: Faults) -> None:
    code = SCRIPT.format(ok=f"{faults.http}/ok", skewed=f"{faults.http}/skewed?offset=4000")
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    assert re.fullmatch(r"the clock of .* is \d+ s ahead of this one: .*\n", result.stderr)


def test_no_record_shows_a_secret_a_signature_or_a_body(
    faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    hidden = "a-value-that-is-not-for-everyone"
    caplog.set_level(1, "oauth1")
    signatures = []
    for settings in (
        {},
        {"transmission": "query"},
        {"transmission": "form"},
        {"signature_method": "PLAINTEXT", "plaintext_over_http": True},
    ):
        session = faults.session(retries=Retries(2, first_pause=0.01), **settings)
        for path in (
            "/ok",
            "/redirect-relative",
            "/unavailable?key=hidden",
            f"/redirect?to={faults.other}/?secret={hidden}",
            "/skewed?offset=4000",
            "/token/problem?name=token_rejected",
            "/token/ok",
            "/close-before",
            "/redirect-loop",
            "/gzip-garbage",
        ):
            try:
                request = Request(
                    "POST",
                    f"{faults.http}{path}",
                    query={"secret": hidden},
                    form={"password": hidden},
                    headers={"X-Secret": hidden},
                    oauth_params={"oauth_verifier": hidden},
                )
                session.send(request)
                url = f"{faults.http}{path}"
                session.post(url, json={"password": hidden}, transmission="header")
                session.post(
                    url,
                    body=io.BytesIO(hidden.encode()),
                    content_type="text/plain",
                    transmission="header",
                )
            except oauth1.OAuth1Error:
                pass
        try:
            session.client.request_token(f"{faults.http}/token/ok")
            session.client.renew(f"{faults.http}/token/ok", oauth1.Token("t", TOKEN_SECRET), hidden)
        except oauth1.OAuth1Error:
            pass
    for each in faults.requests():
        text = " ".join(value for _, value in each["headers"]) + each["target"]
        signatures += re.findall(r"oauth_(?:signature|nonce)=\"?([^\"&,\s]+)", text)
    assert len(caplog.records) > 100
    assert len(signatures) > 100
    for secret in {hidden, CONSUMER_SECRET, TOKEN_SECRET, *signatures, "faults-secret"}:
        assert secret not in caplog.text
