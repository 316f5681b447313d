"""Measures what it costs to verify a request: `make bench-verify`.

The two requests of `make bench-sign` are verified as they come from the wire, beside what it costs
to build and sign them, and beside oauthlib's SignatureOnlyEndpoint. Then what an unknown consumer
and an unknown token cost beside a wrong signature, and what the store of nonces in memory takes.
Nothing is asserted: a target that is not met is told, not failed.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence

from bench import (
    BUILD,
    HERE,
    Cost,
    Figures,
    Job,
    Row,
    Speed,
    compared,
    machine,
    measure,
    python_peer,
    python_with_peers,
    rust_programs,
    say,
    toolchain,
)
from sign import SETTINGS

REQUESTS = (("tweet", "The tutorial's tweet"), ("form", "A form of 20 parameters and 2 KB"))


def jobs() -> Sequence[Job]:
    """What is run in each round."""
    say("building the benchmarks (the first time takes a few minutes)")
    rust, python = rust_programs(), python_with_peers()
    jobs = []
    for name, _ in REQUESTS:
        path = HERE / "requests" / f"{name}.txt"
        jobs += [
            Job(f"{name}.rust", (rust / "verify", path)),
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
        Row(
            "Python: `verifier.verify`",
            f"{name}.python.verify",
            [Speed(f"{name}.oauthlib.verify", "oauthlib", 20)],
        ),
        Row("oauthlib: `SignatureOnlyEndpoint`", f"{name}.oauthlib.verify"),
    ]


def report(figures: Figures) -> str:
    """All tables, and how many targets are met."""
    parts, verdicts = [f"{machine()}\n{toolchain(python_peer('oauthlib'))}"], []
    for name, title in REQUESTS:
        table, judged = compared(rows(name), figures)
        parts.append(f"{title}\n\n{table}")
        verdicts += judged
    nonces, _ = compared(
        [
            Row("a nonce that is new", "nonces.new"),
            Row("a nonce that was used", "nonces.used"),
        ],
        figures,
    )
    size = figures.median("nonces.bytes") or 0
    parts.append(f"The store in memory, at two million nonces: {size:.1f} bytes each\n\n{nonces}")
    targets = [each for each in verdicts if each.met is not None]
    met = sum(1 for each in targets if each.met)
    parts.append(f"{met} of the {len(targets)} targets that were measured are met.")
    return "\n\n".join(parts)


def main() -> None:
    """Build, measure, show."""
    parser = argparse.ArgumentParser(description="Measure what it costs to verify a request.")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is run (7)")
    parser.add_argument(
        "--milliseconds", type=int, default=50, help="how long each is run for in a round (50)"
    )
    arguments = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    settings = {**SETTINGS, "BENCH_MILLISECONDS": str(arguments.milliseconds)}
    before = os.getloadavg()[0]
    figures = measure(jobs(), arguments.rounds, settings)
    (BUILD / "verify.json").write_text(json.dumps(figures.times, indent=1), encoding="utf-8")
    print(report(figures))
    print(f"\nLoad before the {arguments.rounds} rounds: {before:.1f}.")


if __name__ == "__main__":
    main()
