"""What the worker does for files: throws away what nobody saved, asks the scanner again."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from waymark.audit.events import record
from waymark.documents.models import Document, Leftover, ScanState
from waymark.documents.scanning import Scan, Scanner
from waymark.documents.store import StoreUnreachable, apart, keep, opened
from waymark.kernel.actor import SYSTEM_NAME, Actor
from waymark.operations.file_arrivals import FORGOTTEN_AFTER
from waymark.operations.sanction_letters import LETTER, infected_letter
from waymark.operations.staged_files import forget_leftover, forget_when_certain, throw_away
from waymark.operations.tracker_files import infected_entry
from waymark.trackers.models import Tracker

APART_FOR = timedelta(days=30)


def sweep_staged_files(*, now: datetime) -> int:
    """Throw away what was uploaded over a day ago and never saved (what is infected: after 30), and
    bytes in the store that belong to no file; says how many files went.
    """
    with transaction.atomic():
        never_saved = Document.objects.filter(attached_at=None).filter(
            Q(uploaded_at__lt=now - FORGOTTEN_AFTER) & ~Q(scan_state=ScanState.INFECTED)
            | Q(uploaded_at__lt=now - APART_FOR)
        )
        found = list(never_saved.select_for_update(skip_locked=True))
        for document in found:
            throw_away(document)
    for key in Leftover.objects.filter(due_at__lt=now).values_list("stored_as", flat=True):
        forget_leftover(key)
    return len(found)


def scan_held_files(*, now: datetime, at_most: int = 50) -> int:
    """Ask the scanner again about files that it could not be asked about, then about those from
    before there was one; says how many it has answered for. The oldest come first.
    """
    scanner, answered = Scanner(), 0
    for document in _to_be_scanned()[:at_most]:
        if scanner.is_out_of_reach:
            break
        scan = _asked_about(document, scanner, now)
        with transaction.atomic():
            answered += _answered(document, scan, now)
    return answered


def _to_be_scanned():  # type: ignore[no-untyped-def]
    states = [ScanState.WAITING]
    if settings.SCANNER_URL:
        states.append(ScanState.NOT_SCANNED)
    return Document.objects.filter(scan_state__in=states).order_by("-scan_state", "uploaded_at")


def _asked_about(document: Document, scanner: Scanner, now: datetime) -> Scan:
    """What the scanner says; a copy of what is infected lies apart before anybody is told."""
    try:
        with opened(document.stored_as) as content:
            scan = scanner.scan(content)
            if scan.state == ScanState.INFECTED:
                key = apart(document.stored_as)
                Leftover.objects.get_or_create(
                    stored_as=key, defaults={"due_at": now + FORGOTTEN_AFTER}
                )
                keep(key, content)
            return scan
    except (FileNotFoundError, StoreUnreachable):
        return Scan(ScanState.WAITING)


def _answered(document: Document, scan: Scan, now: datetime) -> bool:
    if scan.state in (document.scan_state, ScanState.WAITING):
        return False
    still = Document.objects.filter(id=document.id, scan_state=document.scan_state)
    held = still.select_for_update(skip_locked=True).first()
    if held is None:
        return False
    held.scan_state = scan.state
    held.save(update_fields=["scan_state"])
    if held.is_infected:
        Leftover.objects.filter(stored_as=held.lies_at).delete()
        forget_when_certain(held.stored_as, now)
        _tell(held, scan.found, now)
    return True


def _tell(document: Document, found: str, now: datetime) -> None:
    """An entry in the history of the tracker, or the sanction record, that the file is on or was
    uploaded for.
    """
    of_it = Q(files__document=document) | Q(packs__document=document) | Q(id=document.staged_for)
    at = Tracker.objects.filter(of_it).first()
    uploader = document.uploaded_by
    system = Actor(uploader.id, SYSTEM_NAME, frozenset(), frozenset())
    if at is not None:
        record(system, [infected_entry(at, document, uploader.name, found, now)])
    elif document.staged_kind == LETTER:
        record(system, [infected_letter(document, uploader.name, found, now)])
