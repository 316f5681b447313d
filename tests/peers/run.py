"""Runs requests-oauthlib's own tests of OAuth 1 on `oauth1.requests`: `make test-peers`.

They are those of its source distribution, test_core.py and test_oauth1_session.py, changed in
nothing but what they import, where they set nonce and time, and where httpbin is. What insists on a
fault is expected to fail, with the reason; and is run once more without the fault, so that nothing
else hides behind it.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

BUILD = Path(__file__).parents[2] / "build" / "peers"
PEER = "requests-oauthlib==2.0.0"
ARCHIVE = "requests-oauthlib-2.0.0.tar.gz"
SHA256 = "b3dffaebd884d8cd778494369603a9e7b58d29111bf6b41bdc2dcd87203af4e9"

CLIENT = "oauth1.requests.client"
CHANGES = {
    "test_core.py": {
        "import requests_oauthlib\n": "import oauth1.requests as requests_oauthlib\n",
        "import oauthlib\n": (
            "from types import SimpleNamespace\n"
            "oauthlib = SimpleNamespace(oauth1=requests_oauthlib)\n"
        ),
        "oauthlib.oauth1.rfc5849.generate_": f"{CLIENT}.generate_",
    },
    "test_oauth1_session.py": {
        "from oauthlib.oauth1 import": "from oauth1.requests import",
        "from requests_oauthlib import": "from oauth1.requests import",
        "oauthlib.oauth1.rfc5849.generate_": f"{CLIENT}.generate_",
    },
}

# what cannot pass, and why
BYTES = "it wants a Content-Type of bytes, and headers are text"
EXPECTED = {
    "test_core.py::OAuth1Test::testFormEncoded": BYTES,
    "test_core.py::OAuth1Test::test_content_type_override": BYTES,
}
FOLDERS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "as-they-are": ({}, EXPECTED),
    "without-the-fault": ({'b"application/': '"application/'}, {}),
}


def fetch() -> Path:
    """The source distribution, as its index has it."""
    archive = BUILD / ARCHIVE
    if not archive.exists():
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
        options = ["--no-deps", "--no-binary", ":all:", "--dest", str(BUILD)]
        subprocess.run([*pip, *options, PEER], check=True)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{archive} is another than was read: its SHA-256 is {digest}")
    return archive


def unpack(archive: Path, folder: Path, changes: dict[str, str]) -> None:
    """Write the tests, changed, into a folder; a change that changes nothing is an error."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for name in [*CHANGES, "test.bin"]:
            member = tar.extractfile(f"{ARCHIVE.removesuffix('.tar.gz')}/tests/{name}")
            assert member is not None
            content = member.read()
            if name in CHANGES:
                text = content.decode()
                for old, new in CHANGES[name].items():
                    assert old in text, f"{name} has no {old!r}"
                    text = text.replace(old, new)
                for old, new in changes.items():
                    text = text.replace(old, new)
                content = text.encode()
            (folder / name).write_bytes(content)


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_: object) -> None:
        """Drop it."""


@contextmanager
def httpbin() -> Iterator[str]:
    """Its origin, on loopback."""
    logging.disable(logging.WARNING)  # it has one for each package that it could use
    app = importlib.import_module("httpbin").app
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Plugin:
    """Expects some tests to fail: one that passes all the same is an error."""

    expected: dict[str, str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark them."""
        names = {item.nodeid.rpartition("/")[2]: item for item in items}
        for name, reason in self.expected.items():
            mark = pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True)
            names[name].add_marker(mark)


def run(folder: Path, expected: dict[str, str]) -> None:
    """Run the tests of a folder, in this process: they leave classes changed."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    arguments = ["-c", str(folder / "pytest.ini"), "-rx", "-q", "-p", "no:cacheprovider"]
    sys.exit(pytest.main([*arguments, str(folder)], plugins=[Plugin(expected)]))


def main() -> None:
    """Fetch, change and run them."""
    BUILD.mkdir(parents=True, exist_ok=True)
    archive = fetch()
    with httpbin() as origin:
        for folder, (changes, _) in FOLDERS.items():
            unpack(archive, BUILD / folder, {"http://httpbin.org": origin, **changes})
            subprocess.run([sys.executable, __file__, folder], check=True)


if len(sys.argv) > 1:
    run(BUILD / sys.argv[1], FOLDERS[sys.argv[1]][1])
else:
    main()
