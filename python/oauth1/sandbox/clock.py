"""The provider's clock, which may be wrong on purpose."""

from __future__ import annotations

import time
from email.utils import formatdate


class Clock:
    """Tells the time as the provider has it: in its Date header, and where it checks timestamps.

    How long tokens last is counted in true seconds: that does not change with what the clock shows.
    """

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset
        self._date = (0, formatdate(0, usegmt=True))

    def now(self) -> float:
        """Return the time in seconds."""
        return time.time() + self.offset

    def date(self) -> str:
        """Return the time as a Date header has it; it is made once a second."""
        now = int(self.now())
        made, text = self._date
        if made != now:
            text = formatdate(now, usegmt=True)
            self._date = (now, text)
        return text
