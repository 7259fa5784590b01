"""References for activities that are added here; those that come by import keep their own."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL("CREATE SEQUENCE activity_reference START 10001", "DROP SEQUENCE activity_reference")]
