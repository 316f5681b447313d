"""Measures what it costs to sign a request and send it: `make bench-http`.

The server is on this machine and does next to nothing, so that what is measured is the client's
part. Two requests are sent, a GET and the tutorial's tweet: first one after the other, client and
server on one core, as one of them always waits for the other and the time that a second core takes
to wake up would be most of the figure; then by eight threads at once, on all cores. The limit is a
socket that the same bytes are written to; the peers are libcurl, which is given an Authorization
value that was made before, and requests-oauthlib. At last, how Python waits: for a server that
takes 20 ms, by threads and in an event loop. Nothing is asserted: a target that is not met is told,
not failed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import (
    BUILD,
    HERE,
    Figures,
    Job,
    Row,
    Share,
    Speed,
    Within,
    c_program,
    c_program_with,
    compared,
    library_flags,
    library_version,
    machine,
    measure,
    on_one_core,
    python_peer,
    python_with_peers,
    say,
    toolchain,
)
from sign import SETTINGS, Request, escape

THREADS = 8
# what this library sends, and libcurl is told to
USER_AGENT = "liboauth1/0.1.0"

REQUESTS = {
    "get": "GET {origin}/1/statuses/show.json?id=210462857140252672&include_entities=true\n",
    "post": (
        "POST {origin}/1/statuses/update.json?include_entities=true\n"
        "status=Hello Ladies + Gentlemen, a signed OAuth request!\n"
    ),
}


# --- what is run ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Programs:
    """The programs; None for the one whose library cannot be had."""

    server: Path
    socket: Path
    c: Path
    curl: Path | None
    python: Path

    @classmethod
    def build(cls) -> Programs:
        """Build them all."""
        BUILD.mkdir(parents=True, exist_ok=True)
        say("building the benchmarks")
        server = c_program("server", "-pthread")
        socket = c_program("send_socket", "-pthread")
        c = c_program("send_oauth1", "-pthread", *library_flags())
        if server is None or socket is None or c is None:
            raise SystemExit("the C benchmark cannot be built: run make lib")
        return cls(
            server=server,
            socket=socket,
            c=c,
            curl=c_program_with("libcurl4-openssl-dev", "send_curl", "-pthread", "-lcurl"),
            python=python_with_peers(),
        )

    def jobs(self, names: Sequence[str], threads: int, port: int) -> list[Job]:
        """What is run in each round, against the server at that port."""
        jobs = []
        for name in names:
            request = write_request(name, port)
            socket = (self.socket, request_bytes(request), str(threads), str(port))
            peer = HERE / "python" / "send_requests_oauthlib.py"
            programs: dict[str, Sequence[str | Path]] = {
                "socket": socket,
                "c": (self.c, request.path, str(threads)),
                "python": (
                    self.python,
                    HERE / "python" / "send_oauth1.py",
                    request.path,
                    str(threads),
                ),
                "requests-oauthlib": (self.python, peer, request.path, str(threads)),
            }
            if self.curl:
                programs["curl"] = (self.curl, request.path, str(threads))
            jobs += [
                Job(f"{name}.{program}", command, one_core=threads == 1)
                for program, command in programs.items()
            ]
        return jobs


@contextmanager
def serving(*server: str | Path) -> Iterator[int]:
    """The server, in a process of its own; gives its port."""
    with subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def waiting(python: Path, port: int) -> Job:
    """What waits for the server at that port, which takes its time."""
    url = f"http://127.0.0.1:{port}/1/statuses/show.json"
    return Job("wait", (python, HERE / "python" / "wait_oauth1.py", url))


def write_request(name: str, port: int) -> Request:
    """A request to that port, in a file."""
    path = BUILD / f"{name}.{port}.txt"
    path.write_text(REQUESTS[name].format(origin=f"http://127.0.0.1:{port}"), encoding="utf-8")
    return Request(name, path)


def request_bytes(request: Request) -> Path:
    """A file of what goes over the wire."""
    first, *pairs = request.path.read_text(encoding="utf-8").splitlines()
    method, url = first.split(" ")
    host, _, target = url.removeprefix("http://").partition("/")
    parts = (pair.partition("=") for pair in pairs)
    body = "&".join(f"{escape(name)}={escape(value)}" for name, _, value in parts)
    head = [
        f"{method} /{target} HTTP/1.1",
        f"Host: {host}",
        f"Authorization: {request.example_authorization()}",
        "Accept: */*",
        "Accept-Encoding: gzip",
        f"User-Agent: {USER_AGENT}",
    ]
    if body:
        form = "application/x-www-form-urlencoded"
        head += [f"Content-Type: {form}", f"Content-Length: {len(body)}"]
    path = request.path.with_suffix(".bytes")
    path.write_bytes("\r\n".join([*head, "", body]).encode("ascii"))
    return path


# --- what is shown -------------------------------------------------------------------------------


def rows(request: str, what: str, *, threads: bool) -> list[Row]:
    """The rows of one request."""
    name = f"{request}.{{}}.{what}".format
    python = 50 if threads else 10
    sent = [Speed(name("curl"), "libcurl", 0.8 if threads else 0.95)]
    share = [] if threads else [Share(f"{request}.c.sign", "signing", at_most=5)]
    python_share = [] if threads else [Share(f"{request}.python.sign", "signing")]
    return [
        Row("a socket, the bytes made before", name("socket")),
        Row("C: `oauth1_session_send`", name("c"), [*sent, *share]),
        Row("libcurl: `curl_easy_perform`", name("curl")),
        Row(
            "Python: `session.send`",
            name("python"),
            [Speed(name("requests-oauthlib"), "requests-oauthlib", python), *python_share],
        ),
        Row("requests-oauthlib: `session.request`", name("requests-oauthlib")),
    ]


def waiting_rows() -> list[Row]:
    """The rows of how Python waits."""
    return [
        Row("one thread", "wait.one"),
        Row(
            f"{THREADS} threads, the time that passes for each request",
            "wait.threads",
            [Speed("wait.one", "one thread", 7.6)],
        ),
        Row("an event loop's longest gap", "wait.gap", [Within(20e6)]),
        Row("the most that the loop itself worked in one", "wait.work"),
    ]


def report(programs: Programs, figures: Figures) -> str:
    """All tables, and how many targets are met."""
    texts = []
    targets = []
    for request, title in (("get", "A GET"), ("post", "The tutorial's tweet, a POST")):
        for what, how in (
            ("one", "one after the other, on one core"),
            ("threads", f"by {THREADS} threads at once, the time that passes for each request"),
        ):
            text, verdicts = compared(rows(request, what, threads=what == "threads"), figures)
            texts.append(f"{title}, {how}\n\n{text}")
            targets += [verdict for verdict in verdicts if verdict.met is not None]
    text, verdicts = compared(waiting_rows(), figures)
    how = "threads of Python, and an event loop that awaits 100 requests at once"
    texts.append(f"A server that takes 20 ms: {how}\n\n{text}")
    targets += [verdict for verdict in verdicts if verdict.met is not None]
    met = sum(1 for each in targets if each.met)
    libcurl = library_version("libcurl", "libcurl") if programs.curl else ""
    return "\n\n".join(
        [
            f"{machine()}\n{toolchain(libcurl, python_peer('requests-oauthlib'))}",
            *texts,
            f"{met} of the {len(targets)} targets that were measured are met.",
        ]
    )


def main() -> None:
    """Build, measure, show."""
    parser = argparse.ArgumentParser(
        description="Measure what it costs to sign a request and send it."
    )
    parser.add_argument("--rounds", type=int, default=7, help="how often each is run (7)")
    parser.add_argument(
        "--milliseconds", type=int, default=200, help="how long each is run for in a round (200)"
    )
    arguments = parser.parse_args()

    programs = Programs.build()
    before = os.getloadavg()[0]
    with ExitStack() as servers:
        with on_one_core():
            port = servers.enter_context(serving(programs.server))
        jobs = programs.jobs([*REQUESTS], 1, port)
        jobs += programs.jobs([*REQUESTS], THREADS, servers.enter_context(serving(programs.server)))
        slow = serving(programs.python, HERE / "python" / "slow_server.py")
        jobs.append(waiting(programs.python, servers.enter_context(slow)))
        settings = {
            **SETTINGS,
            "BENCH_MILLISECONDS": str(arguments.milliseconds),
            "BENCH_AUTHORIZATION": write_request("get", port).example_authorization(),
        }
        figures = measure(jobs, arguments.rounds, settings)
    (BUILD / "send.json").write_text(json.dumps(figures.times, indent=1), encoding="utf-8")
    print(report(programs, figures))
    print(
        f"\nLoad before the {arguments.rounds} rounds: {before:.1f}. More than the benchmark's own"
    )
    print("work on the machine makes the figures noisy: see the ranges.")


if __name__ == "__main__":
    main()
