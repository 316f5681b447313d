"""One process of the soak test: threads of one client, each a user of its own, and what goes wrong.

One of the threads awaits what it does, on an event loop of its own. All share a verifier, which has
to accept what each of them signs, once.

Reads a JSON object with what soak.py has started, works until its time is over, and prints what it
saw: how many requests there were, what was wrong, and samples of memory, descriptors and threads.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import oauth1

# What each path of the server of faults ends with. A busy machine may be out of time before.
FAULTS: dict[str, type[oauth1.OAuth1Error]] = {
    "silent": oauth1.TimedOutError,
    "drip-body": oauth1.TimedOutError,
    "close-before": oauth1.ConnectionFailedError,
    "close-mid-header": oauth1.ConnectionFailedError,
    "close-mid-body": oauth1.ConnectionFailedError,
    "close-mid-chunk": oauth1.ConnectionFailedError,
    "reset-mid-body": oauth1.ConnectionFailedError,
    "gzip-cut": oauth1.InvalidResponseError,
    "two-lengths": oauth1.InvalidResponseError,
    "bad-chunk": oauth1.InvalidResponseError,
    "big-header": oauth1.ResponseTooLargeError,
    "bad-status": oauth1.InvalidResponseError,
    "not-http": oauth1.InvalidResponseError,
    "gzip-garbage": oauth1.InvalidResponseError,
    "redirect-loop": oauth1.TooManyRedirectsError,
}
UNREACHABLE: dict[str, type[oauth1.OAuth1Error]] = {
    "refused": oauth1.ConnectionFailedError,
    "https_expired": oauth1.TLSFailedError,
    "https_wrong_host": oauth1.TLSFailedError,
    "https_unknown_ca": oauth1.TLSFailedError,
}
STATUSES = [401, 403, 404, 500]
WINDOW = 30.0  # seconds that a nonce is kept, to either side: the store has its size soon
PATIENT = 60.0  # seconds: what has no fault is to succeed on a busy machine as well


class Report:
    """What the threads of the process have seen, until its time is over."""

    def __init__(self, seconds: float, nonces: TextIO) -> None:
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.slowest = 0.0
        self._until = time.monotonic() + seconds
        self._nonces = nonces
        self._lock = threading.Lock()

    def goes_on(self) -> bool:
        return time.monotonic() < self._until and len(self.wrong) < 20

    @contextmanager
    def action(self) -> Iterator[list[str]]:
        """Note an action: which it was, as the list is told, how long it took, what failed."""
        done: list[str] = []
        began = time.monotonic()
        try:
            yield done
        except Exception as error:  # whatever it is, it is told
            self.wrong.append(f"{type(error).__name__}: {error}")
        with self._lock:
            self.counts.update(done)
            self.slowest = max(self.slowest, time.monotonic() - began)

    def nonce(self, nonce: str) -> None:
        with self._lock:
            self._nonces.write(f"{nonce}\n")


class User:
    """What one thread does, again and again, in an order of its own."""

    def __init__(
        self,
        config: dict[str, Any],
        session: oauth1.Session,
        verifier: oauth1.Verifier,
        token: dict[str, str],
        report: Report,
    ):
        self._sandbox, self._faults = config["sandbox"], config["faults"]
        self._session, self._verifier = session, verifier
        self._key, self._name = token["oauth_token"], token["user"]
        self._random = random.Random(self._key + str(os.getpid()))
        self._report = report
        self.actions: list[Callable[[], None]] = [
            self.who_am_i,
            self.who_am_i,
            self.post,
            self.echo,
            self.echo,
            self.stream_a_part,
            self.retry,
            self.redirect,
            self.refusal,
            self.give_up,
            self.fault,
            self.unreachable,
            self.verify,
        ]

    def act(self) -> str:
        """Do one of the things that there are to do; say which."""
        action = self._random.choice(self.actions)
        action()
        return action.__name__

    def who_am_i(self) -> None:
        answer = self._session.get(self._sandbox["verify"], timeout=PATIENT)
        assert answer.status == 200, f"{answer.status} {answer.text}"
        assert answer.json()["screen_name"] == self._name, f"{answer.text} for {self._name}"

    def post(self) -> None:
        text = f"{self._name} says {self._random.random()} & more"
        answer = self._session.post(
            self._sandbox["update"], params={"status": text}, timeout=PATIENT
        )
        assert answer.status == 200, f"{answer.status} {answer.text}"
        posted = answer.json()
        assert posted["user"]["screen_name"] == self._name, f"{answer.text} for {self._name}"
        assert posted["text"] == text, f"{answer.text} for {text}"

    def echo(self) -> None:
        origin = self._faults[self._random.choice(["http", "https"])]
        mark = f"{self._key}{self._random.random()}"
        answer = self._session.get(f"{origin}/ok?mark={mark}", timeout=PATIENT).json()
        assert mark in answer["query"], f"{answer['query']} for {mark}"
        (header,) = (value for name, value in answer["headers"] if name.lower() == "authorization")
        self._note(header)

    def _note(self, header: str) -> None:
        """Check that it is this user who signed, and keep the nonce."""
        assert f'oauth_token="{self._key}"' in header, f"{header} for {self._key}"
        nonce = re.search(r'oauth_nonce="(\w+)"', header)
        assert nonce, header
        self._report.nonce(nonce[1])

    def stream_a_part(self) -> None:
        request = oauth1.Request("GET", f"{self._faults['http']}/download?size=300000")
        with self._session.stream(request) as response:
            assert len(response.read(self._random.randrange(1, 200_000))) > 0

    def retry(self) -> None:
        key = f"{self._key}{self._random.random()}{os.getpid()}"
        url = f"{self._faults['http']}/unavailable?key={key}&drop=1"
        assert self._session.get(url, timeout=PATIENT).status == 200

    def redirect(self) -> None:
        url = f"{self._faults['http']}/redirect"
        assert self._session.get(url, timeout=PATIENT).status == 200

    def refusal(self) -> None:
        status = self._random.choice(STATUSES)
        url = f"{self._faults['http']}/status?code={status}&body=no"
        answer = self._session.post(url, timeout=PATIENT)
        assert answer.status == status, f"{answer.status} for {status}"
        try:
            answer.raise_for_status()
        except oauth1.RefusedError:
            return
        raise AssertionError(f"{status} is taken for a success")

    def verify(self) -> None:
        url = "https://api.example.com/photos?page="
        header = self._session.authorization(oauth1.Request("GET", f"{url}2"))
        self._note(header)
        headers = {"Authorization": header}
        assert self._refused(f"{url}3", headers) == "signature"
        verified = self._verifier.verify("GET", f"{url}2", headers=headers)
        assert verified.token == self._key, f"{verified.token} for {self._key}"
        assert self._refused(f"{url}2", headers) == "nonce"

    def _refused(self, url: str, headers: dict[str, str]) -> str:
        try:
            self._verifier.verify("GET", url, headers=headers)
        except oauth1.VerificationError as refused:
            return refused.reason
        return "not at all"

    def give_up(self) -> None:
        cancellation = oauth1.Cancellation()
        timer = threading.Timer(self._random.random() / 10, cancellation.cancel)
        timer.start()
        self._fails(oauth1.RequestCancelledError, "http", "silent", cancellation=cancellation)
        timer.join()

    def fault(self) -> None:
        path = self._random.choice(list(FAULTS))
        self._fails(FAULTS[path], "http", path)

    def unreachable(self) -> None:
        name = self._random.choice(list(UNREACHABLE))
        self._fails(UNREACHABLE[name], name, "ok")

    def _fails(
        self, error: type[oauth1.OAuth1Error], origin: str, path: str, **settings: Any
    ) -> None:
        url = f"{self._faults[origin]}/{path}"
        try:
            answer = self._session.post(url, timeout=0.5, **settings)
        except (error, oauth1.TimedOutError):
            return
        raise AssertionError(f"{url} gave {answer.status}, and should be {error.__name__}")


class AsyncUser:
    """What a user does who awaits it: several at once, and some are called off."""

    def __init__(
        self, config: dict[str, Any], session: oauth1.AsyncSession, token: dict[str, str]
    ) -> None:
        self._sandbox, self._faults = config["sandbox"], config["faults"]
        self._session, self._name = session, token["user"]
        self._random = random.Random(self._name)

    async def act(self) -> str:
        """Do several of the things that there are to do; say that."""
        await asyncio.gather(self._who_am_i(), self._post(), self._fault(), self._give_up())
        return "awaited"

    async def _who_am_i(self) -> None:
        answer = await self._session.get(self._sandbox["verify"], timeout=PATIENT)
        assert answer.json()["screen_name"] == self._name, f"{answer.text} for {self._name}"

    async def _post(self) -> None:
        text = f"{self._name} awaits {self._random.random()}"
        answer = await self._session.post(
            self._sandbox["update"], params={"status": text}, timeout=PATIENT
        )
        assert answer.json()["text"] == text, f"{answer.text} for {text}"

    async def _fault(self) -> None:
        path = self._random.choice(list(FAULTS))
        try:
            await self._session.post(f"{self._faults['http']}/{path}", timeout=0.5)
        except (FAULTS[path], oauth1.TimedOutError):
            return
        raise AssertionError(f"{path} was awaited, and should be {FAULTS[path].__name__}")

    async def _give_up(self) -> None:
        task = asyncio.create_task(
            self._session.get(f"{self._faults['http']}/silent", timeout=PATIENT)
        )
        await asyncio.sleep(self._random.random() / 10)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            return
        raise AssertionError("what was cancelled has an answer")


def sample() -> tuple[int, int, int]:
    """What the process takes: memory in KiB, descriptors, threads."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    threads = len(os.listdir("/proc/self/task"))
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024, len(os.listdir("/proc/self/fd")), threads


