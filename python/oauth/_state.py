"""The module's variables: whose they are, and how long they stay.

The original's were the process's, so that threads signed with each other's tokens. Here a value is
looked up in three places, in this order:

1. the open scopes, from the innermost outwards, but for tokens no further than a sealed one;
2. what the current context, that of a thread or of a task, wrote itself;
3. the process's defaults.

A write in a scope stays in it. A write on the main thread, outside of a scope and of a running
event loop, sets the process's default, as a script expects. Any other write is the context's own;
one of the consumer pair also fills an empty default, since the consumer is the same for all.
"""

from __future__ import annotations

import sys
import threading
from contextvars import ContextVar
from types import ModuleType

from oauth1 import _trio

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import TypeAlias

    # None stands for a name that was deleted
    _Values: TypeAlias = Mapping[str, str | None]

CONSUMER = ("consumerKey", "consumerSecret")
TOKENS = ("accessToken", "accessTokenSecret", "requestToken", "requestTokenSecret")
NAMES = (*CONSUMER, *TOKENS, "signatureMethod", "rsaKey")


class ScopeEndedError(RuntimeError):
    """A variable was used in a scope that has ended, by something that outlived it."""


class scope:  # noqa: N801 - it reads as a function: `with oauth.scope():`
    """A context manager in which the module's variables are the block's own.

    What is written in the block is gone when it ends. A task that was started in the block and
    outlives it gets `ScopeEndedError` when it next uses a variable, and never another's value.

    Args:
        sealed: Whether tokens that the block did not set are empty, whatever is set around it. What
            is done on behalf of one user is done in a sealed scope.

    """

    def __init__(self, *, sealed: bool = False) -> None:
        self._sealed = sealed
        self._entered = False
        self._ended = False
        self._kept: _Layer | None = None

    def __enter__(self) -> scope:
        if self._entered:
            raise RuntimeError("a scope is entered once: make another")
        self._entered = True
        _layer.set(_Layer({}, self, _layer.get()))
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        layer = _layer.get()
        if layer.scope is self and layer.around:
            _layer.set(layer.around)
        if self._kept:
            self._kept = layer
        else:
            self.end()

    def keep(self) -> None:
        """Have the scope go on after its block, for `resume`, until `end`."""
        self._kept = _layer.get()

    def resume(self) -> _Resumed:
        """Return a context manager in which a scope that was kept goes on, in whatever context."""
        return _Resumed(self)

    def end(self) -> None:
        """End a scope that was kept."""
        self._ended = True

    def _check(self) -> None:
        if self._ended:
            raise ScopeEndedError("the scope that the variables of oauth belong to here has ended")


class _Resumed:
    """A block in which a scope that was kept goes on."""

    def __init__(self, scope: scope) -> None:
        self._scope = scope

    def __enter__(self) -> None:
        kept = self._scope._kept
        if kept is None:
            raise RuntimeError("the scope was not kept")
        self._around = _layer.get()
        _layer.set(kept)

    def __exit__(self, *_: object) -> None:
        self._scope._kept = _layer.get()
        _layer.set(self._around)


class _Layer:
    """What was written in a scope or, as the outermost layer, by a context. It never changes."""

    __slots__ = ("around", "scope", "values")

    def __init__(self, values: _Values, scope: scope | None, around: _Layer | None) -> None:
        self.values = values
        self.scope = scope
        self.around = around


_OUTERMOST = _Layer({}, None, None)
_layer = ContextVar("oauth", default=_OUTERMOST)
_defaults: _Values = {**dict.fromkeys(NAMES, ""), "signatureMethod": "HMAC-SHA1"}
_defaults_lock = threading.Lock()


class Snapshot:
    """The variables as they are at one moment in one context."""

    __slots__ = ("_defaults", "_layer")

    def __init__(self) -> None:
        self._layer = _layer.get()
        self._defaults = _defaults

    def __getitem__(self, name: str) -> str:
        value = self._find(name)
        if value is None:
            raise AttributeError(f"module 'oauth' has no attribute {name!r}: it was deleted")
        return value

    def _find(self, name: str) -> str | None:
        layer: _Layer | None = self._layer
        while layer:
            if layer.scope:
                layer.scope._check()
            if name in layer.values:
                return layer.values[name]
            if layer.scope and layer.scope._sealed and name in TOKENS:
                return ""
            layer = layer.around
        return self._defaults[name]


def write(**values: str | None) -> None:
    """Write variables, all at once; None deletes one."""
    layer = _layer.get()
    if layer.scope:
        layer.scope._check()
        _layer.set(_Layer({**layer.values, **values}, layer.scope, layer.around))
    elif _in_script():
        _set_defaults(values)
        kept = {name: value for name, value in layer.values.items() if name not in values}
        _layer.set(_Layer(kept, None, None))
    else:
        _layer.set(_Layer({**layer.values, **values}, None, None))
        _fill_default_consumer()


def _set_defaults(values: _Values) -> None:
    global _defaults  # noqa: PLW0603 - this is the module's one variable, replaced as a whole
    with _defaults_lock:
        _defaults = {**_defaults, **values}


def _fill_default_consumer() -> None:
    """Make the context's consumer the default, if none is: never the halves of two."""
    global _defaults  # noqa: PLW0603 - as above
    own = _layer.get().values
    with _defaults_lock:
        pair = {name: own.get(name, _defaults[name]) for name in CONSUMER}
        if all(_defaults[name] in {"", pair[name]} for name in CONSUMER):
            _defaults = {**_defaults, **pair}


def _in_script() -> bool:
    """Return whether this is the main thread, at work for no event loop."""
    if threading.get_ident() != threading.main_thread().ident:
        return False
    # a program that runs an event loop has imported these
    asyncio = sys.modules.get("asyncio")
    if (asyncio and asyncio._get_running_loop()) or _trio.running():
        return False
    asgiref = sys.modules.get("asgiref.sync")
    # a task waits for this function, which sync_to_async brought back to the main thread
    loop = asgiref and getattr(asgiref.SyncToAsync.threadlocal, "main_event_loop", None)
    return not (loop and loop.is_running())


def _variable(name: str) -> property:
    return property(
        lambda _module: Snapshot()[name],
        lambda _module, value: write(**{name: value}),
        lambda _module: write(**{name: None}),
    )


class Variables(ModuleType):
    """A module whose variables are these."""

    consumerKey = _variable("consumerKey")  # noqa: N815 - the original module's names
    consumerSecret = _variable("consumerSecret")  # noqa: N815
    accessToken = _variable("accessToken")  # noqa: N815
    accessTokenSecret = _variable("accessTokenSecret")  # noqa: N815
    requestToken = _variable("requestToken")  # noqa: N815
    requestTokenSecret = _variable("requestTokenSecret")  # noqa: N815
    signatureMethod = _variable("signatureMethod")  # noqa: N815
    rsaKey = _variable("rsaKey")  # noqa: N815

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *NAMES})
