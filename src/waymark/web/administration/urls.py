from django.http import HttpRequest, HttpResponse
from django.urls import path


def stub(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("not built yet")


urlpatterns = [
    path("administration/", stub, name="administration"),
    path("administration/programmes/", stub, name="programme-switch"),
    path("administration/reasons/", stub, name="reasons"),
]
