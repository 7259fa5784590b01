"""Puts the actor on the request, so that every view has who is asking."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from waymark.people.queries import actor_of


class ActorMiddleware:
    """`request.actor`: who is signed in, with roles and groups; None when nobody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request.user) if request.user.is_authenticated else None
        return self.get_response(request)
