"""The picture of a run: a bar for each target, from the left as far as it was reached. Pure."""

import math
from html import escape
from typing import Any

from bench.measures.report import amount, counted

LINE, TOP, LEFT, WIDTH, RIGHT = 20, 64, 420, 360, 200
LEAST, MOST = 1 / 64, 4.0  # how far from a target a bar can still show
REACHED, NOT_REACHED, INK, PALE = "#00703c", "#d4351c", "#0b0c0c", "#b1b4b6"


def share_of_target(verdict: dict[str, Any]) -> float:
    """1 is the target itself; 2 twice as good as it asks, a half half as good."""
    measured, bound = verdict["measured"], verdict["bound"]
    better, worse = (bound, measured) if verdict["must"] == "at most" else (measured, bound)
    if worse <= 0:
        return MOST
    return min(MOST, max(LEAST, better / worse))


def picture(told: dict[str, Any]) -> str:
    """An SVG that says in its title and in words what it shows, and needs no colours for it."""
    shown = [(row, verdict) for row in told["rows"] for verdict in row["verdicts"]]
    height = TOP + LINE * len(shown) + 24
    reached, all_of_them = counted(told)
    title = f"{reached} of {all_of_them} targets reached, {told['scale']} scale, {told['date']}"
    at_target = _x(1.0)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + RIGHT} {height}"'
            ' role="img" aria-labelledby="title" font-family="arial, helvetica, sans-serif"'
            f' font-size="13" fill="{INK}">'
        ),
        f'<title id="title">{escape(title)}</title>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="16" y="28" font-size="18" font-weight="bold">{escape(title)}</text>',
        f'<text x="{at_target}" y="{TOP - 10}" text-anchor="middle">target</text>',
    ]
    for number, (row, verdict) in enumerate(shown):
        parts += _bar(row, verdict, TOP + LINE * number)
    parts.append(
        f'<line x1="{at_target}" y1="{TOP - 4}" x2="{at_target}" y2="{height - 20}"'
        f' stroke="{INK}" stroke-width="2"/>'
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bar(row: dict[str, Any], verdict: dict[str, Any], top: int) -> list[str]:
    length = _x(share_of_target(verdict)) - LEFT
    colour = REACHED if verdict["reached"] else NOT_REACHED
    said = "reached" if verdict["reached"] else "not reached"
    what = f"{row['work']}: {verdict['what']}"
    told = f"{amount(verdict['what'], verdict['measured'])}, {said}"
    return [
        f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(short(what))}</text>',
        (
            f'<rect x="{LEFT}" y="{top + 3}" width="{WIDTH}" height="{LINE - 6}" fill="{PALE}"'
            ' opacity="0.3"/>'
        ),
        (
            f'<rect x="{LEFT}" y="{top + 3}" width="{length:.0f}" height="{LINE - 6}"'
            f' fill="{colour}"/>'
        ),
        f'<text x="{LEFT + WIDTH + 8}" y="{top + 14}">{escape(told)}</text>',
    ]


def _x(share: float) -> int:
    """Each doubling takes the same way."""
    along = math.log2(share / LEAST) / math.log2(MOST / LEAST)
    return round(LEFT + WIDTH * along)


def short(text: str, longest: int = 64) -> str:
    """The beginning of what has no room."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
