"""How the programs are built, and what they are measured against is got.

All is made in `build/bench`, each language's peers in an environment of their own. What this
machine does not have is left out, and named in the tables.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from bench import BUILD, HERE, ROOT, say

LIBRARY = ROOT / "build" / "cmake"
NODE_PEERS = ROOT / "tests" / "services" / "peers" / "node"

CARGO = shlex.split(os.environ.get("CARGO", "cargo"))
CC = shlex.split(os.environ.get("CC", "cc"))

# what is missing here, and why
left_out: dict[str, str] = {}


@cache
def rust_programs() -> Path:
    """Build the Rust programs, and give the folder that they are in."""
    say("building the Rust benchmarks (the first time takes a few minutes)")
    target = BUILD / "target"
    manifest = HERE / "peers" / "Cargo.toml"
    build = [*CARGO, "build", "--quiet", "--release", "--locked"]
    places: list[str | Path] = ["--manifest-path", manifest, "--target-dir", target]
    if subprocess.run([*build, *places], check=False).returncode != 0:
        raise SystemExit(
            "the Rust benchmarks cannot be built; where it is for their Cargo.lock, mend that:\n"
            "    cargo update --workspace --manifest-path benches/peers/Cargo.toml"
        )
    return target / "release"


def _compiled(name: str, *flags: str) -> Path | None:
    program = BUILD / name
    BUILD.mkdir(parents=True, exist_ok=True)
    source = HERE / "c" / f"{name}.c"
    made = BUILD / f"{name}.{os.getpid()}"  # as the one before may be running
    command: list[str | Path] = [*CC, "-O2", "-Wall", "-Wextra", "-o", made, source, *flags]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
        return None
    return made.replace(program)


def c_program(name: str, *flags: str) -> Path:
    """Build a C program, optimised."""
    program = _compiled(name, *flags)
    if program is None:
        raise SystemExit(f"the C benchmark {name} cannot be built: run make lib")
    return program


def library_flags() -> list[str]:
    """What a C program needs that links this library."""
    lib = LIBRARY / "lib"
    return [f"-I{LIBRARY / 'include'}", f"-L{lib}", f"-Wl,-rpath,{lib}", "-loauth1"]


def debian_packages(*packages: str) -> bool:
    """Install packages, where this is Debian and we are root; tell whether they are there."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    say(f"installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", *packages]
    for arguments in (["update"], install):
        command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", *arguments]
        if subprocess.run(command, check=False, capture_output=True, env=environment).returncode:
            return False
    return True


def c_program_with(peer: str, package: str, name: str, *flags: str) -> Path | None:
    """Build a C program that links a library of Debian's, which is installed where it can be."""
    program = _compiled(name, *flags)
    if program is None and debian_packages(package):
        program = _compiled(name, *flags)
    if program is None:
        _leave_out(peer, f"Debian's package {package}")
    return program


def _leave_out(peer: str, needed: str) -> None:
    left_out[peer] = f"needs {needed}"
    say(f"{peer} is left out: it needs {needed}")


@cache
def python_with_peers() -> Path:
    """Make an environment that has our wheel and the pinned peers, and give its Python."""
    say("setting up the Python benchmarks")
    environment = BUILD / "venv"
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = ["-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
    peers: list[str | Path] = ["-r", HERE / "python" / "requirements.txt"]
    ours = ["--force-reinstall", "--no-deps", *(ROOT / "build" / "wheel").glob("*.whl")]
    for packages in (peers, ours):
        subprocess.run([python, *pip, *packages], check=True)
    return python


@cache
def node_program(name: str) -> Path | None:
    """Get npm's peer, as tests/services pins it, and give a program of `node/` that uses it."""
    if not (shutil.which("node") and shutil.which("npm")):
        debian_packages("nodejs", "npm")
    npm = shutil.which("npm")
    if not (shutil.which("node") and npm):
        _leave_out("oauth-1.0a", "Node and npm")
        return None
    folder = BUILD / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for each in (*NODE_PEERS.glob("package*.json"), HERE / "node" / f"{name}.js"):
        shutil.copy(each, folder)
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    if subprocess.run(command, check=False, cwd=folder, stdout=sys.stderr).returncode != 0:
        _leave_out("oauth-1.0a", "npm's registry, which could not be reached")
        return None
    return folder / f"{name}.js"
