"""The root of the tree of groups: the whole organisation."""

import uuid

from django.db import migrations


def add(apps, schema_editor):
    root = uuid.uuid4()
    apps.get_model("people", "Group").objects.create(id=root, name="All groups", path="All groups", lineage=[root])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
