"""The tutorial's views.py, on `import oauth` unchanged.

Django's templates are rendered with dictionaries now, and with the request beside them where there
was a RequestContext. The provider's name is a setting, in place of https://api.twitter.com.
"""

# mypy: allow-untyped-defs
# ruff: noqa: N806

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import get_template

import oauth


def getAuthUrl(request):
    s = oauth.get_authorization_url(
        settings.PROVIDER + "/oauth/request_token",
        settings.PROVIDER + "/oauth/authorize",
        "http://localhost:8000/verify/",
    )
    request.session["request_token"] = oauth.requestToken
    request.session["request_token_secret"] = oauth.requestTokenSecret
    theTemplate = get_template("auth.txt")
    resp = theTemplate.render({"authUrl": s})
    return HttpResponse(resp)


def callback_handler(request):
    s = request.GET["oauth_verifier"]
    r = request.session["request_token"]
    rs = request.session["request_token_secret"]
    oauth.get_access_token(settings.PROVIDER + "/oauth/access_token", r, rs, s)
    request.session["access_token"] = oauth.accessToken
    request.session["access_token_secret"] = oauth.accessTokenSecret
    theTemplate = get_template("verify.txt")
    resp = theTemplate.render({})
    return HttpResponse(resp)


def tweet(request):
    theTemplate = get_template("tweet.txt")
    resp = theTemplate.render(
        {
            "accessToken": request.session.get("access_token", ""),
            "accessTokenSecret": request.session.get("access_token_secret", ""),
        },
        request,
    )
    return HttpResponse(resp)


def update(request):
    oauth.set_access_token(request.POST["access"], request.POST["secret"])
    s = oauth.get_api_response(
        settings.PROVIDER + "/1/statuses/update.json",
        "POST",
        {"status": request.POST.get("status")},
    )
    theTemplate = get_template("update.txt")
    resp = theTemplate.render({"dump": s})
    return HttpResponse(resp)
