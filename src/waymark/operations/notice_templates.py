"""Templates of notices: an administrator's. A version never changes; another text is another
version, and notices keep the one that they were issued from.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.refusals import Refused, raise_all
from waymark.people.policy import require
from waymark.plans.models import NoticeTemplate
from waymark.plans.template_queries import template_of, versions_of
from waymark.plans.template_rules import (
    PARTS,
    template_starts_from_today,
    what_is_wrong_with_parts,
)


def save_template(
    *,
    actor: Actor,
    template_id: UUID,
    parts: Mapping[str, str],
    starts_on: date,
    is_draft: bool,
    seen_version: int | None,
    now: datetime,
) -> NoticeTemplate:
    """Save what a template says as its next version, in effect from a London day. The same once
    more is no further version.

    Refused with `people.role_needed`, `template.not_found`, `templates.changed`, NTC-14 and NTC-20
    to NTC-24.
    """
    require(actor, "notices.keep_templates")
    with acting_as(actor, "save_template"):
        latest = versions_of(template_of(template_id))[0]
        kept = {part: parts.get(part, "").strip() for part in PARTS}
        if (latest.parts, latest.starts_on, latest.is_draft) == (kept, starts_on, is_draft):
            return latest
        if seen_version not in (None, latest.version):
            raise _changed()
        raise_all(
            what_is_wrong_with_parts(kept)
            + template_starts_from_today.check(starts_on=starts_on, today=day_of(now))
        )
        made = _made(actor, latest, kept, starts_on, is_draft=is_draft, now=now)
        record(actor, [Entry("notice.template_changed", *_told(made, latest, now))])
        return made


def _made(
    actor: Actor,
    latest: NoticeTemplate,
    parts: dict[str, str],
    starts_on: date,
    *,
    is_draft: bool,
    now: datetime,
) -> NoticeTemplate:
    try:
        with transaction.atomic():
            return NoticeTemplate.objects.create(
                benefit=latest.benefit,
                language=latest.language,
                kind=latest.kind,
                version=latest.version + 1,
                parts=parts,
                is_draft=is_draft,
                starts_on=starts_on,
                made_at=now,
                made_by=actor.shown_as,
            )
    except IntegrityError:
        raise _changed() from None


def _changed() -> Refused:
    return Refused(
        "templates.changed",
        "Somebody else saved another version while you had this open. What you typed is still "
        "here: look at their version before you save yours",
    )


def _told(made: NoticeTemplate, before: NoticeTemplate, now: datetime) -> tuple:
    data = {
        "template": f"{made.benefit}, {made.language}, {made.kind}",
        "template_version": made.version,
        "starts_on": made.starts_on.isoformat(),
        "parts": [PARTS[one].label for one in PARTS if made.parts[one] != before.parts[one]],
    }
    return Stream.INSTALLATION, None, now, data
