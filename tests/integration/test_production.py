"""An installation with real data starts only when it is fit for them, and says why not."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as given

from runner.places import SOURCE
from tests.people import Cast
from waymark.config import checks

FIT = {
    "PRODUCTION": True,
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "k3-Zq9vTr1xWmB7uYc5dLs2hNf8gJp4aEo6iXw0RtKyVbQzMn-x4",
    "SECURE": True,
    "ALLOWED_HOSTS": ["waymark.provider.co.uk"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.provider.co.uk",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "SCANNER_URL": "unix:///run/clamav/clamd.ctl",
    "PLAIN_ADDRESSES": [],
    "SECOND_FACTOR": frozenset({"everyone"}),
    "PASSWORD_SIGN_IN": True,
}
ENVIRONMENT = {
    "WAYMARK_PRODUCTION": "1",
    "WAYMARK_TLS": "1",
    "WAYMARK_HOSTS": "waymark.provider.co.uk",
    "WAYMARK_SECRET_KEY": FIT["SECRET_KEY"],
    "WAYMARK_SMTP_HOST": "mail.provider.co.uk",
    "WAYMARK_SECOND_FACTOR": "everyone",
}


def numbers():
    return [demand.number for demand in checks.unmet_by_settings()]


@pytest.fixture
def fit(settings):
    for name, value in FIT.items():
        setattr(settings, name, value)
    return settings


@pytest.fixture
def give(settings, monkeypatch):
    """Change settings, or the options of the database."""

    def change(changes):
        for name, value in changes.items():
            if name == "OPTIONS":
                monkeypatch.setitem(given.DATABASES["default"], name, value)
            else:
                setattr(settings, name, value)

    return change


def test_fit_settings_are_refused_nothing(fit):
    assert numbers() == []
    assert checks.production() == []
    assert checks.says_that_it_is_production() == []


@pytest.mark.parametrize(
    ("number", "unfit"),
    [
        (1, {"DEMO": True}),
        (2, {"DEBUG": True}),
        (3, {"SECRET_KEY": "dev"}),
        (3, {"SECRET_KEY": "a" * 60}),
        (4, {"SECURE": False}),
        (5, {"ALLOWED_HOSTS": ["*"]}),
        (5, {"ALLOWED_HOSTS": ["waymark.provider.co.uk", "*"]}),
        (5, {"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}),
        (5, {"ALLOWED_HOSTS": []}),
        (6, {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        (6, {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}),
        (7, {"EMAIL_USE_TLS": False}),
        (8, {"OPTIONS": {"host": "db.provider.co.uk"}}),
        (8, {"OPTIONS": {"host": "db.provider.co.uk", "sslmode": "require"}}),
        (9, {"SCANNER_URL": "tcp://scanner.provider.co.uk:3310"}),
        (10, {"PLAIN_ADDRESSES": ["WAYMARK_OIDC_ISSUER"]}),
        (11, {"SECOND_FACTOR": frozenset()}),
    ],
)
def test_each_demand_is_made(fit, give, number, unfit):
    give(unfit)
    assert numbers() == [number]
    assert [one.id for one in checks.production()] == [f"waymark.E{number:03}"]
    fit.PRODUCTION = False
    assert checks.production() == []


@pytest.mark.parametrize(
    "fit_too",
    [
        {"OPTIONS": {"host": "/run/postgresql"}},
        {"OPTIONS": {"host": "db.provider.co.uk", "sslmode": "verify-full"}},
        {"SCANNER_URL": "tcp://127.0.0.1:3310"},
        {"SCANNER_URL": ""},
        {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True},
        {"EMAIL_USE_TLS": False, "EMAIL_HOST": "localhost"},
        {"SECOND_FACTOR": frozenset(), "PASSWORD_SIGN_IN": False},
    ],
)
def test_there_is_more_than_one_way_to_be_fit(fit, give, fit_too):
    give(fit_too)
    assert numbers() == []


@pytest.mark.as_owner
def test_a_role_that_could_rewrite_history_is_refused(fit, db):
    [told] = checks.unmet_by_the_database()
    assert told.startswith(f"{checks.ROLE_TOO_MIGHTY}. It ")
    with pytest.raises(SystemExit) as ended:
        checks.refuse_unfit()
    assert ended.value.code == 2


def test_a_role_of_its_own_is_welcome(fit, db):
    """These tests have the application's."""
    assert list(checks.unmet_by_the_database()) == []
    checks.refuse_unfit()


def test_people_of_the_demonstration_are_refused(fit, cast: Cast, capsys):
    found = list(checks.unmet_by_the_database())
    assert [one for one in found if "demonstration" in one]
    with pytest.raises(SystemExit):
        checks.refuse_unfit()
    said = capsys.readouterr().err
    assert said.startswith("Waymark does not start:\n- ")
    assert "the people of the demonstration" in said


