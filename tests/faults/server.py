"""A server of faults, for the tests of every language: what servers and networks do wrong, by path.

`python tests/faults/server.py` prints one line, a JSON object, and serves until its standard input
ends or it is sent SIGTERM. It listens on loopback only. The object has

    http                 the origin on which all paths below are found
    other                the same on another port
    localhost            the origin `http`, by the name localhost
    https                the same by TLS, with a good certificate for localhost, 127.0.0.1 and ::1
    https_localhost      the origin `https`, by the name localhost
    https_expired        by TLS, with a certificate that expired yesterday
    https_wrong_host     by TLS, with a certificate for other.example
    https_unknown_ca     by TLS, with the certificate of another authority
    https_client_cert    by TLS, which requires a client certificate
    ca                   the file of the authority of all certificates but https_unknown_ca's
    client_cert          the file of a client certificate of that authority
    client_key           the file of its key: EC P-256, in PKCS#8
    proxy                an HTTP proxy, for http (absolute-form) and https (CONNECT)
    proxy_auth           a proxy that answers 407, unless it is sent its Basic credentials
    proxy_auth_url       the same, with the credentials in the URL
    proxy_auth_user      the user, proxy-user
    proxy_auth_password  the password, which has a space
    proxy_refuses        a proxy that answers 403 to everything
    https_proxy          a proxy that is itself reached by TLS, with the certificate of `https`
    refused              a port on which nobody listens
    silent               a port that accepts connections, reads, and says nothing
    silent_https         the same as an https URL, so that the handshake of TLS hangs

where all but files, user and password are URLs without a path, such as http://127.0.0.1:8080. The
proxies connect to this machine only, whatever host they are asked for, and take port 80 to mean
`http` and port 443 to mean `https`: http://api.example/ok can be asked of them. They add a header
Via to what they forward.

Every path is there on every origin and takes any method. Bodies are read whole before the answer,
by Content-Length or in chunks, and never kept beyond 64 KiB. Connections are kept alive unless said
otherwise. Parameters are optional, and what they are when they are left out is in parentheses.

Answers as they should be:

    /ok                 200 and JSON: ok (true), method, path, query, headers (as pairs),
                        body_length, body_sha256, body (its first 64 KiB as UTF-8), connection (its
                        number)
    /slow?ms=N          /ok, after N milliseconds (1000)
    /status?code=TEXT   that status (200), with &header=Name:Value, as often as is wanted, in place
                        of the usual header of that name; &body=TEXT. 1xx is no whole answer
    /unavailable?key=K  503 for the first &times=N requests of that key (1), then /ok;
                        &retry_after=TEXT adds that Retry-After, &code=N is sent in place of 503,
                        &drop=1 closes the connection in place of answering
    /duplicate-headers  /ok, with three Set-Cookie and two X-Twice
    /charset?name=TEXT  text in that charset (latin-1), said by its Content-Type; &text=TEXT
    /no-content         204
    /head               1000 bytes, of which HEAD is told the length
    /continue-100       100 Continue and 103 Early Hints, then /ok
    /keepalive-close    /ok, after which the connection is closed, though nothing said so
    /download?size=N    N bytes (1000) with their length; the byte at i is
                        (i % 65521 * 2654435761 mod 2^32) >> 24
    /chunked?size=N     the same in chunks of many sizes
    /gzip?size=N        N bytes of text (10000) in gzip: "The quick brown fox jumps over the lazy
                        dog.\\n", over and over

Redirects, all with &code=N (302):

    /redirect?to=URL           to there, as it is given (to /ok)
    /redirect-relative?to=URL  to there (to ok?relative=1, so to /ok)
    /redirect-loop             to itself
    /redirect-chain?n=N        N times (5) to the rest of the chain, the last of which is /ok
    /redirect-nowhere          without Location
    /redirect-garbage          with a Location that is no URL

OAuth providers:

    /whoami          200 and JSON: oauth_token and oauth_nonce of the Authorization header, or null
    /skewed?offset=S 401, unless oauth_timestamp (in header, query or form) is within 30 s of a
                     clock that is S seconds ahead; then 200 and JSON: ok, and oauth with the OAuth
                     parameters. Its Date tells that clock. With &acceptable=1 the 401 has the
                     right Date, and says oauth_problem=timestamp_refused and
                     oauth_acceptable_timestamps=FROM-TO in its form, or with &where=header in
                     WWW-Authenticate
    /skewed-always   401, whatever is sent, with a Date that is an hour ahead, or &offset=S seconds
    /token/ok        token, secret, oauth_callback_confirmed=true and further fields
    /token/ok-1      oauth_callback_confirmed=1
    /token/unconfirmed
                     oauth_callback_confirmed=false, or with ?absent=1 nothing of it
    /token/no-secret, /token/no-token
                     one is missing
    /token/empty     200 and nothing
    /token/duplicate oauth_token twice, another-token and faults-token
    /token/huge      a good answer, but for 1 GB more in one field, in chunks
    /token/garbage, /token/binary
                     what is no form, though its Content-Type says so
    /token/json      the good answer as a JSON object
    /token/json-wrong?kind=K
                     JSON that is something else: list, number, null, text, token-number,
                     token-null or secret-list
    /token/html      200 and a page
    /token/problem?name=P
                     401, or &status=N, and oauth_problem=P (token_rejected) in the form, or with
                     &where=header in WWW-Authenticate; &advice=TEXT, and what else the extension
                     has, without oauth_: &acceptable_timestamps, &acceptable_versions,
                     &parameters_absent, &parameters_rejected

Answers that do not come, or slowly:

    /silent            nothing, until the client is gone
    /drip              one byte a second, or every &ms=N, from the status line on
    /drip-body         the head at once, then &size=N bytes (60) like that

Answers that end too early:

    /close-before      closed without an answer
    /close-mid-header  closed within a header
    /close-mid-body    closed after 100 bytes of 1000
    /close-mid-chunk   closed after 100 bytes of a chunk of 1000
    /reset-mid-body    reset after 100 bytes of 1000
    /gzip-cut          half of a body in gzip, in a sound answer

Answers whose length is wrong:

    /long-length       100 bytes of 1000, then nothing until the client is gone
    /short-length      5 bytes ("short") and beyond them a whole answer ("left over"); kept alive
    /negative-length   Content-Length: -5; then closed
    /two-lengths       Content-Length 10 and 20, and 20 bytes; then closed
    /bad-chunk         a good chunk, and one whose size is zz; then closed

Answers that are too large:

    /endless           chunks without end
    /endless-identity  bytes without end, and without a length
    /gzip-bomb         1 GiB of zeros in 1 MB of gzip, with its length
    /big-header        a header of 100 MB
    /many-headers      100,000 headers

Answers that are none:

    /bad-status        a malformed status line; then closed
    /not-http          the greeting of a mail server; then closed
    /http09            a page without a head; then closed
    /gzip-garbage      text that is said to be in gzip, in a sound answer

About the servers:

    /stats       JSON: paths, how often each was asked for; connections, how many each server
                 accepted, by its key above; requests, in order: method, target, path, query,
                 headers, body_length, body_sha256, complete (whether the body was read to its
                 end), server (its key above), port, connection. Of all servers, proxies included
    POST /reset  forgets all of that, but not how often a key of /unavailable was asked for

Requests for these two are not counted, nor are the connections that begin with one.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from certificates import ELSEWHERE, Authority, serving
from listeners import Listeners, bound, port_of
from origin import Origin
from proxy import PASSWORD, USER, Proxy
from records import Records
from wire import Connection


async def run() -> None:
    """Start all servers, say where they are, and serve until there is an end to it."""
    stopped = _end()
    refused = bound()
    with TemporaryDirectory(prefix="oauth1-faults-") as folder:
        description = _start(Path(folder)) | {"refused": f"http://127.0.0.1:{port_of(refused)}"}
        sys.stdout.write(f"{json.dumps(description)}\n")
        sys.stdout.flush()
        await stopped.wait()
    for endpoint in refused:
        endpoint.close()


def _start(folder: Path) -> dict[str, str]:
    """Start all servers that listen, and return the description of them."""
    authority = Authority(folder, "ca")
    good = authority.server("good")
    expired = authority.server("expired", expired=True)
    elsewhere = authority.server("elsewhere", ELSEWHERE)
    unknown = Authority(folder, "unknown-ca").server("unknown")
    client = authority.client("client")

    records = Records()
    listeners = Listeners(records)
    origin = Origin(records).serve
    origins = {
        "http": None,
        "other": None,
        "https": serving(good),
        "https_expired": serving(expired),
        "https_wrong_host": serving(elsewhere),
        "https_unknown_ca": serving(unknown),
        "https_client_cert": serving(good, clients=authority),
    }
    ports = {name: listeners.add(name, origin, tls) for name, tls in origins.items()}
    usual = {80: ports["http"], 443: ports["https"]}
    plain = Proxy(records, usual).serve
    ports["proxy"] = listeners.add("proxy", plain)
    ports["https_proxy"] = listeners.add("https_proxy", plain, serving(good))
    authenticating = Proxy(records, usual, authenticates=True)
    ports["proxy_auth"] = listeners.add("proxy_auth", authenticating.serve)
    refusing = Proxy(records, usual, refuses=True)
    ports["proxy_refuses"] = listeners.add("proxy_refuses", refusing.serve)
    ports["silent"] = listeners.add("silent", _say_nothing)

    urls = {name: f"{_scheme(name)}://127.0.0.1:{port}" for name, port in ports.items()}
    return urls | {
        "localhost": f"http://localhost:{ports['http']}",
        "https_localhost": f"https://localhost:{ports['https']}",
        "silent_https": f"https://127.0.0.1:{ports['silent']}",
        "proxy_auth_url": f"http://{quote(USER)}:{quote(PASSWORD)}@127.0.0.1:{ports['proxy_auth']}",
        "proxy_auth_user": USER,
        "proxy_auth_password": PASSWORD,
        "ca": str(authority.certificate),
        "client_cert": str(client.certificate),
        "client_key": str(client.key),
    }


def _scheme(name: str) -> str:
    return "https" if name.startswith("https") else "http"


async def _say_nothing(connection: Connection) -> None:
    await connection.wait_for_end()


def _end() -> asyncio.Event:
    """What comes when the standard input ends, or by a signal."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)

    def wait() -> None:
        # By number: a thread that holds the file object's lock would keep Python from ending.
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        with suppress(RuntimeError):  # a signal came first, and the loop is closed
            loop.call_soon_threadsafe(stopped.set)

    threading.Thread(target=wait, daemon=True).start()
    return stopped


def _allow_many_connections() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    _allow_many_connections()
    asyncio.run(run())
