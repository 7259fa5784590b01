"""The addresses of participants: the list, and each tab and change of a profile."""

from django.urls import path

from waymark.web.participants import changes, opening_reason, restriction, views

ONE = "participants/<uuid:participant_id>/"

urlpatterns = [
    path("participants/", views.participants, name="participants"),
    path(ONE, views.overview, name="participant"),
    path(f"{ONE}details/", views.details, name="participant-details"),
    path(f"{ONE}details/change/", changes.change_details, name="participant-details-change"),
    path(f"{ONE}mandation/", changes.change_mandation, name="participant-mandation"),
    path(f"{ONE}markers/", changes.change_markers, name="participant-markers"),
    path(f"{ONE}work-coach/", changes.move, name="participant-move"),
    path(f"{ONE}leaving/", changes.leaving, name="participant-leaving"),
    path(f"{ONE}restriction/", restriction.restriction, name="participant-restriction"),
    path(f"{ONE}restriction/lift/", restriction.lift, name="participant-restriction-lift"),
    path(f"{ONE}reason/", opening_reason.reason, name="participant-reason"),
    path(f"{ONE}documents/", views.documents, name="participant-documents"),
    path(f"{ONE}history/", views.history, name="participant-history"),
]
