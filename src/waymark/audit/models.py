"""What happened, and who looked: rows that are added and never changed.

They hold actor, stream and record ids as plain values, since they outlive what they describe.
"""

import json
import uuid
from functools import cached_property
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from waymark.audit.chain import LINK
from waymark.audit.guards import Guard, OwnersHand, insert_only, refusal


class Stream(models.TextChoices):
    """Whose history an event belongs to."""

    PARTICIPANT = "participant"
    STAFF = "staff"
    PROGRAMME = "programme"
    INSTALLATION = "installation"


class Event(models.Model):
    """One thing that happened: ids, codes and times. Its personal content is in a row beside it.

    The database gives it its number in the stream, the hash of the event before it, and its own;
    `digest` is the SHA-256 of salt and content.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=20, choices=Stream.choices)
    stream_id = models.UUIDField(null=True)
    code = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_id = models.UUIDField(null=True)
    by_system = models.BooleanField(default=False)
    by_import = models.BooleanField(default=False)
    activity_id = models.UUIDField(null=True)
    tracker_id = models.UUIDField(null=True)
    digest = models.BinaryField()
    seq = models.BigIntegerField(db_default=0)
    previous = models.BinaryField(db_default=b"")
    hash = models.BinaryField(db_default=b"")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stream__in=Stream.values), name="event_stream_known"
            ),
            # The line that is hashed has a | between its parts.
            models.CheckConstraint(
                condition=models.Q(code__regex="^[a-z_.]+$"), name="event_code_plain"
            ),
            models.UniqueConstraint(
                fields=["stream", "stream_id", "seq"],
                name="event_once_in_its_stream",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["tracker_id", "-id"],
                name="event_tracker",
                condition=models.Q(tracker_id__isnull=False),
            ),
            models.Index(
                fields=["activity_id", "-id"],
                name="event_activity",
                condition=models.Q(activity_id__isnull=False),
            ),
        ]
        triggers = [
            *insert_only("event"),
            OwnersHand(name="event_chained", operation=pgtrigger.Insert, func=LINK),
        ]


class EventContent(models.Model):
    """The personal part of an event: names, words, values before and after. Kept apart so that it
    can be erased. `body` is the exact text that was hashed.
    """

    event = models.OneToOneField(
        Event, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    salt = models.BinaryField()
    body = models.TextField()

    class Meta:
        triggers = [
            *insert_only("event_content"),
            Guard(
                name="event_content_as_hashed",
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (
                        SELECT FROM audit_event WHERE id = NEW.event_id
                        AND digest = sha256(NEW.salt || convert_to(NEW.body, 'UTF8'))
                    ) THEN {refusal("this content is not what the event was recorded with")}
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    @cached_property
    def _told(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def actor_name(self) -> str:
        """Who did it, as they were called then."""
        return self._told["actor_name"]

    @property
    def data(self) -> dict[str, Any]:
        """What there is to say about it: plain JSON values."""
        return self._told["data"]


class StreamHead(models.Model):
    """The last link of a stream's chain. Only the chaining of an event moves it."""

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=20)
    stream_id = models.UUIDField(null=True)
    seq = models.BigIntegerField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "stream_id"], name="one_head_a_stream", nulls_distinct=False
            ),
        ]
        triggers = [
            Guard(
                name="head_moves_with_events",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2
                    THEN {refusal("the head of a stream moves with its events only")} END IF;
                    RETURN NEW;
                """,
            )
        ]


class Signing(models.Model):
    """One signature over the heads that moved since the signing before, and over that signing."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    heads = models.BigIntegerField()
    heads_digest = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    key_id = models.CharField(max_length=32)
    signature = models.BinaryField()

    class Meta:
        triggers = insert_only("signing")


class SignedHead(models.Model):
    """Where a stream's chain stood at a signing."""

    id = models.BigAutoField(primary_key=True)
    signing = models.BigIntegerField()
    stream = models.CharField(max_length=20)
    stream_id = models.UUIDField(null=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "stream_id", "signing"],
                name="signed_once_a_signing",
                nulls_distinct=False,
            ),
        ]
        triggers = insert_only("signed_head")


class AccessRecord(models.Model):
    """Somebody opened a participant, tracker, file or export: who, what, when, from where; and why,
    where the record is restricted.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    record_id = models.UUIDField(null=True)
    participant_id = models.UUIDField(null=True)
    address = models.GenericIPAddressField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        indexes = [
            models.Index(fields=["participant_id", "-at"], name="access_participant"),
            models.Index(fields=["actor_id", "-at"], name="access_actor"),
            models.Index(fields=["-at", "-id"], name="access_newest"),
            models.Index(fields=["kind", "-at", "-id"], name="access_kind"),
        ]
        triggers = insert_only("access_record")