def main() -> None:
    """Work until the time is over, and print what was seen."""
    config = json.load(sys.stdin)
    settings: dict[str, Any] = {
        "transport": oauth1.HttpTransport(
            ca_certificates=config["faults"]["ca"], proxy=False, first_byte_timeout=PATIENT
        ),
        "retries": oauth1.Retries(attempts=3, first_pause=0.01, longest_pause=0.05),
    }
    key, secret = config["sandbox"]["key"], config["sandbox"]["secret"]
    client = oauth1.Client(key, secret, **settings)
    secrets = {token["oauth_token"]: token["oauth_token_secret"] for token in config["tokens"]}
    verifier = oauth1.Verifier(
        {key: secret}.get, lambda _, token: secrets.get(token), timestamp_window=WINDOW
    )

    def work(token: dict[str, str]) -> None:
        session = client.session(oauth1.Token(token["oauth_token"], token["oauth_token_secret"]))
        user = User(config, session, verifier, token, report)
        while report.goes_on():
            with report.action() as done:
                done.append(user.act())

    async def work_asynchronously(token: dict[str, str]) -> None:
        async with oauth1.AsyncClient(key, secret, **settings) as client:
            known = oauth1.Token(token["oauth_token"], token["oauth_token_secret"])
            user = AsyncUser(config, client.session(known), token)
            while report.goes_on():
                with report.action() as done:
                    done.append(await user.act())

    first, *others = config["tokens"]
    samples = []
    with open(config["nonces"], "w", encoding="ascii") as nonces:
        report = Report(config["seconds"], nonces)
        threads = [threading.Thread(target=work, args=(token,)) for token in others]
        threads.append(threading.Thread(target=lambda: asyncio.run(work_asynchronously(first))))
        for thread in threads:
            thread.start()
        pause = max(config["seconds"] / 200, 0.5)
        while any(thread.is_alive() for thread in threads):
            samples.append(sample())
            time.sleep(pause)
    seen = {"counts": report.counts, "wrong": report.wrong, "slowest": report.slowest}
    json.dump({**seen, "samples": samples}, sys.stdout)


if __name__ == "__main__":
    main()
