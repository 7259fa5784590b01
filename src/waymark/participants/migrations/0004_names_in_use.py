"""The words of the names in use, and each without each of its letters in turn, so that an index
finds those that are one slip away from what somebody typed.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
import waymark.audit.guards
from django.db import migrations, models

LETTERS_LEFT_OUT = """
CREATE FUNCTION waymark_letters_left_out(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT array_agg(overlay(word PLACING '' FROM at FOR 1)) || word
        FROM generate_series(1, length(word)) AS at $$;
"""
EVERY_NAME = """
INSERT INTO participants_nameword (word)
SELECT DISTINCT one.word
  FROM participants_participant AS participant
 CROSS JOIN waymark_search_text(participant.first_name, participant.last_name) AS name
 CROSS JOIN unnest(string_to_array(name, ' ')
                   || string_to_array(translate(name, '-', ' '), ' ')) AS one (word)
 WHERE length(one.word) BETWEEN 3 AND 40
"""


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0003_what_an_installation_knows'),
    ]

    operations = [
        migrations.RunSQL(
            LETTERS_LEFT_OUT, "DROP FUNCTION waymark_letters_left_out(text)"
        ),
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('word', models.TextField()),
            ],
        ),
        migrations.RunSQL(EVERY_NAME, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='participant_has_name_words', sql=waymark.audit.guards.PlainTriggerSql(func="\n        INSERT INTO participants_nameword (word)\n        SELECT DISTINCT one.word\n          FROM made AS participant\n         CROSS JOIN waymark_search_text(participant.first_name, participant.last_name) AS name\n         CROSS JOIN unnest(string_to_array(name, ' ')\n                           || string_to_array(translate(name, '-', ' '), ' ')) AS one (word)\n         WHERE length(one.word) BETWEEN 3 AND 40\n           AND NOT EXISTS (SELECT FROM participants_nameword AS known WHERE known.word = one.word)\n    ; RETURN NULL;", hash='2a6d150b4a2a639377c5085127bc867cc5aa111e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_participant_has_name_words_2886d', referencing='REFERENCING NEW TABLE AS made ', table='participants_participant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='participant_name_words_follow', sql=waymark.audit.guards.PlainTriggerSql(func="\n        INSERT INTO participants_nameword (word)\n        SELECT DISTINCT one.word\n          FROM (\n        SELECT now.first_name, now.last_name FROM changed AS now JOIN before USING (id)\n         WHERE (now.first_name, now.last_name) <> (before.first_name, before.last_name)) AS participant\n         CROSS JOIN waymark_search_text(participant.first_name, participant.last_name) AS name\n         CROSS JOIN unnest(string_to_array(name, ' ')\n                           || string_to_array(translate(name, '-', ' '), ' ')) AS one (word)\n         WHERE length(one.word) BETWEEN 3 AND 40\n           AND NOT EXISTS (SELECT FROM participants_nameword AS known WHERE known.word = one.word)\n    ; RETURN NULL;", hash='643cb3166f707573cb32fde2b5546c859d6f98db', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_participant_name_words_follow_efa91', referencing='REFERENCING OLD TABLE AS before  NEW TABLE AS changed ', table='participants_participant', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='nameword',
            index=models.Index(fields=['word'], name='name_word'),
        ),
        migrations.AddIndex(
            model_name='nameword',
            index=django.contrib.postgres.indexes.GinIndex(models.Func('word', function='waymark_letters_left_out', output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)), fastupdate=False, name='name_word_slips'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nameword',
            trigger=pgtrigger.compiler.Trigger(name='name_word_insert_only', sql=waymark.audit.guards.PlainTriggerSql(func="RAISE EXCEPTION 'history only grows: this row cannot be changed or deleted' USING ERRCODE = '23514';", hash='347264b0c66fd343079b0f94086bcc2f355589a3', operation='UPDATE OR DELETE', pgid='pgtrigger_name_word_insert_only_b86c0', table='participants_nameword', when='BEFORE')),
        ),
    ]
