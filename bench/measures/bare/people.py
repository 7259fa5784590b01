"""Makes the tables of the bare project in a schema of its own, and signs eight people in. Writes
their cookies as JSON.
"""

import json
import sys

import django

django.setup()

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.http import HttpRequest

PEOPLE = 8


def cookie_of(user: User) -> str:
    """A session as signing in makes it."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    people = [User.objects.create(username=f"person {number}") for number in range(PEOPLE)]
    json.dump([cookie_of(one) for one in people], sys.stdout)
