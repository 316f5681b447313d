"""LTI 1.1: launches that oauthlib signs, launches that oauthlib checks, and outcomes."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import oauthlib.oauth1
import pytest
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header

import oauth1
from oauth1 import Client, VerificationError, Verifier
from oauth1.lti import (
    Launch,
    LaunchError,
    LaunchForm,
    Outcome,
    OutcomeAnswer,
    OutcomeError,
    Role,
    launch_form,
    read_outcome,
)
from oauthlib_server import Sent, accepts

KEY, SECRET = "school", "s3cret &+%"
URL = "https://tool.example/lti/launch?chapter=7&x=a%20b"
FORM = "application/x-www-form-urlencoded"

# the example of the LTI 1.1.1 implementation guide, with what else a platform may say
PARAMS = {
    "lti_message_type": "basic-lti-launch-request",
    "lti_version": "LTI-1p0",
    "resource_link_id": "88391-e1919-bb3456",
    "resource_link_title": "My Weekly Wiki",
    "resource_link_description": "A wiki & more",
    "user_id": "0ae836b9-7fc9-4060-006f-27b2066ac545",
    "user_image": "https://school.example/jane.jpg",
    "roles": "Instructor, urn:lti:instrole:ims/lis/Administrator,"
    "urn:lti:role:ims/lis/TeachingAssistant/Grader",
    "lis_person_name_given": "Jäne",
    "lis_person_name_family": "Public",
    "lis_person_name_full": "Jäne Q. Public",
    "lis_person_contact_email_primary": "jane@school.example",
    "lis_person_sourcedid": "school.example:jane",
    "context_id": "8213060-006f-27b2066ac545",
    "context_type": "CourseSection",
    "context_title": "Design of Personal Environments",
    "context_label": "SI182",
    "tool_consumer_instance_guid": "lms.school.example",
    "tool_consumer_instance_name": "School",
    "tool_consumer_instance_description": "University of School (LMSng)",
    "tool_consumer_instance_url": "https://lms.school.example",
    "tool_consumer_instance_contact_email": "admin@school.example",
    "tool_consumer_info_product_family_code": "moodle",
    "tool_consumer_info_version": "2.9",
    "launch_presentation_locale": "de-DE",
    "launch_presentation_document_target": "iframe",
    "launch_presentation_width": "320",
    "launch_presentation_height": "24O",
    "launch_presentation_css_url": "https://school.example/style.css",
    "launch_presentation_return_url": "https://lms.school.example/back?id=7#top",
    "lis_outcome_service_url": "https://lms.school.example/outcomes",
    "lis_result_sourcedid": "feb-123-456::<2929>",
    "custom_chapter": "7",
    "custom_empty": "",
    "ext_lms": "moodle-2",
}


def by_oauthlib(
    params: Any = PARAMS, url: str = URL, secret: str = SECRET, key: str = KEY, **changes: Any
) -> tuple[str, bytes]:
    """What a platform makes the browser post: the URL and the form."""
    client = oauthlib.oauth1.Client(
        key, secret, signature_type=oauthlib.oauth1.SIGNATURE_TYPE_BODY,
        callback_uri="about:blank", **changes,
    )  # fmt: skip
    url, _, body = client.sign(url, "POST", urlencode(params), {"Content-Type": FORM})
    return url, body.encode()


def verifier(**settings: Any) -> Verifier:
    return Verifier({KEY: SECRET}.get, lambda *_: "token secret", **settings)


def verify(url: str, body: bytes, method: str = "POST", **settings: Any) -> oauth1.Verified:
    return verifier(**settings).verify(method, url, headers={"Content-Type": FORM}, body=body)


def launched(params: Any = PARAMS, **changes: Any) -> Launch:
    return Launch.of(verify(*by_oauthlib(params, **changes)))


def changed(**changes: str | None) -> dict[str, str]:
    params = {**PARAMS, **changes}
    return {name: value for name, value in params.items() if value is not None}


# --- launches ------------------------------------------------------------------------------------


def test_a_launch_that_oauthlib_signs_says_who_comes_from_where() -> None:
    launch = launched()
    assert launch.consumer_key == KEY == launch.verified.consumer_key
    user = launch.user
    assert (user.id, user.given_name, user.family_name, user.full_name) == (
        "0ae836b9-7fc9-4060-006f-27b2066ac545", "Jäne", "Public", "Jäne Q. Public",
    )  # fmt: skip
    assert (user.email, user.image, user.sourcedid) == (
        "jane@school.example", "https://school.example/jane.jpg", "school.example:jane",
    )  # fmt: skip
    link, context = launch.resource_link, launch.context
    assert (link.id, link.title) == ("88391-e1919-bb3456", "My Weekly Wiki")
    assert link.description == "A wiki & more"
    assert (context.id, context.type) == ("8213060-006f-27b2066ac545", "CourseSection")
    assert (context.title, context.label) == ("Design of Personal Environments", "SI182")
    platform = launch.platform
    assert (platform.guid, platform.name) == ("lms.school.example", "School")
    assert (platform.description, platform.url) == (
        "University of School (LMSng)", "https://lms.school.example",
    )  # fmt: skip
    assert platform.contact_email == "admin@school.example"
    assert (platform.family, platform.version) == ("moodle", "2.9")
    shown = launch.presentation
    assert (shown.locale, shown.target, shown.css_url) == (
        "de-DE", "iframe", "https://school.example/style.css",
    )  # fmt: skip
    assert (shown.width, shown.height) == (320, None)
    assert launch.outcome == Outcome("https://lms.school.example/outcomes", "feb-123-456::<2929>")
    assert launch.custom == {"chapter": "7", "empty": ""}
    assert launch.params == PARAMS


def test_what_a_platform_keeps_to_itself_is_empty() -> None:
    needed = ("lti_message_type", "lti_version", "resource_link_id")
    launch = launched({name: PARAMS[name] for name in needed})
    assert launch.user == type(launch.user)(*[""] * 7)
    assert launch.context == type(launch.context)(*[""] * 4)
    assert launch.roles == ()
    assert (launch.outcome, launch.return_url()) == (None, None)
    assert dict(launch.custom) == {}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Instructor", ("context", "Instructor", "")),
        ("Learner/NonCreditLearner", ("context", "Learner", "NonCreditLearner")),
        ("urn:lti:role:ims/lis/Learner", ("context", "Learner", "")),
        ("urn:lti:role:ims/lis/Learner/GuestLearner", ("context", "Learner", "GuestLearner")),
        ("urn:lti:instrole:ims/lis/Student", ("institution", "Student", "")),
        ("URN:LTI:sysrole:ims/lis/SysAdmin", ("system", "SysAdmin", "")),
        ("urn:school:ims/lis/Instructor", ("other", "Instructor", "")),
        ("urn:lti:role:ims/lis/", ("other", "urn:lti:role:ims/lis/", "")),
        ("urn:school:role:Dean", ("other", "urn:school:role:Dean", "")),
    ],
)
def test_a_role_is_read(text: str, role: tuple[str, str, str]) -> None:
    assert Role.read(text) == Role(*role, text)


def test_a_role_elsewhere_is_none_in_the_course() -> None:
    launch = launched()
    assert launch.has_role("Instructor")
    assert launch.has_role("TeachingAssistant")
    assert not launch.has_role("Administrator")
    assert [role.kind for role in launch.roles] == ["context", "institution", "context"]


CHANGES = [
    ("Instructor", "Learner"),
    ("user_id=0", "user_id=1"),
    ("custom_chapter", "custom_chapters"),
    ("custom_empty=", "custom_empty=x"),
    ("&ext_lms=moodle-2", ""),
    ("oauth_nonce=", "oauth_nonce=1"),
    ("oauth_timestamp=1", "oauth_timestamp=2"),
    ("oauth_callback=about", "oauth_callback=https"),
    ("LTI-1p0", "LTI-1p1"),
    ("Weekly+Wiki", "Weekly%2BWiki"),
    (f"oauth_consumer_key={KEY}", "oauth_consumer_key=other"),
]
SAME = [("Weekly+Wiki", "Weekly%20Wiki"), ("user_id=", "%75ser_id="), ("%C3%A4", "%c3%a4")]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_launch_that_was_changed_is_refused(old: str, new: str) -> None:
    url, body = by_oauthlib()
    assert old.encode() in body
    with pytest.raises(VerificationError) as caught:
        verify(url, body.replace(old.encode(), new.encode()))
    assert caught.value.status == 401


@pytest.mark.parametrize(("old", "new"), SAME)
def test_a_launch_that_is_written_otherwise_is_the_same(old: str, new: str) -> None:
    url, body = by_oauthlib()
    assert old.encode() in body
    assert Launch.of(verify(url, body.replace(old.encode(), new.encode()))).params == PARAMS


@pytest.mark.parametrize(
    "url",
    [
        URL.replace("https:", "http:"),
        URL.replace("chapter=7", "chapter=8"),
        URL.replace("tool", "another"),
        URL.replace("example/", "example:8443/"),
        f"{URL}&more=1",
    ],
)
def test_a_launch_of_another_address_is_refused(url: str) -> None:
    _, body = by_oauthlib()
    with pytest.raises(VerificationError, match="signature"):
        verify(url, body)


def test_a_launch_behind_a_proxy_is_that_of_the_public_address_and_the_log_is_told_how() -> None:
    url, body = by_oauthlib()
    inside = url.replace("https://tool.example", "http://127.0.0.1:8000")
    assert Launch.of(verify(inside, body, public_url="https://tool.example")).user.id
    plain = url.replace("https:", "http:")
    diagnosis = verifier().explain("POST", plain, headers={"Content-Type": FORM}, body=body)
    assert diagnosis.findings[0].cause == "scheme"
    assert SECRET not in str(diagnosis)


def test_a_launch_is_a_post_with_the_right_secret_that_counts_once() -> None:
    url, body = by_oauthlib()
    with pytest.raises(VerificationError):
        verify(url, body, method="PUT")
    with pytest.raises(VerificationError):
        verify(*by_oauthlib(secret="other"))
    by = verifier()
    by.verify("POST", url, headers={"Content-Type": FORM}, body=body)
    with pytest.raises(VerificationError, match="used before"):
        by.verify("POST", url, headers={"Content-Type": FORM}, body=body)


# --- what is signed, and no launch ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (changed(lti_message_type=None), "lti_message_type is missing: expected 'basic-lti-launch"),
        (changed(lti_message_type="ContentItem"), "lti_message_type is 'ContentItem': expected"),
        (changed(lti_version="LTI-2p0"), "lti_version is 'LTI-2p0': expected 'LTI-1p0'"),
        (changed(resource_link_id=None), "resource_link_id is missing"),
        (changed(resource_link_id=""), "resource_link_id is missing"),
    ],
)
def test_what_is_no_launch_goes_back_with_the_reason(params: Any, message: str) -> None:
    with pytest.raises(LaunchError, match=message) as caught:
        launched(params)
    assert caught.value.kind == "launch"
    back = urlsplit(caught.value.return_url or "")
    assert (back.netloc, back.path, back.fragment) == ("lms.school.example", "/back", "top")
    assert parse_qs(back.query) == {"id": ["7"], "lti_errormsg": [str(caught.value)]}


@pytest.mark.parametrize(
    "address",
    [None, "", "javascript:alert(1)", "//elsewhere.example", "/back", "https://", "http://[x"],
)
def test_nobody_is_sent_to_what_is_no_address(address: str | None) -> None:
    params = changed(launch_presentation_return_url=address, resource_link_id=None)
    with pytest.raises(LaunchError) as caught:
        launched(params)
    assert caught.value.return_url is None


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ([*PARAMS.items(), ("user_id", "root")], "user_id is given twice"),
        ([*PARAMS.items(), ("custom_name", b"\xff")], "'custom_name' is not in UTF-8"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(params: Any, message: str) -> None:
    session = Client(KEY, SECRET, provider="lti").session()
    signed = session.sign(oauth1.Request("POST", URL, form=params))
    with pytest.raises(LaunchError, match=message):
        Launch.of(verify(signed.url, signed.body or b""))


def test_the_query_of_the_address_is_no_part_of_what_a_launch_says() -> None:
    url = f"{URL}&roles=Instructor&user_id=root"
    launch = launched(changed(roles="Learner"), url=url)
    assert (launch.has_role("Instructor"), launch.user.id) == (False, PARAMS["user_id"])
    with pytest.raises(LaunchError, match="lti_message_type is missing"):
        launched({}, url=f"{URL}&{urlencode(PARAMS)}")


def test_a_launch_is_signed_in_the_form_by_hmac_sha1_without_a_token() -> None:
    with pytest.raises(LaunchError, match="there is an oauth_token"):
        launched(resource_owner_key="token", resource_owner_secret="token secret")
    with pytest.raises(LaunchError, match="signed by HMAC-SHA256: expected HMAC-SHA1"):
        launched(signature_method="HMAC-SHA256")
    client = oauthlib.oauth1.Client(KEY, SECRET)
    url, headers, body = client.sign(URL, "POST", urlencode(PARAMS), {"Content-Type": FORM})
    verified = verifier().verify("POST", url, headers=headers, body=body)
    with pytest.raises(LaunchError, match="in the header: expected them in the form"):
        Launch.of(verified)


def test_a_user_is_sent_back_with_words_for_them_and_for_the_log() -> None:
    launch = launched()
    assert launch.return_url() == PARAMS["launch_presentation_return_url"]
    back = urlsplit(
        launch.return_url(message="Well done ü", log="a", error_message="No & more", error_log="b")
    )
    assert parse_qs(str(back.query)) == {
        "id": ["7"],
        "lti_msg": ["Well done ü"],
        "lti_log": ["a"],
        "lti_errormsg": ["No & more"],
        "lti_errorlog": ["b"],
    }


def test_what_a_launch_says_of_a_person_is_in_no_repr_by_chance() -> None:
    launch = launched()
    assert "ext_lms" not in repr(launch)
    assert "oauth_signature" not in repr(launch)


# --- the platform's side -------------------------------------------------------------------------


class Fields(HTMLParser):
    """The form of a page, as a browser has it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.scripts: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            assert found["method"] == "post"
            self.action = found["action"] or ""
        elif tag == "input":
            self.fields.append((found["name"] or "", found["value"] or ""))
        elif tag == "script":
            self.scripts.append(found)


