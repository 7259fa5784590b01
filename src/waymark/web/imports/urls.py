"""Addresses of imports."""

from django.urls import path

from waymark.web.imports import views

urlpatterns = [
    path("administration/imports/", views.imports, name="imports"),
    path("administration/imports/<uuid:run_id>/", views.run, name="import-run"),
    path(
        "administration/imports/<uuid:run_id>/refused/<slug:kind>/",
        views.refused_rows,
        name="import-refused",
    ),
]
