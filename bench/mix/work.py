"""What people do and how often, and what came of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bench.measures.figures import Timing, timing
from bench.measures.run import PAGE, SENT_ON

LISTS, PAGES, WRITES = "lists", "pages", "writes"
# Of a hundred things that somebody does. A list that stands here twice is asked for twice as often.
SHARES = {LISTS: 60, PAGES: 25, WRITES: 15}
KEYS = {
    LISTS: (
        *("list-open", "list-open", "list-filtered", "list-group", "list-last"),
        *("participants", "search-reference", "find-reference"),
    ),
    PAGES: ("home", "profile", "plan", "tracker"),
}
# Of a hundred writes. A pack is work of a second for the worker, and nobody asks for many.
OF_WRITES = {"mark": 40, "note": 45, "edit": 14, "pack": 1}
NOTE = "note"
FASTEST = 120  # requests a second that are expected of people who do not think
MOST = 40_000, 4_000  # markings and edits that are looked for
Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """How many people, for how long, how long they think, and what chance decides by."""

    people: int
    seconds: float
    think: tuple[float, float]
    seed: int

    @property
    def a_second(self) -> float:
        """Requests that can be expected."""
        return min(FASTEST, self.people / max(0.01, sum(self.think) / 2))

    def forms_needed(self, kind: str, runs: int) -> int:
        """A third more than will be asked for, as far as can be said."""
        share = SHARES[WRITES] * OF_WRITES[kind] / 10_000
        return 64 + round(self.a_second * self.seconds * runs * share * 4 / 3)


def asked_of(setting: Setting, runs: int) -> dict[str, Any]:
    """What has to be chosen: people, addresses, and forms enough for so many runs."""
    marks, edits = MOST
    return {
        "people": setting.people,
        "keys": [*sorted({key for keys in KEYS.values() for key in keys}), "mark", "edit"],
        "marks": min(marks, setting.forms_needed("mark", runs)),
        # Half of them are for notes and packs.
        "edits": min(edits, 2 * setting.forms_needed("edit", runs)),
    }


def told_to_the_client(
    setting: Setting, port: int, lanes: Mapping[str, list[list[Request]]], forms: Any
) -> dict[str, Any]:
    """What the load client is told."""
    shares = {kind: share for kind, share in SHARES.items() if kind != WRITES}
    for kind, share in OF_WRITES.items():
        shares[kind] = SHARES[WRITES] * share / 100
    return {
        "port": port,
        "at_once": setting.people,
        "seconds": setting.seconds,
        "think": setting.think,
        "seed": setting.seed,
        "shares": shares,
        "pages": {kind: by_person(lanes, KEYS[kind]) for kind in KEYS},
        "forms": forms,
        "instead": NOTE,
    }


def by_person(
    lanes: Mapping[str, list[list[Request]]], keys: tuple[str, ...]
) -> list[list[list[Request]]]:
    """For each person the lanes of these keys, of those that have anything to show to them."""
    theirs: dict[str, list[list[Request]]] = {}
    for key in keys:
        for lane in lanes[key]:
            theirs.setdefault(lane[0]["cookie"], []).append(lane)
    return list(theirs.values())


def shared_out(forms: Mapping[str, list[Request]], runs: int) -> list[dict[str, list[Request]]]:
    """Each form to one of the runs; notes, which can be sent again, to all."""
    return [
        {
            kind: theirs if kind == NOTE else list(islice(theirs, run, None, runs))
            for kind, theirs in forms.items()
        }
        for run in range(runs)
    ]


def figures_of(told: Mapping[str, Any], people: int) -> dict[str, Timing]:
    """Of lists, pages and writes, of each kind of write, and of all together."""
    kinds = {kind: (kind,) for kind in (*KEYS, *OF_WRITES) if kind in told["durations"]}
    written = tuple(kind for kind in OF_WRITES if kind in kinds)
    return {
        name: _timing(told, of, people)
        for name, of in (kinds | {WRITES: written, "all": tuple(kinds)}).items()
        if of
    }


def _timing(told: Mapping[str, Any], kinds: tuple[str, ...], people: int) -> Timing:
    """As if these kinds had been asked for alone; only the expected status of each is good."""
    durations, good, wrong, broken = [], 0, 0, 0
    for kind in kinds:
        durations += told["durations"][kind]
        for status, many in told["statuses"][kind].items():
            if status == "broken":
                broken += many
            elif status == str(expected(kind)):
                good += many
            else:
                wrong += many
    return timing(
        {**told, "durations": durations, "statuses": {str(PAGE): good, "wrong": wrong}}
        | {"broken": broken},
        at_once=people,
        expected=PAGE,
    )


def expected(kind: str) -> int:
    """A page comes; a saved form sends on."""
    return PAGE if kind in KEYS else SENT_ON


def errors_of(told: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Answers that were not as expected, by kind and status."""
    return {
        kind: wrong
        for kind, answers in told["statuses"].items()
        if (wrong := {one: many for one, many in answers.items() if one != str(expected(kind))})
    }


def saved(told: Mapping[str, Any], kind: str) -> list[str]:
    """What was acknowledged: the keys of the forms of a kind."""
    return [key for of, key, status in told["told"] if of == kind and status == str(SENT_ON)]
