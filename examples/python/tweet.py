"""Post a status for a user who allows it: the whole of OAuth 1.0a, with `import oauth1`.

    python tweet.py STATUS

It asks the provider for a request token, has the user authorize it in a browser and type the PIN
that the provider shows, exchanges both for an access token, and posts the status with it. Where the
provider is, and who this program is to it, is in the environment, which this sets:

    python -m oauth1.sandbox -- python tweet.py "Hello!"
"""

from __future__ import annotations

import os
import sys

import oauth1


def setting(name: str) -> str:
    """Return what the environment says."""
    try:
        return os.environ[f"OAUTH1_SANDBOX_{name}"]
    except KeyError as missing:
        sys.exit(f"tweet.py: {missing.args[0]} is not set")


def authorize(client: oauth1.Client) -> oauth1.Token:
    """Have the user authorize this program, and return their access token."""
    request_token = client.request_token(setting("REQUEST_TOKEN_URL")).token
    url = client.authorization_url(setting("AUTHORIZE_URL"), request_token)
    print(f"Allow access at {url}", flush=True)
    pin = input("PIN: ").strip()
    return client.access_token(setting("ACCESS_TOKEN_URL"), request_token, pin).token


def main(status: str) -> None:
    """Post a status, and show the newest of the timeline."""
    client = oauth1.Client(setting("CONSUMER_KEY"), setting("CONSUMER_SECRET"))
    session = client.session(authorize(client))
    response = session.post(setting("UPDATE_URL"), params={"status": status})
    response.raise_for_status()
    print(f"Posted as {response.json()['user']['screen_name']}: {response.json()['text']}")
    for each in session.get(setting("HOME_TIMELINE_URL"), params={"count": 5}).json():
        print(f"- {each['text']}")


if __name__ == "__main__":
    try:
        main(" ".join(sys.argv[1:]) or "Hello!")
    except oauth1.OAuth1Error as error:
        sys.exit(f"tweet.py: {error}")
