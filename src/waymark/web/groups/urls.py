"""Addresses of the tree of groups."""

from django.urls import path

from waymark.web.groups import views

urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/<uuid:group_id>/add/", views.add, name="group-add"),
    path("groups/<uuid:group_id>/edit/", views.edit, name="group-edit"),
    path("groups/<uuid:group_id>/move/", views.move, name="group-move"),
    path("groups/<uuid:group_id>/close/", views.close, name="group-close"),
]
