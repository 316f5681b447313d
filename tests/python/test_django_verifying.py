"""Views of Django for requests that others sign, through servers as they are."""

from __future__ import annotations

import json
import logging
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1
from typing import Any
from urllib.parse import quote, unquote

import oauthlib.common
import oauthlib.oauth1
import pytest
import requests
import requests_oauthlib
from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.http.request import RawPostDataException
from django.test import AsyncClient, Client, RequestFactory, override_settings
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header

from django_servers import asgi, threaded
from oauth1 import VerificationError, Verifier
from oauth1.sandbox.problems import RefusedError
from oauthlib_server import Sent, accepts

pytestmark = pytest.mark.usefixtures("_django", "_users")

FORM = [("title", "a day & more"), ("title", "out+there"), ("ü", "☃"), ("empty", "")]
PLACES = ["AUTH_HEADER", "QUERY", "BODY"]
WSGI_VIEWS = ["photos", "aphotos", "report", "waiting", "awaiting", "own", "class", "aclass"]


@pytest.fixture(autouse=True)
def _guarded() -> Iterator[None]:
    from django_guarded import VERIFIERS

    with override_settings(OAUTH1={"VERIFIERS": VERIFIERS}, ROOT_URLCONF="django_guarded"):
        yield


@pytest.fixture(params=[threaded, asgi], ids=["wsgi", "asgi"])
def origin(request: pytest.FixtureRequest) -> Iterator[str]:
    """The site on a server."""
    with request.param() as port:
        yield f"http://127.0.0.1:{port}"


def signing(**changes: Any) -> requests_oauthlib.OAuth1:
    from django_guarded import KEY, SECRET, TOKEN, TOKEN_SECRET

    return requests_oauthlib.OAuth1(
        **{
            "client_key": KEY, "client_secret": SECRET, "resource_owner_key": TOKEN,
            "resource_owner_secret": TOKEN_SECRET, **changes,
        }
    )  # fmt: skip


def without_token(**changes: Any) -> requests_oauthlib.OAuth1:
    return signing(resource_owner_key=None, resource_owner_secret=None, **changes)


def prepared(
    method: str, url: str, auth: requests_oauthlib.OAuth1, **content: Any
) -> requests.PreparedRequest:
    made = requests.Request(method, url, auth=auth, **content).prepare()
    made.headers = {_text(name): _text(value) for name, value in made.headers.items()}  # type: ignore[assignment]
    return made


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode()


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else body


def send(request: requests.PreparedRequest) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.send(request, allow_redirects=False)


# --- what is accepted ----------------------------------------------------------------------------


def test_what_others_sign_reaches_each_kind_of_view_and_counts_once(origin: str) -> None:
    from django_guarded import KEY, TOKEN

    for number, view in enumerate(WSGI_VIEWS):
        url = f"{origin}/{view}/?x=1%2B1&y=a+b&x=%C3%BC"
        place = PLACES[number % len(PLACES)]
        request = prepared("POST", url, signing(signature_type=place), data=FORM)
        answer = send(request)
        assert answer.status_code == 200, (view, answer.text)
        found = answer.json()
        assert (found["consumer"], found["token"], found["covers_body"]) == (KEY, TOKEN, True)
        assert found["form"]["title"] == ["a day & more", "out+there"]
        assert (found["form"]["ü"], found["form"]["empty"]) == (["☃"], [""])
        answer = send(request)
        assert (answer.status_code, answer.text) == (401, "the nonce was used before\n"), view
        assert 'oauth_problem="nonce_used"' in answer.headers["WWW-Authenticate"]


CHANGES = [
    ("vacation", "holiday"),
    ("size=original", "size=large"),
    ("title=a", "title=b"),
    ("&empty=", ""),
    ("out+there", "out%2Bthere"),
    ("oauth_nonce", "oauth_nonces"),
    ("oauth_timestamp", "oauth_timestamps"),
    ("1.0", "2.0"),
    ("HMAC-SHA1", "HMAC-SHA256"),
    ("dpf43f3p2l4k3l03", "another"),
    ("nnch734d00sl2jdk", "another"),
]
SAME = [
    ("nothing", "to change"),
    ("a%20day", "a+day"),
    ("vacation%20day", "vacation+day"),
    ("title=", "%74itle="),
]


