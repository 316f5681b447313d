"""The tutorial's four addresses."""

from __future__ import annotations

from django.urls import path

from oauth1.django.tutorial.views import callback_handler, getAuthUrl, tweet, update

app_name = "oauth1_tutorial"
urlpatterns = [
    path("auth/", getAuthUrl, name="auth"),
    path("verify/", callback_handler, name="verify"),
    path("tweet/", tweet, name="tweet"),
    path("update/", update, name="update"),
]
