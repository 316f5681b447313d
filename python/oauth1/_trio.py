"""Whether trio runs this: asked without importing it, since a program that runs trio has."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest
if TYPE_CHECKING:
    from typing import Any


def running() -> Any:
    """Return trio, if it runs a task here; otherwise None."""
    trio = sys.modules.get("trio")
    try:
        # another thread may be importing it
        trio.lowlevel.current_task()  # type: ignore[union-attr]
    except (AttributeError, RuntimeError):
        return None
    return trio
