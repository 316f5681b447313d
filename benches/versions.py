"""What was measured: the machine, what programs were built with, and what ours stand beside."""

from __future__ import annotations

import json
import os
import platform
import re
from pathlib import Path

from bench import HERE, output
from building import CC, NODE_PEERS


def machine() -> dict[str, str | int]:
    """The machine, without its name."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", info.read_text()) if info.exists() else []
    release = Path("/etc/os-release")
    system = re.findall(r'PRETTY_NAME="(.*)"', release.read_text()) if release.exists() else []
    return {
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "cores": os.cpu_count() or 1,
        "system": system[0] if system else platform.system(),
        "kernel": f"{platform.system()} {platform.release().partition('-')[0]}",
    }


def versions() -> dict[str, str]:
    """Each tool and each peer that is here, with its version."""
    found = {
        "rustc": output("rustc", "--version").removeprefix("rustc "),
        "C compiler": output(*CC, "--version").partition("\n")[0],
        "Python": platform.python_version(),
        "Node": output("node", "--version").removeprefix("v"),
        **{crate: _crate(crate) for crate in ("oauth1-request", "reqwest-oauth1", "ureq")},
        "liboauth": output("pkg-config", "--modversion", "oauth"),
        "libcurl": output("pkg-config", "--modversion", "libcurl"),
        "OpenSSL": output("pkg-config", "--modversion", "libcrypto"),
        **_python_packages(),
        "oauth-1.0a": _npm_package("oauth-1.0a"),
    }
    return {name: version for name, version in found.items() if version}


def _crate(name: str) -> str:
    """The version of a crate, as it is pinned: of several, the newest."""
    lock = (HERE / "peers" / "Cargo.lock").read_text(encoding="utf-8")
    return str(re.findall(rf'name = "{re.escape(name)}"\nversion = "(.*)"', lock)[-1])


def _python_packages() -> dict[str, str]:
    pinned = (HERE / "python" / "requirements.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([^#=\s]+)==(\S+)", pinned, re.MULTILINE))


def _npm_package(name: str) -> str:
    lock = json.loads((NODE_PEERS / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{name}"]["version"])
