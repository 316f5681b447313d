"""Servers of any name, as far as requests can tell."""

from __future__ import annotations

import io
from typing import Any

import requests
from requests.adapters import BaseAdapter

from oauthlib_server import Sent


class Net(BaseAdapter):
    """Servers that redirect, by URL; they answer alike to all else, and remember what they got."""

    def __init__(self, redirects: dict[str, tuple[int, str]]) -> None:
        super().__init__()
        self.redirects = redirects
        self.status = 200
        self.content = b""
        self.got: list[Sent] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        url, body = str(request.url), request.body
        content = body.read() if isinstance(body, io.BytesIO) else body
        headers = list(request.headers.items())
        sent = content.encode() if isinstance(content, str) else content
        self.got.append(Sent(str(request.method), url, headers, sent))
        response = requests.Response()
        response.request, response.url = request, url
        response.raw = io.BytesIO(self.content)
        response.status_code, location = self.redirects.get(
            url.partition("?")[0], (self.status, "")
        )
        if location:
            response.headers["Location"] = location
        return response

    def close(self) -> None:
        """Close nothing."""
