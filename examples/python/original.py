"""Post a status for a user who allows it, as the OAuth Python Tutorial of 2012 has it.

    python original.py STATUS

`import oauth` is the tutorial's module, by its own names. Where the provider is, and who this
program is to it, is in the environment, which this sets:

    python -m oauth1.sandbox -- python original.py "Hello!"
"""

from __future__ import annotations

import os
import sys
from urllib.error import HTTPError, URLError

import oauth

PROVIDER = "OAUTH1_SANDBOX_"


def main(status: str) -> None:
    """Go through the handshake, and post a status."""
    oauth.setConsumerCreds(
        os.environ[PROVIDER + "CONSUMER_KEY"], os.environ[PROVIDER + "CONSUMER_SECRET"]
    )
    url = oauth.get_authorization_url(
        os.environ[PROVIDER + "REQUEST_TOKEN_URL"], os.environ[PROVIDER + "AUTHORIZE_URL"], "oob"
    )
    if url.startswith("Response: "):
        sys.exit(f"original.py: {url}")
    print(f"Allow access at {url}", flush=True)
    oauth.get_access_token(
        os.environ[PROVIDER + "ACCESS_TOKEN_URL"],
        oauth.requestToken,
        oauth.requestTokenSecret,
        input("PIN: ").strip(),
    )
    print(oauth.get_api_response(os.environ[PROVIDER + "UPDATE_URL"], "POST", {"status": status}))
    print(oauth.get_api_response(os.environ[PROVIDER + "HOME_TIMELINE_URL"], "GET", {"count": 5}))


if __name__ == "__main__":
    try:
        main(" ".join(sys.argv[1:]) or "Hello!")
    except HTTPError as error:
        sys.exit(f"original.py: {error}: {error.read().decode()}")
    except URLError as error:
        sys.exit(f"original.py: {error.reason}")
