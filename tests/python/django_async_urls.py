"""The tests' site, with the views that are awaited."""

from __future__ import annotations

from django.urls import include, path

from django_urls import views

urlpatterns = [path("accounts/", include("oauth1.django.async_urls")), *views]
