"""Addresses of accounts, and of getting in. Nothing of allauth can be reached but what is here."""

from django.urls import URLPattern, path

from waymark.web.account import (
    confirm,
    factors,
    passwords,
    sessions,
    sign_in,
    single_sign_on,
    views,
)

STEPS = "account/second-step/"
# address, view, our name for it, and the name by which allauth looks for it
FOUND_BY_ALLAUTH = (
    ("sign-in/", sign_in.SignIn.as_view(), "sign-in", "account_login"),
    ("sign-in/code/", sign_in.SecondStep.as_view(), "sign-in-code", "mfa_authenticate"),
    (
        "sign-in/passkey/",
        sign_in.SignInByPasskey.as_view(),
        "sign-in-passkey",
        "mfa_login_webauthn",
    ),
    (STEPS, factors.second_steps, "second-step", "mfa_index"),
    (f"{STEPS}app/add/", factors.AddApp.as_view(), "second-step-app-add", "mfa_activate_totp"),
    (
        f"{STEPS}app/remove/",
        factors.RemoveApp.as_view(),
        "second-step-app-remove",
        "mfa_deactivate_totp",
    ),
    (
        f"{STEPS}codes/",
        factors.RecoveryCodes.as_view(),
        "second-step-codes",
        "mfa_view_recovery_codes",
    ),
    ("account/confirm/", confirm.Confirm.as_view(), "confirm", "account_reauthenticate"),
    (
        "account/confirm/code/",
        confirm.ConfirmByCode.as_view(),
        "confirm-by-code",
        "mfa_reauthenticate",
    ),
    (
        "account/confirm/key/",
        confirm.ConfirmByKey.as_view(),
        "confirm-by-key",
        "mfa_reauthenticate_webauthn",
    ),
)
PROVIDER = {"provider_id": single_sign_on.PROVIDER_ID}

urlpatterns: list[URLPattern] = [
    *(path(address, view, name=name) for address, view, name, _ in FOUND_BY_ALLAUTH),
    path("sign-in/elsewhere/", single_sign_on.start, name="sign-in-elsewhere"),
    path("sign-in/elsewhere/back/", single_sign_on.come_back, name="sign-in-elsewhere-back"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/sign-out-everywhere/", sessions.sign_out_everywhere, name="sign-out-everywhere"),
    path("forgotten-password/", passwords.forgotten, name="forgotten-password"),
    path("forgotten-password/sent/", passwords.sent, name="forgotten-password-sent"),
    path("set-password/<uidb64>/<token>/", passwords.set_password, name="set-password"),
    path("session/", sessions.session, name="session"),
    path("session/stay/", sessions.stay, name="session-stay"),
    path("session/keep/", sessions.keep, name="session-keep"),
    path("kept/<uuid:form_id>/", sessions.kept, name="kept-form"),
    path(f"{STEPS}keys/add/", factors.AddKey.as_view(), name="second-step-key-add"),
    path(f"{STEPS}keys/<int:pk>/name/", factors.NameKey.as_view(), name="second-step-key-name"),
    path(
        f"{STEPS}keys/<int:pk>/remove/",
        factors.RemoveKey.as_view(),
        name="second-step-key-remove",
    ),
    path(f"{STEPS}codes/new/", factors.NewRecoveryCodes.as_view(), name="second-step-codes-new"),
    # Never come to: the same addresses again, under the names by which allauth looks for them.
    *(path(address, view, name=theirs) for address, view, _, theirs in FOUND_BY_ALLAUTH),
    path(
        "sign-in/elsewhere/back/",
        single_sign_on.come_back,
        PROVIDER,
        name="openid_connect_callback",
    ),
]
