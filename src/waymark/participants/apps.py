from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "waymark.participants"
    label = "participants"
