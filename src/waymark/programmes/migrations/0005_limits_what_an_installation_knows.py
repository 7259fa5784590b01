"""The first version of each time limit: in force until an administrator sets another."""

from datetime import UTC, date, datetime

from django.db import migrations

WORKING_DAYS = {
    "raise_doubt": 10,
    "submit": 5,
    "process": 5,
    "reply_window": 5,
    "notice_gap": 2,
    "due_soon": 2,
    "received_handed_over": 0,
    "received_post": 2,
    "received_email": 0,
    "received_journal": 0,
}
FROM = date(2000, 1, 1)


def add(apps, schema_editor):
    version = apps.get_model("programmes", "LimitVersion")
    version.objects.bulk_create(
        version(
            code=code,
            number=number,
            valid_from=FROM,
            set_by="Waymark, when it was installed",
            set_at=datetime(2000, 1, 1, tzinfo=UTC),
        )
        for code, number in WORKING_DAYS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_what_an_installation_knows")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
