"""Programmes with their switches, and what an administrator keeps: lists, time limits, days."""

import uuid

from django.db import models

from waymark.audit.guards import insert_only
from waymark.audit.row_history import Erasure, row_history
from waymark.kernel.working_days import Nation
from waymark.programmes.rules import LIMIT_KINDS, MOST_DAYS


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


class LimitVersion(models.Model):
    """One version of a time limit, in working days, in force from a London day until the next."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    why = models.TextField(blank=True)
    set_by_id = models.UUIDField(null=True)
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "-valid_from", "-set_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=list(LIMIT_KINDS)), name="limit_known"
            ),
            models.CheckConstraint(
                condition=models.Q(number__lte=MOST_DAYS), name="limit_number_possible"
            ),
        ]
        indexes = [models.Index(fields=["code", "-valid_from"], name="limit_code_from")]
        triggers = insert_only("limit_version")

    def __str__(self) -> str:
        return f"{self.code}: {self.number} from {self.valid_from}"


class HolidayCorrection(models.Model):
    """A day that an administrator made a bank holiday of a nation, or made none; of several about
    the same day the last one counts.
    """

    id = models.BigAutoField(primary_key=True)
    nation = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Nation])
    day = models.DateField()
    is_holiday = models.BooleanField()
    why = models.TextField()
    set_by_id = models.UUIDField()
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(nation__in=[one.value for one in Nation]),
                name="holiday_nation_known",
            ),
        ]
        triggers = insert_only("holiday_correction")

    def __str__(self) -> str:
        return f"{self.nation}, {self.day}"
