"""The programs in the documentation, run on the sandbox in the place of each provider.

A page is read from top to bottom, as its reader would: its blocks share their names. Addresses of
providers become the sandbox's, and whoever is asked for a PIN has somebody allow access first.
"""

from __future__ import annotations

import builtins
import re
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import oauth
import oauth1
from blocks import ROOT, blocks
from oauth1 import Provider, errors
from oauth1.sandbox import Sandbox, consent
from oauth1.sandbox.profiles import PROFILES
from seeds import RSA_KEY, RSA_PUBLIC_KEY

SITE = re.compile(r"docs/(index|tutorial|invalid-signature|(how-to|migrating)/[\w-]+)\.md")
DJANGO = {"docs/how-to/lti-django.md"}  # test_django_docs.py runs it
PAGES = {
    page: list(own)
    for page, own in groupby(
        (
            each
            for each in blocks()
            if each.language == "python" and SITE.fullmatch(each.page) and each.page not in DJANGO
        ),
        key=attrgetter("page"),
    )
}

# what the tutorial's reader runs the sandbox with, and what stands for anybody's own values
TUTORIAL = ("sandbox-consumer-key", "sandbox-consumer-secret")
PLACEHOLDERS = ("consumer key", "consumer secret")
TOKENS = [
    ('"access token", "access token secret"', '"{oauth_token}", "{oauth_token_secret}"'),
    ('"token id", "token secret"', '"{oauth_token}", "{oauth_token_secret}"'),
]
# a provider's address, but for the application's own and those that are not asked
ADDRESS = re.compile(
    r"https?://(?!app\.example/|localhost:8000|API\.example|photos\.example|tool\.example)[\w.:-]+"
)
# what a page shows of a handshake that it does not make, or of a file that is not there
NO_PROVIDER = {"docs/how-to/lti.md"}


def profile(text: str) -> str:
    """The provider that a page is about: the sandbox itself unless it names another."""
    if "://api.x.com/" in text:
        return "x"
    found = re.search(r'(?:provider=|named\()"([\w-]+)"', text)
    return found[1] if found and found[1] in PROFILES else "sandbox"


def at_sandbox(code: str, sandbox: Sandbox, page: str) -> str:
    """A block, with the sandbox in the place of the provider."""
    for given, known in TOKENS:
        code = code.replace(given, known.format(**sandbox.tokens[0]))
    if "rsa_key=" in code:
        code = code.replace('"consumer key"', repr(sandbox.rsa_consumer_key))
    if page in NO_PROVIDER:
        return code
    code = ADDRESS.sub(sandbox.base_url, code)
    code = re.sub(
        r'provider="([\w-]+)"', r'provider=at_origin(named("\1")), plaintext_over_http=True', code
    )
    return re.sub(r"(\.account\(.*?\))", rf'\1.at_origin("{sandbox.base_url}")', code)


class Reader:
    """Who types in what a program asks for."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = ""

    def read(self) -> str:
        """What was printed so far."""
        self.out += self._capsys.readouterr().out
        return self.out

    def answer(self, _prompt: str) -> str:
        """Allow access at the address that was printed last."""
        return consent(re.findall(r"Allow access at (\S+)", self.read())[-1])


@pytest.mark.parametrize("page", PAGES)
def test_the_programs_of_a_page_run(
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (ROOT / page).read_text("utf-8")
    key, secret = TUTORIAL if "sandbox-consumer-key" in text else PLACEHOLDERS
    (tmp_path / "private.pem").write_text(RSA_KEY)
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    monkeypatch.chdir(tmp_path)
    reader = Reader(capsys)
    monkeypatch.setattr(builtins, "input", reader.answer)
    names: dict[str, Any] = {"named": Provider.named}
    with (
        Sandbox(
            profile=profile(text),
            users=1,
            consumer_key=key,
            consumer_secret=secret,
            rsa_public_key=RSA_PUBLIC_KEY,
        ) as sandbox,
        oauth.scope(),
    ):
        names["at_origin"] = lambda provider: (
            provider.at_origin(sandbox.base_url) if provider.request_token_url else provider
        )
        statuses = 0
        for block in PAGES[page]:
            source = "\n" * block.line + at_sandbox(block.code, sandbox, page)
            exec(compile(source, page, "exec"), names)
            statuses += len(re.findall(r"print\(\w+\.status", block.code))
    assert len(re.findall(r"^200\b", reader.read(), re.MULTILINE)) == statuses


def test_the_reference_has_every_name() -> None:
    text = (ROOT / "docs" / "reference" / "python.md").read_text("utf-8")
    told = set(re.findall(r"^\.\. auto\w+:: (\w+)$", text, re.MULTILINE)) | set(dir(errors))
    assert [each for each in oauth1.__all__ if each not in told and each[0] != "_"] == []
