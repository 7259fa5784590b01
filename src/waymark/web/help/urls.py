"""Addresses of the static pages."""

from django.urls import path

from waymark.web.help import views

urlpatterns = [
    path("", views.how_to, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
