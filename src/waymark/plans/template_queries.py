"""Templates of notices: which version notices are issued from, and the versions there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from waymark.kernel.refusals import NotFound
from waymark.plans.models import NoticeTemplate


@dataclass(frozen=True, slots=True)
class Kept:
    """A template: the version in effect, and a later one that is to come."""

    now: NoticeTemplate | None
    to_come: NoticeTemplate | None

    @property
    def latest(self) -> NoticeTemplate:
        found = self.to_come or self.now
        assert found is not None  # there is one, or there would be no Kept  # noqa: S101
        return found


def template_in_effect(
    *, benefit: str, language: str, kind: str, on: date
) -> NoticeTemplate | None:
    """The version that notices are issued from on a day: the latest of those that have begun."""
    of_them = NoticeTemplate.objects.filter(benefit=benefit, language=language, kind=kind)
    return of_them.filter(starts_on__lte=on).order_by("-version").first()


def templates(*, on: date) -> list[Kept]:
    """Every template with the version in effect on a day, and the one that is to come."""
    by_key: dict[tuple[str, str, str], list[NoticeTemplate]] = {}
    for one in NoticeTemplate.objects.order_by("-benefit", "language", "kind", "-version"):
        by_key.setdefault((one.benefit, one.language, one.kind), []).append(one)
    return [_kept(versions, on) for versions in by_key.values()]


def _kept(versions: Sequence[NoticeTemplate], on: date) -> Kept:
    now = next((one for one in versions if one.starts_on <= on), None)
    is_to_come = versions[0].starts_on > on
    return Kept(now, versions[0] if is_to_come else None)


def template_of(template_id: UUID) -> NoticeTemplate:
    """One version of a template; refused with `template.not_found`."""
    found = NoticeTemplate.objects.filter(id=template_id).first()
    if found is None:
        raise NotFound("template")
    return found


def versions_of(template: NoticeTemplate) -> QuerySet[NoticeTemplate]:
    """All versions of the same template, newest first."""
    return NoticeTemplate.objects.filter(
        benefit=template.benefit, language=template.language, kind=template.kind
    ).order_by("-version")
