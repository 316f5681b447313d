"""The tutorial's urls.py, with `path` in place of `patterns`, which Django has dropped."""

from django.urls import path

from .views import callback_handler, getAuthUrl, tweet, update

urlpatterns = [
    path("auth/", getAuthUrl),
    path("verify/", callback_handler),
    path("tweet/", tweet),
    path("update/", update),
]
