from django.http import HttpRequest, HttpResponse
from django.urls import path


def stub(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("not built yet")


urlpatterns = [
    path("participants/<uuid:participant_id>/action-plan/", stub, name="participant-plan"),
    path("activities/<uuid:activity_id>/", stub, name="activity"),
]
