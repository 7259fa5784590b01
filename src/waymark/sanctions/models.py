"""The sanction record: what happened after a referral. Entries are dated, signed, never changed."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from waymark.audit.guards import insert_only
from waymark.documents.models import Document
from waymark.participants.models import Participant
from waymark.sanctions.guards import ENTRY_GUARDS, of_one_participant
from waymark.sanctions.rules import KIND_LABELS, RESULTS, REVIEWS, EntryKind
from waymark.trackers.models import Tracker


def plain(words: Iterable[str]) -> list[str]:
    """Words as a migration writes them."""
    return [str(word) for word in words]


def result_is_of_its_kind() -> models.CheckConstraint:
    """An entry has a result of its own kind, or none where its kind has none."""
    allowed = ~Q(kind__in=plain(RESULTS)) & Q(result="")
    for kind, results in RESULTS.items():
        allowed |= Q(kind=str(kind), result__in=plain(results))
    return models.CheckConstraint(condition=allowed, name="sanction_entry_result_of_its_kind")


class EntryNumber(models.Func):
    """The next number of the sequence that people quote, as in S104."""

    template = "nextval('sanction_entry_number')"
    output_field = models.BigIntegerField()


class SanctionEntry(models.Model):
    """One entry: on a tracker, or on an earlier entry and its tracker.

    It is never changed. A mistake is put right by another entry that names it in `corrects`, and
    takes its place or, where it `withdraws`, says that it should not be there. `effective_on` is
    the last day of the open-ended part, where the entry ends that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(unique=True, db_default=EntryNumber())
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="sanction_entries"
    )
    tracker = models.ForeignKey(Tracker, on_delete=models.PROTECT, related_name="sanction_entries")
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reviews")
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    withdraws = models.BooleanField(default=False)
    why = models.TextField(blank=True)

    kind = models.CharField(
        max_length=20, choices=[(str(kind), label) for kind, label in KIND_LABELS.items()]
    )
    happened_on = models.DateField()
    result = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    fixed_days = models.PositiveSmallIntegerField(null=True)
    told_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)

    recorded_by_id = models.UUIDField()
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=plain(EntryKind)), name="sanction_entry_kind_known"
            ),
            result_is_of_its_kind(),
            models.CheckConstraint(
                condition=~Q(kind="condition") | ~Q(text=""),
                name="sanction_entry_condition_is_said",
            ),
            models.CheckConstraint(
                condition=~Q(kind="period") | Q(starts_on__isnull=False),
                name="sanction_entry_period_begins",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=models.F("starts_on")),
                name="sanction_entry_period_ends_after",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=plain(REVIEWS), about__isnull=False)
                | (~Q(kind__in=plain(REVIEWS)) & Q(about=None)),
                name="sanction_entry_review_is_about",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, withdraws=False, why="")
                | (Q(corrects__isnull=False) & ~Q(why="")),
                name="sanction_entry_correction_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "-number"], name="sanction_entry_participant")
        ]
        triggers = ENTRY_GUARDS

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        return f"S{self.number}"


class Letter(models.Model):
    """A file on an entry, such as a decision letter. It stays with the entry; if that is withdrawn,
    nobody can open it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(SanctionEntry, on_delete=models.PROTECT, related_name="letters")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="letter_link")
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        triggers = [*insert_only("letter"), *of_one_participant("letter")]
