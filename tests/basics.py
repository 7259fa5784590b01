"""What every test finds: what a new installation knows (root group, programmes, markers, reasons),
put back; and plain surroundings.
"""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps

from waymark.people.models import Group

PLAIN = {
    "LIMITS": {},
    # Each browser of a test has its own middleware, which would look through all static files.
    "WHITENOISE_AUTOREFRESH": True,
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}
APPS = ("people", "programmes", "participants", "plans")


def data_migrations() -> list[str]:
    """The modules that say what an installation knows; their numbers may change."""
    found = []
    for name in APPS:
        package = import_module(f"waymark.{name}.migrations")
        found += [
            f"{package.__name__}.{one.name}"
            for one in iter_modules(package.__path__)
            if one.name.endswith("_what_an_installation_knows")
        ]
    return found


def restore_basics() -> None:
    """Run the data migrations again on an emptied database; on one that was not, do nothing."""
    if not Group.objects.exists():
        for name in data_migrations():
            import_module(name).add(apps, None)
