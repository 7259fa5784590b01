"""Addresses of the sanction record: all of them below the participant."""

from django.urls import path

from waymark.web.sanctions import changes, story, views

RECORD = "participants/<uuid:participant_id>/sanction-record/"

urlpatterns = [
    path("participants/<uuid:participant_id>/story/", story.story, name="participant-story"),
    path(RECORD, views.sanction_record, name="participant-sanction-record"),
    path(f"{RECORD}add/<str:entry_kind>/", changes.add, name="sanction-entry-add"),
    path(f"{RECORD}<uuid:entry_id>/correct/", changes.correct, name="sanction-entry-correct"),
    path(f"{RECORD}<uuid:entry_id>/withdraw/", changes.withdraw, name="sanction-entry-withdraw"),
    path(f"{RECORD}export/", views.export, name="sanction-record-export"),
    path(f"{RECORD}letters/<uuid:letter_id>/", views.letter, name="sanction-letter"),
]
