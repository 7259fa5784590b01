from django.apps import AppConfig


class TrackersConfig(AppConfig):
    name = "waymark.trackers"
    label = "trackers"
