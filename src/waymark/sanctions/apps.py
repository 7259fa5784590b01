from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    name = "waymark.sanctions"
    label = "sanctions"
