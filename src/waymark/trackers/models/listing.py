"""The row beside each tracker, which lists, counts and search read and nothing else."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from waymark.people.models import Group, Staff
from waymark.trackers.models.tracker import Tracker
from waymark.trackers.types import clocked_statuses

NEWEST = ("-created_at", "-number")
WHO_SEES = ("is_restricted", "named_ids")  # in each index that counts: no row is looked at


class TrackerListing(models.Model):
    """What a list shows, is narrowed by and sorted by; derived, so it may change when the tracker
    is final. What keeps it in step is in `trackers/side_row.py`.
    """

    tracker = models.OneToOneField(
        Tracker, primary_key=True, on_delete=models.PROTECT, related_name="listing"
    )
    number = models.BigIntegerField(unique=True)
    type = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    participant_id = models.UUIDField()
    activity_id = models.UUIDField(null=True)
    assignee = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    status_set_at = models.DateTimeField()
    act_by = models.DateField(null=True)

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_restricted = models.BooleanField()
    named_ids = ArrayField(models.UUIDField())
    reference = models.CharField(max_length=40)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    activity_title = models.CharField(max_length=200)
    search_text = models.TextField()

    class Meta:
        indexes = [
            GinIndex(
                fields=["search_text"], name="tracker_listing_search", opclasses=["gin_trgm_ops"]
            ),
            models.Index(fields=NEWEST, name="listing_newest"),
            models.Index(fields=["-due_at", "-number"], name="listing_due"),
            models.Index(fields=["act_by", "number"], name="listing_act_by"),
            models.Index(
                fields=["status", *NEWEST], name="listing_status", include=["group", *WHO_SEES]
            ),
            models.Index(fields=["status", "act_by", "number"], name="listing_status_act_by"),
            models.Index(fields=["status", "status_set_at", "number"], name="listing_status_set"),
            models.Index(
                fields=["assignee", "status", *NEWEST],
                name="listing_assignee",
                include=["group", *WHO_SEES],
            ),
            models.Index(fields=["group", *NEWEST], name="listing_group", include=WHO_SEES),
            models.Index(
                fields=["group", "status", *NEWEST], name="listing_group_status", include=WHO_SEES
            ),
            models.Index(fields=["participant_id", *NEWEST], name="listing_participant"),
            models.Index(
                fields=["group", "act_by", "number"],
                name="listing_group_clock",
                include=WHO_SEES,
                condition=Q(status__in=clocked_statuses()),
            ),
            models.Index(
                fields=["act_by", "number"],
                name="listing_clock_runs",
                include=["group", "assignee", "status", *WHO_SEES],
                condition=Q(status__in=clocked_statuses()),
            ),
        ]