@pytest.mark.parametrize("place", PLACES)
def test_what_oauthlib_refuses_is_refused_in_each_transmission_and_the_rest_accepted(
    place: str,
) -> None:
    url = "http://testserver/photos/?file=vacation%20day.jpg&size=original"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for old, new in [*CHANGES, *SAME]:
        request = prepared(
            "POST",
            url,
            signing(signature_type=place),
            data="title=a%20day&title=out+there&empty=",
            headers=form,
        )
        target = (request.url or "").replace(old, new)
        body = _bytes(request.body).replace(old.encode(), new.encode())
        headers = {name: value.replace(old, new) for name, value in request.headers.items()}
        # of a key that is changed, oauthlib's judge here would not know
        judged = new != "another" and judge(Sent("POST", target, [*headers.items()], body))
        assert judged == ((old, new) in SAME), (old, new)
        answer = Client().generic(
            "POST",
            target.removeprefix("http://testserver"),
            body,
            content_type=form["Content-Type"],
            headers={name: value for name, value in headers.items() if name == "Authorization"},
        )
        assert (answer.status_code == 200) == judged, (old, new, answer.content)


def judge(sent: Sent) -> bool:
    """What oauthlib's server says."""
    from django_guarded import SECRET, TOKEN_SECRET

    try:
        return accepts(sent, SECRET, TOKEN_SECRET)
    except (AssertionError, RefusedError, oauthlib.oauth1.OAuth1Error):
        return False


def test_a_path_is_verified_as_it_came(origin: str) -> None:
    request = prepared("GET", f"{origin}/a%20b/%C3%BC;v=1,2~/", signing())
    assert send(request).status_code == 200
    request.url = f"{origin}/a%20b/u;v=1,2~/"
    assert send(request).status_code == 401


def test_a_body_that_no_signature_covers_is_left_to_the_view_and_may_be_large(origin: str) -> None:
    large = b"x" * 4_000_000  # more than is held in memory
    url = f"{origin}/photos/"
    answer = send(prepared("POST", url, signing(), data=FORM, files={"photo": ("a", large)}))
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["files"], found["covers_body"]) == ({"photo": len(large)}, False)
    assert found["form"]["title"] == ["a day & more", "out+there"]
    video = {"Content-Type": "video/mp4"}
    answer = send(prepared("POST", url, signing(), data=large, headers=video))
    assert (answer.status_code, answer.json()["covers_body"]) == (200, False)
    changed = prepared("POST", url, signing(), data=large, headers=video)
    changed.headers["Content-Type"] = "application/x-www-form-urlencoded"
    assert send(changed).status_code == 413


def test_a_body_hash_is_checked_of_what_is_multipart_too() -> None:
    from django_guarded import KEY, SECRET, TOKEN, TOKEN_SECRET

    body = '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\na day\r\n--b--\r\n'
    client: Any = oauthlib.oauth1.Client(KEY, SECRET, TOKEN, TOKEN_SECRET)
    hashed = b64encode(sha1(body.encode()).digest()).decode()
    for sent, status in ((body, 200), (body.replace("day", "way"), 401)):
        request: Any = oauthlib.common.Request("http://testserver/photos/", "POST")
        request.oauth_params = [*client.get_oauth_params(request), ("oauth_body_hash", hashed)]
        signature = client.get_oauth_signature(request)
        answer = Client().generic(
            "POST",
            "/photos/",
            sent,
            content_type="multipart/form-data; boundary=b",
            headers={
                "Authorization": header_of([*request.oauth_params, ("oauth_signature", signature)])
            },
        )
        assert answer.status_code == status, answer.content
    assert answer.content == b"oauth_body_hash is not the hash of the body\n"


def header_of(params: Any) -> str:
    return "OAuth " + ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in params)


def test_a_view_needs_no_csrf_token_and_its_class_is_exempt_too() -> None:
    from django.urls import resolve

    for path in ("/photos/", "/aphotos/", "/class/", "/aclass/", "/launch/"):
        assert getattr(resolve(path).func, "csrf_exempt", False), path
    browser = Client(enforce_csrf_checks=True)
    request = prepared("POST", "http://testserver/class/", signing(), data=FORM)
    answer = browser.generic(
        "POST",
        "/class/",
        request.body or "",
        content_type=request.headers["Content-Type"],
        headers={"Authorization": request.headers["Authorization"]},
    )
    assert answer.status_code == 200


