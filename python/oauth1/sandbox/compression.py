"""Answers in gzip, for clients that say they can read it (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oauth1.sandbox.messages import Request, Response

SMALLEST = 256

_FAST = 1
_GZIP = 16 + zlib.MAX_WBITS
_HEADERS = (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))


def compressed(request: Request, response: Response) -> Response:
    """Return the response in gzip, if the client takes it and there is enough to compress."""
    accepted = request.headers.get("accept-encoding", "")
    if not accepted or not _takes_gzip(accepted):
        return response
    if response.content is not None:
        squeezed = replace(response, content=_pieces(response.content), length=None)
    elif len(response.body) >= SMALLEST:
        squeezed = replace(response, body=gzip.compress(response.body, _FAST, mtime=0))
    else:
        return response
    return squeezed.with_headers(*_HEADERS)


def _takes_gzip(accepted: str) -> bool:
    weights = {}
    for coding in accepted.lower().split(","):
        name, _, parameter = coding.partition(";")
        weights[name.strip()] = parameter.strip().replace(" ", "") not in {"q=0", "q=0.0", "q=0.00"}
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    squeezer = zlib.compressobj(_FAST, zlib.DEFLATED, _GZIP)
    for piece in content:
        if squeezed := squeezer.compress(piece):
            yield squeezed
    yield squeezer.flush()
