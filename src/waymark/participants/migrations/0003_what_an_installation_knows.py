"""The markers: one risk, three support needs."""

from django.db import migrations

MARKERS = {"Safeguarding": True, "Complex needs": False, "Interpreter needed": False, "Large print": False}


def add(apps, schema_editor):
    for position, (name, is_risk) in enumerate(MARKERS.items()):
        apps.get_model("participants", "MarkerKind").objects.get_or_create(
            name=name, defaults={"is_risk": is_risk, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("participants", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
