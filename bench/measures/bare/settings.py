"""The yardstick: a Django project with nothing in it but stock session and authentication
middleware, served by the same server with the same pool.
"""

import os

from psycopg.conninfo import conninfo_to_dict

from bench.measures.bare.names import SCHEMA

_ADDRESS = conninfo_to_dict(os.environ["BENCH_DATABASE_URL"])

SECRET_KEY = os.environ["WAYMARK_SECRET_KEY"]
ALLOWED_HOSTS = ["localhost"]
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "bench.measures.bare.views"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _ADDRESS["dbname"],
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **{name: value for name, value in _ADDRESS.items() if name != "dbname"},
            "options": f"-c search_path={SCHEMA}",
            "pool": {"min_size": 1, "max_size": 12, "timeout": 20},
        },
    }
}
