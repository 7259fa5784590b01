"""Addresses of what an administrator keeps."""

from django.urls import path

from waymark.web.administration import limit_views, views

urlpatterns = [
    path("administration/", views.administration, name="administration"),
    path("administration/programmes/<uuid:programme_id>/", views.switch, name="programme-switch"),
    path("administration/reasons/", views.reasons, name="reasons"),
    path("administration/reasons/add/", views.add_reason, name="reason-add"),
    path("administration/reasons/<uuid:reason_id>/", views.change_reason, name="reason-change"),
    path("administration/time-limits/", limit_views.dated_limits, name="dated-limits"),
    path("administration/time-limits/<slug:code>/", limit_views.dated_limit, name="dated-limit"),
    path("administration/bank-holidays/", limit_views.bank_holidays, name="bank-holidays"),
    path(
        "administration/bank-holidays/correct/",
        limit_views.correct_holiday,
        name="bank-holiday-correct",
    ),
]
