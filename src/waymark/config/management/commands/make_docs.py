"""`./run manage make_docs` writes the pages on rules, permissions and workflows from the code."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import combinations
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

import waymark
from waymark.kernel.rules import RULES, Rule
from waymark.kernel.workflow import Status, Workflow
from waymark.people.policy import ANYBODY, CASEWORK, OPERATIONS, ROLE_MEANINGS, Operation, Role, may
from waymark.trackers.types import TYPES, TrackerType

DOCS = settings.SOURCE.parent.parent / "docs"
MADE = "<!-- Made from the code by `./run manage make_docs`: change it there, not here. -->"
AREAS = {
    "PAR": "Participants",
    "PLN": "Action plan",
    "NTC": "Notices",
    "TRK": "Trackers",
    "SAN": "Sanction record",
    "DBT": "Before a doubt is raised",
    "DOC": "Files",
    "PPL": "Staff",
    "LIM": "Time limits",
}
YES = "yes"
ABOUT_RULES = (
    "A rule has a code, and one sentence which is also the message that a person reads. Its test "
    "bears its code (`test_TRK_11_…`). A rule without a field belongs to no field of a form: it is "
    "a condition on which something else rests."
)
ABOUT_ROLES = (
    "Access is by group first: staff see the participants in their groups and in the groups below, "
    "and nothing of the others. Within their groups a role gives what stands in its column; an "
    "account may hold several, and they add up. A job title gives no right. A restricted record is "
    "seen by the people who are named on it and by nobody else, whatever their roles."
)
ABOUT_CASEWORK = (
    "**No role**: every active member of staff does casework, except those who hold nothing but "
    "Administrator or Auditor. Which status of a tracker somebody may set stands in "
    "[the workflow](workflows/monitoring.md)."
)
STEPS = "Any status that is not final can go to any status that the person may set."
READ_ONLY = (
    "The tracker, its notes and its files are read-only from then on, for everybody; it stays "
    "listed and can be opened. A correction is an entry on the participant’s sanction record, "
    "never a change of the tracker."
)


class Command(BaseCommand):
    help = "Write docs/rules.md, docs/permissions.md and docs/workflows/ from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when a page is not current"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        pages = every_page()
        if options["check"]:
            behind = [path for path, text in pages.items() if not is_current(path, text)]
            if behind:
                names = ", ".join(str(path.relative_to(DOCS.parent)) for path in behind)
                raise CommandError(f"Not current: {names}. Run ./run manage make_docs")
            return
        for path, text in pages.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(str(path.relative_to(DOCS.parent)))


def every_page() -> dict[Path, str]:
    """Each page that is made from the code, and what it should say."""
    pages = {DOCS / "rules.md": rules_page(), DOCS / "permissions.md": permissions_page()}
    for kind in TYPES.values():
        pages[DOCS / "workflows" / f"{kind.code}.md"] = workflow_page(kind)
    return pages


def is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def rules_page() -> str:
    """Every rule: its code, its sentence, how a refusal is called, and where it comes from."""
    parts = [
        "# Rules",
        MADE,
        ABOUT_RULES,
    ]
    for prefix, rules in by_prefix(every_rule()).items():
        rows = [
            (rule.code, rule.sentence, f"`{rule.refusal_code}`", rule.field or "", rule.source)
            for rule in rules
        ]
        parts += [
            f"## {AREAS.get(prefix, prefix)}",
            table(("Code", "Sentence", "Refusal", "Field", "Source"), rows),
        ]
    return page(parts)


def every_rule() -> list[Rule]:
    """All rules of all rooms, by code."""
    for module in walk_packages(waymark.__path__, "waymark."):
        if module.name.endswith("rules"):
            import_module(module.name)
    return sorted(RULES.values(), key=lambda rule: rule.code)


def by_prefix(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Rules by the letters of their codes, in the order of AREAS."""
    found: dict[str, list[Rule]] = {prefix: [] for prefix in AREAS}
    for rule in rules:
        found.setdefault(rule.code.partition("-")[0], []).append(rule)
    return {prefix: some for prefix, some in found.items() if some}


