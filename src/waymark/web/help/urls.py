"""Addresses of the static pages, and of whom to tell about a weakness."""

from django.urls import path

from waymark.web.help import views

urlpatterns = [
    path("help/", views.how_to, name="help"),
    path("help/accessibility/", views.accessibility, name="accessibility"),
    path("help/privacy/", views.privacy, name="privacy"),
    path(".well-known/security.txt", views.security_contact, name="security-contact"),
]
