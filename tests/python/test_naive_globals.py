"""The tests of the original module's state notice when it is plain globals, as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

# what holds for plain globals as well: a script, in which one thing is done after the other
HOLDS_FOR_GLOBALS = {
    "test_a_deleted_name_is_gone_until_it_is_written",
    "test_a_write_on_the_main_thread_is_everybodys",
    "test_a_write_of_the_main_thread_is_what_it_reads_next",
}


def outcomes(*arguments: str) -> tuple[set[str], set[str]]:
    """Run the tests of the state; give the names of those that passed, and of those that failed."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rpfE", "--tb=no"]
    result = subprocess.run(
        [*command, *arguments, str(HERE / "test_state.py")],
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    passed: set[str] = set()
    failed: set[str] = set()
    for line in result.stdout.splitlines():
        outcome, _, rest = line.partition(" ")
        name = rest.partition("::")[2].partition("[")[0].partition(" ")[0]
        if outcome in {"PASSED", "FAILED", "ERROR"}:
            (passed if outcome == "PASSED" else failed).add(name)
    assert passed or failed, result.stdout + result.stderr
    return passed, failed


def test_plain_globals_fail_every_test_of_threads_scopes_and_tasks() -> None:
    passed, failed = outcomes("-p", "naive_globals")
    assert passed == HOLDS_FOR_GLOBALS
    assert not failed & HOLDS_FOR_GLOBALS
    assert len(failed) >= 20
