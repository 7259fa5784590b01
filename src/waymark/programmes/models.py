"""Programmes with their switches, and the lists that an administrator keeps."""

import uuid

from django.db import models

from waymark.audit.row_history import Erasure, row_history


class ReasonCategory(models.TextChoices):
    """Whose doing it was that an activity was not done."""

    DID_NOT = "did_not", "They did not do it"
    COULD_NOT = "could_not", "They could not do it"
    PROVIDER = "provider", "It was our fault, or a provider’s"


@row_history("ProgrammeRowHistory", erasure=Erasure("staff", by="monitoring_trackers_set_by_id"))
class Programme(models.Model):
    """What a person is on. The switch *monitoring trackers* knows who set it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    monitoring_trackers = models.BooleanField(default=False)
    monitoring_trackers_set_by_id = models.UUIDField(null=True)
    monitoring_trackers_set_by = models.CharField(max_length=200)
    monitoring_trackers_set_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NonCompletionReason(models.Model):
    """One entry of the list of reasons for non-completion. A marking copies its words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField(max_length=20, choices=ReasonCategory.choices)
    text = models.CharField(max_length=200)
    is_offered = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["category", "position", "text"]
        constraints = [
            models.UniqueConstraint(fields=["category", "text"], name="reason_once_a_category"),
            models.CheckConstraint(
                condition=models.Q(category__in=ReasonCategory.values), name="reason_category_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text
