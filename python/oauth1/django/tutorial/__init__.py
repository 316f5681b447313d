"""The site of the OAuth Python Tutorial (2012): `/auth/`, `/verify/`, `/tweet/`, `/update/`.

    urlpatterns = [path("", include("oauth1.django.tutorial.urls")), ...]
    OAUTH1 = {
        "PROVIDERS": {"twitter": {"preset": "x", "consumer_key": "...", "consumer_secret": "..."}},
        "TUTORIAL": {
            "PROVIDER": "twitter",
            "UPDATE_URL": "https://api.x.com/1.1/statuses/update.json",
            "TIMELINE_URL": "https://api.x.com/1.1/statuses/home_timeline.json",
        },
    }

It goes by `import oauth`, and shows the access token in its form, as the tutorial does, to let one
see how little a request needs. A site that means it uses `oauth1.django.urls`, which keeps tokens
on the server.
"""
