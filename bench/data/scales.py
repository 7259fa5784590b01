"""How much of what each scale holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Three of seven participants are active; each has ten activities, so many of ten mandatory
    where mandation is on; of those that are past so many of a hundred have a tracker, about one in
    seven of all. Without histories there are only the rows that lists read.
    """

    participants: int
    staff: int
    coaches: int
    groups: int
    mandatory: int = 7
    due: int = 26
    histories: bool = True

    @property
    def active(self) -> int:
        return self.participants // 7 * 3


SCALES = {
    "small": Scale(participants=7_000, staff=60, coaches=40, groups=12),
    "provider": Scale(participants=70_000, staff=500, coaches=400, groups=30),
    "national": Scale(participants=700_000, staff=5_000, coaches=4_000, groups=300),
}
TRACKERS = "trackers"
AREAS = 12  # contract areas: below the whole organisation, above the offices
BATCH = 1_400  # participants in one transaction
USUAL = 1.5  # trackers of a participant
MOST = 8.2  # of those whose activities are all mandatory, if each past one has a tracker


def scale_of(name: str) -> Scale:
    """By its name; that of one without histories ends in about how many trackers it has."""
    kind, _, many = name.partition(":")
    return with_trackers(int(many)) if kind == TRACKERS else SCALES[kind]


def with_trackers(many: int) -> Scale:
    """About so many trackers, no histories. Up to a million there are participants for each, as in
    the others; beyond that it is the nation, with more trackers for each.
    """
    nation = SCALES["national"]
    participants = min(nation.participants, round(many / USUAL / 7) * 7)
    of_each = many / participants
    if of_each > MOST:
        raise ValueError(f"At most {round(MOST * nation.participants):,} trackers")
    like = next(one for one in SCALES.values() if one.participants >= participants)
    usual = of_each <= USUAL * 1.01
    return Scale(
        participants,
        like.staff,
        like.coaches,
        like.groups,
        mandatory=nation.mandatory if usual else 10,
        due=nation.due if usual else round(100 * of_each / MOST),
        histories=False,
    )
