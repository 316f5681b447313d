"""A bar that tells how far a long up- or download is."""

from __future__ import annotations

import shutil
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_PATIENCE = 0.5  # seconds until there is something to look at
_PAUSE = 0.1  # seconds between two looks
_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


class Progress:
    """One line on standard error, drawn anew as bytes go by, and wiped at the end."""

    def __init__(
        self, what: str, total: int | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._what = what
        self.total = total
        self._clock = clock
        self._started = clock()
        self._drawn = self._started + _PATIENCE - _PAUSE
        self._done = 0
        self._is_visible = False

    def add(self, count: int) -> None:
        """Take note of so many bytes more; or fewer, where a file is read again."""
        self._done += count
        now = self._clock()
        if now - self._drawn >= _PAUSE:
            self._drawn = now
            self._is_visible = True
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r{self.line(now)[:width]:{width}}")
            sys.stderr.flush()

    def line(self, now: float) -> str:
        """Return the line as it is at a time."""
        rate = self._done / max(now - self._started, 1e-6)
        if not self.total:
            return f"{self._what} {size(self._done)}  {size(rate)}/s"
        part = min(self._done / self.total, 1.0)
        left = max(self.total - self._done, 0) / rate if rate else 0
        bar = ("#" * round(part * 24)).ljust(24, "·")
        return (
            f"{self._what} {part:4.0%} {bar} {size(self._done)} of {size(self.total)}"
            f"  {size(rate)}/s  {_duration(left)} left"
        )

    def wipe(self) -> None:
        """Leave no trace."""
        if self._is_visible:
            self._is_visible = False
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r{'':{width}}\r")
            sys.stderr.flush()


class Watched:
    """A file that tells a progress bar how far it was read."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._place = 0

    def read(self, size: int = -1, /) -> bytes:
        """Read, and tell."""
        piece = self._file.read(size)
        self._went(self._place + len(piece))
        return piece

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go elsewhere in the file: it is read anew from there."""
        place = self._file.seek(offset, whence)
        self._went(place)
        return place

    def _went(self, place: int) -> None:
        self._progress.add(place - self._place)
        self._place = place

    def tell(self) -> int:
        """Return where in the file this is."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Whether it can be read again."""
        return self._file.seekable()


def size(count: float) -> str:
    """Return a number of bytes for a person."""
    unit = 0
    while count >= _STEP and unit < len(_UNITS) - 1:
        count /= _STEP
        unit += 1
    return f"{count:.{1 if unit else 0}f} {_UNITS[unit]}"


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
