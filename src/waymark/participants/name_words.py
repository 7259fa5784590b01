"""The words of the names in use, in SQL, once: what a word that was mistyped is compared with.

A word is written when somebody first has it, by triggers, whoever writes the participant, and stays
for good: a bare word says nothing about anybody, and whoever asks looks among participants in their
own scope for it. It is written when it is not there yet, with nothing that keeps it unique: two who
write the same word at the same moment both do, and neither waits for the other, nor for an import.
"""

import pgtrigger

from waymark.audit.guards import Guard


def name_words_of(participants: str) -> str:
    """SQL that keeps the words of some participants' names that are not there yet; `participants`
    is a table like theirs. A double name is kept whole and in its parts.
    """
    return f"""
        INSERT INTO participants_nameword (word)
        SELECT DISTINCT one.word
          FROM {participants} AS participant
         CROSS JOIN waymark_search_text(participant.first_name, participant.last_name) AS name
         CROSS JOIN unnest(string_to_array(name, ' ')
                           || string_to_array(translate(name, '-', ' '), ' ')) AS one (word)
         WHERE length(one.word) BETWEEN 3 AND 40
           AND NOT EXISTS (SELECT FROM participants_nameword AS known WHERE known.word = one.word)
    """  # noqa: S608


_RENAMED = """(
        SELECT now.first_name, now.last_name FROM changed AS now JOIN before USING (id)
         WHERE (now.first_name, now.last_name) <> (before.first_name, before.last_name))"""

KEPT_IN_STEP = [
    Guard(
        name="participant_has_name_words",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="made"),
        func=f"{name_words_of('made')}; RETURN NULL;",
    ),
    Guard(
        name="participant_name_words_follow",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="before", new="changed"),
        func=f"{name_words_of(_RENAMED)}; RETURN NULL;",
    ),
]
