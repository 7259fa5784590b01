"""The programmes, and a starter list of reasons for non-completion."""

from django.db import migrations
from django.utils import timezone

PROGRAMMES = {"DWP Restart": True, "Work and Health Programme": False}
REASONS = {
    "did_not": (
        "Did not attend",
        "Arrived too late to take part",
        "Left before the end without saying why",
        "Attended but did not take part",
        "Did not start the task",
        "Did not finish the task",
    ),
    "could_not": (
        "Unwell on the day",
        "Hospital appointment",
        "Child care fell through",
        "Caring for somebody else",
        "Bereavement",
        "Transport failed",
        "At work or at a job interview",
        "No interpreter or adjustment in place",
    ),
    "provider": (
        "We cancelled or moved it",
        "Trainer was ill",
        "Room double-booked",
        "The venue was closed",
        "We gave the wrong details",
    ),
}


def add(apps, schema_editor):
    now = timezone.now()
    for name, on in PROGRAMMES.items():
        apps.get_model("programmes", "Programme").objects.create(
            name=name,
            monitoring_trackers=on,
            monitoring_trackers_set_by="Waymark, when it was installed",
            monitoring_trackers_set_at=now,
        )
    reason = apps.get_model("programmes", "NonCompletionReason")
    for category, texts in REASONS.items():
        for position, text in enumerate(texts):
            reason.objects.create(category=category, text=text, position=position)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
