"""The addresses of access records: everybody's, one participant's, one member of staff's."""

from django.urls import path

from waymark.web.access_records import views

urlpatterns = [
    path("access-records/", views.everybodys, name="access-records"),
    path("access-records/export/", views.export, name="access-records-export"),
    path("access-records/staff/<uuid:staff_id>/", views.of_staff, name="staff-access"),
    path("participants/<uuid:participant_id>/access/", views.looked, name="participant-access"),
    path(
        "participants/<uuid:participant_id>/access/export/",
        views.export_of_participant,
        name="participant-access-export",
    ),
]
