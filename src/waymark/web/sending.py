"""Sending a stored file, to be kept and never shown within our pages; or saying why not."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from waymark.kernel.refusals import Refused
from waymark.operations.file_opening import OpenFile
from waymark.web.addresses import address

AS_BYTES = "application/octet-stream"
UNREACHABLE = "file.store_unreachable"
ASK_FOR_ANOTHER = "If you need it, ask whoever added it for another copy, or tell an administrator"
REMEDIES = {
    UNREACHABLE: "Try again in a few minutes. If that does not help, tell an administrator",
    "file.held": "It opens as soon as the scanner has found nothing in it",
    "file.damaged": f"It was not sent to you, and this is on record. {ASK_FOR_ANOTHER}",
}


def sent(file: OpenFile) -> FileResponse:
    """The file as it was uploaded."""
    is_text = file.media_type.startswith("text/")  # in what characters, nobody has said
    kind = AS_BYTES if is_text else file.media_type
    response = FileResponse(file.content, as_attachment=True, filename=file.name, content_type=kind)
    response["Content-Length"] = file.size
    return response


def cannot_be_opened(
    request: HttpRequest, refused: Refused, *, back: tuple[str, str, Any]
) -> HttpResponse:
    """Why not, and what to do about it; `back` is what it is on: label, name of the address, id."""
    label, name, one = back
    context = {
        "why": refused.message,
        "remedy": REMEDIES.get(refused.code, ASK_FOR_ANOTHER),
        "label": label,
        "href": address(name, one),
    }
    status = 503 if refused.code == UNREACHABLE else 409
    return render(request, "errors/file_held.html", context, status=status)
