"""THE monitoring workflow (pure): everything else about its statuses is derived from this table.
Source: the article; product.md, section 2.
"""

from waymark.kernel.workflow import Status, Workflow
from waymark.people.policy import COMPLIANCE, Role
from waymark.programmes.rules import PROCESS, RAISE_DOUBT, SUBMIT

_EDIT = (frozenset({Role.TRACKERS_EDIT}),)
_EDIT_AND_COMPLIANCE = (*_EDIT, COMPLIANCE)

MONITORING = Workflow(
    name="Monitoring",
    edit_role=Role.TRACKERS_EDIT,
    statuses=(
        Status(
            "new",
            "New",
            "blue",
            "Made, nothing decided",
            _EDIT,
            is_open=True,
            limits=(SUBMIT, RAISE_DOUBT),
        ),
        Status(
            "resolved", "Resolved", "green", "The coach found that no referral is needed", _EDIT
        ),
        Status(
            "submitted",
            "Submitted",
            "purple",
            "Handed to compliance",
            _EDIT,
            is_open=True,
            is_handover=True,
            limits=(PROCESS,),
        ),
        Status(
            "referred",
            "Referred",
            "teal",
            "Sent to DWP for a decision",
            _EDIT,
            is_open=True,
            is_with_dwp=True,
        ),
        Status(
            "rejected",
            "Rejected",
            "final",
            "Final: compliance turned it down",
            _EDIT_AND_COMPLIANCE,
            is_final=True,
            asks_coded_reason=True,
        ),
        Status(
            "closed",
            "Closed",
            "final",
            "Final: the process is over",
            _EDIT_AND_COMPLIANCE,
            is_final=True,
        ),
    ),
)
