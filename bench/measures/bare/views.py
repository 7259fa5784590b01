"""The two bare pages: one reads who is signed in, the other takes a file and hashes it."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest) -> HttpResponse:
    """Who is signed in."""
    return HttpResponse(f"<!DOCTYPE html><title>Bare</title><p>{request.user.get_username()}</p>")


def upload(request: HttpRequest) -> HttpResponse:
    """What was received, as a hash."""
    hashed = hashlib.sha256()
    for file in request.FILES.values():
        for chunk in file.chunks():
            hashed.update(chunk)
    name = request.user.get_username()
    return HttpResponse(f"<!DOCTYPE html><title>Bare</title><p>{name} {hashed.hexdigest()}</p>")


urlpatterns = [path("", page), path("upload/", upload)]