def test_one_method_of_a_class_can_be_guarded() -> None:
    async def ask() -> list[int]:
        browser = AsyncClient()
        request = prepared("GET", "http://testserver/half/", signing())
        header = {"Authorization": request.headers["Authorization"]}
        return [
            (await browser.get("/half/", headers=header)).status_code,
            (await browser.get("/half/", headers=header)).status_code,
            (await browser.get("/half/")).status_code,
            (await browser.post("/half/")).status_code,
        ]

    assert async_to_sync(ask)() == [200, 401, 401, 200]


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["photos", "aphotos"])
def test_a_refusal_is_answered_as_by_the_middleware(
    origin: str, view: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "oauth1")
    url = f"{origin}/{view}/"
    answer = send(prepared("GET", url, signing(client_secret="other")))
    assert answer.status_code == 401
    assert answer.text == "the credentials or the signature are not right\n"
    assert answer.headers["WWW-Authenticate"] == (
        'OAuth realm="Photos", oauth_problem="signature_invalid"'
    )
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    answer = send(requests.Request("GET", url).prepare())
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        'OAuth realm="Photos"',
    )
    answer = send(prepared("GET", url, without_token()))
    assert answer.status_code == 400
    assert 'oauth_parameters_absent="oauth_token"' in answer.headers["WWW-Authenticate"]
    ours = [record for record in caplog.records if record.name == "oauth1"]
    assert [(each.levelname, each.getMessage().split(": ")[1]) for each in ours] == [
        ("WARNING", "signature"),
        ("INFO", "not_signed"),
        ("WARNING", "parameter_missing"),
    ]


def test_a_consumer_alone_is_enough_where_a_view_says_so() -> None:
    request = prepared("GET", "http://testserver/report/", without_token())
    header = {"Authorization": request.headers["Authorization"]}
    answer = Client().get("/report/", headers=header)
    assert (answer.status_code, answer.json()["token"]) == (200, None)
    answer = Client().get("/report/")
    assert answer.headers["WWW-Authenticate"] == r'OAuth realm="The \"Photos\""'


def test_a_realm_in_any_script_is_told_in_utf_8() -> None:
    from django_guarded import VERIFIERS

    verifiers = {"default": {**VERIFIERS["default"], "realm": "写真"}}
    with override_settings(OAUTH1={"VERIFIERS": verifiers}):
        told = Client().get("/photos/").headers["WWW-Authenticate"]
    assert told.encode("latin-1").decode() == 'OAuth realm="写真"'


@pytest.mark.parametrize("view", ["photos", "awaiting"])
def test_the_log_is_told_what_made_a_signature_wrong_where_it_is_asked_for(
    view: str, caplog: pytest.LogCaptureFixture
) -> None:
    from django_guarded import SECRET, TOKEN_SECRET, VERIFIERS

    # it was signed for https, and comes by http: a proxy that ends TLS
    request = prepared("GET", f"https://testserver/{view}/", signing())
    header = {"Authorization": request.headers["Authorization"]}

    def refuse() -> list[str]:
        caplog.clear()
        assert Client().get(f"/{view}/", headers=header).status_code == 401
        return [record.getMessage() for record in caplog.records if record.name == "oauth1"]

    assert len(refuse()) == 1
    explaining = {name: {**each, "explain": True} for name, each in VERIFIERS.items()}
    with override_settings(OAUTH1={"VERIFIERS": explaining}):
        refused, *rest = refuse()
    why = "\n".join(rest)
    assert "refused a request: signature" in refused
    assert "https" in why
    assert "scheme" in why
    params = dict(parse_authorization_header(header["Authorization"]))
    same = signing(nonce=params["oauth_nonce"], timestamp=params["oauth_timestamp"])
    right = prepared("GET", f"http://testserver/{view}/", same).headers["Authorization"]
    assert Client().get(f"/{view}/", headers={"Authorization": right}).status_code == 200
    signature = dict(parse_authorization_header(right))["oauth_signature"]
    for secret in (SECRET, TOKEN_SECRET, signature, unquote(signature)):
        assert secret not in why


