from django.apps import AppConfig

import waymark.reads.among  # noqa: F401 - teaches every column the comparison


class PeopleConfig(AppConfig):
    name = "waymark.people"
    label = "people"
