"""What the installed distribution holds: types, licences, a list of its parts, and no C symbols."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

DISTRIBUTION = importlib.metadata.distribution("oauth1")
FILES = {str(file): Path(str(file.locate())) for file in DISTRIBUTION.files or ()}
EXTENSION = next(path for path in FILES.values() if path.name.startswith("_native."))
LICENSES = "dist-info/licenses/"


def test_it_requires_nothing_but_for_its_extras() -> None:
    assert all("extra ==" in each for each in DISTRIBUTION.requires or ())


def test_both_packages_say_that_they_are_typed() -> None:
    assert {"oauth/py.typed", "oauth1/py.typed", "oauth1/_native.pyi"} <= FILES.keys()


def test_one_extension_serves_every_python() -> None:
    assert ".abi3." in EXTENSION.name


def test_it_takes_less_than_4_mb_to_download() -> None:
    shipped = [path for name, path in FILES.items() if "__pycache__" not in name]
    packed = sum(len(zlib.compress(path.read_bytes())) for path in shipped)
    assert packed < 4_000_000


def test_no_symbol_is_exported_but_the_modules_own() -> None:
    nm = shutil.which("nm")
    if nm is None:
        pytest.skip("nm, of the binutils, is not there")
    command = [nm, "--dynamic", "--defined-only", "--format=posix", str(EXTENSION)]
    symbols = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert [line.split()[0] for line in symbols.splitlines()] == ["PyInit__native"]


def test_its_code_names_no_directory_of_who_built_it() -> None:
    code = EXTENSION.read_bytes()
    cargo = os.environ.get("CARGO_HOME") or Path.home() / ".cargo"
    for directory in (Path(__file__).parents[2], cargo):
        assert os.fsencode(directory) + b"/" not in code


def test_it_carries_the_licences_of_what_it_bundles() -> None:
    licenses = {name.split(LICENSES)[1]: path for name, path in FILES.items() if LICENSES in name}
    assert licenses.keys() == {"LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES.txt"}
    bundled = licenses["THIRD-PARTY-LICENSES.txt"].read_text("utf-8")
    named = re.findall(r"^  ([\w-]+ [\w.+-]+): .+$", bundled, re.MULTILINE)
    assert len(named) > 50
    assert set(named) <= components()


def components() -> set[str]:
    """Names and versions of the parts that the wheel's software bill of materials names."""
    path = next(path for name, path in FILES.items() if "dist-info/sboms/" in name)
    bill = json.loads(path.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    return {f"{each['name']} {each['version']}" for each in bill["components"]}
