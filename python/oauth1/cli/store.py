"""Files of credentials: readable by their owner alone, and never half written."""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from oauth1.cli.exits import CommandError, Exit

FIELDS = (
    "consumer_key",
    "consumer_secret",
    "token",
    "token_secret",
    "session_handle",
    "provider",
    "site",
    "account",
    "origin",
    "request_token_url",
    "authorization_url",
    "access_token_url",
    "signature_method",
    "rsa_key",
    "transmission",
    "realm",
    "body_hash",
    "user_agent",
)
"""What a file can say, each a text; beside them `extra`, an object of texts."""
SECRETS = frozenset({"consumer_secret", "token_secret", "session_handle"})
_LARGEST = 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def folder() -> Path:
    """Return where profiles are: below XDG_CONFIG_HOME, or else in the user's own place for it."""
    configured = os.environ.get("XDG_CONFIG_HOME", "")
    # the specification: a path that is relative counts as none
    base = Path(configured) if os.path.isabs(configured) else Path.home() / ".config"
    return base / "oauth1" / "profiles"


def path_of(name: str) -> Path:
    """Return the file of a profile."""
    if not _NAME.fullmatch(name):
        raise CommandError(
            f"a profile cannot be named {name!r}",
            "a name has letters, digits, dots, hyphens and underscores, and begins with one of the "
            "first two",
        )
    return folder() / f"{name}.json"


def names() -> list[str]:
    """Return the names of all profiles."""
    with suppress(OSError):
        files = [path.stem for path in folder().iterdir() if path.suffix == ".json"]
        return sorted(name for name in files if _NAME.fullmatch(name))
    return []


def read_profile(name: str) -> dict[str, object]:
    """Return what a profile says."""
    path = path_of(name)
    if not path.exists():
        raise CommandError(
            f"there is no profile {name!r}",
            f"the profiles are {', '.join(names())}"
            if names()
            else "`oauth1 authorize` saves one, and `oauth1 profiles add`",
            Exit.CREDENTIALS,
        )
    return read(path)


def read(path: Path) -> dict[str, object]:
    """Return what a file of credentials says, unless others can read it as well."""
    try:
        with path.open("rb") as file:
            _check_owner(os.fstat(file.fileno()), path)
            content = file.read(_LARGEST)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", None, Exit.CREDENTIALS) from error
    try:
        values = json.loads(content)
    except ValueError as error:
        raise CommandError(f"{path} is not JSON: {error}", None, Exit.CREDENTIALS) from error
    if not isinstance(values, dict):
        raise CommandError(f"{path} is not a JSON object", None, Exit.CREDENTIALS)
    for name in FIELDS:
        if not isinstance(values.get(name, ""), str):
            raise CommandError(f"{path}: {name} is not a text", None, Exit.CREDENTIALS)
    return values


def _check_owner(status: os.stat_result, path: Path) -> None:
    if os.name != "posix":  # pragma: no cover - the home folder is the user's own there
        return
    if status.st_mode & _OTHERS:
        raise CommandError(
            f"{path} has secrets, and other users can read or change it "
            f"(mode {stat.S_IMODE(status.st_mode):04o})",
            f"chmod 600 {path}",
            Exit.CREDENTIALS,
        )
    if status.st_uid not in {0, os.geteuid()}:
        raise CommandError(
            f"{path} belongs to another user (number {status.st_uid})", None, Exit.CREDENTIALS
        )


def write_profile(name: str, values: dict[str, object]) -> Path:
    """Save a profile, in place of what it was, and return its file."""
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    with suppress(FileNotFoundError):  # of a process of that number that was killed
        new.unlink()
    try:
        # whoever looks sees the old file or the new one, and at no time one that others can read
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            new.unlink()
        raise
    return path


def delete_profile(name: str) -> None:
    """Delete a profile."""
    path = path_of(name)
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise CommandError(
            f"there is no profile {name!r}", "`oauth1 profiles` lists them", Exit.CREDENTIALS
        ) from error
