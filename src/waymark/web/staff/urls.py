"""Addresses of staff accounts, of what somebody holds, and of the roles."""

from django.urls import path

from waymark.web.staff import changes, help_in, views, work

urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("staff/", views.staff, name="staff"),
    path("staff/add/", changes.add, name="staff-add"),
    path("staff/<uuid:staff_id>/", views.account, name="staff-account"),
    path("staff/<uuid:staff_id>/edit/", changes.edit, name="staff-edit"),
    path("staff/<uuid:staff_id>/email/", changes.email, name="staff-email"),
    path("staff/<uuid:staff_id>/active/", changes.active, name="staff-active"),
    path("staff/<uuid:staff_id>/invite/", changes.invite, name="staff-invite"),
    path("staff/<uuid:staff_id>/unlock/", help_in.unlock, name="staff-unlock"),
    path("staff/<uuid:staff_id>/second-steps/", help_in.second_steps, name="staff-second-steps"),
    path("staff/<uuid:staff_id>/work/", work.work, name="staff-work"),
]
