"""Addresses of what an administrator keeps."""

from django.urls import path

from waymark.web.administration import views

urlpatterns = [
    path("administration/", views.administration, name="administration"),
    path("administration/programmes/<uuid:programme_id>/", views.switch, name="programme-switch"),
    path("administration/reasons/", views.reasons, name="reasons"),
    path("administration/reasons/add/", views.add_reason, name="reason-add"),
    path("administration/reasons/<uuid:reason_id>/", views.change_reason, name="reason-change"),
]
