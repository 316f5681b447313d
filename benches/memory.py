"""Measures what memory is taken: `make bench-memory`.

What a client, a session and a request take of the heap, from Rust and from C; in resident memory,
what a session of Python takes, and an idle connection beside libcurl's; and by how much a process
grows that signs a million requests.
"""

from __future__ import annotations

from bench import HERE, Figures, Job, measure, serving
from building import c_program, c_program_with, library_flags, python_with_peers, rust_programs
from inputs import REQUESTS, settings
from part import Part
from tables import Cost, Row, Section, compared


def measured(rounds: int, milliseconds: int) -> Figures:
    """Build and run all programs."""
    rust, python = rust_programs(), python_with_peers()
    c = c_program("memory", *library_flags())
    curl = ("libcurl", "libcurl4-openssl-dev", "memory_curl")
    libcurl = c_program_with(*curl, "-lcurl")
    with serving(c_program("server", "-pthread")) as port:
        url = f"http://127.0.0.1:{port}/"
        request = REQUESTS[0].path
        jobs = [
            Job("rust", (rust / "memory", request, url)),
            Job("c", (c, request, url)),
            *([Job("libcurl", (libcurl, url))] if libcurl else []),
            *(
                Job(name, (python, HERE / "python" / f"memory_{name}.py"))
                for name in ("oauth1", "requests_oauthlib")
            ),
        ]
        return measure(jobs, rounds, settings(milliseconds))


ROWS = [
    Row("Rust: a `Client`", "rust.client_bytes"),
    Row("Rust: a `Session` of it, and its `Token`", "rust.session_bytes"),
    Row("Rust: the tutorial's tweet, a `Request`", "rust.request_bytes"),
    Row("C: an `oauth1_client`", "c.client_bytes"),
    Row("C: an `oauth1_session` of it, and its `oauth1_token`", "c.session_bytes"),
    Row("C: the tutorial's tweet, an `oauth1_request`", "c.request_bytes"),
    Row(
        "Python: a `Client` with a `Session`",
        "oauth1.session_bytes",
        [Cost("requests_oauthlib.session_bytes", "requests-oauthlib")],
    ),
    Row("requests-oauthlib: an `OAuth1Session`", "requests_oauthlib.session_bytes"),
]

CONNECTION_ROWS = [
    Row("Rust", "rust.connection_bytes", [Cost("libcurl.connection_bytes", "libcurl")]),
    Row("C", "c.connection_bytes", [Cost("libcurl.connection_bytes", "libcurl")]),
    Row("libcurl: an easy handle and its connection", "libcurl.connection_bytes"),
]

MILLION_ROWS = [
    Row("Rust", "rust.million_bytes"),
    Row("C", "c.million_bytes"),
    Row("Python", "oauth1.million_bytes"),
]


def sections(figures: Figures) -> list[Section]:
    """All tables."""
    return [
        compared("Memory of what is made", ROWS, figures),
        compared("Resident memory of an idle connection", CONNECTION_ROWS, figures),
        compared("Growth of a process that signs a million requests", MILLION_ROWS, figures),
    ]


PART = Part("memory", "Memory", 5, 0, measured, sections)

if __name__ == "__main__":
    PART.main()
