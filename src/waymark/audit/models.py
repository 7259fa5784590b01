"""What happened, and who looked: rows that are added and never changed.

They hold actor, stream and record ids as plain values, since they outlive what they describe.
"""

import uuid

from django.db import models
from django.db.models.functions import Now

from waymark.audit.guards import insert_only


class Stream(models.TextChoices):
    """Whose history an event belongs to."""

    PARTICIPANT = "participant"
    STAFF = "staff"
    PROGRAMME = "programme"
    INSTALLATION = "installation"


class Event(models.Model):
    """One thing that happened: ids, codes and times. Its personal content is in a row beside it."""

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

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stream__in=Stream.values), name="event_stream_known"
            ),
        ]
        indexes = [
            models.Index(fields=["stream_id", "-id"], name="event_stream"),
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
        triggers = insert_only("event")


class EventContent(models.Model):
    """The personal part of an event: names, words, values before and after. Kept apart so that it
    can be erased.
    """

    event = models.OneToOneField(
        Event, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    actor_name = models.CharField(max_length=200)
    data = models.JSONField(default=dict)

    class Meta:
        triggers = insert_only("event_content")


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