def test_a_consumer_that_is_not_known_needs_no_explanation(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with override_settings(DEBUG=True):
        request = prepared("GET", "http://testserver/photos/", signing(client_key="other"))
        header = {"Authorization": request.headers["Authorization"]}
        assert Client().get("/photos/", headers=header).status_code == 401
    assert len([record for record in caplog.records if record.name == "oauth1"]) == 1


# --- bodies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["photos", "aphotos"])
def test_a_body_that_is_larger_than_django_takes_is_answered_with_413(view: str) -> None:
    request = prepared("POST", f"http://testserver/{view}/", signing(), data={"x": "y" * 2000})

    def post(most: int, **more: Any) -> Any:
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=most):
            return Client().generic(
                "POST",
                f"/{view}/",
                request.body or "",
                content_type=request.headers["Content-Type"],
                headers={"Authorization": request.headers["Authorization"]},
                **more,
            )

    assert post(2001).status_code == 413
    assert post(2002).status_code == 200


def test_a_body_whose_length_is_not_told_has_the_same_limit() -> None:
    with asgi() as port, override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=2000):
        url = f"http://127.0.0.1:{port}/aphotos/"
        request = prepared("POST", url, signing(), data={"x": "y" * 2000})
        whole = _bytes(request.body)
        del request.headers["Content-Length"]
        request.body = iter([whole])  # type: ignore[assignment]
        request.headers["Transfer-Encoding"] = "chunked"
        assert send(request).status_code == 413


def reading(get_response: Any) -> Any:
    """A middleware that reads the body, and does not keep it."""

    def middleware(request: Any) -> Any:
        request.read()
        return get_response(request)

    return middleware


def looking(get_response: Any) -> Any:
    """A middleware that looks at the body."""

    def middleware(request: Any) -> Any:
        assert request.body or request.POST is not None
        return get_response(request)

    return middleware


def test_a_body_that_a_middleware_has_used_up_is_told_and_one_that_it_looked_at_is_there() -> None:
    request = prepared("POST", "http://testserver/photos/", signing(), data=FORM)

    def post(middleware: str) -> Any:
        with override_settings(MIDDLEWARE=[f"{__name__}.{middleware}"]):
            return Client().generic(
                "POST",
                "/photos/",
                request.body or "",
                content_type=request.headers["Content-Type"],
                headers={"Authorization": request.headers["Authorization"]},
            )

    with pytest.raises(RawPostDataException, match="was read before its signature was verified"):
        post("reading")
    answer = post("looking")
    assert (answer.status_code, answer.json()["form"]["ü"]) == (200, ["☃"])


# --- proxies -------------------------------------------------------------------------------------

PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "photos.example"}


@pytest.mark.parametrize(
    ("options", "changed", "headers", "status"),
    [
        ({}, {}, PROXY, 401),
        ({"proxies": 1}, {}, PROXY, 200),
        ({"proxies": 1}, {}, {}, 401),
        ({"public_url": "https://photos.example"}, {}, {}, 200),
        ({"public_url": "https://fotos.example"}, {}, PROXY, 401),
        (
            {},
            {
                "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
                "USE_X_FORWARDED_HOST": True,
                "ALLOWED_HOSTS": ["photos.example"],
            },
            PROXY,
            200,
        ),
        (
            {"proxies": 1, "proxy_headers": "forwarded"},
            {},
            {"Forwarded": "proto=https;host=photos.example"},
            200,
        ),
    ],
)
@pytest.mark.parametrize("is_async", [False, True])
def test_what_was_signed_is_the_public_url_by_ones_own_policy_or_by_djangos(
    options: dict[str, Any],
    changed: dict[str, Any],
    headers: dict[str, str],
    status: int,
    is_async: bool,
) -> None:
    from django_guarded import VERIFIERS

    path = "/aphotos/?x=1" if is_async else "/photos/?x=1"
    request = prepared("GET", f"https://photos.example{path}", signing())
    sent = {"Authorization": request.headers["Authorization"], **headers}
    verifiers = {"default": {**VERIFIERS["default"], **options}}
    with override_settings(OAUTH1={"VERIFIERS": verifiers}, **changed):
        answer: Any
        if is_async:
            answer = async_to_sync(AsyncClient().get)(path, headers=sent)
        else:
            answer = Client().get(path, headers=sent)
    assert answer.status_code == status, answer.content


def test_a_url_as_a_proxy_is_asked_for_it_is_taken_apart() -> None:
    request = prepared("GET", "http://testserver/photos/?x=%7e", signing())
    header = {"Authorization": request.headers["Authorization"]}
    target = "http://elsewhere.example/photos/?x=%7e"
    answer = Client().get("/photos/?x=~", headers=header, RAW_URI=target)
    assert answer.status_code == 200, answer.content


# --- settings ------------------------------------------------------------------------------------


