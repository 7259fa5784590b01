"""The picture of growth: a small chart for each row, from the fewest trackers to the most. Pure."""

import math
from collections.abc import Sequence
from html import escape

from bench.measures.growth import FLAT, LOGARITHMIC, Curve
from bench.measures.picture import INK, NOT_REACHED, PALE, REACHED, short

ACROSS, WIDE, HIGH, TOP, GAP = 4, 250, 150, 70, 16
LEFT, RIGHT, ABOVE, BELOW = 30, 20, 40, 34
LEAST_MOST = 2.0  # times the first: the top of a chart whose curve does not rise above it
TITLE = "Growth: time of each page and write with more and more trackers, the fewest being 1"
LEGEND = (
    "The grey line grows as the logarithm of the number of trackers does; "
    "each figure is held against the bare page of its own run."
)


def growth_picture(curves: Sequence[Curve]) -> str:
    """An SVG that says in its title and in words what it shows, and needs no colours for it."""
    rows = math.ceil(len(curves) / ACROSS)
    width, height = ACROSS * (WIDE + GAP) + GAP, TOP + rows * (HIGH + GAP)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            ' role="img" aria-labelledby="title" font-family="arial, helvetica, sans-serif"'
            f' font-size="12" fill="{INK}">'
        ),
        f'<title id="title">{escape(TITLE)}</title>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{GAP}" y="28" font-size="18" font-weight="bold">{escape(TITLE)}</text>',
        f'<text x="{GAP}" y="48">{escape(LEGEND)}</text>',
    ]
    for number, curve in enumerate(curves):
        down, along = divmod(number, ACROSS)
        parts += _chart(curve, GAP + along * (WIDE + GAP), TOP + down * (HIGH + GAP))
    return "\n".join([*parts, "</svg>"]) + "\n"


def named(trackers: int) -> str:
    """10,476 as 10k, 5,012,345 as 5M: near enough to be read."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if trackers >= size:
            return (
                f"{trackers / size:.2g}{letter}"
                if trackers < 10 * size
                else (f"{round(trackers / size)}{letter}")
            )
    return str(trackers)


def _chart(curve: Curve, left: int, top: int) -> list[str]:
    first, least = curve.points[0]
    logs = [math.log(trackers) for trackers, _ in curve.points]
    times = [time / least for _, time in curve.points]
    highest = max(LEAST_MOST, *times)

    def place(log: float, time: float) -> str:
        x = left + LEFT + (WIDE - LEFT - RIGHT) * (log - logs[0]) / (logs[-1] - logs[0])
        y = top + HIGH - BELOW - (HIGH - ABOVE - BELOW) * time / highest
        return f"{x:.0f},{y:.0f}"

    points = [place(log, time) for log, time in zip(logs, times, strict=True)]
    grey = [place(log, log / math.log(first)) for log in logs]
    colour = REACHED if curve.shape in {FLAT, LOGARITHMIC} else NOT_REACHED
    parts = [
        (
            f'<rect x="{left}" y="{top}" width="{WIDE}" height="{HIGH}" fill="none"'
            f' stroke="{PALE}"/>'
        ),
        (
            f'<text x="{left + 8}" y="{top + 17}" font-weight="bold">'
            f"{escape(short(curve.work, 40))}</text>"
        ),
        f'<text x="{left + 8}" y="{top + 33}">{curve.times:.2f}x: {escape(curve.shape)}</text>',
        f'<polyline points="{" ".join(grey)}" fill="none" stroke="{PALE}" stroke-width="2"/>',
        f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>',
    ]
    for (trackers, _), point in zip(curve.points, points, strict=True):
        x, y = point.split(",")
        parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
        parts.append(
            f'<text x="{x}" y="{top + HIGH - 12}" text-anchor="middle">{named(trackers)}</text>'
        )
    return parts
