"""What a signed request says, whoever reads it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from oauth1.sandbox.messages import Request

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Signed(ABC):
    """A signed request, and its parameters by where they travelled: `header`, `query`, `form`."""

    request: Request
    sources: Mapping[str, Pairs]
    realm: str | None

    @property
    @abstractmethod
    def base_string(self) -> str:
        """The signature base string."""

    @cached_property
    def protocol(self) -> Mapping[str, str]:
        """The oauth_ parameters; of one that is repeated, the first."""
        values: dict[str, str] = {}
        for name, value in self._protocol_pairs():
            values.setdefault(name, value)
        return values

    @property
    def parameters(self) -> Pairs:
        """All other parameters, in the order in which they were sent."""
        return [
            pair
            for pairs in self.sources.values()
            for pair in pairs
            if not pair[0].startswith("oauth_")
        ]

    def repeated(self) -> list[str]:
        """Return the names of oauth_ parameters that were sent more than once."""
        counts = Counter(name for name, _ in self._protocol_pairs())
        return [name for name, count in counts.items() if count > 1]

    def places(self) -> list[str]:
        """Return where oauth_ parameters were found, of which there may be one place only."""
        return [
            source
            for source, pairs in self.sources.items()
            if any(name.startswith("oauth_") for name, _ in pairs)
        ]

    def _protocol_pairs(self) -> Pairs:
        return [
            pair
            for pairs in self.sources.values()
            for pair in pairs
            if pair[0].startswith("oauth_")
        ]
