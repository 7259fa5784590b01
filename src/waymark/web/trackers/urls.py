from django.http import HttpRequest, HttpResponse
from django.urls import path


def stub(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("not built yet")


urlpatterns = [
    path("trackers/", stub, name="trackers"),
    path("participants/<uuid:participant_id>/trackers/", stub, name="participant-trackers"),
    path("trackers/<uuid:tracker_id>/", stub, name="tracker"),
]
