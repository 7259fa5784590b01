"""Trackers, why they exist, their notes and their files. The guards are made from workflow.py."""

import uuid

from django.db import models
from django.db.models import Q

from waymark.audit.guards import insert_only
from waymark.audit.row_history import Erasure, row_history
from waymark.documents.models import Document
from waymark.participants.models import Participant
from waymark.people.models import Staff
from waymark.plans.models import Activity
from waymark.programmes.models import LimitVersion
from waymark.trackers.doubt.words import CODED_REASONS
from waymark.trackers.guards import (
    FILE_LINK_GUARDS,
    TRACKER_GUARDS,
    part_of_tracker,
    status_belongs_to_type,
)
from waymark.trackers.rules import Because, Outcome
from waymark.trackers.side_row import KEPT_IN_STEP
from waymark.trackers.types import (
    MONITORING_TYPE,
    TYPES,
    clocked_statuses,
    every_status,
    open_statuses,
)


class FileKind(models.TextChoices):
    """What a file on a tracker is. Only DMA paperwork counts as DMA paperwork."""

    DMA_PAPERWORK = "dma_paperwork", "DMA paperwork"
    NOTICE = "notice", "Notice"
    CONTACT_LOG = "contact_log", "Contact log"
    OTHER = "other", "Other"


class TrackerNumber(models.Func):
    """The next number of the sequence that people quote, as in T10418."""

    template = "nextval('tracker_number')"
    output_field = models.BigIntegerField()


@row_history("TrackerRowHistory", erasure=Erasure("participant", by="participant_id"))
class Tracker(models.Model):
    """A tracker. For Monitoring: an activity that was not done, on its way through coach and
    compliance.

    Due date, reason and benefit are copied when it is made: later edits do not rewrite them.
    `act_by` is the last day of the clock that runs in this status, under `act_by_limit`.
    `version` goes up when a field changes; notes and files of others do not count as a conflict.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(unique=True, db_default=TrackerNumber())
    type = models.CharField(
        max_length=20, choices=[(kind.code, kind.label) for kind in TYPES.values()]
    )
    status = models.CharField(
        max_length=20, choices=[(code, status.label) for code, status in every_status().items()]
    )
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="trackers")
    activity = models.ForeignKey(
        Activity, null=True, on_delete=models.PROTECT, related_name="trackers"
    )
    assignee = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="assigned_trackers"
    )

    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reason_category = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    reason_details = models.TextField(blank=True)
    benefit = models.CharField(max_length=60, blank=True)

    dma_paperwork_raised = models.BooleanField(default=True)
    not_raised_reason = models.TextField(blank=True)

    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField()
    created_by = models.CharField(max_length=200)
    made_by_system = models.BooleanField(default=True)
    status_set_at = models.DateTimeField()
    act_by = models.DateField(null=True)
    act_by_limit = models.ForeignKey(
        LimitVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-number"]
        constraints = [
            status_belongs_to_type(),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(type=MONITORING_TYPE.code, status__in=open_statuses()),
                name="tracker_one_open_an_activity",
            ),
            models.CheckConstraint(
                condition=~Q(type=MONITORING_TYPE.code)
                | Q(activity__isnull=False, due_on__isnull=False, made_by_system=True),
                name="tracker_monitoring_has_its_activity",
            ),
            models.CheckConstraint(
                condition=Q(dma_paperwork_raised=True) | ~Q(not_raised_reason=""),
                name="tracker_not_raised_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-created_at", "-number"], name="tracker_status_newest"),
            models.Index(
                fields=["participant", "-created_at", "-number"], name="tracker_participant"
            ),
            models.Index(
                fields=["number"],
                name="tracker_clock_runs",
                condition=Q(status__in=clocked_statuses()),
            ),
        ]
        triggers = [*TRACKER_GUARDS, *KEPT_IN_STEP]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        return f"T{self.number}"


class Evaluation(models.Model):
    """The decision on one marking as Not complete: every condition with its value at that moment,
    and the outcome.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="evaluations")
    tracker = models.ForeignKey(
        Tracker, null=True, on_delete=models.PROTECT, related_name="evaluations"
    )
    outcome = models.CharField(
        max_length=20, choices=[(str(outcome), str(outcome)) for outcome in Outcome]
    )
    conditions = models.JSONField()
    because = models.CharField(
        max_length=40, choices=[(str(why), str(why)) for why in Because], blank=True
    )
    assignee_name = models.CharField(max_length=150, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    marked_by_id = models.UUIDField()
    marked_by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=list(Outcome)), name="evaluation_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NOT_MADE, tracker=None)
                | (~Q(outcome=Outcome.NOT_MADE) & Q(tracker__isnull=False)),
                name="evaluation_outcome_has_its_tracker",
            ),
            models.UniqueConstraint(
                fields=["tracker"],
                condition=Q(outcome=Outcome.MADE),
                name="evaluation_made_one_tracker",
            ),
        ]
        indexes = [models.Index(fields=["activity", "-at"], name="evaluation_activity")]
        triggers = insert_only("evaluation")


class Transition(models.Model):
    """One step from a status to another: who, when, and why where they had to say. `reason_code`:
    why compliance sent it back or rejected it, of a list.
    """

    id = models.BigAutoField(primary_key=True)
    tracker = models.ForeignKey(Tracker, on_delete=models.PROTECT, related_name="transitions")
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    by_id = models.UUIDField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    own_work_reason = models.TextField(blank=True)
    reason_code = models.CharField(max_length=30, choices=list(CODED_REASONS.items()), blank=True)
    reason_text = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason_code__in=["", *CODED_REASONS]), name="transition_reason_known"
            )
        ]
        indexes = [
            models.Index(fields=["-at"], name="transition_coded", condition=~Q(reason_code="")),
            models.Index(
                fields=["-id"], name="transition_own_work", condition=~Q(own_work_reason="")
            ),
        ]
        triggers = [*insert_only("transition"), *part_of_tracker("transition")]


class Note(models.Model):
    """A dated note with its author: added, never edited. One *for the decision maker* goes into
    evidence packs; the others are for staff only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tracker = models.ForeignKey(Tracker, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    for_decision_maker = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        triggers = [*insert_only("note"), *part_of_tracker("note")]


class TrackerFile(models.Model):
    """A file on a tracker, of a kind. Removing it marks the link; what was there stays in the
    history.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tracker = models.ForeignKey(Tracker, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="tracker_link")
    kind = models.CharField(max_length=20, choices=FileKind.choices)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    removed_by = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values), name="tracker_file_kind_known"
            )
        ]
        triggers = FILE_LINK_GUARDS