def test_a_form_that_a_platform_signs_is_accepted_by_oauthlib_and_is_a_launch() -> None:
    params = {name: value for name, value in PARAMS.items() if not name.startswith("lti_")}
    params["resource_link_title"] = "\"<b>' & ü +"
    form = launch_form(Client(KEY, SECRET, provider="lti"), URL, params)
    page = Fields(form.html())
    assert (page.action, tuple(page.fields)) == (form.action, form.fields)
    assert page.action == URL
    body = urlencode(page.fields).encode()
    assert accepts(Sent("POST", URL, [("Content-Type", FORM)], body), SECRET)
    assert not accepts(Sent("POST", URL, [("Content-Type", FORM)], body + b"&x=y"), SECRET)
    launch = Launch.of(verify(URL, body))
    assert launch.resource_link.title == "\"<b>' & ü +"
    assert dict(page.fields)["oauth_callback"] == "about:blank"


def test_a_page_that_posts_itself_has_the_nonce_of_the_sites_policy_and_a_button() -> None:
    form = launch_form(Client(KEY, SECRET, provider="lti"), URL, {"resource_link_id": "7"})
    html = form.html(button="Los & <weiter>", script_nonce='r4nd"m')
    assert Fields(html).scripts == [{"nonce": 'r4nd"m'}]
    assert "<button>Los &amp; &lt;weiter&gt;</button>" in html
    assert "oauth_signature" not in repr(form)
    assert LaunchForm("https://a.example", ()).html().count("<input") == 0


