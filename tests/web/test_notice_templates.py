"""Templates of notices: an administrator reads, previews, compares, and makes another version."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.factories import MORNING, make_activity, make_participant
from tests.snapshot import nothing_changes
from tests.web.reading import field_of, links_of, main_of
from waymark.audit.models import Event
from waymark.kernel.refusals import NotFound, Refused
from waymark.operations import notice_templates
from waymark.operations.notice_templates import save_template
from waymark.operations.notices import Given, issue_notice
from waymark.plans.models import NoticeTemplate
from waymark.plans.notice_queries import notices_of_activity
from waymark.plans.template_queries import template_in_effect, template_of, templates
from waymark.plans.template_rules import PARTS

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/administration/notice-templates/"
OF_UC = {"benefit": "Universal Credit", "language": "English", "kind": "Appointment"}


@pytest.fixture
def template(cast):
    return NoticeTemplate.objects.get(**OF_UC)


def at(template, more="edit/"):
    return f"{LIST}{template.id}/{more}"


def typed(template, **changes):
    parts = {f"part_{part}": words for part, words in template.parts.items()}
    values = {"version": 1, "starts_on": "23/11/2026", "is_draft": "on", "step": "save"}
    return parts | values | changes


def test_eight_templates_begin_as_drafts_of_our_own(cast, sign_in):
    browser = sign_in(cast.joanne)
    page = main_of(browser.get(LIST))
    assert page.count("Version 1 Our own draft From 1 January 2024") == 8
    assert "They are not forms of the Department for Work and Pensions" in page
    assert links_of(browser.get("/administration/"))["Templates of notices"] == LIST
    for kept in templates(on=MORNING.date()):
        assert set(kept.latest.parts) == set(PARTS)
        assert kept.latest.is_draft


def test_a_version_reads_as_a_notice(cast, sign_in, template, few_statements):
    browser = sign_in(cast.joanne)
    with few_statements():
        page = browser.get(at(template, ""))
    words = main_of(page)
    assert "An appointment that you must attend Dear Gwenllian Ellis" in words
    assert "Monday 30 November 2026 at 10:30am. It takes 2 hours." in words
    welsh = NoticeTemplate.objects.get(**OF_UC | {"language": "Welsh"})
    words = main_of(browser.get(at(welsh, "")))
    assert "Apwyntiad y mae’n rhaid i chi ei fynychu Annwyl Gwenllian Ellis" in words


def test_another_version_counts_from_its_day(cast, sign_in, template):
    browser = sign_in(cast.joanne)
    changes = {"part_closing": "{owner}\nfor Provider Ltd", "starts_on": "1/12/2026"}
    done = browser.post(at(template), typed(template, **changes) | {"is_draft": ""})
    second = NoticeTemplate.objects.get(**OF_UC, version=2)
    assert (done.status_code, done.url) == (302, at(second, ""))
    assert (second.made_by, second.is_draft, second.starts_on) == (
        "Joanne Okafor",
        False,
        date(2026, 12, 1),
    )
    assert template_in_effect(**OF_UC, on=date(2026, 11, 30)) == template
    assert template_in_effect(**OF_UC, on=date(2026, 12, 1)) == second
    assert "Version 2 From 1 December 2026" in main_of(browser.get(LIST))
    page = main_of(browser.get(at(second, "")))
    assert "for Provider Ltd" in page
    assert "Our own draft" not in page
    told = Event.objects.get(code="notice.template_changed").content.data
    assert told["parts"] == ["Closing"]
    comparison = browser.get(links_of(browser.get(done.url))["Compare with version 1"])
    assert "Gone: the provider of your programme New: Provider Ltd" in main_of(comparison)
    assert "Opening The same in both" in main_of(comparison)


def test_a_notice_keeps_the_version_that_it_was_issued_from(cast, template):
    activity = make_activity(
        make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"]),
        due_on=date(2026, 12, 1),
        evidence="None",
    )
    given = Given("handed_over", MORNING.date(), "Adam, 029 2000 0000")

    def issue():
        issue_notice(
            actor=cast.adam.actor,
            activity_id=activity.id,
            given=given,
            confirm_gap=False,
            seen_version=None,
            now=MORNING,
        )

    issue()
    save(cast, template, closing="{owner}, at your service")
    issue()
    latest, former = notices_of_activity(activity.id)
    assert (former.template_version, latest.template_version) == (1, 2)
    assert "for the provider" in former.text
    assert "at your service" in latest.text


def save(cast, template, *, seen_version=None, **parts):
    return save_template(
        actor=cast.joanne.actor,
        template_id=template.id,
        parts=template.parts | parts,
        starts_on=MORNING.date(),
        is_draft=False,
        seen_version=seen_version,
        now=MORNING,
    )


def test_a_preview_saves_nothing(cast, sign_in, template):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        answer = browser.post(
            at(template), typed(template, step="look", part_title="Come to us, {name}")
        )
    assert "Come to us, Gwenllian Ellis" in main_of(answer)
    assert field_of(answer, "part_title") == "Come to us, {name}"


@pytest.mark.parametrize("step", ["look", "save"])
@pytest.mark.parametrize(
    ("part", "words", "message"),
    [
        ("title", "", "Enter this part: a notice without it cannot be issued"),
        ("title", "For {nmae}", "There is no {nmae}. Use only the merge fields that are listed"),
        ("when", "Then", "Add {when}. Put the merge fields into this part"),
        ("cannot", "Ring us, {name", "There is no {"),
        ("mandatory", "Do it as required", "‘as required’ is vague"),
        ("closing", "x" * 2001, "2,000 characters or fewer"),
    ],
)
def test_what_is_wrong_is_told_at_its_part(cast, sign_in, template, step, part, words, message):
    data = typed(template, step=step, **{f"part_{part}": words})
    answer = sign_in(cast.joanne).post(at(template), data)
    assert message in main_of(answer)
    assert field_of(answer, f"part_{part}") == words
    assert NoticeTemplate.objects.filter(**OF_UC).count() == 1


def test_it_does_not_begin_in_the_past(cast, sign_in, template):
    answer = sign_in(cast.joanne).post(at(template), typed(template, starts_on="22/11/2026"))
    assert "Enter today or a later day" in main_of(answer)
    with pytest.raises(Refused) as refused:
        save_template(
            actor=cast.joanne.actor,
            template_id=template.id,
            parts=template.parts,
            starts_on=date(2026, 11, 22),
            is_draft=False,
            seen_version=None,
            now=MORNING,
        )
    assert refused.value.code == "templates.starts_in_past"


def test_a_double_click_makes_one_version(cast, sign_in, template):
    browser = sign_in(cast.joanne)
    data = typed(template, part_title="Come in")
    for _ in range(2):
        assert browser.post(at(template), data).status_code == 302
    assert NoticeTemplate.objects.filter(**OF_UC).count() == 2


def test_who_saves_second_keeps_what_they_typed(cast, sign_in, template):
    save(cast, template, title="Their title")
    answer = sign_in(cast.joanne).post(at(template), typed(template, part_title="My title"))
    assert "Somebody else saved another version" in main_of(answer)
    assert field_of(answer, "part_title") == "My title"
    assert NoticeTemplate.objects.filter(**OF_UC).count() == 2


def test_two_at_the_same_moment(cast, template, monkeypatch):
    def clash(**_):
        raise IntegrityError

    monkeypatch.setattr(notice_templates.NoticeTemplate.objects, "create", clash)
    with pytest.raises(Refused) as refused:
        save(cast, template, title="Mine")
    assert refused.value.code == "templates.changed"


def test_without_the_role_and_without_the_template(cast, sign_in, template):
    for who in (cast.adam, cast.aimee, cast.tomasz):
        browser = sign_in(who)
        for more in ("", "edit/", "compare/"):
            assert browser.get(at(template, more)).status_code == 403
        assert browser.post(at(template), typed(template)).status_code == 403
    with pytest.raises(NotFound) as refused:
        template_of(cast.adam.staff.id)
    assert refused.value.code == "template.not_found"


def test_looking_changes_nothing(cast, sign_in, template):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        for more in ("", "edit/", "compare/", "compare/?with=9", "compare/?with=x"):
            assert browser.get(at(template, more)).status_code == 200
