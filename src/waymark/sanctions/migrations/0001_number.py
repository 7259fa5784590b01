"""The numbers that people quote, as in S101."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL("CREATE SEQUENCE sanction_entry_number START 101", "DROP SEQUENCE sanction_entry_number")]
