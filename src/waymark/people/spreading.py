"""Who takes over what, when work is handed over: evenly, in the same way each time. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be handed over: its name for people, the groups from which it is seen, and of a
    restricted record whom it names (None: it is not restricted).
    """

    id: UUID
    name: str
    lineage: tuple[UUID, ...]
    restricted_to: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who may take over, and how much of that kind they have already."""

    id: UUID
    name: str
    group_ids: frozenset[UUID]
    load: int = 0

    def sees(self, piece: Piece) -> bool:
        is_let_in = piece.restricted_to is None or self.id in piece.restricted_to
        return is_let_in and not self.group_ids.isdisjoint(piece.lineage)


def spread(pieces: Iterable[Piece], takers: Sequence[Taker]) -> Mapping[UUID, UUID | None]:
    """For each piece who takes it: among those who see it whoever has least by then, and of these
    the first by name. None: nobody sees it. What few can take is given out first, so that those
    are not full already.
    """
    load = {one.id: one.load for one in takers}
    can_take = {piece: [one for one in takers if one.sees(piece)] for piece in pieces}
    given: dict[UUID, UUID | None] = {}
    for piece in sorted(can_take, key=lambda one: (len(can_take[one]), one.name, one.id)):
        able = can_take[piece]
        taker = min(able, key=lambda one: (load[one.id], one.name, one.id), default=None)
        given[piece.id] = taker.id if taker else None
        if taker:
            load[taker.id] += 1
    return given
