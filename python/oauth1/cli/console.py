"""What is said to the user: the output, and beside it errors, hints and warnings."""

from __future__ import annotations

import io
import os
import sys

from oauth1.cli.exits import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, BinaryIO, Literal

    Style = Literal["bold", "dim", "red", "green", "yellow", "blue", "cyan"]

_CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "blue": 34, "cyan": 36}


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether somebody watches the stream."""
    return stream is not None and not stream.closed and stream.isatty()


def has_colours(stream: IO[str] | None) -> bool:
    """Whether the stream is to be coloured: a terminal, and nobody said no (no-color.org)."""
    return (
        is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def paint(text: str, style: Style, stream: IO[str] | None) -> str:
    """Return a text in a colour, where the stream has colours."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if has_colours(stream) else text


def printable(text: str) -> str:
    """Return a text that came from elsewhere, without characters that command a terminal."""
    return "".join(
        each if each.isprintable() or each in "\t\n" else f"\\x{ord(each):02x}" for each in text
    )


class Console:
    """Standard output, and standard error unless it is to be silent."""

    def __init__(self) -> None:
        self.silent = False
        # a terminal that has no … is no reason to fail, as it is none for standard error
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")

    @property
    def output_is_terminal(self) -> bool:
        """Whether standard output is watched."""
        return is_terminal(sys.stdout)

    @property
    def shows_progress(self) -> bool:
        """Whether a progress bar has somebody to look at it."""
        return not self.silent and is_terminal(sys.stderr)

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to ask."""
        return is_terminal(sys.stdin) and is_terminal(sys.stderr)

    @property
    def binary(self) -> BinaryIO:
        """Standard output, for bytes."""
        return sys.stdout.buffer

    def write(self, text: str) -> None:
        """Write to standard output."""
        sys.stdout.write(text)

    def bold(self, text: str) -> str:
        """Return a text for standard output that stands out."""
        return paint(text, "bold", sys.stdout)

    def note(self, text: str, style: Style | None = None) -> None:
        """Write a line to standard error, unless it is to be silent."""
        if not self.silent:
            self.tell(text, style)

    def tell(self, text: str, style: Style | None = None) -> None:
        """Write a line to standard error: one that was asked for, or that is needed."""
        text = printable(text)
        sys.stderr.write(f"{paint(text, style, sys.stderr) if style else text}\n")
        sys.stderr.flush()

    def warn(self, text: str) -> None:
        """Warn of something, unless it is to be silent."""
        if not self.silent:
            sys.stderr.write(f"{paint('warning:', 'yellow', sys.stderr)} {printable(text)}\n")

    def hint(self, text: str) -> None:
        """Say what can be done, unless it is to be silent."""
        if not self.silent:
            sys.stderr.write(f"{paint('hint:', 'cyan', sys.stderr)} {printable(text)}\n")

    def complain(self, error: CommandError) -> None:
        """Say what went wrong, in one line, and what can be done."""
        line = " ".join(error.message.split())
        sys.stderr.write(f"{paint('oauth1:', 'red', sys.stderr)} {printable(line)}\n")
        if error.hint:
            self.hint(error.hint)

    def ask(self, question: str) -> str:
        """Return what the user answers: a line of standard input."""
        if is_terminal(sys.stdin):
            sys.stderr.write(question)
            sys.stderr.flush()
        return sys.stdin.readline().strip()

    def flush(self) -> None:
        """Have all output arrive."""
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()

    def end_line(self) -> None:
        """Leave the line that the terminal's ^C is on."""
        if is_terminal(sys.stderr):
            sys.stderr.write("\n")

    def abandon(self) -> None:
        """Give up on standard output, whose reader is gone, so that Python does not try again."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
