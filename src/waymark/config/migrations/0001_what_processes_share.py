"""The table of Django's cache: which one-time codes were used, known to every process at once."""

from django.db import migrations

TABLE = """
CREATE TABLE IF NOT EXISTS "django_cache" (
    "cache_key" varchar(255) NOT NULL PRIMARY KEY,
    "value" text NOT NULL,
    "expires" timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS "django_cache_expires" ON "django_cache" ("expires");
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunSQL(TABLE, 'DROP TABLE IF EXISTS "django_cache"')]
