"""What is where: the tutorial's four addresses, and a page to start from."""

from django.conf import settings
from django.urls import path
from django.views.static import serve

from djangoproj.views import callback_handler, getAuthUrl, home, tweet, update

urlpatterns = [
    path("", home, name="home"),
    path("auth/", getAuthUrl, name="auth"),
    path("verify/", callback_handler, name="verify"),
    path("tweet/", tweet, name="tweet"),
    path("update/", update, name="update"),
    # A site in production has its web server do this.
    path("static/<path:path>", serve, {"document_root": settings.BASE_DIR / "static"}),
]
