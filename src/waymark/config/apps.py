from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "waymark.config"
    label = "waymark_config"
