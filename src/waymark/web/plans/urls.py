"""The addresses of action plans and activities."""

from django.urls import path

from waymark.web.plans import changes, mandatory, markings, views

PLAN = "participants/<uuid:participant_id>/action-plan/"
ONE = "activities/<uuid:activity_id>/"

urlpatterns = [
    path(PLAN, views.action_plan, name="participant-plan"),
    path(f"{PLAN}mandatory/", mandatory.mandatory, name="participant-mandatory"),
    path(f"{PLAN}add/", changes.add, name="activity-add"),
    path(ONE, views.activity, name="activity"),
    path(f"{ONE}edit/", changes.edit, name="activity-edit"),
    path(f"{ONE}complete/", markings.complete, name="activity-complete"),
    path(f"{ONE}status/", markings.status, name="activity-status"),
    path(f"{ONE}not-complete/", markings.not_complete, name="activity-not-complete"),
    path(f"{ONE}undo/", markings.undo, name="activity-undo"),
    path(f"{ONE}arrange-again/", changes.again, name="activity-arrange-again"),
    path(f"{ONE}why/", views.why, name="activity-why"),
]
