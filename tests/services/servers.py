"""Throwaway servers on loopback, at free ports, with folders of their own in build/services.

Each is a context manager that ends what it started by its process, whatever happened in between.
What this machine does not have is skipped, by its name.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

BUILD = Path(__file__).parents[2] / "build" / "services"
HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for a server to start, on a machine that has much to do


@dataclass(frozen=True)
class Server:
    """A server that runs: where it listens, and where it keeps its files."""

    port: int
    folder: Path


def program(name: str, *places: str) -> str:
    """Return the path of a program, from PATH or one of the patterns; skip where there is none."""
    found = shutil.which(name)
    if found:
        return found
    for pattern in places:
        # the newest, where there are several
        for path in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            return str(path)
    pytest.skip(f"left out: there is no {name} here (.ci/install-services)")


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether somebody takes connections at a port."""
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((HOST, port)) == 0


def unprivileged() -> pwd.struct_passwd | None:
    """Return the user that PostgreSQL runs as where we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return what has a subprocess run as a user."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def folder_for(name: str, user: pwd.struct_passwd | None = None) -> Iterator[Path]:
    """Make a folder, which its user can reach, and remove it afterwards."""
    BUILD.mkdir(parents=True, exist_ok=True)
    reachable = all(each.stat().st_mode & 0o001 for each in [BUILD, *BUILD.parents])
    parent = BUILD if user is None or reachable else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def run(
    name: str,
    command: Callable[[int, Path], Sequence[str]],
    folder: Path,
    *,
    user: pwd.struct_passwd | None = None,
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[Server]:
    """Run a server until the block ends.

    Args:
        name: For messages.
        command: What to run, by port and folder.
        folder: Where it works.
        user: Who it runs as, where that is somebody else.
        stop: What tells it to end at once.

    """
    log = BUILD / f"{name}.log"
    for _ in range(3):  # somebody else may have taken the port meanwhile
        port = free_port()
        with log.open("wb") as output:
            process = subprocess.Popen(
                command(port, folder),
                cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                **identity(user),
            )  # fmt: skip
        try:
            ends = time.monotonic() + PATIENCE
            while process.poll() is None and time.monotonic() < ends:
                if listens(port):
                    yield Server(port, folder)
                    return
                time.sleep(0.1)
        finally:
            if process.poll() is None:
                process.send_signal(stop)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    pytest.fail(f"{name} did not start: {log.read_text('utf-8', 'replace')[-2000:]}")


@contextmanager
def redis() -> Iterator[Server]:
    """Redis, which keeps nothing on disk."""
    binary = program("redis-server")
    options = ["--bind", HOST, "--save", "", "--appendonly", "no", "--daemonize", "no"]
    with (
        folder_for("redis") as folder,
        run("redis", lambda port, _: [binary, "--port", str(port), *options], folder) as server,
    ):
        yield server


@contextmanager
def memcached() -> Iterator[Server]:
    """memcached, with its least memory."""
    binary = program("memcached")
    options = ["-l", HOST, "-U", "0", "-m", "64"]
    if os.geteuid() == 0:
        options += ["-u", "nobody"]
    with (
        folder_for("memcached") as folder,
        run("memcached", lambda port, _: [binary, "-p", str(port), *options], folder) as server,
    ):
        yield server


@contextmanager
def postgresql() -> Iterator[Server]:
    """PostgreSQL with a database and a superuser, both `oauth1`, who needs no password."""
    places = "/usr/lib/postgresql/*/bin"
    binary = program("postgres", f"{places}/postgres")
    initdb = program("initdb", f"{places}/initdb")
    user = unprivileged()
    with folder_for("postgresql", user) as folder:
        data = folder / "data"
        options = ["--username=oauth1", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        made = subprocess.run(
            [initdb, f"--pgdata={data}", "--no-sync", *options],
            cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            **identity(user),
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        settings = {
            "listen_addresses": HOST,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
        }

        def command(port: int, _: Path) -> list[str]:
            given = [f"--{name}={value}" for name, value in settings.items()]
            return [binary, "-D", str(data), f"--port={port}", *given]

        # SIGINT is its fast shutdown: who is connected is sent away
        with run("postgresql", command, folder, user=user, stop=signal.SIGINT) as server:
            yield server