# --- outcomes ------------------------------------------------------------------------------------

ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<imsx_POXEnvelopeResponse xmlns="http://www.imsglobal.org/services/ltiv1p1/xsd/imsoms_v1p0">'
    "<imsx_POXHeader><imsx_POXResponseHeaderInfo><imsx_version>V1.0</imsx_version>"
    "<imsx_messageIdentifier>4560</imsx_messageIdentifier><imsx_statusInfo>"
    "<imsx_codeMajor>{code}</imsx_codeMajor><imsx_severity>status</imsx_severity>"
    "<imsx_description>{text}</imsx_description></imsx_statusInfo></imsx_POXResponseHeaderInfo>"
    "</imsx_POXHeader><imsx_POXBody>{body}</imsx_POXBody></imsx_POXEnvelopeResponse>"
)
RESULT = (
    "<readResultResponse><result><resultScore><language>en</language><textString>{}</textString>"
    "</resultScore></result></readResultResponse>"
)


class Gradebook(HTTPServer):
    """A platform's service, which keeps what it gets and answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/outcomes"
        self.got: list[Sent] = []
        self.answer = (200, b"")


class _Handler(BaseHTTPRequestHandler):
    server: Gradebook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = list(self.headers.items())
        self.server.got.append(Sent("POST", self.server.url, headers, body))
        status, answer = self.server.answer
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def gradebook() -> Iterator[Gradebook]:
    with Gradebook() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def session() -> oauth1.Session:
    return Client(KEY, SECRET, provider="lti-outcomes").session()


def asked(gradebook: Gradebook, request: oauth1.Request) -> OutcomeAnswer:
    return read_outcome(session().send(request))


def test_a_result_is_sent_with_the_hash_of_its_body_and_a_signature_that_oauthlib_accepts(
    gradebook: Gradebook,
) -> None:
    gradebook.answer = (200, ENVELOPE.format(code="success", text="noted", body="").encode())
    outcome = Outcome(gradebook.url, "a<b&c")
    for request, wanted in [
        (outcome.replace(0.85), b"<replaceResultRequest>"),
        (outcome.read(), b"<readResultRequest>"),
        (outcome.delete(), b"<deleteResultRequest>"),
    ]:
        assert asked(gradebook, request) == (None, "noted")
        sent = gradebook.got[-1]
        assert wanted in (sent.body or b"")
        assert b"<sourcedId>a&lt;b&amp;c</sourcedId>" in (sent.body or b"")
        headers = {name.lower(): value for name, value in sent.headers}
        assert headers["content-type"] == "application/xml"
        hashed = base64.b64encode(hashlib.sha1(sent.body or b"").digest()).decode()
        params = dict(parse_authorization_header(headers["authorization"]))
        assert unquote(params["oauth_body_hash"]) == hashed
        assert accepts(sent, SECRET)
    assert b"<textString>0.85</textString>" in (gradebook.got[-3].body or b"")


@pytest.mark.parametrize(
    ("score", "text"),
    [(0, "0.0"), (1, "1.0"), (0.5, "0.5"), (1 / 3, "0.333333"), (1e-5, "0.00001")],
)
def test_a_score_is_written_as_a_decimal(score: float, text: str) -> None:
    body = Outcome("https://a.example", "x").replace(score).body
    assert f"<textString>{text}</textString>".encode() in body


@pytest.mark.parametrize("score", [-0.1, 1.1, 85, float("nan")])
def test_a_score_that_is_none_is_not_sent(score: float) -> None:
    with pytest.raises(ValueError, match=r"expected 0\.0 to 1\.0"):
        Outcome("https://a.example", "x").replace(score)


def test_a_result_is_read(gradebook: Gradebook) -> None:
    for text, score in [("0.75", 0.75), ("", None)]:
        answer = ENVELOPE.format(code="success", text="", body=RESULT.format(text))
        gradebook.answer = (200, answer.encode())
        assert asked(gradebook, Outcome(gradebook.url, "x").read()).score == score


BOMB = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'


@pytest.mark.parametrize(
    ("answer", "message", "code"),
    [
        (ENVELOPE.format(code="failure", text="no such user", body=""), "no such user", "failure"),
        (ENVELOPE.format(code="Unsupported", text="", body=""), "Unsupported", "unsupported"),
        ("<html>", "no XML", None),
        ("<html/>", "no imsx_codeMajor", None),
        (BOMB, "document type", None),
        (BOMB.encode("utf-16").decode("latin-1"), "document type", None),
        (ENVELOPE.format(code="success", text="", body=RESULT.format("A+")), "'A\\+'", None),
    ],
)
def test_what_a_platform_does_not_do_is_an_error(
    gradebook: Gradebook, answer: str, message: str, code: str | None
) -> None:
    gradebook.answer = (200, answer.encode("latin-1"))
    with pytest.raises(OutcomeError, match=message) as caught:
        asked(gradebook, Outcome(gradebook.url, "x").read())
    assert (caught.value.kind, caught.value.code) == ("outcome", code)


def test_an_error_of_http_is_one(gradebook: Gradebook) -> None:
    gradebook.answer = (401, b"")
    with pytest.raises(oauth1.RefusedError):
        asked(gradebook, Outcome(gradebook.url, "x").read())
