"""Every address: a noun's pages are in that noun's folder."""

from django.urls import include, path

urlpatterns = [
    path("", include("waymark.web.home.urls")),
    path("", include("waymark.web.account.urls")),
    path("", include("waymark.web.participants.urls")),
    path("", include("waymark.web.plans.urls")),
    path("", include("waymark.web.notices.urls")),
    path("", include("waymark.web.trackers.urls")),
    path("", include("waymark.web.sanctions.urls")),
    path("", include("waymark.web.doubt.urls")),
    path("", include("waymark.web.compliance.urls")),
    path("", include("waymark.web.administration.urls")),
    path("", include("waymark.web.staff.urls")),
    path("", include("waymark.web.groups.urls")),
    path("", include("waymark.web.imports.urls")),
    path("", include("waymark.web.access_records.urls")),
    path("", include("waymark.web.help.urls")),
]

handler400 = "waymark.web.errors.bad_request"
handler403 = "waymark.web.errors.not_allowed"
handler404 = "waymark.web.errors.not_found"
handler500 = "waymark.web.errors.server_error"
