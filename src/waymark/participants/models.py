"""The profile: who somebody is, what they are on, and what staff must know."""

import uuid
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from waymark.audit.guards import insert_only
from waymark.audit.row_history import Erasure, row_history
from waymark.participants.name_words import KEPT_IN_STEP
from waymark.participants.rules import Benefit, Language, SanctionStatus
from waymark.people.guards import takes_nobody_once_closed
from waymark.people.models import Group, Staff
from waymark.programmes.models import Programme


def choices(words: Iterable[str]) -> list[tuple[str, str]]:
    """What a column may hold, from a list of words."""
    return [(str(word), str(word)) for word in words]


class MarkerKind(models.Model):
    """A support need or a risk that can be shown on a profile, to staff only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)
    is_risk = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-is_risk", "position", "name"]

    def __str__(self) -> str:
        return self.name


@row_history(
    "ParticipantRowHistory", erasure=Erasure("participant", by="id"), exclude=["search_text"]
)
class Participant(models.Model):
    """A person on a programme.

    `left_on` is a leaving date that a person or an import entered; a passed planned end never
    counts. `version` goes up with every change of the profile, so that two people cannot overwrite
    each other. A restricted record is seen by the members of staff in `named_ids` only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    date_of_birth = models.DateField()
    ni_number = models.CharField(max_length=9, blank=True)
    benefit = models.CharField(max_length=60, choices=choices(Benefit))
    language = models.CharField(max_length=20, choices=choices(Language), default=Language.ENGLISH)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    reasonable_adjustments = models.TextField(blank=True)
    agreed_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participants")
    started_on = models.DateField()
    planned_end_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    work_coach = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="caseload"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="participants")

    make_activity_mandatory = models.BooleanField(default=False)
    make_activity_mandatory_set_by_id = models.UUIDField(null=True)
    make_activity_mandatory_set_by = models.CharField(max_length=200, blank=True)
    make_activity_mandatory_set_at = models.DateTimeField(null=True)
    sanction_status = models.CharField(
        max_length=60, choices=choices(SanctionStatus), default=SanctionStatus.NONE
    )
    sanction_status_set_by_id = models.UUIDField(null=True)
    sanction_status_set_by = models.CharField(max_length=200, blank=True)
    sanction_status_set_at = models.DateTimeField(null=True)

    is_restricted = models.BooleanField(default=False)
    named_ids = ArrayField(models.UUIDField(), default=list, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    known_markers: "list[Marker] | None" = None  # those that are on, where they were read with it
    search_text = models.GeneratedField(
        expression=models.Func(
            models.F("first_name"),
            models.F("last_name"),
            models.F("reference"),
            function="waymark_search_text",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(benefit__in=list(Benefit)), name="participant_benefit_known"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=list(Language)), name="participant_language_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sanction_status__in=list(SanctionStatus)),
                name="participant_sanction_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(is_restricted=True, named_ids__len__gt=0)
                | models.Q(is_restricted=False, named_ids=[]),
                name="participant_named_when_restricted",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="participant_newest"),
            models.Index(fields=["group", "-created_at", "-id"], name="participant_group_newest"),
            models.Index(
                fields=["work_coach", "-created_at", "-id"], name="participant_coach_newest"
            ),
            models.Index(fields=["last_name", "first_name", "id"], name="participant_name"),
            GinIndex(fields=["search_text"], name="participant_search", opclasses=["gin_trgm_ops"]),
            GinIndex(
                fields=["named_ids"],
                name="participant_named",
                condition=models.Q(is_restricted=True),
            ),
        ]
        triggers = [takes_nobody_once_closed("participant"), *KEPT_IN_STEP]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def restricted_to(self) -> frozenset[uuid.UUID] | None:
        """The only people who see this record; None when its groups decide alone."""
        return frozenset(self.named_ids) if self.is_restricted else None


class Marker(models.Model):
    """A marker that is switched on for somebody: who switched it, when, and what to know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="markers")
    kind = models.ForeignKey(MarkerKind, on_delete=models.PROTECT, related_name="+")
    what_to_know = models.CharField(max_length=500, blank=True)
    set_by_id = models.UUIDField(null=True)
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-kind__is_risk", "kind__position", "kind__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind"], name="marker_once_a_participant"
            )
        ]


class NameWord(models.Model):
    """A word of the names in use, spelled as searches spell it: bare, so that it says nothing about
    anybody. It is never removed, and may stand here twice (`participants/name_words.py`).
    """

    id = models.BigAutoField(primary_key=True)
    word = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="name_word"),
            GinIndex(
                models.Func(
                    "word",
                    function="waymark_letters_left_out",
                    output_field=ArrayField(models.TextField()),
                ),
                name="name_word_slips",
                fastupdate=False,
            ),
        ]
        triggers = insert_only("name_word")

    def __str__(self) -> str:
        return self.word
