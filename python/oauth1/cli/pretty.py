"""JSON for a person: indented and coloured, each value as the provider wrote it."""

from __future__ import annotations

import json
import re

_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s"\[\]{}:,]+')
_KEY, _STRING, _OTHER, _PLAIN = "\x1b[34m", "\x1b[32m", "\x1b[36m", "\x1b[0m"
_INDENT = "  "


def pretty_json(text: str, *, colours: bool) -> str | None:
    """Return JSON on many lines, or None for what is no JSON. Numbers stay as they are written."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    lines: list[str] = []
    line, depth = "", 0
    words = _WORDS.findall(text)
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word in "[{":
            line += word
            if after not in "]}" or not after:
                lines.append(line)
                depth += 1
                line = _INDENT * depth
        elif word in "]}":
            if not line.rstrip(" ").endswith(("[", "{")):
                lines.append(line)
                depth -= 1
                line = _INDENT * depth
            line += word
        elif word == ",":
            lines.append(f"{line},")
            line = _INDENT * depth
        elif word == ":":
            line += ": "
        else:
            line += _painted(word, is_key=after == ":") if colours else word
    return "\n".join([*lines, line])


def _painted(word: str, *, is_key: bool) -> str:
    colour = _KEY if is_key else _STRING if word.startswith('"') else _OTHER
    return f"{colour}{word}{_PLAIN}"
