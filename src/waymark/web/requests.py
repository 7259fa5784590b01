"""The request as our views get it."""

from django.http import HttpRequest

from waymark.kernel.actor import Actor


class StaffRequest(HttpRequest):
    """For annotations: from somebody signed in, with the actor that the middleware put there."""

    actor: Actor
