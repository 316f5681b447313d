"""`oauth1 explain`: what people paste, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from oauthlib.oauth1 import Client

from command_line import call, own_place, save
from oauth1.cli.curl import words_of
from oauth1.cli.exits import CommandError, Exit
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

__all__ = ["own_place"]
URL = "https://api.example.com/1/update.json"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
STEPS = "1. Parameters, and where each came from"


@pytest.fixture(autouse=True)
def profile(own_place: Path) -> None:
    """The secrets, and others beside them."""
    keys: dict[str, Any] = {"consumer_key": "key", "token": "token"}
    save(own_place, "x", **keys, consumer_secret=CONSUMER_SECRET, token_secret=TOKEN_SECRET)
    save(own_place, "swapped", **keys, consumer_secret=TOKEN_SECRET, token_secret=CONSUMER_SECRET)


def authorization(body: str = "status=Hello%21", **settings: str) -> str:
    """Return the header that oauthlib makes."""
    client = Client("key", CONSUMER_SECRET, "token", TOKEN_SECRET, **settings)
    return str(client.sign(URL, "POST", body, FORM)[1]["Authorization"])


def curl(body: str = "status=Hello%21", **settings: str) -> list[str]:
    return ["curl", "-sS", "-H", f"Authorization: {authorization(**settings)}", "-d", body, URL]


def as_text(words: list[str]) -> bytes:
    return " \\\n  ".join(f"'{word}'" if " " in word else word for word in words).encode()


# --- requests that were signed elsewhere --------------------------------------


def test_a_right_signature() -> None:
    done = call("explain", "-p", "x", *curl())
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"The signature is right.\n\nPOST {URL}, signed by HMAC-SHA1\n")
    assert STEPS in done.out
    assert "6. Signature" in done.out


def test_a_wrong_signature_and_its_cause() -> None:
    done = call("explain", "-p", "swapped", *curl())
    assert done.code == Exit.FAULT
    assert done.out.startswith("The signature is wrong.\n\nsecrets_swapped\n")
    assert "\nbase string\n  POST&https%3A%2F%2Fapi.example.com" in done.out
    assert STEPS not in done.out
    assert done.err == "hint: -v tells all steps\n"
    assert STEPS in call("explain", "-v", "-p", "swapped", *curl()).out
    done = call("explain", "-s", "-p", "x", *curl("status=Hello"))
    assert (done.code, done.err) == (Exit.FAULT, "")


def test_a_header_with_method_and_url(own_place: Path) -> None:
    words = ("explain", "-p", "x", "-X", "POST", "-d", "status=Hello!")
    header = f"Authorization: {authorization()}"
    assert call(*words, "-H", header, URL).code == 0
    assert call(*words, "-H", "@-", URL, stdin=header.encode()).code == 0
    assert call(*words, "-H", header.replace("oauth_signature=", "x="), URL).out.startswith(
        "The request has no signature."
    )


def test_a_query_that_is_signed() -> None:
    client = Client("key", CONSUMER_SECRET, "token", TOKEN_SECRET, signature_type="QUERY")
    url = client.sign(f"{URL}?a=b", "GET")[0]
    assert call("explain", "-p", "x", url).code == 0
    assert call("explain", "-p", "x", url.replace("a=b", "a=c")).code == Exit.FAULT


def test_a_form_that_is_signed() -> None:
    client = Client("key", CONSUMER_SECRET, "token", TOKEN_SECRET, signature_type="BODY")
    body = client.sign(URL, "POST", "a=b", FORM)[2]
    assert call("explain", "-p", "x", "curl", "-d", body, URL).code == 0
    assert call("explain", "-p", "x", "curl", "-d", f"{body}&c=d", URL).code == Exit.FAULT


def test_bodies_that_are_not_signed(own_place: Path) -> None:
    file = own_place / "file"
    file.write_text("x")
    client = Client("key", CONSUMER_SECRET, "token", TOKEN_SECRET)
    header = client.sign(URL, "POST")[1]["Authorization"]
    for words in (["-F", f"a=@{file}"], ["-X", "POST", "-T", str(file)], ["--json", "{}"]):
        done = call("explain", "-p", "x", "curl", "-H", f"Authorization: {header}", *words, URL)
        assert done.code == 0, done.out


def http(words: list[str]) -> str:
    return (
        f"POST /1/update.json HTTP/1.1\r\nHost: api.example.com\r\n{words[3]}\r\n"
        f"Content-Type: {FORM['Content-Type']}\r\n\r\n{words[5]}"
    )


@pytest.mark.parametrize(
    "text",
    [
        as_text,
        lambda words: b"$ " + as_text(words),
        lambda words: http(words).encode(),
        lambda words: b"\n" + http(words).replace("\r", "").encode(),
    ],
)
@pytest.mark.parametrize("place", ["stdin", "-", "file"])
def test_texts_are_pasted(own_place: Path, text: Callable[[list[str]], bytes], place: str) -> None:
    for body, code in (("status=Hello%21", 0), ("status=Other", Exit.FAULT)):
        content = text(curl(body))
        file = own_place / "file"
        file.write_bytes(content)
        words = {"stdin": [], "-": ["-"], "file": [str(file)]}[place]
        stdin = b"" if place == "file" else content
        assert call("explain", "-p", "x", *words, stdin=stdin).code == code


def test_the_scheme_of_an_http_request_is_told() -> None:
    text = http(curl()).encode()
    done = call("explain", "-p", "x", "--scheme", "http", stdin=text)
    assert done.code == Exit.FAULT
    assert "\nscheme\n" in done.out


def test_a_terminal_is_told_what_to_paste() -> None:
    done = call("explain", "-p", "x", stdin=as_text(curl()), terminals="in out")
    assert done.err.startswith("Paste a curl command")
    assert "\x1b[32mThe signature is right.\x1b[0m" in done.out


@pytest.mark.parametrize("method", ["HMAC-SHA256", "PLAINTEXT", "RSA-SHA1"])
def test_a_method_that_nobody_insists_on_is_no_fault(own_place: Path, method: str) -> None:
    key = own_place / "key.pem"
    key.write_text(RSA_KEY)
    signed = curl(signature_method=method, rsa_key=RSA_KEY)
    secrets = ("--rsa-key", str(key)) if method == "RSA-SHA1" else ("-p", "x")
    done = call("explain", *secrets, *signed)
    assert (done.code, done.out[:23]) == (0, "The signature is right."), done.out
    done = call("explain", *signed)
    assert (done.code, "signature_method\n" in done.out) == (0, False), done.out


def test_a_method_that_is_insisted_on() -> None:
    words = ("explain", "-p", "x", "--signature-method", "HMAC-SHA256")
    done = call(*words, *curl())
    assert (done.code, "\nsignature_method\n" in done.out) == (Exit.FAULT, True)
    done = call("explain", "--signature-method", "RSA-SHA1", "--rsa-key", "no", URL)
    assert done.code == Exit.FILE


# --- without secrets ----------------------------------------------------------


def test_without_secrets_the_signature_is_not_judged() -> None:
    done = call("explain", *curl())
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The signature is not checked: the secrets are not known.\n")
    assert "4. Base string" in done.out
    for part in ("5. Key", "6. Signature", "secret_missing", "Odd about it"):
        assert part not in done.out


def test_what_needs_no_secret_is_found_without() -> None:
    done = call("explain", *curl(timestamp="1318622958"))
    assert done.code == Exit.FAULT
    assert "\nclock" in done.out
    assert "secrets" not in done.out.replace("the secrets are not known", "")


# --- base strings -------------------------------------------------------------

GOOD = (
    "POST&https%3A%2F%2Fapi.example.com%2F1%2Fupdate.json&oauth_consumer_key%3Dkey"
    "%26oauth_nonce%3Dabc%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1318622958"
    "%26oauth_token%3Dtoken%26oauth_version%3D1.0%26status%3DHello%2521"
)


def test_a_base_string_beside_the_request_that_it_is_of() -> None:
    words = ("explain", "-p", "x", "-d", "status=Hello!", URL, "--base-string")
    done = call(*words, GOOD)
    assert done.code == Exit.FAULT
    assert done.out.startswith("The base strings are the same, so the secrets differ.\n\nsecrets\n")
    done = call(*words, "@-", stdin=GOOD.replace("%2521", "!").encode())
    assert done.out.startswith("The provider has another base string.\n\nreserved_characters\n")
    assert f"\nbase string\n  {GOOD}\n" in done.out
    done = call(*words, GOOD.replace("1318622958", "then"))
    assert done.code == Exit.FAULT


def test_a_base_string_beside_what_was_sent() -> None:
    words = curl(nonce="abc", timestamp="1318622958")
    provider = GOOD.replace("%2Fapi.", "%2Finternal.")
    done = call("explain", "-p", "x", "--base-string", provider, *words)
    assert done.out.startswith("The provider has another base string.\n\nhost\n")


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\n {GOOD} \n",
        GOOD.replace("&", "&amp;"),
        GOOD.replace("%", "%25").replace("&", "%26"),
    ],
)
def test_a_base_string_alone(text: str) -> None:
    done = call("explain", stdin=text.encode())
    assert done.code == 0, done.out
    assert done.out.startswith(f"The base string is well formed.\n\nPOST {URL}, ")
    assert "status                  Hello!" in done.out
    assert "5. Key" not in done.out
    assert call("explain", "--base-string", text).out == done.out


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (GOOD.replace("oauth_version%3D1.0%26status", "status%3Dx%26oauth_version"), "sort_order"),
        (GOOD.replace("%2521", "!"), "reserved_characters"),
        (GOOD.replace("%3A%2F%2F", "%3a%2f%2f"), "escape_case"),
    ],
)
def test_a_base_string_alone_that_is_not_well_formed(text: str, cause: str) -> None:
    done = call("explain", stdin=text.encode())
    assert done.code == Exit.FAULT
    assert done.out.startswith(f"The base string is not made as RFC 5849 wants it.\n\n{cause}\n")


# --- answers ------------------------------------------------------------------

ANSWER = (
    "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\n\r\noauth_problem=timestamp_refused"
)


def test_an_answer_alone(own_place: Path) -> None:
    file = own_place / "answer"
    file.write_text(ANSWER)
    done = call("explain", "--answer", file)
    assert done.code == Exit.FAULT
    assert done.out.startswith("The provider refused with the status 401.\n\nclock\n")
    done = call("explain", "--answer", "-", stdin=b"HTTP/2 200\n\n{}")
    assert (done.code, done.out) == (0, "The status 200 is no refusal.\n")


def test_an_answer_beside_the_request_that_it_is_of() -> None:
    answer = f"HTTP/1.1 401 Unauthorized\n\nInvalid signature. base_string: {GOOD}"
    words = curl(nonce="abc", timestamp="1318622958")
    done = call("explain", "-p", "swapped", "--answer", "-", *words, stdin=answer.encode())
    assert done.code == Exit.FAULT
    assert "the base strings are the same" in done.out.lower()


# --- requests that are yet to be signed ---------------------------------------


def test_how_a_request_would_be_signed() -> None:
    done = call("explain", "-p", "x", "-d", "a=b", URL)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"POST {URL}, signed by HMAC-SHA1\n")
    assert "***&***" in done.out
    done = call("explain", "-p", "x", "-T", "-", URL, stdin=b"x")
    assert done.out.startswith(f"PUT {URL}, ")
    done = call("explain", "-p", "x", "-d", f"a={CONSUMER_SECRET}", URL)
    assert done.code == Exit.FAULT
    assert "secret_sent" in done.out


def test_how_a_request_would_be_signed_with_no_secret() -> None:
    done = call("explain", URL)
    assert done.code == 0
    assert "4. Base string" in done.out
    assert "5. Key" not in done.out


# --- what is none of it -------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "stdin", "complaint"),
    [
        ([], "nonsense", "that is neither a curl command, nor an HTTP request, nor a base string"),
        ([], "\n", "there is nothing to explain"),
        ([], f"Authorization: {authorization()}", "that is neither"),
        (["--base-string", GOOD, "-"], GOOD, "that is neither"),
        (["--base-string", "GET&x"], "", "that is no base string"),
        (["--base-string", "x"], "", "that is no base string"),
        (["--answer", "-"], "nope", "that is no answer of HTTP"),
        ([], "curl 'x", "the curl command cannot be read: No closing quotation"),
        ([], "curl", "the curl command has 0 URLs"),
        ([], "curl a.example b.example", "the curl command has 2 URLs"),
        ([], "curl --nope a.example", "the curl option --nope is not known here"),
        ([], "curl -H", "the curl command cannot be read: argument -H"),
        (["file", "curl", "a.example"], "", "'file' before curl is no option"),
        ([], "GET / HTTP/1.1\n\n", "Host"),
    ],
)
def test_what_cannot_be_explained(words: list[str], stdin: str, complaint: str) -> None:
    done = call("explain", *words, stdin=stdin.encode())
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert complaint in done.complaint


def test_a_file_that_is_not_there() -> None:
    done = call("explain", "api.example.com/1")
    assert (done.code, done.complaint) == (Exit.FILE, "api.example.com/1: No such file")
    assert "https://api.example.com/1" in done.err


# --- curl commands as they are found ------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("curl a", ["curl", "a"]),
        ("$ curl \\\n -d 'x y' a", ["curl", "-d", "x y", "a"]),
        ('curl ^\r\n -d "x" a', ["curl", "-d", "x", "a"]),
        (
            r"curl --data-raw $'it\'s\n\u00e9\x21\!\q' a",
            ["curl", "--data-raw", "it's\né!!\\q", "a"],
        ),
    ],
)
def test_words_are_a_shells(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_quotes_that_do_not_close() -> None:
    with pytest.raises(CommandError):
        words_of("curl 'x")


def test_what_changes_nothing_is_passed_over() -> None:
    words = curl()
    more = [
        *("-k", "-L", "-i", "--compressed", "-A", "agent", "-u", "user:password", "-o", "file"),
        *("--max-time", "3", "-b", "cookie=1", "--http2", "-XPOST", "--url", words.pop()),
    ]
    done = call("explain", "-p", "x", *words, *more)
    assert done.code == 0, done.err
    assert "password" not in done.out
    assert call("explain", "-p", "x", "curl", "api.example.com/x").out.startswith(
        "GET http://api.example.com/x"
    )
