"""Files that were never saved: they are thrown away, and their bytes once that is certain."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from waymark.documents.models import Document, Leftover
from waymark.documents.store import StoreUnreachable, forget


def discard(mine: QuerySet[Document]) -> None:
    """Throw away what somebody uploaded and has not saved. An infected one is no longer shown, and
    stays apart for a while.
    """
    for document in mine.select_for_update(skip_locked=True, of=("self",)):
        if document.is_infected:
            document.staged_for = None
            document.save(update_fields=["staged_for"])
        else:
            throw_away(document)


def throw_away(document: Document) -> None:
    """Forget a file that was never saved, and its bytes once that is certain."""
    key = document.lies_at
    uploaded_at = document.uploaded_at
    document.delete()
    forget_when_certain(key, uploaded_at)


def forget_when_certain(key: str, now: datetime) -> None:
    """Throw bytes away after the transaction; if the store does not answer, the sweep does it."""
    Leftover.objects.update_or_create(stored_as=key, defaults={"due_at": now})
    transaction.on_commit(lambda: forget_leftover(key), robust=True)


def forget_leftover(key: str) -> None:
    """Throw away bytes that belong to no file; not now if the store does not answer."""
    try:
        forget(key)
    except StoreUnreachable:
        return
    Leftover.objects.filter(stored_as=key).delete()
