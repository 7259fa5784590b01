from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "waymark.config"
    label = "waymark_config"

    def ready(self) -> None:
        """Django takes checks from what was imported."""
        from waymark.config import checks  # noqa: F401, PLC0415 - models have to be there first
