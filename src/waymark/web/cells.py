"""Parts of a line that a list writes out, as components/*.html draw them elsewhere: by a template
25 lines take several times as long, and everybody has these lists open all day (ADR 0028). What was
typed goes through `escape` before it comes here, but for the second line of a clock.
"""

from collections.abc import Sequence

from markupsafe import escape

from waymark.web.plans.due import Clock

RESTRICTED = (
    ' <strong class="govuk-tag wm-tag--restricted">Restricted'
    '<span class="govuk-visually-hidden"> record</span></strong>'
)


def tag(label: str, colour: str) -> str:
    """A status; its colour one of GOV.UK's, or *final*."""
    look = "wm-tag--final" if colour == "final" else f"govuk-tag--{colour}"
    return f'<strong class="govuk-tag {look}">{label}</strong>'


def clock_cell(clock: Clock) -> str:
    """Words with a second line, which may have been typed; a tag only for Overdue and Due today."""
    words = tag(clock.words, clock.colour) if clock.colour else clock.words
    return f"{words}<small>{escape(clock.detail)}</small>" if clock.detail else words


def menu(label: str, links: Sequence[tuple[str, str]]) -> str:
    """Words and addresses of pages to be read, never a change by itself; one alone is shown as
    itself.
    """
    if len(links) == 1:
        ((words, href),) = links
        return (
            f'<a class="govuk-link govuk-link--no-visited-state" href="{href}">{words}'
            f'<span class="govuk-visually-hidden"> ({label})</span></a>'
        )
    inside = "".join([f'<a href="{href}">{words}</a>' for words, href in links])
    return (
        '<div class="moj-button-menu wm-menu" data-module="moj-button-menu" '
        f'data-for="{label}">{inside}</div>'
    )
