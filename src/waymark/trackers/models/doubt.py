"""What is written down before a doubt is raised. Rows are added and never changed; of questions,
replies, decisions and kinds of failure the latest counts.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from waymark.audit.guards import insert_only
from waymark.people.models import Staff
from waymark.programmes.models import LimitVersion
from waymark.trackers.doubt.words import (
    CHANNELS,
    CONTACT_OUTCOMES,
    FAILURES,
    GOOD_REASONS,
    WAYS_OF_ASKING,
)
from waymark.trackers.guards import part_of_tracker
from waymark.trackers.models.tracker import Tracker


class PartOfTracker(models.Model):
    """Something that a member of staff adds to a tracker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tracker = models.ForeignKey(Tracker, on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Contact(PartOfTracker):
    """An attempt to reach the participant. `tried_at` is when, `made_by` who; `at` when it was
    written down. `moved_it` says that the day, time or place was changed by it.
    """

    tried_at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=list(CHANNELS.items()))
    outcome = models.CharField(max_length=20, choices=list(CONTACT_OUTCOMES.items()))
    made_by = models.CharField(max_length=200)
    moved_it = models.BooleanField(default=False)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="contact_channel_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=CONTACT_OUTCOMES), name="contact_outcome_known"
            ),
        ]
        indexes = [models.Index(fields=["tracker", "-tried_at"], name="contact_tracker")]
        triggers = [*insert_only("contact"), *part_of_tracker("contact")]


class Question(PartOfTracker):
    """Good reason was asked about: when, how, and until when there is time to reply. `limit` is
    the version of the usual time that was in force.
    """

    asked_on = models.DateField()
    way = models.CharField(max_length=20, choices=list(WAYS_OF_ASKING.items()))
    received_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    limit = models.ForeignKey(LimitVersion, on_delete=models.PROTECT, related_name="+")
    days_reason = models.TextField(blank=True)
    reply_due_on = models.DateField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=WAYS_OF_ASKING), name="question_way_known"),
            models.CheckConstraint(
                condition=Q(received_on__gte=F("asked_on"), reply_due_on__gt=F("received_on")),
                name="question_days_in_order",
            ),
        ]
        indexes = [models.Index(fields=["tracker", "-at"], name="question_tracker")]
        triggers = [*insert_only("question"), *part_of_tracker("question")]


class Reply(PartOfTracker):
    """What the participant said. A private one shows its details to named roles only."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="replies")
    replied_on = models.DateField()
    text = models.TextField()
    category = models.CharField(max_length=30, choices=list(GOOD_REASONS.items()))
    is_private = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=GOOD_REASONS), name="reply_category_known"
            )
        ]
        indexes = [models.Index(fields=["tracker", "-at"], name="reply_tracker")]
        triggers = [*insert_only("reply"), *part_of_tracker("reply")]


class ReasonDecision(PartOfTracker):
    """Whether a reply was accepted as good reason, by whom and why."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="decisions")
    accepted = models.BooleanField()
    why = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["tracker", "-at"], name="reason_decision_tracker")]
        triggers = [*insert_only("reason_decision"), *part_of_tracker("reason_decision")]


class FailureKind(PartOfTracker):
    """Failure to attend or to comply, as a person confirmed it; and what was proposed."""

    failure = models.CharField(max_length=10, choices=list(FAILURES.items()))
    proposed = models.CharField(max_length=10, choices=list(FAILURES.items()))
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failure__in=FAILURES, proposed__in=FAILURES), name="failure_kind_known"
            )
        ]
        indexes = [models.Index(fields=["tracker", "-at"], name="failure_kind_tracker")]
        triggers = [*insert_only("failure_kind"), *part_of_tracker("failure_kind")]


class SecondLook(PartOfTracker):
    """The named second person who considered the markers, and whether one may have mattered."""

    person = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)
    markers = models.CharField(max_length=500)
    may_matter = models.BooleanField()
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["tracker", "-at"], name="second_look_tracker")]
        triggers = [*insert_only("second_look"), *part_of_tracker("second_look")]


class ReadinessRecord(PartOfTracker):
    """The checks as they stood when a tracker was handed on, each with the reason for going on."""

    to_status = models.CharField(max_length=20)
    checks = models.JSONField()
    met = models.PositiveSmallIntegerField()
    unmet = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["tracker", "-at"], name="readiness_record_tracker")]
        triggers = [*insert_only("readiness_record"), *part_of_tracker("readiness_record")]
