"""What an operation says when it will not do something."""


class Refused(Exception):
    """The rules do not allow it. `code` is stable, `message` is for the person, `field` is where it
    belongs.

    `details` holds plain values that a page may need to explain the refusal, such as what somebody
    else changed.
    """

    def __init__(
        self, code: str, message: str, *, field: str | None = None, details: object = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.field = field
        self.details = details


class NotAllowed(Refused):
    """The person's roles do not allow it; the message names the role that would."""


class NotFound(Refused):
    """Not there, or not yours: the two are never told apart (product.md, section 5)."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}.not_found", f"There is no such {what}, or it is not yours to see."
        )


class ReasonNeeded(Refused):
    """A restricted record: why it is opened has to be said first. Only for those who may see it.

    `details` holds what the page that asks needs: `participant_id` and `reference`.
    """

    def __init__(self, details: object) -> None:
        super().__init__(
            "participant.reason_needed",
            "This record is restricted. Say why you open it",
            field="reason_for_opening",
            details=details,
        )


class SeveralRefused(Refused):
    """More than one thing is wrong: a form shows each at its field."""

    def __init__(self, refusals: list[Refused]) -> None:
        first = refusals[0]
        super().__init__(first.code, first.message, field=first.field, details=first.details)
        self.refusals = refusals


def raise_all(refusals: list[Refused]) -> None:
    """Raise what was found wrong, together, or return when nothing was."""
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise SeveralRefused(refusals)
