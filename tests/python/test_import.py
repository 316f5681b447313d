"""What `import oauth` and `import oauth1` give, and what they say where files are not ours."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import oauth
import oauth1


def python(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a process that finds modules in a folder before all others."""
    code = f"import sys; sys.path.insert(0, {str(path)!r})\n{code}"
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)


def test_the_version_is_that_of_the_distribution() -> None:
    assert oauth1.__version__ == importlib.metadata.version("oauth1")


def test_all_names_are_there() -> None:
    for name in oauth1.__all__:
        assert getattr(oauth1, name).__doc__
    for name in oauth.__all__:
        assert hasattr(oauth, name)


def test_a_name_that_is_none_is_told() -> None:
    assert set(oauth1.__all__) <= set(dir(oauth1))
    with pytest.raises(AttributeError, match="'oauth1' has no attribute 'AsyncToken'"):
        getattr(oauth1, "Async" + "Token")


def test_classes_say_where_they_are_imported_from() -> None:
    for name in oauth1.__all__:
        each = getattr(oauth1, name)
        if isinstance(each, type):
            assert each.__module__ in {"oauth1", "oauth1.aio", "oauth1.errors"}
            assert each.__name__ == name


def test_an_import_brings_only_what_it_needs() -> None:
    heavy = {"asyncio", "http.client", "logging", "ssl", "urllib.error", "urllib.request"}
    code = f"import oauth; print({heavy | {'oauth1.aio'}} & set(sys.modules))"
    assert python(code, Path()).stdout == "set()\n"


def test_an_oauth1_of_another_distribution_is_told(tmp_path: Path) -> None:
    foreign = tmp_path / "oauth1"
    foreign.mkdir()
    (foreign / "__init__.py").write_text("")
    (foreign / "signer.py").write_text("class OAuthSigner: ...")
    result = python("import oauth", tmp_path)
    assert result.returncode == 1
    told = result.stderr.splitlines()[-1]
    assert told.startswith("ImportError: ")
    assert str(foreign) in told
    assert "pip install --force-reinstall oauth1" in told


def test_a_missing_compiled_part_is_told(tmp_path: Path) -> None:
    package = Path(oauth1.__file__).parent
    installed = tmp_path / "site-packages"  # so that it counts for the coverage of the original
    (installed / "oauth1").mkdir(parents=True)
    for name in ("__init__.py", "errors.py"):
        shutil.copy(package / name, installed / "oauth1")
    result = python("import oauth1", installed)
    assert result.returncode == 1
    told = result.stderr.splitlines()[-1]
    assert told.startswith("ImportError: the compiled part of oauth1 cannot be loaded")
    assert "pip install --force-reinstall oauth1" in told
