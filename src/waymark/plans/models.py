"""The action plan: a participant's activities."""

import uuid

from django.db import models
from django.utils import timezone

from waymark.audit.row_history import Erasure, row_history
from waymark.participants.models import Participant, choices
from waymark.people.models import Staff
from waymark.plans.rules import SET_BY_HAND, ActivityStatus, Kind
from waymark.programmes.models import ReasonCategory


@row_history("ActivityRowHistory", erasure=Erasure("participant", by="participant_id"))
class Activity(models.Model):
    """One thing to do or attend.

    `chosen_owner` is empty when the owner is the participant's work coach. `due_at` is the London
    due date and time as a moment (end of the day without a time). `was_missed` stays once it was
    marked Not complete.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.CharField(max_length=20, choices=choices(Kind))
    title = models.CharField(max_length=200)
    instructions = models.TextField(blank=True)
    chosen_owner = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="owned_activities"
    )
    due_on = models.DateField()
    due_time = models.TimeField(null=True)
    due_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    visible_to_participant = models.BooleanField(default=True)

    mandatory = models.BooleanField(default=False)
    mandatory_set_by_id = models.UUIDField(null=True)
    mandatory_set_by = models.CharField(max_length=200, blank=True)
    mandatory_set_at = models.DateTimeField(null=True)

    status = models.CharField(
        max_length=20, choices=choices(ActivityStatus), default=ActivityStatus.NOT_STARTED
    )
    status_before_marking = models.CharField(
        max_length=20, choices=choices(ActivityStatus), default=ActivityStatus.NOT_STARTED
    )
    status_set_by = models.CharField(max_length=200, blank=True)
    status_set_at = models.DateTimeField(null=True)
    reason_category = models.CharField(max_length=20, choices=ReasonCategory.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    reason_details = models.TextField(blank=True)
    was_missed = models.BooleanField(default=False)
    arranged_again_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="arranged_again_as"
    )

    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-due_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(Kind)), name="activity_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=list(ActivityStatus)), name="activity_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ActivityStatus.NOT_COMPLETE)
                | (
                    ~models.Q(reason="")
                    & models.Q(reason_category__in=ReasonCategory.values)
                    & models.Q(was_missed=True)
                ),
                name="activity_not_complete_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "-due_at", "-id"], name="activity_plan"),
            models.Index(
                fields=["due_at"],
                name="activity_to_do",
                condition=models.Q(status__in=[str(status) for status in SET_BY_HAND]),
            ),
            models.Index(fields=["chosen_owner", "due_at"], name="activity_owner_due"),
        ]

    def __str__(self) -> str:
        return self.reference
