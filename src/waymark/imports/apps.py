from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "waymark.imports"
    label = "imports"
