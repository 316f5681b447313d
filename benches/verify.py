"""Measures what it costs to verify a request: `make bench-verify`.

The two requests of `make bench-sign` are verified as they come from the wire, beside what it costs
to build and sign them, and beside oauthlib's SignatureOnlyEndpoint. Then what an unknown consumer
and an unknown token cost beside a wrong signature, and what the store of nonces in memory takes.
Nothing is asserted: a target that is not met is told, not failed.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench import HERE, Figures, Job, measure
from building import c_program, library_flags, python_with_peers, rust_programs
from inputs import REQUESTS, settings
from part import Part
from tables import Cost, Row, Section, Speed, compared

TITLES = {"tweet": "Verifying the tutorial's tweet", "form": "Verifying a form of 20 parameters"}


def measured(rounds: int, milliseconds: int) -> Figures:
    """Build and run all programs."""
    return measure(jobs(), rounds, settings(milliseconds))


def jobs() -> Sequence[Job]:
    """What is run in each round."""
    rust, python = rust_programs(), python_with_peers()
    c = c_program("verify", *library_flags())
    jobs = []
    for request in REQUESTS:
        name, path = request.name, request.path
        jobs += [
            Job(f"{name}.rust", (rust / "verify", path)),
            Job(f"{name}.c", (c, path)),
            Job(f"{name}.python", (python, HERE / "python" / "verify_oauth1.py", path)),
            Job(f"{name}.oauthlib", (python, HERE / "python" / "verify_oauthlib.py", path)),
        ]
    return [*jobs, Job("nonces", (rust / "nonces",))]


def rows(name: str) -> list[Row]:
    """The rows of one request."""
    whole = f"{name}.rust.whole"

    def signing(at_most: float | None = None) -> Cost:
        return Cost(whole, "signing", at_most)

    wrong = Cost(f"{name}.rust.wrong_signature", "a wrong signature", 1.1)
    return [
        Row("Rust: request built and signed", whole),
        Row("Rust: verified, the keys at hand", f"{name}.rust.at_hand", [signing(1.5)]),
        Row("Rust: verified, the secrets looked up", f"{name}.rust.looked_up", [signing(2.2)]),
        Row("Rust: refused, a wrong signature", f"{name}.rust.wrong_signature", [signing()]),
        Row("Rust: refused, an unknown token", f"{name}.rust.unknown_token", [wrong]),
        Row("Rust: refused, an unknown consumer", f"{name}.rust.unknown_consumer", [wrong]),
        Row("C: `oauth1_verifier_verify`", f"{name}.c.verify", [signing()]),
        Row(
            "Python: `verifier.verify`",
            f"{name}.python.verify",
            [Speed(f"{name}.oauthlib.verify", "oauthlib", 20)],
        ),
        Row("oauthlib: `SignatureOnlyEndpoint`", f"{name}.oauthlib.verify"),
    ]


NONCE_ROWS = [
    Row("a nonce that is new", "nonces.new"),
    Row("a nonce that was used", "nonces.used"),
    Row("memory for each", "nonces.bytes"),
]


def sections(figures: Figures) -> list[Section]:
    """All tables."""
    return [
        *(compared(title, rows(name), figures) for name, title in TITLES.items()),
        compared("The store in memory, with two million nonces", NONCE_ROWS, figures),
    ]


PART = Part("verification", "Verifying", 7, 50, measured, sections)

if __name__ == "__main__":
    PART.main()
