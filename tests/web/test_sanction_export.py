"""The sanction record as a file, for those who may export."""

import csv
import io

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.integration.sanctions.recording import enter
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, words_of
from waymark.audit.models import AccessRecord

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def tracker(cast):
    person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(person))


@pytest.fixture
def here(tracker):
    return reverse("sanction-record-export", args=[tracker.participant_id])


def rows(answer):
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("who", ["glenn", "wendy", "aimee", "tomasz", "joanne"])
def test_a_line_an_entry_newest_first(cast, sign_in, tracker, here, who):
    enter(cast.adam, "outcome", tracker)
    entry = enter(cast.adam, "re-compliance", tracker, text="=HYPERLINK(1)")
    first, second = rows(sign_in(getattr(cast, who)).get(here))
    assert (first["entry"], first["kind"]) == (entry.shown_number, "Re-compliance")
    assert (first["happened_on"], first["effective_on"]) == ("2026-11-20", "2026-11-19")
    assert (first["text"], first["recorded_by"]) == ("'=HYPERLINK(1)", "Adam Stewart")
    assert second["result"] == "Adverse: a sanction"


def test_it_is_on_record_and_changes_nothing_else(cast, sign_in, tracker, here):
    browser = sign_in(cast.tomasz)
    with nothing_changes(but=("audit_accessrecord",)):
        rows(browser.get(here))
    assert AccessRecord.objects.filter(kind="sanction record").count() == 1


@pytest.mark.parametrize("who", ["adam", "alexandra"])
def test_wrong_role(cast, sign_in, tracker, here, who):
    browser = sign_in(getattr(cast, who))
    assert "you need the role" in words_of(browser.get(here), status=403)
    record = browser.get(reverse("participant-sanction-record", args=[tracker.participant_id]))
    assert "Export" not in links_of(record)


def test_out_of_scope_is_as_if_not_there(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404
