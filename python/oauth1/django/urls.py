"""What is where: `path("accounts/oauth1/", include("oauth1.django.urls"))`.

`oauth1.django.async_urls` has the same, by views that are awaited.
"""

from __future__ import annotations

from django.urls import path

from oauth1.django.views import CallbackView, ConnectView, DisconnectView

app_name = "oauth1"
urlpatterns = [
    path("<slug:provider>/connect/", ConnectView.as_view(), name="connect"),
    path("<slug:provider>/callback/", CallbackView.as_view(), name="callback"),
    path("<slug:provider>/disconnect/", DisconnectView.as_view(), name="disconnect"),
]
