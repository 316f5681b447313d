"""The check that no secret is shown, which must fail where one is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

TEST = """
import logging, warnings
import oauth1, pytest
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

def test() -> None:
    {test}
"""


@pytest.mark.parametrize(
    ("test", "shown"),
    [
        ("pass", ""),
        ("logging.getLogger('x').debug('%s', 'no secret')", ""),
        ("logging.getLogger('x').debug('%s', TOKEN_SECRET)", "the logger x"),
        ("logging.getLogger('x').info('..', extra={'key': RSA_KEY})", "the logger x"),
        ("warnings.warn('with ' + CONSUMER_SECRET)", "the warning UserWarning"),
        ("with pytest.raises(KeyError): {}[TOKEN_SECRET]", "the exception KeyError"),
        (
            "with pytest.raises(OSError): raise OSError from ValueError(RSA_KEY)",
            "the exception ValueError",
        ),
        ("oauth1.OAuth1Error('m', body_excerpt=TOKEN_SECRET)", "the exception OAuth1Error"),
        ("oauth1.TimedOutError(CONSUMER_SECRET)", "the exception TimedOutError"),
    ],
)
def test_a_run_that_shows_a_secret_fails(tmp_path: Path, test: str, shown: str) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    (tmp_path / "conftest.py").write_text("from leaks import *\n", "utf-8")
    (tmp_path / "test_it.py").write_text(TEST.format(test=test), "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "pytest"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in result.stdout
    assert result.returncode == (1 if shown else 0)
    told = f"LEAK {shown} showed a secret in test_it.py::test\n"
    assert (told in result.stdout) == bool(shown)
