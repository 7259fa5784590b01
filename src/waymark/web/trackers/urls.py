"""Addresses of trackers."""

from django.urls import path

from waymark.web.trackers import exporting, files, lists, own_work, packs, sheets, views

urlpatterns = [
    path("trackers/", lists.all_trackers, name="trackers"),
    path("trackers/export/", exporting.export, name="tracker-export"),
    path("trackers/own-work/", own_work.own_work, name="trackers-own-work"),
    path("trackers/<uuid:tracker_id>/", views.tracker, name="tracker"),
    path("trackers/<uuid:tracker_id>/edit/", views.edit, name="tracker-edit"),
    path("trackers/<uuid:tracker_id>/reassign/", views.reassign, name="tracker-reassign"),
    path("trackers/<uuid:tracker_id>/note/", views.note, name="tracker-note"),
    path("trackers/<uuid:tracker_id>/files/<uuid:file_id>/", files.download, name="tracker-file"),
    path(
        "trackers/<uuid:tracker_id>/files/<uuid:file_id>/remove/",
        files.remove,
        name="tracker-file-remove",
    ),
    path("trackers/<uuid:tracker_id>/packs/", packs.packs, name="tracker-pack"),
    path(
        "trackers/<uuid:tracker_id>/packs/<uuid:pack_id>/",
        packs.download,
        name="tracker-pack-file",
    ),
    path("trackers/<uuid:tracker_id>/sheet/", sheets.sheet, name="tracker-sheet"),
    path(
        "trackers/<uuid:tracker_id>/sheet/<slug:form>/", sheets.download, name="tracker-sheet-file"
    ),
    path(
        "trackers/<uuid:tracker_id>/staged/<uuid:document_id>/discard/",
        views.discard,
        name="tracker-staged-discard",
    ),
    path(
        "participants/<uuid:participant_id>/trackers/",
        lists.trackers_of_participant,
        name="participant-trackers",
    ),
]
