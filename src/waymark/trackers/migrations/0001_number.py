"""The numbers that people quote, as in T10418: one sequence for every type."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL("CREATE SEQUENCE tracker_number START 10001", "DROP SEQUENCE tracker_number")]
