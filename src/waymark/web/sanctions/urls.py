"""Addresses of the sanction record: all of them below the participant."""

from django.urls import path

from waymark.web.sanctions import views

RECORD = "participants/<uuid:participant_id>/sanction-record/"

urlpatterns = [
    path(RECORD, views.sanction_record, name="participant-sanction-record"),
    path(f"{RECORD}add/<str:entry_kind>/", views.add, name="sanction-entry-add"),
    path(f"{RECORD}<uuid:entry_id>/correct/", views.correct, name="sanction-entry-correct"),
    path(f"{RECORD}<uuid:entry_id>/withdraw/", views.withdraw, name="sanction-entry-withdraw"),
]