def test_a_verifier_that_the_settings_do_not_have_is_told() -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"none of these: .* default, async, cached, lti"
    ):
        Client().get("/misnamed/")
    with (
        override_settings(OAUTH1={}),
        pytest.raises(ImproperlyConfigured, match="default: the verifiers of OAUTH1 are none"),
    ):
        Client().get("/photos/")


def test_a_realm_goes_with_a_verifier_of_the_settings_alone() -> None:
    from oauth1.django.verifying import oauth1_required

    with pytest.raises(TypeError, match="give it to the Verifier"):
        oauth1_required(verifier=Verifier(repr, str.join), realm="Photos")


def test_views_with_a_realm_of_their_own_share_the_nonces_of_their_verifier() -> None:
    from oauth1.django.conf import settings
    from oauth1.django.verifying import Verification

    request = prepared("GET", "http://testserver/", signing())
    asked = RequestFactory().get("/", headers={"Authorization": request.headers["Authorization"]})
    entry = {"consumer": "django_guarded.consumer", "token": "django_guarded.token"}
    with override_settings(
        OAUTH1={"VERIFIERS": {"default": {**entry, "nonces": "oauth1.MemoryNonces"}}}
    ):
        assert Verification(realm="Photos").verify(asked).consumer_key
        with pytest.raises(VerificationError, match="used before"):
            Verification(realm="Albums").verify(asked)
        made = settings().verifiers["default"]
        assert made.verifier() is made.verifier()


def had(entry: Any) -> str:
    """What is wrong with an entry of `VERIFIERS`, by the checks."""
    from oauth1.django.checks import check_settings

    with override_settings(OAUTH1={"VERIFIERS": {"default": entry}}):
        return "; ".join(f"{each.id} {each.msg}" for each in check_settings(None))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("photos", r"E001 .*\['default'\] is str, not a dictionary"),
        ({}, "E001 .* has to have either 'consumer'"),
        ({"consumer": repr, "consumer_secrets": {}}, "E001 .* has to have either 'consumer'"),
        ({"consumer_secrets": "a"}, r"E001 .*\['consumer_secrets'\] is not a dictionary"),
        ({"consumer": repr, "colour": 1}, "E001 .* has 'colour', which is no option"),
        ({"consumer": "django_guarded.nobody"}, r"E008 .*\['consumer'\]: Module .*nobody"),
        ({"consumer": 7}, r"E008 .*\['consumer'\] is int, which cannot be called"),
        ({"consumer": repr, "user": "nowhere.at_all"}, r"E008 .*\['user'\]: No module"),
        ({"consumer": repr, "timestamp_window": 0}, "E008 .*window"),
        ({"consumer": repr, "proxies": "two"}, "E008 .*integer"),
        ({"consumer": repr, "public_url": "photos"}, "E008 .*absolute"),
    ],
)
def test_what_cannot_work_is_told_by_the_checks(entry: Any, message: str) -> None:
    assert re.search(message, had(entry)), had(entry)


def test_a_site_that_only_verifies_needs_nothing_of_what_connects_accounts() -> None:
    from django_guarded import VERIFIERS
    from oauth1.django.checks import check_settings

    with override_settings(MIDDLEWARE=[], SESSION_COOKIE_SAMESITE="Strict"):
        assert check_settings(None) == []
        with override_settings(OAUTH1={"VERIFIERS": VERIFIERS, "PROVIDERS": {}}):
            assert check_settings(None) == []
        with override_settings(OAUTH1={}):
            assert "oauth1.E006" in {each.id for each in check_settings(None)}


def test_nonces_in_the_database_need_their_app() -> None:
    apps = ["django.contrib.contenttypes", "django.contrib.auth", "oauth1.django"]
    with override_settings(INSTALLED_APPS=apps):
        assert "E008 OAUTH1['VERIFIERS']['default'] keeps nonces in the database" in had(
            {"consumer": repr}
        )
        assert had({"consumer": repr, "nonces": "oauth1.MemoryNonces"}) == ""


def test_no_secret_is_in_the_repr_of_a_setting_or_on_a_page_of_errors() -> None:
    from django.views.debug import SafeExceptionReporterFilter

    from django_guarded import SECRET, VERIFIERS
    from oauth1.django.conf import settings

    assert SECRET not in repr(settings())
    shown = SafeExceptionReporterFilter().cleanse_setting("OAUTH1", {"VERIFIERS": VERIFIERS})
    assert SECRET not in json.dumps(shown, default=str)
