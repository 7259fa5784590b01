"""Addresses of Home and of the activities to do."""

from django.urls import path

from waymark.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("activities/", views.activities, name="activities-to-do"),
]
