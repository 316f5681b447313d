"""Let the users of a Django site connect their accounts at OAuth 1.0a providers.

    INSTALLED_APPS = [..., "oauth1.django"]
    MIDDLEWARE = [..., "oauth1.django.middleware.OAuth1Middleware"]  # behind sessions and auth
    OAUTH1 = {
        "PROVIDERS": {
            "twitter": {"preset": "x", "consumer_key": "...", "consumer_secret": "..."},
        },
    }

    urlpatterns = [path("accounts/oauth1/", include("oauth1.django.urls")), ...]

A user connects by a POST to `{% url "oauth1:connect" "twitter" %}`, and a view acts for them:

    def tweet(request):
        response = request.oauth1["twitter"].post(url, params={"status": "Hello!"})

Where the user has no token, or the provider has revoked it, that leads to the page that connects.
Settings are described in `oauth1.django.conf`, token stores in `oauth1.django.stores`, signals in
`oauth1.django.signals`. `import oauth` works in views as well: the middleware gives each request
its own variables.
"""
