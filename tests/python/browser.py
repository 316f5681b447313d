"""A user's browser, as far as the sites in the tests need one."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from oauth1.sandbox import consent


@dataclass(frozen=True)
class Page:
    """A page that a site answered with."""

    status: int
    url: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        return self._first("<h1>(.*?)</h1>")

    @property
    def text(self) -> str:
        """The words of the page, with single spaces."""
        return " ".join(unescape(re.sub("<[^>]*>", " ", self.html)).split())

    @property
    def onward(self) -> str:
        """Where the page's last link leads, which is the one to follow."""
        return unescape(re.findall('<a [^>]*?href="(.*?)"', self.html)[-1])

    @property
    def form(self) -> dict[str, str]:
        """The fields of the form, as they are filled in; the status is empty at first."""
        inputs = re.findall('<input [^>]*name="[^>]*>', self.html)
        names = [re.findall('name="(.*?)"', each)[0] for each in inputs]
        values = ["".join(re.findall('value="(.*?)"', each)) for each in inputs]
        return dict(zip(names, map(unescape, values), strict=True))

    @property
    def dump(self) -> Any:
        """The provider's answer, which the page shows."""
        return json.loads(self._first("<pre[^>]*>(.*?)</pre>"))

    def _first(self, pattern: str) -> str:
        found = re.search(pattern, self.html, re.DOTALL)
        assert found is not None, self.text
        return unescape(found[1])


class Browser(ABC):
    """It keeps the cookies of one site, follows its links, and sends its forms."""

    def __init__(self, site: str) -> None:
        self.site = site

    @abstractmethod
    def open(self, path: str, form: dict[str, str] | None = None) -> Page:
        """Open a page, with a form if there is one."""

    def get(self, path: str) -> Page:
        return self.open(path)

    def post(self, path: str, form: dict[str, str]) -> Page:
        return self.open(path, form)

    def decide(self, user: str, *, allow: bool = True) -> Page:
        """Go from /auth/ to the provider, decide there, and come back to /verify/."""
        callback = consent(self.get("/auth/").onward, user, allow=allow)
        assert callback.startswith(f"{self.site}/verify/?")
        return self.get(callback.removeprefix(self.site))

    def tweet(self, status: str) -> Page:
        """Fill the form in as far as it is empty, and send it."""
        return self.post("/update/", {**self.get("/tweet/").form, "status": status})
