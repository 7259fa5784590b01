"""Addresses of accounts."""

from django.urls import path

from waymark.web.account import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("set-password/<uidb64>/<token>/", views.SetPassword.as_view(), name="set-password"),
]
