"""Addresses of what is added to a tracker before a doubt is raised."""

from django.urls import path

from waymark.web.doubt import views

urlpatterns = [
    path("trackers/<uuid:tracker_id>/contact/", views.contact, name="tracker-contact"),
    path("trackers/<uuid:tracker_id>/good-reason/", views.question, name="tracker-question"),
    path("trackers/<uuid:tracker_id>/good-reason/reply/", views.reply, name="tracker-reply"),
    path(
        "trackers/<uuid:tracker_id>/good-reason/decision/",
        views.decision,
        name="tracker-decision",
    ),
    path(
        "trackers/<uuid:tracker_id>/second-person/",
        views.second_person,
        name="tracker-second-person",
    ),
    path("trackers/<uuid:tracker_id>/failure/", views.failure, name="tracker-failure"),
]
