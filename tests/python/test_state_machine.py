"""The original module's variables against a model of them, by whatever order of steps."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import oauth
from oauth import _state

T = TypeVar("T")

BEGINNING = {**dict.fromkeys(_state.NAMES, ""), "signatureMethod": "HMAC-SHA1"}
TOKENS = ("accessToken", "accessTokenSecret", "requestToken", "requestTokenSecret")
NAMES = st.sampled_from(_state.NAMES)
VALUES = st.sampled_from(["", "alice", "bob"])


@dataclass
class Scope:
    """A scope as the documentation tells it."""

    sealed: bool
    real: oauth.scope
    ended: bool = False


@dataclass
class Task:
    """What runs in a context of its own, on the main thread or on another."""

    context: contextvars.Context
    # what it wrote itself, outside of scopes
    own: dict[str, str | None] = field(default_factory=dict)
    # the scopes that it is in, and what was written in each, from the outermost inwards
    scopes: list[tuple[Scope, dict[str, str | None]]] = field(default_factory=list)
    # how many of them it entered itself
    entered: int = 0


class Variables(RuleBasedStateMachine):
    """Tasks that write, enter and leave scopes, and start one another."""

    tasks: Bundle[Task] = Bundle("tasks")

    def __init__(self) -> None:
        super().__init__()
        self.worker = ThreadPoolExecutor(1)
        self.defaults: dict[str, str | None] = dict(BEGINNING)
        self.known: list[Task] = []
        _state._defaults = dict(BEGINNING)

    def teardown(self) -> None:
        self.worker.shutdown()
        _state._defaults = dict(BEGINNING)

    def run(self, task: Task, on_main_thread: bool, work: Callable[[], T]) -> T:
        if on_main_thread:
            return task.context.run(work)
        return self.worker.submit(task.context.run, work).result()

    # --- the model ---

    def expected(self, task: Task, name: str) -> str | type[Exception] | None:
        for scope, values in reversed(task.scopes):
            if scope.ended:
                return oauth.ScopeEndedError
            if name in values:
                return values[name]
            if scope.sealed and name in TOKENS:
                return ""
        return task.own.get(name, self.defaults[name])

    def fill(self, task: Task) -> None:
        pair = {name: task.own.get(name, self.defaults[name]) for name in _state.CONSUMER}
        if all(self.defaults[name] in {"", pair[name]} for name in _state.CONSUMER):
            self.defaults.update(pair)

    # --- the steps ---

    @initialize(target=tasks)
    def begin(self) -> Task:
        return self.add(Task(contextvars.Context()))

    def add(self, task: Task) -> Task:
        self.known.append(task)
        return task

    @rule(target=tasks, parent=tasks)
    def start(self, parent: Task) -> Task:
        """Start a task, which finds what its parent has."""
        scopes = [(scope, dict(values)) for scope, values in parent.scopes]
        return self.add(Task(parent.context.copy(), dict(parent.own), scopes))

    @rule(target=tasks)
    def start_anew(self) -> Task:
        return self.add(Task(contextvars.Context()))

    @rule(task=tasks, name=NAMES, value=st.none() | VALUES, main=st.booleans())
    def write(self, task: Task, name: str, value: str | None, main: bool) -> None:
        def write() -> None:
            if value is None:
                delattr(oauth, name)
            else:
                setattr(oauth, name, value)

        self.after_write(task, main, {name: value}, write)

    @rule(task=tasks, user=VALUES, main=st.booleans())
    def log_in(self, task: Task, user: str, main: bool) -> None:
        written = {"accessToken": user, "accessTokenSecret": f"{user}'s"}
        self.after_write(
            task, main, written, lambda: oauth.set_access_token(user, written["accessTokenSecret"])
        )

    @rule(task=tasks, key=VALUES, main=st.booleans())
    def set_consumer(self, task: Task, key: str, main: bool) -> None:
        written = {"consumerKey": key, "consumerSecret": f"{key}'s"}
        self.after_write(
            task, main, written, lambda: oauth.setConsumerCreds(key, written["consumerSecret"])
        )

    def after_write(
        self, task: Task, main: bool, written: dict[str, str] | dict[str, str | None],
        write: Callable[[], None],
    ) -> None:  # fmt: skip
        if task.scopes and task.scopes[-1][0].ended:
            with pytest.raises(oauth.ScopeEndedError):
                self.run(task, main, write)
            return
        self.run(task, main, write)
        if task.scopes:
            task.scopes[-1][1].update(written)
        elif main:
            self.defaults.update(written)
            for name in written:
                task.own.pop(name, None)
        else:
            task.own.update(written)
            self.fill(task)

    @rule(task=tasks, sealed=st.booleans(), main=st.booleans())
    def enter(self, task: Task, sealed: bool, main: bool) -> None:
        scope = oauth.scope(sealed=sealed)
        self.run(task, main, scope.__enter__)
        task.scopes.append((Scope(sealed, scope), {}))
        task.entered += 1

    @precondition(lambda self: any(task.entered for task in self.known))
    @rule(data=st.data(), main=st.booleans())
    def leave(self, data: st.DataObject, main: bool) -> None:
        task = data.draw(st.sampled_from([task for task in self.known if task.entered]))
        scope, _ = task.scopes.pop()
        task.entered -= 1
        self.run(task, main, lambda: scope.real.__exit__(None, None, None))
        scope.ended = True

    @invariant()
    def every_task_reads_what_is_its_own(self) -> None:
        def read() -> dict[str, object]:
            return {name: self.read(name) for name in _state.NAMES}

        for task in self.known:
            expected = {
                name: AttributeError if value is None else value
                for name in _state.NAMES
                for value in [self.expected(task, name)]
            }
            assert task.context.run(read) == expected
        # whoever has no context of its own, as a worker that somebody else started
        assert self.worker.submit(contextvars.Context().run, read).result() == {
            name: AttributeError if value is None else value
            for name, value in self.defaults.items()
        }

    @staticmethod
    def read(name: str) -> object:
        try:
            return getattr(oauth, name)
        except (AttributeError, oauth.ScopeEndedError) as error:
            return type(error)


def run(examples: int, *phases: Phase) -> None:
    run_state_machine_as_test(
        Variables,
        settings=settings(
            max_examples=examples, stateful_step_count=30, deadline=None, phases=phases
        ),
    )


def test_every_task_reads_what_it_should_after_any_steps() -> None:
    run(60, *Phase)


@pytest.mark.parametrize("name", ["write", "TOKENS", "_in_script", "_fill_default_consumer"])
def test_the_model_notices_what_is_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "write": lambda **values: _state._set_defaults(values),
        "TOKENS": ("accessToken", "accessTokenSecret"),
        "_in_script": lambda: True,
        "_fill_default_consumer": lambda: None,
    }
    monkeypatch.setattr(_state, name, wrong[name])
    # that it fails is enough: the smallest example is not looked for
    with pytest.raises(AssertionError):
        run(500, Phase.generate)
