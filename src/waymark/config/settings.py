"""Everything that an installation can be told, read from its environment once. docs/operate.md
lists the names.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from waymark.config.files import file_kinds, file_store
from waymark.config.logs import configuration
from waymark.config.signing_in import *  # noqa: F403 - how people get in
from waymark.config.told import contact, whole_number, yes
from waymark.limits.rules import Limit, limit_of

SOURCE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("WAYMARK_HOME") or SOURCE.parent.parent / "var").resolve()


def _needed(name: str) -> str:
    """What `./run` gives to everything that it starts."""
    try:
        return os.environ[name]
    except KeyError:
        message = f"{name} is not set: start Waymark with ./run, its tests with ./run test"
        raise ImproperlyConfigured(message) from None


def _origin(address: str) -> list[str]:
    """The origin of an address, as a list that is empty when there is no address."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _limit(name: str, usual: str) -> Limit | None:
    try:
        return limit_of(os.environ.get(name, usual))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from None


PRODUCTION = yes("WAYMARK_PRODUCTION")  # holds real data: see checks.py for what that demands
DEBUG = False
DEMO = yes("WAYMARK_DEMO")
SECRET_KEY = _needed("WAYMARK_SECRET_KEY")
# While a new key comes in, what the former one signed stays good.
SECRET_KEY_FALLBACKS = os.environ.get("WAYMARK_SECRET_KEY_FORMER", "").split()
ALLOWED_HOSTS = os.environ.get("WAYMARK_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("WAYMARK_ORIGINS", "").split()
SECURE = yes("WAYMARK_TLS")
PLAIN_ADDRESSES = [
    name
    for name, value in os.environ.items()
    if name.startswith(("WAYMARK_", "AWS_")) and "http://" in value
]
# How many proxies of one's own stand between browser and Waymark: what each adds is believed.
TRUSTED_PROXIES = whole_number("WAYMARK_TRUSTED_PROXIES", 0, highest=20)
SECURITY_CONTACT = contact("WAYMARK_SECURITY_CONTACT")  # whom to tell about a weakness
TENANT_NAME = os.environ.get("WAYMARK_TENANT_NAME", "Northern Lights Employability")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "waymark.audit",
    "waymark.limits",
    "waymark.people",
    "waymark.programmes",
    "waymark.participants",
    "waymark.documents",
    "waymark.plans",
    "waymark.trackers",
    "waymark.sanctions",
    "waymark.imports",
    "waymark.jobs",
    "waymark.config",
]

