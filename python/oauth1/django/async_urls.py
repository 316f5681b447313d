"""As `oauth1.django.urls`, by views that are awaited: for sites that run under ASGI."""

from __future__ import annotations

from django.urls import path

from oauth1.django.views import AsyncCallbackView, AsyncConnectView, AsyncDisconnectView

app_name = "oauth1"
urlpatterns = [
    path("<slug:provider>/connect/", AsyncConnectView.as_view(), name="connect"),
    path("<slug:provider>/callback/", AsyncCallbackView.as_view(), name="callback"),
    path("<slug:provider>/disconnect/", AsyncDisconnectView.as_view(), name="disconnect"),
]
