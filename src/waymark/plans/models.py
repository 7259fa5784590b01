"""The action plan: a participant's activities, and the notices that were issued for them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from waymark.audit.guards import insert_only, never_deleted, unchanging
from waymark.audit.row_history import Erasure, row_history
from waymark.documents.models import Document
from waymark.participants.models import Participant, choices
from waymark.participants.rules import Benefit, Language
from waymark.people.models import Staff
from waymark.plans.guards import void_once
from waymark.plans.notice_rules import DELIVERIES, Channel
from waymark.plans.rules import ActivityStatus, Kind
from waymark.plans.to_do_row import KEPT_IN_STEP
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
    channel = models.CharField(max_length=20, choices=choices(Channel), blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    evidence = models.TextField(blank=True)
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
                condition=models.Q(channel__in=["", *Channel]), name="activity_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(hours=None) | models.Q(hours__gt=0),
                name="activity_hours_positive",
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
            models.Index(fields=["chosen_owner", "due_at"], name="activity_owner_due"),
        ]
        triggers = KEPT_IN_STEP

    def __str__(self) -> str:
        return self.reference


class ActivityToDo(models.Model):
    """The row beside each activity that nobody has marked: whose it is, when it is due, who may see
    it. Derived; what keeps it in step is in `plans/to_do_row.py`. Whoever asks looks at `left_on`
    too: a row may outlast the day.
    """

    activity = models.OneToOneField(
        Activity, primary_key=True, on_delete=models.CASCADE, related_name="to_do"
    )
    participant_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    left_on = models.DateField(null=True)
    group_id = models.UUIDField()
    is_restricted = models.BooleanField()
    named_ids = ArrayField(models.UUIDField())

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "due_at", "activity"], name="to_do_owner"),
            models.Index(fields=["group_id", "due_at", "activity"], name="to_do_group"),
            models.Index(fields=["due_at", "activity"], name="to_do_due"),
            models.Index(fields=["participant_id"], name="to_do_participant"),
        ]


class NoticeTemplate(models.Model):
    """One version of what notices say, for a benefit, a language and a kind of activity. A version
    never changes: another text is another version, in effect from its day on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    benefit = models.CharField(max_length=60, choices=choices(Benefit))
    language = models.CharField(max_length=20, choices=choices(Language))
    kind = models.CharField(max_length=20, choices=choices(Kind))
    version = models.PositiveIntegerField()
    parts = models.JSONField()
    is_draft = models.BooleanField(default=False)
    starts_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["benefit", "language", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "language", "kind", "version"],
                name="notice_template_version_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    benefit__in=list(Benefit), language__in=list(Language), kind__in=list(Kind)
                ),
                name="notice_template_known",
            ),
        ]
        triggers = insert_only("notice_template")

    def __str__(self) -> str:
        return f"{self.benefit}, {self.language}, {self.kind}, version {self.version}"


class Notice(models.Model):
    """A Mandatory Activity Notification, exactly as it was issued: the text, the PDF and what the
    activity said then. It is voided once at most, and nothing else of it changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="notices")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    template = models.ForeignKey(NoticeTemplate, on_delete=models.PROTECT, related_name="+")
    benefit = models.CharField(max_length=60, choices=choices(Benefit))
    language = models.CharField(max_length=20, choices=choices(Language))
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    contact = models.CharField(max_length=300)
    is_large_print = models.BooleanField(default=False)
    due_at_issued = models.DateTimeField()
    action_issued = models.TextField()
    where_issued = models.CharField(max_length=300)
    evidence_issued = models.TextField()

    issued_at = models.DateTimeField()
    issued_by_id = models.UUIDField()
    issued_by = models.CharField(max_length=200)
    delivery = models.CharField(
        max_length=20, choices=[(str(key), words) for key, words in DELIVERIES.items()]
    )
    given_on = models.DateField()
    deemed_received_on = models.DateField()
    gap = models.SmallIntegerField()
    gap_wanted = models.SmallIntegerField()

    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=200, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["activity", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"], name="notice_number_once_an_activity"
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=models.Q(voided_at=None),
                name="notice_one_in_force_an_activity",
            ),
            models.CheckConstraint(
                condition=models.Q(delivery__in=list(DELIVERIES)), name="notice_delivery_known"
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at=None, void_reason="")
                | (models.Q(voided_at__isnull=False) & ~models.Q(void_reason="")),
                name="notice_void_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["participant", "-issued_at"], name="notice_participant")]
        triggers = [
            never_deleted("notice_stays", because="a notice that was issued stays"),
            unchanging(
                "notice_as_issued",
                [
                    "id",
                    "activity_id",
                    "participant_id",
                    "number",
                    "template_id",
                    "benefit",
                    "language",
                    "document_id",
                    "text",
                    "contact",
                    "is_large_print",
                    "due_at_issued",
                    "action_issued",
                    "where_issued",
                    "evidence_issued",
                    "issued_at",
                    "issued_by_id",
                    "issued_by",
                    "delivery",
                    "given_on",
                    "deemed_received_on",
                    "gap",
                    "gap_wanted",
                ],
                what="what a notice said, and how it was given,",
            ),
            void_once("notice_void_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def shown_number(self) -> str:
        """A12304-2: the second notice of activity A12304."""
        return f"{self.activity.reference}-{self.number}"
