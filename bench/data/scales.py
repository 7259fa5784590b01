"""How much of what each scale holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Three of seven participants are active; each has ten activities; about one activity in seven
    has a tracker.
    """

    participants: int
    staff: int
    coaches: int
    groups: int

    @property
    def active(self) -> int:
        return self.participants // 7 * 3


SCALES = {
    "small": Scale(participants=7_000, staff=60, coaches=40, groups=12),
    "provider": Scale(participants=70_000, staff=500, coaches=400, groups=30),
    "national": Scale(participants=700_000, staff=5_000, coaches=4_000, groups=300),
}
AREAS = 12  # contract areas: below the whole organisation, above the offices
BATCH = 1_400  # participants in one transaction