def permissions_page() -> str:
    """Each role against each operation."""
    names = ["No role", *(role.value for role in Role)]
    rows = [
        (operation.sentence, *(YES if may(held, operation.code) else "" for held in role_sets()))
        for operation in OPERATIONS.values()
    ]
    return page(
        [
            "# Who may do what",
            MADE,
            ABOUT_ROLES,
            table(("", *names), rows),
            ABOUT_CASEWORK,
            "## Roles",
            table(("Role", "What it is for"), list(ROLE_MEANINGS.items())),
            "## Operations",
            table(
                ("Code", "Operation", "One of these is enough"),
                [(f"`{one.code}`", one.sentence, enough_for(one)) for one in OPERATIONS.values()],
            ),
        ]
    )


def role_sets() -> list[frozenset[str]]:
    return [frozenset(), *(frozenset({role.value}) for role in Role)]


def enough_for(operation: Operation) -> str:
    words = {ANYBODY: "anybody", CASEWORK: "anybody who does casework"}
    return ", ".join(words.get(one, str(one)) for one in sorted(operation.allowed_to))


def workflow_page(kind: TrackerType) -> str:
    """The statuses of a tracker type: a diagram, what each means, and who may set it."""
    workflow = kind.workflow
    made = "made by hand or by the system" if kind.made_by_hand else "made by the system only"
    final = in_words(workflow.status(code).label for code in workflow.final)
    return page(
        [
            f"# {kind.label} tracker",
            MADE,
            f"A tracker of this type is {made}, and begins as {workflow.initial.label}. {STEPS}",
            f"{final} are final. {READ_ONLY}",
            "## Diagram",
            diagram(workflow),
            "## Statuses",
            table(
                ("Status", "Code", "Meaning", "Open", "Final", "Who may set it"),
                [status_row(status) for status in workflow.statuses],
            ),
            "## Roles",
            "From any status that is not final, by the roles held together:",
            role_matrix(workflow),
        ]
    )


def diagram(workflow: Workflow) -> str:
    """States that lead to one another stand together; a final one is an end."""
    moving = [workflow.status(code) for code in workflow.not_final]
    final = [workflow.status(code) for code in workflow.final]
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {workflow.initial.code}",
        '    state "Each can go to each other" as not_final {',
        *(f'        state "{status.label}" as {status.code}' for status in moving),
        "    }",
        *(f'    state "{status.label}" as {status.code}' for status in final),
        *(f"    not_final --> {status.code}" for status in final),
        *(f"    {status.code} --> [*]" for status in final),
        "```",
    ]
    return "\n".join(lines)


def status_row(status: Status) -> tuple[str, ...]:
    return (
        status.label,
        f"`{status.code}`",
        status.meaning,
        YES if status.is_open else "",
        YES if status.is_final else "",
        status.who,
    )


def role_matrix(workflow: Workflow) -> str:
    """Every set of the roles that matter here against every status."""
    needed = {role for status in workflow.statuses for some in status.roles_needed for role in some}
    roles = [role.value for role in Role if role in needed]
    sets = [frozenset(some) for size in range(len(roles) + 1) for some in combinations(roles, size)]
    rows = [
        (
            in_words(short(role) for role in roles if role in held) or "none of them",
            *(
                YES if status.may_be_set_by(held) and workflow.edit_role in held else ""
                for status in workflow.statuses
            ),
        )
        for held in sets
    ]
    return table(("Roles held", *(status.label for status in workflow.statuses)), rows)


def short(role: str) -> str:
    """(Edit), for Process Automation Trackers (Edit)."""
    return role[role.index("(") :] if "(" in role else role


def in_words(items: Iterable[str]) -> str:
    """A, B and C."""
    *most, last = [*items] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell(one) for one in line)} |" for line in lines)


def cell(text: str) -> str:
    return str(text).replace("|", "\\|")


def page(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"
