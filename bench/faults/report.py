"""The report in words."""

from collections import Counter
from typing import Any


def as_text(report: dict[str, Any]) -> str:
    """What was killed, how soon a page came, and what is there."""
    lines = [f"Killed {len(report['killed'])} times (seed {report['seed']}).", ""]
    lines += [f"{'':38}times   seconds to the next page   answers before it"]
    for what in sorted({one["what"] for one in report["killed"]}):
        theirs = [one for one in report["killed"] if one["what"] == what]
        seconds = sorted(one["seconds"] for one in theirs)
        before: Counter[str] = Counter()
        for one in theirs:
            before.update({_named(status): many for status, many in one["before"].items()})
        said = ", ".join(f"{many} {name}" for name, many in sorted(before.items())) or "none"
        middle, most = seconds[len(seconds) // 2], seconds[-1]
        lines.append(f"{what:38}{len(theirs):5}   {middle:7} half, {most:7} most   {said}")
    checked = report["checked"]
    lines += ["", "Answers: " + _counted(report["answers"])]
    for name in ("acknowledged", "without an answer", "refused"):
        lines.append(f"{name.capitalize()}: {_counted(checked[name])}")
    for name in ("markings without an answer that are there", "jobs begun anew"):
        lines.append(f"{name.capitalize()}: {checked[name]}")
    lines += ["", *(f"{many:5} {name}" for name, many in checked["wrong"].items())]
    lines += ["", f"./run verify: {report['verify']}", f"Errors in the log: {report['unhandled']}"]
    return "\n".join([*lines, "", "It holds." if report["holds"] else "IT DOES NOT HOLD.", ""])


def _named(status: Any) -> str:
    return "no answer" if int(status) == 0 else f"of {status}"


def _counted(counts: dict[str, Any]) -> str:
    return ", ".join(
        f"{kind} {dict(many) if isinstance(many, dict) else many}" for kind, many in counts.items()
    )
