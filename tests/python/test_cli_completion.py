"""`oauth1 completion`: scripts that are tried in the shells themselves, where there are any."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import call, own_place, save
from oauth1.cli.parser import COMMANDS

__all__ = ["own_place"]

# what is typed, what is offered (in bash), and what is not
TYPED: list[tuple[str, set[str], set[str]]] = [
    ("", {*COMMANDS, "help"}, set()),
    ("re", {"request"}, {"sign"}),
    ("help s", {"sign", "sandbox"}, {"request"}),
    ("request --dat", {"--data", "--data-raw", "--data-urlencode"}, {"--form"}),
    ("request -p ", {"alice", "bob"}, {"flickr"}),
    ("sign --profile b", {"bob"}, {"alice"}),
    ("request --signature-method HMAC", {"HMAC-SHA1", "HMAC-SHA256"}, {"PLAINTEXT"}),
    ("sign --as ", {"header", "url", "body", "curl", "json"}, set()),
    ("authorize fl", {"flickr"}, {"x"}),
    ("providers etr", {"etrade", "etrade-sandbox"}, {"x"}),
    ("profiles ", {"list", "show", "add", "renew", "delete"}, set()),
    ("profiles show a", {"alice"}, {"bob"}),
    ("completion ", {"bash", "zsh", "fish"}, set()),
    ("sandbox --prof", {"--profile"}, {"--port"}),
    ("sandbox con", {"consent"}, {"profiles"}),
    ("request --cacert REA", {"README.md"}, set()),
]


@pytest.fixture
def shell(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file, two profiles, and `oauth1` on the path."""
    for name in ("alice", "bob"):
        save(own_place, name, consumer_key="k")
    bin_ = own_place / "bin"
    bin_.mkdir()
    program = bin_ / "oauth1"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oauth1 "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    (own_place / "README.md").touch()
    (own_place / "home").mkdir()
    monkeypatch.chdir(own_place)
    return own_place


def available(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"there is no {name}")


def run(name: str, script: str) -> str:
    done = subprocess.run(
        [name, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


@available("bash")
def test_bash_completes(shell: Path) -> None:
    lines = ['eval "$(oauth1 completion bash)"']
    # with no words of its own, bash offers files
    for typed, _, _ in TYPED:
        words = f"oauth1 {typed}".split(" ")
        array = " ".join(f"'{word}'" for word in words)
        lines += [
            f"COMP_WORDS=({array}) COMP_CWORD={len(words) - 1}",
            '_oauth1; echo "${COMPREPLY[*]}"',
        ]
    lines.append("COMP_WORDS=(oauth1 request -d @REA) COMP_CWORD=3; _oauth1; echo ${COMPREPLY[*]}")
    lines.append("COMP_WORDS=(oauth1 request -H al) COMP_CWORD=3; _oauth1; echo ${COMPREPLY[*]}")
    lines.append("complete -p oauth1")
    told = run("bash", "\n".join(lines)).splitlines()
    for (typed, offered, not_offered), line in zip(TYPED, told, strict=False):
        own = set(line.split())
        assert own >= offered - {"README.md"}, typed
        assert not own & not_offered, typed
    assert told[len(TYPED) :] == [
        *("@README.md", ""),
        "complete -o bashdefault -o default -F _oauth1 oauth1",
    ]


@available("fish")
def test_fish_completes(shell: Path) -> None:
    lines = ["oauth1 completion fish | source"]
    for typed, _, _ in TYPED:
        lines += [f"complete -C 'oauth1 {typed}'", "echo ---"]
    told = run("fish", "\n".join(lines)).split("---\n")
    for (typed, offered, not_offered), text in zip(TYPED, told, strict=False):
        own = {line.partition("\t")[0] for line in text.splitlines()}
        assert own >= offered, typed
        assert not own & not_offered, typed


SETUP = """\
autoload -Uz compinit
compinit -u -D
bindkey -e
bindkey '^D' list-choices
unset zle_bracketed_paste
eval "$(oauth1 completion zsh)"
"""


@available("zsh")
def test_zsh_completes(shell: Path) -> None:
    """Type at a terminal, as zsh completes nowhere else."""
    (shell / "setup").write_text(SETUP)
    child, terminal = pty.fork()
    if child == 0:
        variables = {**os.environ, "PS1": "> ", "TERM": "dumb", "LINES": "99"}
        os.execvpe("zsh", ["zsh", "-f", "-i"], variables)
    try:
        typed_into(terminal, '. ./setup; echo rea""dy\n', until=r"ready\r\n[^>]*> \Z")
        for typed, offered, not_offered in TYPED:
            # what can follow is listed, not completed; then the line is thrown away
            said = typed_into(terminal, f"oauth1 {typed}\x04", until=rf"\n> oauth1 {typed}\Z")
            os.write(terminal, b"\x15")
            listed = [line.partition("  -- ")[0] for line in said.splitlines()]
            own = {word for each in listed for word in each.split()}
            assert own >= offered, (typed, said)
            assert not own & not_offered, (typed, said)
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def typed_into(terminal: int, text: str, until: str) -> str:
    """Type, and return what is seen until this pattern is."""
    os.write(terminal, text.encode())
    seen, end = "", time.monotonic() + 20
    while not re.search(until, seen):
        ready, _, _ = select.select([terminal], [], [], max(end - time.monotonic(), 0))
        assert ready, seen
        seen += os.read(terminal, 65536).decode("utf-8", "replace")
    return seen


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_scripts_know_all_commands_and_options(name: str) -> None:
    script = call("completion", name).out
    for command in COMMANDS:
        assert command in script
    for option in ("data-urlencode", "upload-file", "token-secret", "max-time", "exit-with-stdin"):
        assert option in script
    # what is not in the help
    assert "--insecure" not in script
