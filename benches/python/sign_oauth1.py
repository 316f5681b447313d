"""This library, from Python."""

from __future__ import annotations

from oauth1 import Client, Request, Token
from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure

session = Client(CONSUMER_KEY, CONSUMER_SECRET).session(Token(TOKEN, TOKEN_SECRET))
given = Input.from_args()
method, url, form = given.method, given.url, given.form
request = Request(method, url, form=form)

measure("prepared", "session.authorization(request)", globals())
measure("whole", "session.authorization(Request(method, url, form=form))", globals())