MIDDLEWARE = [
    "waymark.web.request_log.RequestLog",
    "waymark.web.headers.Headers",
    "waymark.web.headers.FromWhere",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "waymark.web.time_limits.TimeLimits",
    "waymark.web.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "waymark.web.middleware.ActorMiddleware",
    "waymark.web.limits.Limits",
    "waymark.web.account.second_step.SecondStepFirst",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "waymark.config.urls"
WSGI_APPLICATION = "waymark.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SOURCE / "web"],
        "OPTIONS": {
            "environment": "waymark.web.environment.environment",
            "context_processors": ["waymark.web.frame.frame"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"


def _session(url: str) -> dict[str, str]:
    """Statements here are short: to compile one takes longer than it runs. Where people wait for an
    answer none runs for ever, and none waits for ever for what another has locked; jobs and
    commands take the time that they need.
    """
    said = {"jit": "off"}
    if yes("WAYMARK_ANSWERS_PEOPLE"):
        patience = whole_number("WAYMARK_STATEMENT_SECONDS", 20, lowest=1, highest=3600)
        with_locks = whole_number("WAYMARK_LOCK_SECONDS", 5, lowest=1, highest=3600)
        said |= {
            "statement_timeout": f"{patience}s",
            "lock_timeout": f"{with_locks}s",
            "idle_in_transaction_session_timeout": "60s",
        }
    theirs = str(conninfo_to_dict(url).get("options") or "")
    ours = " ".join(f"-c {name}={value}" for name, value in said.items())
    return {"options": f"{theirs} {ours}".strip()}


def _database(url: str) -> dict:
    """libpq reads the address, so whatever psql understands (sockets, service, sslmode) works."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": conninfo_to_dict(url).get("dbname", ""),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        # What the pool gives out answers still: nobody meets a connection that the database forgot.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **{k: v for k, v in conninfo_to_dict(url).items() if k != "dbname"},
            **_session(url),
            "pool": {"min_size": 1, "max_size": 12, "timeout": 10},
            "prepare_threshold": 0,  # lets reads/worked_out.py prepare; other cursors never do
        },
    }


# Only commands that change tables or rights know the owner's address, and run as it: see
# runner/roles.py. What they then give rights to is whoever DATABASE_URL lets in.
_AS_OWNER = yes("WAYMARK_AS_OWNER") and bool(os.environ.get("DATABASE_OWNER_URL"))
DATABASES = {"default": _database(_needed("DATABASE_OWNER_URL" if _AS_OWNER else "DATABASE_URL"))}
DATABASE_APPLICATION_URL = _needed("DATABASE_URL") if _AS_OWNER else ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Staff"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_ENGINE = "waymark.web.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Behind TLS the browser itself sees to it that no other host can set these two.
_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_PREFIX}waymark_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would lose who comes by a link
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = f"{_PREFIX}waymark_csrf"
CSRF_FAILURE_VIEW = "waymark.web.errors.form_expired"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = yes("WAYMARK_HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whoever owns the whole domain decides on preloading
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        # Signing in elsewhere begins with a form of ours that leads there.
        "form-action": [
            SELF,
            *_origin(os.environ.get("WAYMARK_OIDC_ISSUER", "")),
            *os.environ.get("WAYMARK_FORM_ORIGINS", "").split(),
        ],
        "frame-ancestors": [NONE],
    }
}

ADDRESS = os.environ.get("WAYMARK_ADDRESS") or (
    f"http://{os.environ.get('HOST') or 'localhost'}:{os.environ.get('PORT') or '8000'}"
)
INVITATION_DAYS = whole_number("WAYMARK_INVITATION_DAYS", 3, lowest=1, highest=365)
RESET_MINUTES = whole_number("WAYMARK_RESET_MINUTES", 60, lowest=1, highest=10_000)
IDLE_SECONDS = 60 * whole_number("WAYMARK_IDLE_MINUTES", 30, highest=10_000)  # 0: no time-out
IDLE_WARNING_SECONDS = 120


def _smtp(security: str) -> dict[str, bool]:
    """How the way to the mail server is protected; an unknown word is an error, not a guess."""
    try:
        starttls, tls = {"starttls": (True, False), "tls": (False, True), "none": (False, False)}[
            security
        ]
    except KeyError:
        message = f"WAYMARK_SMTP_SECURITY is {security!r}: say starttls, tls or none"
        raise ImproperlyConfigured(message) from None
    return {"starttls": starttls, "tls": tls}


EMAIL_HOST = os.environ.get("WAYMARK_SMTP_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = whole_number("WAYMARK_SMTP_PORT", 587, lowest=1, highest=65_535)
EMAIL_HOST_USER = os.environ.get("WAYMARK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WAYMARK_SMTP_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp(os.environ.get("WAYMARK_SMTP_SECURITY") or "starttls").values()
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("WAYMARK_MAIL_FROM") or "Waymark <waymark@localhost>"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [SOURCE / "web" / "static"]
STORAGES = {
    "default": file_store(os.environ, HOME / "files"),
    "staticfiles": {"BACKEND": "waymark.web.storage.StaticFiles"},
}
FILE_KINDS = file_kinds(os.environ.get("WAYMARK_FILE_KINDS", ""))
STRIP_LOCATION = yes("WAYMARK_STRIP_LOCATION")
FILE_SIZE_LIMIT_MB = whole_number("WAYMARK_FILE_SIZE_LIMIT_MB", 20, lowest=1, highest=10_000)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "waymark.web.upload_limits.StopsAtTheLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
SCANNER_URL = os.environ.get("SCANNER_URL", "")
RESTRICTED_REASON_MINUTES = whole_number("WAYMARK_RESTRICTED_REASON_MINUTES", 30, highest=10_000)

_LIMITS = {
    "sign_in": "30/5minutes",  # of an address: an office may have but one
    "search": "60/minute",
    "export": "20/10minutes",
    "upload": "60/10minutes",
}
LIMITS = {name: _limit(f"WAYMARK_LIMIT_{name.upper()}", usual) for name, usual in _LIMITS.items()}

# Shared by all processes: which one-time codes were used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}
SIGNING_KEY_IS_NAMED = bool(os.environ.get("WAYMARK_SIGNING_KEY"))
SIGNING_KEY = Path(os.environ.get("WAYMARK_SIGNING_KEY") or HOME / "keys" / "history-signing.pem")

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = configuration()
