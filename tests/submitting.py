"""Going on to compliance or to DWP with checks that are not met: a reason for each of them."""

from waymark.trackers.readiness import CHECKS

REJECTED = "x_good_reason"
WHY = "Compliance knows of it"


def reasons_for_going_on() -> dict[str, str]:
    """What an operation is given: only those of checks that are not met are kept."""
    return dict.fromkeys(CHECKS, WHY)


def typed_reasons() -> dict[str, str]:
    """The same, as the edit form sends them."""
    return {f"going_on_{code}": WHY for code in CHECKS} | {"coded_reason": REJECTED}


def give_reasons(page) -> None:
    """Open the checks of the edit form in the browser, and say why for each that is not met."""
    details = page.locator("details#checks")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    for box in details.locator("textarea").all():
        box.fill(WHY)
