"""The rows that write, through the pages: a marking, and a tracker saved with a file."""

from typing import Any

from bench.measures.run import MANY, ONE, Measured, Run
from bench.measures.targets import (
    DOUBLED,
    EDIT,
    ERRORS,
    MARK,
    P50_OF_EMPTY,
    P95_OF_ONE,
    RATE,
    RATE_OF_EMPTY,
)

AT_THE_SAME_TIME = 64


def mark(run: Run) -> Measured:
    """One after the other, sixteen at once for a while, then sixty-four at the same moment."""
    measured, forms = Measured(MARK), list(run.chosen["marks"])
    if len(forms) < 2 * AT_THE_SAME_TIME:
        measured.notes.append(f"only {len(forms)} activities can be marked: not measured")
        return measured
    same, forms = forms[:AT_THE_SAME_TIME], forms[AT_THE_SAME_TIME:]
    alone, forms = forms[: len(forms) // 4], forms[len(forms) // 4 :]
    found, sent, bare = run.sent(
        {ONE: alone, MANY: forms, AT_THE_SAME_TIME: same}, run.setting.seconds
    )
    one, many, at_once = found.values()
    wrong = run.inside("check", activities=[key for key, _, _ in sent])["wrong"]
    measured.figures = {
        "one": one.as_data(),
        "many": many.as_data(),
        "sixty-four": at_once.as_data(),
        "marked": len(sent),
        **_counted(run, "mark"),
    }
    measured.yardstick = {"one": bare[ONE].as_data(), "many": bare[MANY].as_data()}
    measured.judge(
        {
            RATE: many.a_second / bare[MANY].a_second,
            P95_OF_ONE: at_once.p95 / one.p95,
            ERRORS: one.errors + many.errors + at_once.errors,
            DOUBLED: wrong,
        }
    )
    return measured


def edit(run: Run) -> Measured:
    """Each tracker once, with a letter of a megabyte."""
    measured, forms = Measured(EDIT), list(run.chosen["edits"])
    if len(forms) < MANY:
        measured.notes.append(f"only {len(forms)} trackers can be saved: not measured")
        return measured
    alone, forms = forms[: len(forms) // 4], forms[len(forms) // 4 :]
    letter = alone[0]["files"]["files"]
    empty = {at_once: run.bare_upload(letter, at_once) for at_once in (ONE, MANY)}
    found, _, _ = run.sent({ONE: alone, MANY: forms}, run.setting.seconds)
    one, many = found.values()
    measured.figures = {"one": one.as_data(), "many": many.as_data(), **_counted(run, "edit")}
    measured.yardstick = {"one": empty[ONE].as_data(), "many": empty[MANY].as_data()}
    measured.judge(
        {
            RATE_OF_EMPTY: many.a_second / empty[MANY].a_second,
            P50_OF_EMPTY: one.p50 / empty[ONE].p50,
        }
    )
    if errors := one.errors + many.errors:
        measured.notes.append(f"{errors} were not saved")
    return measured


def _counted(run: Run, key: str) -> dict[str, Any]:
    counts = run.counts.get(key)
    kept = ("statements", "ms", "ms_in_database")
    return {"alone": {name: counts[name] for name in kept}} if counts else {}
