"""Who may be named on a restricted record, and that a Supervisor stays among them. Checks only."""

from collections.abc import Collection
from uuid import UUID

from waymark.kernel.refusals import Refused
from waymark.participants.models import Participant
from waymark.participants.rules import (
    a_named_supervisor_remains,
    a_supervisor_is_named,
    few_are_named,
    named_people_have_access,
    work_coach_is_named,
)
from waymark.people.models import Group
from waymark.people.policy import Role
from waymark.people.queries import Colleague, colleagues


def who_would_see(named: Collection[UUID], group: Group) -> list[Colleague]:
    """Those of the named who are active and have access to the group, by name."""
    people = colleagues(named).values()
    seeing = [one for one in people if one.sees(group.lineage, restricted_to=named)]
    return sorted(seeing, key=lambda one: (one.name.casefold(), one.email))


def supervisors_in(people: Collection[Colleague]) -> list[Colleague]:
    """The Supervisors among some people."""
    return [one for one in people if Role.SUPERVISOR in one.roles]


def naming_problems(participant: Participant, named: frozenset[UUID]) -> list[Refused]:
    """What stops these people from being the ones who see a record."""
    seeing = who_would_see(named, participant.group)
    coach = colleagues([participant.work_coach_id]).get(participant.work_coach_id or UUID(int=0))
    sees_now = coach is not None and coach.sees(participant.group.lineage, restricted_to=None)
    return (
        few_are_named.check(named=len(named))
        + named_people_have_access.check(all_see=len(seeing) == len(named))
        + a_supervisor_is_named.check(supervisors=len(supervisors_in(seeing)))
        + work_coach_is_named.check(
            coach_would_see=not sees_now or participant.work_coach_id in named
        )
    )


def group_problems(named: frozenset[UUID] | None, group: Group) -> list[Refused]:
    """What stops a participant from moving to a group: that of a restricted record nobody there
    could lift the restriction.
    """
    if named is None:
        return []
    seeing = who_would_see(named, group)
    refused = a_supervisor_is_named.check(supervisors=len(supervisors_in(seeing)))
    return [Refused(one.code, one.message, field="group") for one in refused]


def account_problems_of_records(
    account_id: UUID, *, is_active: bool, roles: Collection[str], groups: Collection[Group]
) -> list[Refused]:
    """What stops a Supervisor's account from becoming like this: a restricted record on which no
    other Supervisor is named who sees it.
    """
    own = frozenset(group.id for group in groups)
    after = Colleague(account_id, "", "", is_active, frozenset(roles), own)
    records = list(
        Participant.objects.filter(
            is_restricted=True, named_ids__contains=[account_id]
        ).select_related("group")
    )
    people = colleagues(one for record in records for one in record.named_ids)
    people[account_id] = after
    left = sum(not _has_supervisor(record, people) for record in records)
    return a_named_supervisor_remains.check(records_left=left)


def records_without_supervisor() -> int:
    """How many restricted records no named Supervisor sees, as accounts and groups stand: for
    whoever changes several at once, to refuse by PAR-10 before the transaction ends.
    """
    records = list(Participant.objects.filter(is_restricted=True).select_related("group"))
    people = colleagues(one for record in records for one in record.named_ids)
    return sum(not _has_supervisor(record, people) for record in records)


def _has_supervisor(record: Participant, people: dict[UUID, Colleague]) -> bool:
    named = [people[one] for one in record.named_ids if one in people]
    lineage, only = record.group.lineage, record.restricted_to
    return any(one.sees(lineage, restricted_to=only) for one in supervisors_in(named))
