"""Addresses of compliance: the queue, sending back, and the reasons by number."""

from django.urls import path

from waymark.web.compliance import returning, views

urlpatterns = [
    path("compliance/", views.queue, name="compliance"),
    path("compliance/reasons/", views.returns, name="compliance-reasons"),
    path(
        "trackers/<uuid:tracker_id>/send-back/",
        returning.send_tracker_back,
        name="tracker-send-back",
    ),
]
