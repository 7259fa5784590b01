"""Everything that an installation can be told, read from its environment once. docs/operate.md
lists the names.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from waymark.config.files import file_kinds, file_store

SOURCE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("WAYMARK_HOME") or SOURCE.parent.parent / "var").resolve()


def _needed(name: str) -> str:
    """What `./run` gives to everything that it starts."""
    try:
        return os.environ[name]
    except KeyError:
        message = f"{name} is not set: start Waymark with ./run, its tests with ./run test"
        raise ImproperlyConfigured(message) from None


def _yes(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "yes", "true", "on"}


DEBUG = False
DEMO = _yes("WAYMARK_DEMO")
SECRET_KEY = _needed("WAYMARK_SECRET_KEY")
ALLOWED_HOSTS = os.environ.get("WAYMARK_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("WAYMARK_ORIGINS", "").split()
SECURE = _yes("WAYMARK_TLS")
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
    "waymark.audit",
    "waymark.people",
    "waymark.programmes",
    "waymark.participants",
    "waymark.documents",
    "waymark.plans",
    "waymark.trackers",
    "waymark.imports",
    "waymark.jobs",
    "waymark.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "waymark.web.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "waymark.web.middleware.ActorMiddleware",
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


def _database(url: str) -> dict:
    """libpq reads the address, so whatever psql understands (sockets, service, sslmode) works."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": conninfo_to_dict(url).get("dbname", ""),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **{k: v for k, v in conninfo_to_dict(url).items() if k != "dbname"},
            "pool": {"min_size": 1, "max_size": 12, "timeout": 20},
        },
    }


DATABASES = {"default": _database(_needed("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
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
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "waymark_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "waymark_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "waymark.web.errors.form_expired"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [SOURCE / "web" / "static"]
STORAGES = {
    "default": file_store(os.environ, HOME / "files"),
    "staticfiles": {"BACKEND": "waymark.web.storage.StaticFiles"},
}
FILE_KINDS = file_kinds(os.environ.get("WAYMARK_FILE_KINDS", ""))
STRIP_LOCATION = _yes("WAYMARK_STRIP_LOCATION")
FILE_SIZE_LIMIT_MB = int(os.environ.get("WAYMARK_FILE_SIZE_LIMIT_MB", "20"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "waymark.web.upload_limits.StopsAtTheLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
SCANNER_URL = os.environ.get("SCANNER_URL", "")

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
