"""What is where: the site's page, what connects accounts, and the tutorial's four addresses."""

from django.contrib.staticfiles.views import serve
from django.urls import include, path

from djangoproj.views import home, publish

urlpatterns = [
    path("", home, name="home"),
    path("publish/", publish, name="publish"),
    path("accounts/", include("oauth1.django.urls")),
    path("", include("oauth1.django.tutorial.urls")),
    # A site in production has its web server do this.
    path("static/<path:path>", serve, {"insecure": True}),
]
