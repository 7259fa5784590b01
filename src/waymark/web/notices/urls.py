"""Addresses of notices."""

from django.urls import path

from waymark.web.notices import views

OF_ACTIVITY = "activities/<uuid:activity_id>/notices/"

urlpatterns = [
    path(OF_ACTIVITY, views.notices, name="activity-notices"),
    path(f"{OF_ACTIVITY}issue/", views.issue, name="notice-issue"),
    path(f"{OF_ACTIVITY}<uuid:notice_id>/", views.pdf, name="notice-pdf"),
]
