"""One process of the soak test: threads of one client, each a user of its own, and what goes wrong.

Reads a JSON object with what soak.py has started, works until its time is over, and prints what it
saw: how many requests there were, what was wrong, and samples of memory, descriptors and threads.
"""

from __future__ import annotations

import gc
import json
import os
import random
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
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
PATIENT = 60.0  # seconds: what has no fault is to succeed on a busy machine as well


class User:
    """What one thread does, again and again, in an order of its own."""

    def __init__(self, config: dict[str, Any], session: oauth1.Session, token: dict[str, str]):
        self._sandbox, self._faults = config["sandbox"], config["faults"]
        self._session = session
        self._key, self._name = token["oauth_token"], token["user"]
        self._random = random.Random(self._key + str(os.getpid()))
        self.nonces: list[str] = []
        self.actions: list[Callable[[], None]] = [
            self.who_am_i,
            self.who_am_i,
            self.post,
            self.echo,
            self.echo,
            self.stream_a_part,
            self.retry,
            self.give_up,
            self.fault,
            self.unreachable,
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
        assert f'oauth_token="{self._key}"' in header, f"{header} for {self._key}"
        nonce = re.search(r'oauth_nonce="(\w+)"', header)
        assert nonce, header
        self.nonces.append(nonce[1])

    def stream_a_part(self) -> None:
        request = oauth1.Request("GET", f"{self._faults['http']}/download?size=300000")
        with self._session.stream(request) as response:
            assert len(response.read(self._random.randrange(1, 200_000))) > 0

    def retry(self) -> None:
        key = f"{self._key}{self._random.random()}{os.getpid()}"
        url = f"{self._faults['http']}/unavailable?key={key}&drop=1"
        assert self._session.get(url, timeout=PATIENT).status == 200

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


def sample() -> tuple[int, int, int]:
    """What the process takes: memory in KiB, descriptors, threads."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    threads = len(os.listdir("/proc/self/task"))
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024, len(os.listdir("/proc/self/fd")), threads


def main() -> None:
    """Work until the time is over, and print what was seen."""
    config = json.load(sys.stdin)
    until = time.monotonic() + config["seconds"]
    transport = oauth1.HttpTransport(ca_certificates=config["faults"]["ca"], proxy=False)
    client = oauth1.Client(
        config["sandbox"]["key"],
        config["sandbox"]["secret"],
        transport=transport,
        retries=oauth1.Retries(attempts=3, first_pause=0.01, longest_pause=0.05),
    )
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    lock = threading.Lock()

    def work(token: dict[str, str], nonces: TextIO) -> None:
        session = client.session(oauth1.Token(token["oauth_token"], token["oauth_token_secret"]))
        user = User(config, session, token)
        while time.monotonic() < until and len(wrong) < 20:
            try:
                done = user.act()
            except Exception as error:  # whatever it is, it is told
                done = "wrong"
                wrong.append(f"{type(error).__name__}: {error}")
            with lock:
                counts[done] += 1
                nonces.writelines(f"{nonce}\n" for nonce in user.nonces)
            user.nonces.clear()

    samples = []
    with open(config["nonces"], "w", encoding="ascii") as nonces:
        threads = [
            threading.Thread(target=work, args=(token, nonces)) for token in config["tokens"]
        ]
        for thread in threads:
            thread.start()
        pause = max(config["seconds"] / 200, 0.5)
        while any(thread.is_alive() for thread in threads):
            samples.append(sample())
            time.sleep(pause)
    json.dump({"counts": counts, "wrong": wrong, "samples": samples}, sys.stdout)


if __name__ == "__main__":
    main()
