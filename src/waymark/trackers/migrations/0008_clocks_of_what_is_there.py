"""The clocks of trackers that were there before: under the limits in force when their status began."""

from django.db import migrations

from waymark.kernel.working_days import Calendar, Nation
from waymark.programmes.rules import Limit, LimitBook
from waymark.trackers.clocks import Reckoning

LIMITS = {"new": ("submit", "raise_doubt"), "submitted": ("process",)}
AT_ONCE = 1000


def count(apps, schema_editor):
    tracker = apps.get_model("trackers", "Tracker")
    waiting = tracker.objects.filter(status__in=LIMITS, act_by=None)
    if not waiting.exists():
        return
    versions = apps.get_model("programmes", "LimitVersion").objects.values_list(
        "id", "code", "number", "valid_from", "set_by", "set_at"
    )
    reckoned = Reckoning(
        LimitBook(Limit(*values) for values in versions),
        {nation.value: Calendar(nation) for nation in Nation},
    )
    batch = []
    for one in waiting.select_related("participant__group").iterator(chunk_size=AT_ONCE):
        running = reckoned.running(
            LIMITS[one.status],
            began_at=one.status_set_at,
            failed_on=one.due_on,
            nation=one.participant.group.bank_holidays,
        )
        one.act_by, one.act_by_limit_id = running.act_by, running.limit.id
        batch.append(one)
    tracker.objects.bulk_update(batch, ["act_by", "act_by_limit"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("trackers", "0007_act_by"), ("people", "0006_nation_of_the_kernel")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
