"""Addresses of accounts."""

from django.urls import path

from waymark.web.account import passwords, sessions, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/sign-out-everywhere/", sessions.sign_out_everywhere, name="sign-out-everywhere"),
    path("forgotten-password/", passwords.forgotten, name="forgotten-password"),
    path("forgotten-password/sent/", passwords.sent, name="forgotten-password-sent"),
    path("set-password/<uidb64>/<token>/", passwords.set_password, name="set-password"),
    path("session/", sessions.session, name="session"),
    path("session/stay/", sessions.stay, name="session-stay"),
    path("session/keep/", sessions.keep, name="session-keep"),
    path("kept/<uuid:form_id>/", sessions.kept, name="kept-form"),
]
