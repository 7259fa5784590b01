"""Evidence packs that somebody asked for. A table of its own: a pack of a final tracker changes
nothing of the tracker.
"""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from waymark.audit.guards import Guard, never_deleted, refusal, unchanging
from waymark.documents.models import Document
from waymark.people.models import Staff

MADE = "made"


class Pack(models.Model):
    """An evidence pack: who asked for it and with which choices, how far it is, and its PDF."""

    class State(models.TextChoices):
        WAITING = "waiting"
        BEING_MADE = "being made"
        MADE = MADE
        NOT_MADE = "not made"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tracker = models.ForeignKey("trackers.Tracker", on_delete=models.PROTECT, related_name="packs")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    choices = models.JSONField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    parts_done = models.PositiveIntegerField(default=0)
    parts_total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    document = models.OneToOneField(
        Document, null=True, on_delete=models.PROTECT, related_name="pack"
    )
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MADE, document__isnull=False, made_at__isnull=False)
                | (~Q(state=MADE) & Q(document=None, made_at=None)),
                name="pack_made_has_its_document",
            )
        ]
        indexes = [models.Index(fields=["tracker", "-asked_at"], name="pack_tracker")]
        triggers = [
            unchanging(
                "pack_stays",
                ["id", "tracker_id", "asked_by_id", "asked_by_name", "asked_at", "choices"],
                what="who asked for a pack, of what and with which choices",
            ),
            Guard(
                name="pack_made_stays",
                operation=pgtrigger.Update,
                func=f"IF OLD.state = '{MADE}' "
                f"THEN {refusal('a pack that is made does not change')} END IF; RETURN NEW;",
            ),
            never_deleted("pack_not_deleted", because="a pack is not deleted"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def holds_private(self) -> bool:
        """Whether private details of a good reason were put in."""
        return bool(self.choices.get("private"))