def python(*words, environment):
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "WAYMARK_HOME")}
    return subprocess.run(
        [sys.executable, *words],
        env=kept | {"PYTHONPATH": str(SOURCE)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


MANAGE = ("-m", "waymark.config.manage")


def test_check_deploy_is_clean_in_production():
    done = python(*MANAGE, "check", "--deploy", "--fail-level", "WARNING", environment=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_check_deploy_is_not_clean_elsewhere():
    elsewhere = {"WAYMARK_SECRET_KEY": ENVIRONMENT["WAYMARK_SECRET_KEY"]}
    done = python(*MANAGE, "check", "--deploy", "--fail-level", "WARNING", environment=elsewhere)
    assert done.returncode == 1
    assert "waymark.W001" in done.stderr


WEB = ("-W", "ignore", "-c", "import waymark.config.wsgi")
WORKER = ("-W", "ignore", *MANAGE, "procrastinate", "worker")
SET_UP = ("-W", "ignore", "-m", "runner.prepare", "look")


@pytest.mark.parametrize("program", [WEB, WORKER, SET_UP], ids=["web", "worker", "set-up"])
def test_nothing_starts_unfit_and_it_says_why_in_plain_words(program):
    unfit = ENVIRONMENT | {"WAYMARK_TLS": "", "WAYMARK_DEMO": "1"}
    unfit["DJANGO_SETTINGS_MODULE"] = "waymark.config.settings"
    done = python(*program, environment=unfit)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Waymark does not start:",
        "- WAYMARK_DEMO is set: a demonstration lets anybody in",
        "- WAYMARK_TLS is not set: passwords and records would cross the network for all to read",
    ]


def test_without_a_secret_nothing_starts(tmp_path):
    without = {name: value for name, value in ENVIRONMENT.items() if "SECRET" not in name}
    done = python(*WEB, environment=without)
    assert done.returncode == 2
    assert done.stderr.splitlines()[1].startswith("- WAYMARK_SECRET_KEY is not set")


SAYS = """
import json, django
django.setup()
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import signing
print(json.dumps({
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE,
                settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN],
    "csrf": [settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE,
             settings.CSRF_COOKIE_HTTPONLY, settings.CSRF_COOKIE_SAMESITE,
             settings.CSRF_COOKIE_PATH, settings.CSRF_COOKIE_DOMAIN],
    "password": make_password("marmalade tuesday kettle"),
    "signed": signing.dumps("x"),
    "form": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"],
}))
"""
DJANGO = {"DJANGO_SETTINGS_MODULE": "waymark.config.settings"}


def told(**environment):
    """What the settings come to in this environment."""
    done = python("-c", SAYS, environment=ENVIRONMENT | DJANGO | environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_cookies_behind_tls():
    said = told()
    for name, cookie in (("session", "__Host-waymark_session"), ("csrf", "__Host-waymark_csrf")):
        assert said[name] == [cookie, True, True, "Lax", "/", None]


def test_passwords_are_kept_by_argon2():
    assert told()["password"].startswith("argon2$argon2id$")


def test_a_new_key_with_the_former_beside_it():
    former = ENVIRONMENT["WAYMARK_SECRET_KEY"]
    signed = told()["signed"]
    read = (
        f"import django; django.setup(); from django.core import signing; signing.loads({signed!r})"
    )
    change = {"WAYMARK_SECRET_KEY": former[::-1]}
    alone = python("-c", read, environment=ENVIRONMENT | DJANGO | change)
    assert "BadSignature" in alone.stderr
    change["WAYMARK_SECRET_KEY_FORMER"] = former
    assert python("-c", read, environment=ENVIRONMENT | DJANGO | change).returncode == 0


def test_a_form_may_lead_to_the_provider_of_single_sign_on_and_nowhere_else():
    assert told()["form"] == ["'self'"]
    issuer = {
        "WAYMARK_OIDC_ISSUER": "https://id.provider.co.uk/tenant/v2.0",
        "WAYMARK_OIDC_CLIENT_ID": "waymark",
    }
    assert told(**issuer)["form"] == ["'self'", "https://id.provider.co.uk"]


def test_a_limit_that_cannot_be_read_is_told_plainly():
    done = python(*WEB, environment=ENVIRONMENT | {"WAYMARK_LIMIT_SEARCH": "often"})
    assert done.returncode == 2
    assert "WAYMARK_LIMIT_SEARCH: 'often' is no limit" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WAYMARK_PRODUCTION", "ture", "is 'ture': say 1 or 0"),
        ("WAYMARK_PASSWORD_SIGN_IN", "never", "is 'never': say 1 or 0"),
        ("WAYMARK_IDLE_MINUTES", "abc", "is 'abc': say a whole number from 0 to 10000"),
        ("WAYMARK_SMTP_PORT", "0", "is '0': say a whole number from 1 to 65535"),
        ("WAYMARK_LOCK_AFTER", "-1", "is '-1': say a whole number from 1 to 10000000"),
        ("WAYMARK_RESET_MINUTES", "9" * 5000, "is '999"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named_and_nothing_starts(name, value, said):
    done = python(*WORKER, environment=ENVIRONMENT | DJANGO | {name: value})
    assert done.returncode == 2
    heading, reason = done.stderr.splitlines()
    assert heading == "Waymark does not start:"
    assert reason.startswith(f"- {name} {said}")
