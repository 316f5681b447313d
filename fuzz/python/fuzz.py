"""What anyone gives Python: `fuzz.py TARGET [LIBFUZZER_OPTION...]`, by atheris; `fuzz.py list`.

Functions and classes of the package get arguments that are right, and arguments of any type in the
place of some: numbers without end, text with half a surrogate, objects whose methods fail. What may
come of it is a result, an error of the package, or what Python itself has for a wrong type, a
number that is too large and text that is none (docs/errors.md). Whatever else is raised ends the
run: above all a panic, which Rust reports as PanicException, and SystemError. So does a secret in
an error, and an exception that nobody can catch.
"""

from __future__ import annotations

import gc
import sys
import traceback

import atheris

with atheris.instrument_imports():
    import oauth1
    import targets
    from draws import Draw, OwnError

# OSError: a path was given of a file that is not there.
ALLOWED = (oauth1.OAuth1Error, TypeError, OverflowError, UnicodeEncodeError, OSError, OwnError)
JSON = "json/encoder.py"  # whose ValueError says what json.dumps does not take


def main() -> None:
    """Run one of the targets."""
    if sys.argv[1:] == ["list"]:
        print(*targets.ALL)
        return
    target = targets.ALL[sys.argv.pop(1)]
    unraisable: list[object] = []
    sys.unraisablehook = unraisable.append
    runs = 0

    def run(data: bytes) -> None:
        nonlocal runs
        runs += 1
        if runs % 10_000 == 0:
            gc.collect()
        try:
            target(Draw(data))
        except ALLOWED as error:
            if not isinstance(error, UnicodeEncodeError):  # it holds the text that is none
                targets.tells_no_secret(f"{error} {error!r}")
        except ValueError as error:
            if not traceback.extract_tb(error.__traceback__)[-1].filename.endswith(JSON):
                raise
        if unraisable:
            raise AssertionError(f"nobody can catch this: {unraisable}")

    atheris.Setup(sys.argv, run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
