"""Nonces in Django's cache and database: each is taken once, for as long as it has to be."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from oauth1 import Client, Request, SignedRequest, VerificationError, Verifier

pytestmark = pytest.mark.usefixtures("_django")

NOW = 1_000_000_000  # long ago, so that what is kept has expired
URL = "https://api.example.com/photos"


def cache_nonces(cache: str = "default") -> Any:
    from oauth1.django.nonces.stores import CacheNonces

    return CacheNonces(cache)


def database_nonces() -> Any:
    from oauth1.django.nonces.stores import DatabaseNonces

    return DatabaseNonces()


def signed(clock: int = NOW) -> SignedRequest:
    return Client("key", "secret", clock=lambda: clock).session().sign(Request("GET", URL))


def verdict(request: SignedRequest, nonces: Any, clock: int = NOW) -> str:
    verifier = Verifier(lambda _: "secret", lambda *_: None, nonces=nonces, clock=lambda: clock)
    try:
        verifier.verify("GET", URL, headers=request.headers)
    except VerificationError as refused:
        return refused.reason
    return "accepted"


@pytest.mark.parametrize("store", [cache_nonces, database_nonces])
def test_a_nonce_is_taken_once_and_others_beside_it(store: Any) -> None:
    first, second = signed(), signed()
    assert [verdict(each, store()) for each in (first, second, first, second)] == [
        "accepted",
        "accepted",
        "nonce",
        "nonce",
    ]


def test_the_database_forgets_what_has_expired_and_no_more() -> None:
    from django.core.management import call_command

    from oauth1.django.nonces.models import UsedNonce

    UsedNonce.objects.all().delete()
    later = 4_000_000_000
    old, fresh = signed(), signed(later)
    assert verdict(old, database_nonces()) == "accepted"
    assert verdict(fresh, database_nonces(), later) == "accepted"
    out = StringIO()
    call_command("oauth1_clear_nonces", stdout=out)
    assert out.getvalue() == "1 nonces cleared\n"
    assert verdict(fresh, database_nonces(), later) == "nonce"
    assert UsedNonce.objects.get().expires == later + 300


def test_a_nonce_is_new_again_where_all_that_was_done_is_undone() -> None:
    from django.db import transaction

    request = signed()
    with transaction.atomic():
        assert verdict(request, database_nonces()) == "accepted"
        # what is refused leaves the transaction usable
        assert verdict(request, database_nonces()) == "nonce"
        assert verdict(signed(), database_nonces()) == "accepted"
        transaction.set_rollback(True)
    assert verdict(request, database_nonces()) == "accepted"


@pytest.mark.parametrize(
    ("backend", "message"),
    [("dummy.DummyCache", "keeps nothing"), ("filebased.FileBasedCache", "is in files")],
)
def test_a_cache_that_would_take_a_nonce_twice_is_refused(
    backend: str, message: str, tmp_path: Any
) -> None:
    cache = {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": str(tmp_path)}
    with (
        override_settings(CACHES={"default": cache}),
        pytest.raises(ImproperlyConfigured, match=message),
    ):
        cache_nonces()
