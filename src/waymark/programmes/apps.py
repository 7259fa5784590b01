from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "waymark.programmes"
    label = "programmes"
