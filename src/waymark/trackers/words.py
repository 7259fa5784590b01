"""What the words of a search of trackers may mean: a whole reference, or names spelled so."""

from dataclasses import replace

from waymark.kernel.actor import Actor
from waymark.participants.queries import named_in_full
from waymark.participants.spelling import names_spelled_like
from waymark.trackers.lists import TrackerFilter, trackers_matching


def with_whole_reference(actor: Actor, wanted: TrackerFilter) -> TrackerFilter:
    """The filter, its words put in order: a whole reference among them is that participant, found
    by another index than parts of words are.
    """
    one, words = named_in_full(actor, wanted.words)
    if one is None or wanted.participant_id not in (None, one):
        return wanted
    return replace(wanted, words=words, participant_id=one)


def spelled_otherwise(wanted: TrackerFilter) -> TrackerFilter | None:
    """The same filter with names that may have been meant; None when there are none."""
    instead = names_spelled_like(wanted.words)
    return replace(wanted, instead=instead) if instead else None


def as_it_is_listed(actor: Actor, wanted: TrackerFilter) -> TrackerFilter:
    """The filter by which the list shows what it shows: other names, where words find nothing."""
    wanted = with_whole_reference(actor, wanted)
    if wanted.words:
        of_any_status = replace(wanted, statuses=frozenset(), clock=None)
        if not trackers_matching(actor, of_any_status).exists():
            return spelled_otherwise(wanted) or wanted
    return wanted
