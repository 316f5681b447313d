"""Measures what it costs to sign a request and send it: `make bench-http`.

The server is on this machine and does next to nothing, so that what is measured is the client's
part. Two requests are sent, a GET and the tutorial's tweet: first one after the other, client and
server on one core, as one of them always waits for the other and the time that a second core takes
to wake up would be most of the figure; then by eight threads at once, on all cores, or awaited by
eights in an event loop. The limit is a socket that the same bytes are written to. The peers are
ureq and libcurl, which are given an Authorization value that was made before, requests-oauthlib,
and httpx with Authlib. At last, how Python waits: for a server that takes 20 ms, by threads and in
an event loop. Nothing is asserted: a target that is not met is told, not failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import BUILD, HERE, Figures, Job, measure, on_one_core, serving
from building import c_program, c_program_with, library_flags, python_with_peers, rust_programs
from inputs import Request, escape, settings
from part import Part
from tables import Comparison, Row, Section, Share, Speed, Within, compared

THREADS = 8
# what this library sends, and libcurl and ureq are told to
USER_AGENT = "liboauth1/0.1.0"

SENT = {
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
    rust: Path
    python: Path

    @classmethod
    def build(cls) -> Programs:
        """Build them all."""
        curl = ("libcurl", "libcurl4-openssl-dev", "send_curl")
        return cls(
            server=c_program("server", "-pthread"),
            socket=c_program("send_socket", "-pthread"),
            c=c_program("send_oauth1", "-pthread", *library_flags()),
            curl=c_program_with(*curl, "-pthread", "-lcurl"),
            rust=rust_programs(),
            python=python_with_peers(),
        )

    def jobs(self, name: str, threads: int, port: int) -> list[Job]:
        """What is run in each round for one request, against the server at that port."""
        request = write_request(name, port)
        given = (request.path, str(threads))
        commands: dict[str, Sequence[str | Path]] = {
            "socket": (self.socket, request_bytes(request), str(threads), str(port)),
            "c": (self.c, *given),
            "rust": (self.rust / "send_oauth1", *given),
            "ureq": (self.rust / "send_ureq", *given),
        }
        if self.curl:
            commands["curl"] = (self.curl, *given)
        files = {
            "python": "send_oauth1.py",
            "requests-oauthlib": "send_requests_oauthlib.py",
            "authlib": "send_authlib.py",
        }
        if threads > 1:
            files |= {"async": "await_oauth1.py", "async-authlib": "await_authlib.py"}
        for program, file in files.items():
            commands[program] = (self.python, HERE / "python" / file, *given)
        return [
            Job(f"{name}.{program}", command, one_core=threads == 1)
            for program, command in commands.items()
        ]


def waiting(python: Path, port: int) -> Job:
    """What waits for the server at that port, which takes its time."""
    url = f"http://127.0.0.1:{port}/1/statuses/show.json"
    return Job("wait", (python, HERE / "python" / "wait_oauth1.py", url))


def write_request(name: str, port: int) -> Request:
    """A request to that port, in a file."""
    path = BUILD / f"{name}.{port}.txt"
    path.write_text(SENT[name].format(origin=f"http://127.0.0.1:{port}"), encoding="utf-8")
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


def measured(rounds: int, milliseconds: int) -> Figures:
    """Build and run all programs."""
    programs = Programs.build()
    with ExitStack() as servers:
        with on_one_core():
            port = servers.enter_context(serving(programs.server))
        shared = servers.enter_context(serving(programs.server))
        jobs = [
            job
            for threads, at in ((1, port), (THREADS, shared))
            for name in SENT
            for job in programs.jobs(name, threads, at)
        ]
        slow = serving(programs.python, HERE / "python" / "slow_server.py")
        jobs.append(waiting(programs.python, servers.enter_context(slow)))
        made_before = {"BENCH_AUTHORIZATION": write_request("get", port).example_authorization()}
        return measure(jobs, rounds, settings(milliseconds) | made_before)


# --- what is shown -------------------------------------------------------------------------------


def rows(request: str, what: str, *, threads: bool) -> list[Row]:
    """The rows of one request."""
    name = f"{request}.{{}}.{what}".format
    sent = [Speed(name("curl"), "libcurl", 0.8 if threads else 0.95)]
    share = [] if threads else [Share(f"{request}.c.sign", "signing", at_most=5)]
    python_share = [] if threads else [Share(f"{request}.python.sign", "signing")]
    python: list[Comparison] = [
        Speed(name("requests-oauthlib"), "requests-oauthlib", 50 if threads else 10),
        Speed(name("authlib"), "httpx with Authlib"),
        *python_share,
    ]
    awaited = [
        Row(
            "Python: `AsyncClient`, awaited",
            f"{request}.async.tasks",
            [Speed(f"{request}.async-authlib.tasks", "httpx with Authlib, awaited")],
        ),
        Row("httpx with Authlib: `AsyncOAuth1Client`, awaited", f"{request}.async-authlib.tasks"),
    ]
    return [
        Row("a socket, the bytes made before", name("socket")),
        Row("C: `oauth1_session_send`", name("c"), [*sent, *share]),
        Row("libcurl: `curl_easy_perform`", name("curl")),
        Row("Rust: `session.send`", name("rust"), [Speed(name("ureq"), "ureq alone")]),
        Row("ureq alone, nothing signed", name("ureq")),
        Row("Python: `session.send`", name("python"), python),
        Row("requests-oauthlib: `session.request`", name("requests-oauthlib")),
        Row("httpx with Authlib: `OAuth1Client.request`", name("authlib")),
        *(awaited if threads else []),
    ]


def waiting_rows() -> list[Row]:
    """The rows of how Python waits."""
    return [
        Row("one thread", "wait.one"),
        Row(
            f"{THREADS} threads, for each request",
            "wait.threads",
            [Speed("wait.one", "one thread", 7.6)],
        ),
        Row("an event loop's longest gap", "wait.gap", [Within(20e6)]),
        Row("the most that the loop itself worked in one", "wait.work"),
    ]


def sections(figures: Figures) -> list[Section]:
    """All tables."""
    sections = []
    for request, title in (("get", "A GET"), ("post", "The tutorial's tweet, a POST")):
        for what, how, note in (
            ("one", "one after the other", "Client and server share one core."),
            ("threads", f"{THREADS} at once", "The time is what passes for each request."),
        ):
            table = rows(request, what, threads=what == "threads")
            sections.append(compared(f"{title}, {how}", table, figures, note))
    note = "Threads of Python; and an event loop, which awaits 100 requests at once."
    sections.append(compared("A server that takes 20 ms", waiting_rows(), figures, note))
    return sections


PART = Part("requests", "Sending", 7, 200, measured, sections)

if __name__ == "__main__":
    PART.main()
