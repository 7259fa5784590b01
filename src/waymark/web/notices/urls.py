"""Addresses of notices."""

from django.urls import path

from waymark.web.notices import templates, views

TEMPLATES = "administration/notice-templates/"
ONE = f"{TEMPLATES}<uuid:template_id>/"
OF_ACTIVITY = "activities/<uuid:activity_id>/notices/"

urlpatterns = [
    path(TEMPLATES, templates.every_template, name="notice-templates"),
    path(ONE, templates.one_template, name="notice-template"),
    path(f"{ONE}edit/", templates.edit_template, name="notice-template-edit"),
    path(f"{ONE}compare/", templates.compare_templates, name="notice-template-compare"),
    path(OF_ACTIVITY, views.notices, name="activity-notices"),
    path(f"{OF_ACTIVITY}issue/", views.issue, name="notice-issue"),
    path(f"{OF_ACTIVITY}<uuid:notice_id>/", views.pdf, name="notice-pdf"),
]
