"""Stored files. A file knows its participant; what it is for is said by whoever links to it."""

import uuid

from django.db import models

from waymark.audit.guards import unchanging
from waymark.documents.store import apart


class ScanState(models.TextChoices):
    """What the virus scanner said. Without a scanner a file is *not scanned*, and pages say so."""

    NOT_SCANNED = "not_scanned", "not scanned for viruses"
    WAITING = "waiting", "waiting to be scanned for viruses"
    CLEAN = "clean", "scanned for viruses"
    INFECTED = "infected", "infected: cannot be opened"


class Document(models.Model):
    """A file with its checks. Until it is attached on Save it is *uploaded, not yet saved*, and
    swept after a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(
        "participants.Participant", on_delete=models.PROTECT, related_name="documents"
    )
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True)
    scan_state = models.CharField(
        max_length=20, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    uploaded_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    staged_for = models.UUIDField(null=True)
    staged_kind = models.CharField(max_length=20, blank=True)
    attached_at = models.DateTimeField(null=True)
    location_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [
            models.Index(fields=["participant", "-uploaded_at"], name="document_participant"),
            models.Index(
                fields=["uploaded_at"], name="document_staged", condition=models.Q(attached_at=None)
            ),
            models.Index(
                fields=["staged_for", "uploaded_by"],
                name="document_staged_for",
                condition=models.Q(attached_at=None),
            ),
            models.Index(
                fields=["-scan_state", "uploaded_at"],
                name="document_to_scan",
                condition=models.Q(scan_state__in=["waiting", "not_scanned"]),
            ),
            models.Index(
                fields=["uploaded_by"],
                name="document_infected",
                condition=models.Q(scan_state="infected"),
            ),
        ]
        triggers = [
            unchanging(
                "document_stays",
                [
                    "id",
                    "participant_id",
                    "name",
                    "content_type",
                    "size",
                    "sha256",
                    "stored_as",
                    "uploaded_by_id",
                    "uploaded_at",
                    "location_removed",
                ],
                what="name and content of a stored file",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_infected(self) -> bool:
        return self.scan_state == ScanState.INFECTED

    @property
    def is_held(self) -> bool:
        """Not to be opened: infected, or the scanner has not said yet."""
        return self.scan_state in (ScanState.INFECTED, ScanState.WAITING)

    @property
    def lies_at(self) -> str:
        """The key of its bytes in the file store: an infected file lies apart."""
        return apart(self.stored_as) if self.is_infected else self.stored_as


class Leftover(models.Model):
    """A key of the file store under which bytes may lie that belong to no file: written before they
    are put there, and gone when a file is made of them. So nothing is ever lost in the store.
    """

    stored_as = models.CharField(max_length=120, primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="leftover_due")]

    def __str__(self) -> str:
        return self.stored_as
