"""The check that no secret is shown, which must fail where one is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

HEAD = """
import logging, warnings
import oauth1, pytest
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET
"""
SAFE = ["pass", "logging.getLogger('x').debug('%s', 'no secret')"]
SHOWING = {
    "logging.getLogger('x').debug('%s', TOKEN_SECRET)": "the logger x",
    "logging.getLogger('y').info('..', extra={'key': RSA_KEY})": "the logger y",
    "warnings.warn('with ' + CONSUMER_SECRET)": "the warning UserWarning",
    "with pytest.raises(KeyError): {}[TOKEN_SECRET]": "the exception KeyError",
    "with pytest.raises(OSError): raise OSError from ValueError(RSA_KEY)": (
        "the exception ValueError"
    ),
    "oauth1.OAuth1Error('m', body_excerpt=TOKEN_SECRET)": "the exception OAuth1Error",
    "oauth1.TimedOutError(CONSUMER_SECRET)": "the exception TimedOutError",
}


def test_a_run_fails_that_shows_a_secret(tmp_path: Path) -> None:
    code, out = run(tmp_path, [*SAFE, *SHOWING])
    told = re.findall(r"^LEAK (.*) showed a secret in test_it.py::test_(\d+)$", out, re.MULTILINE)
    assert {number: speaker for speaker, number in told} == {
        str(number): speaker for number, speaker in enumerate(SHOWING.values(), len(SAFE))
    }
    assert code == 1


def test_a_run_passes_that_shows_none(tmp_path: Path) -> None:
    code, out = run(tmp_path, SAFE)
    assert "LEAK" not in out
    assert code == 0


def run(folder: Path, tests: list[str]) -> tuple[int, str]:
    """Run tests of one line each, all of which pass."""
    functions = [f"def test_{number}():\n    {test}\n" for number, test in enumerate(tests)]
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    (folder / "conftest.py").write_text("from leaks import *\n", "utf-8")
    (folder / "test_it.py").write_text("".join([HEAD, *functions]), "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "pytest"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{len(tests)} passed" in result.stdout, result.stdout
    return result.returncode, result.stdout
