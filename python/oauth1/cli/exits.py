"""Exit codes, and the errors that end the program with one."""

from __future__ import annotations

from enum import IntEnum

from oauth1 import errors


class Exit(IntEnum):
    """What the program's exit code says."""

    OK = 0
    FAULT = 1
    """`explain` found what is wrong."""
    USAGE = 2
    CREDENTIALS = 3
    NETWORK = 4
    TIMEOUT = 5
    REFUSED = 6
    DENIED = 7
    FILE = 8
    INTERNAL = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class CommandError(Exception):
    """What went wrong, in one line, and what can be done about it."""

    def __init__(self, message: str, hint: str | None = None, code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


# the first class that fits counts
_MEANINGS: tuple[tuple[type[Exception], Exit, str | None], ...] = (
    (
        errors.InsecureTransportError,
        Exit.USAGE,
        "--plaintext-over-http sends the secrets all the same, for anyone on the way to read",
    ),
    (errors.InvalidKeyError, Exit.CREDENTIALS, "the key is the file of --rsa-key or --key"),
    (errors.SigningFailedError, Exit.CREDENTIALS, None),
    (errors.TimedOutError, Exit.TIMEOUT, "--max-time and --connect-timeout set the limits"),
    (errors.TLSFailedError, Exit.NETWORK, "--cacert FILE trusts an authority of your own"),
    (errors.HostNotFoundError, Exit.NETWORK, "check the host's name, and the connection"),
    (errors.ConnectionFailedError, Exit.NETWORK, None),
    (errors.ResponseTooLargeError, Exit.NETWORK, None),
    (errors.InvalidResponseError, Exit.NETWORK, None),
    (errors.TooManyRedirectsError, Exit.NETWORK, None),
    (errors.AccessDeniedError, Exit.DENIED, None),
    (errors.CallbackNotConfirmedError, Exit.REFUSED, None),
    (errors.InvalidTokenResponseError, Exit.REFUSED, None),
    (errors.RefusedError, Exit.REFUSED, None),
    (errors.NotSavedError, Exit.FILE, None),
    (errors.OAuth1Error, Exit.USAGE, None),
    (OSError, Exit.FILE, None),
)


def command_error(error: Exception) -> CommandError:
    """Return an error as it is told to a user."""
    if isinstance(error, CommandError):
        return error
    for kind, code, hint in _MEANINGS:
        if isinstance(error, kind):
            return CommandError(_text(error), hint, code)
    return CommandError(
        f"internal error: {type(error).__name__}: {error}",
        "OAUTH1_DEBUG=1 shows where; please report it",
        Exit.INTERNAL,
    )


def _text(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror and not isinstance(error, errors.OAuth1Error):
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
