"""How people get in: passwords, second steps, single sign-on, lock-out. Part of settings.py; what
an installation is told comes from its environment, and docs/operate.md lists the names.
"""

import os
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from waymark.config.told import whole_number, yes
from waymark.people.policy import Role

EVERYONE = "everyone"
WELL_KNOWN = "/.well-known/openid-configuration"


def _named(name: str) -> frozenset[str]:
    told = os.environ.get(name, "").split(",")
    return frozenset(one.strip() for one in told if one.strip())


def _who_needs_a_second_step() -> frozenset[str]:
    """Nobody, everyone, or the holders of the roles that are named."""
    told = os.environ.get("WAYMARK_SECOND_FACTOR", "").strip()
    if told.lower() == EVERYONE:
        return frozenset({EVERYONE})
    named = _named("WAYMARK_SECOND_FACTOR")
    if unknown := named - {role.value for role in Role}:
        raise ImproperlyConfigured(
            f"WAYMARK_SECOND_FACTOR names no role of ours: {', '.join(sorted(unknown))}"
        )
    return named


def _single_sign_on() -> dict:
    """The one OpenID Connect provider, as allauth wants to be told; nothing when there is none."""
    issuer = os.environ.get("WAYMARK_OIDC_ISSUER", "").strip()
    if not issuer:
        return {}
    if not os.environ.get("WAYMARK_OIDC_CLIENT_ID"):
        raise ImproperlyConfigured("WAYMARK_OIDC_ISSUER is set: WAYMARK_OIDC_CLIENT_ID is needed")
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "email"],
            "APPS": [
                {
                    "provider_id": "single-sign-on",
                    "name": os.environ.get("WAYMARK_OIDC_NAME") or "single sign-on",
                    "client_id": os.environ["WAYMARK_OIDC_CLIENT_ID"],
                    "secret": os.environ.get("WAYMARK_OIDC_CLIENT_SECRET", ""),
                    "settings": {
                        "issuer": issuer,
                        "server_url": f"{issuer.rstrip('/')}{WELL_KNOWN}",
                    },
                }
            ],
        }
    }


AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "waymark.people.signed_in.Accounts",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "waymark.people.passwords.NotOfKnownWords"},
    {"NAME": "waymark.people.passwords.NotSoonGuessed"},
]
PASSWORD_SIGN_IN = yes("WAYMARK_PASSWORD_SIGN_IN", otherwise=True)

# allauth: who may come in and how. Nobody signs up; the address of an account is Staff.email alone.
ACCOUNT_ADAPTER = "waymark.web.account.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_RATE_LIMITS = False  # failures are counted by axes, in the database, for all processes
ACCOUNT_LOGIN_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60

SECOND_FACTOR = _who_needs_a_second_step()
MFA_ADAPTER = "waymark.web.account.adapters.FactorsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = False

SOCIALACCOUNT_PROVIDERS = _single_sign_on()
SOCIALACCOUNT_ADAPTER = "waymark.web.account.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
# Providers that never say email_verified (Entra ID) are believed for these domains.
OIDC_VERIFIED_DOMAINS = frozenset(map(str.lower, _named("WAYMARK_OIDC_VERIFIED_DOMAINS")))
# One of these must stand in the token's acr or amr: how the provider made sure who it is.
OIDC_STRENGTH = _named("WAYMARK_OIDC_STRENGTH")

# axes: too many failures lock an account, or an address, for a while. No e-mail address is kept.
FAILURES_BY_ACCOUNT = whole_number("WAYMARK_LOCK_AFTER", 5, lowest=1)
FAILURES_BY_ADDRESS = whole_number("WAYMARK_LOCK_ADDRESS_AFTER", 50, lowest=1)
AXES_HANDLER = "waymark.people.lock_out.LockOut"
AXES_FAILURE_LIMIT = "waymark.people.lock_out.failure_limit"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_COOLOFF_TIME = "waymark.people.lock_out.cool_off"
LOCKED_FOR = timedelta(minutes=whole_number("WAYMARK_LOCK_MINUTES", 15, lowest=1))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "waymark.people.lock_out.account_of_attempt"
AXES_CLIENT_IP_CALLABLE = "waymark.people.lock_out.address_of_attempt"
AXES_CLIENT_STR_CALLABLE = "waymark.people.lock_out.nobody_named"
AXES_SENSITIVE_PARAMETERS = ["email", "password", "code", "credential", "next", "as"]
AXES_LOCKOUT_CALLABLE = "waymark.web.account.failures.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
