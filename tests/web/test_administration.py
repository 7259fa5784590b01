"""Administration: what there is to keep, and the switch of each programme."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import MORNING
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of, words_of
from waymark.audit.models import Event
from waymark.programmes.models import Programme

pytestmark = pytest.mark.usefixtures("morning")
HOME = "/administration/"


@pytest.fixture
def restart(cast):
    return Programme.objects.get(name="DWP Restart")


def switch_at(programme) -> str:
    return f"/administration/programmes/{programme.id}/"


def test_it_lists_what_an_administrator_keeps(cast, sign_in, restart):
    answer = sign_in(cast.joanne).get(HOME)
    page = main_of(answer)
    assert "DWP Restart On Waymark, when it was installed" in page
    assert "Work and Health Programme Off" in page
    links = links_of(answer)
    assert links["Switch off monitoring trackers for DWP Restart"] == switch_at(restart)
    assert links["Reasons for non-completion"] == "/administration/reasons/"
    assert links["Import groups, staff, participants and activities"] == "/administration/imports/"


def test_no_programmes_says_so(cast, sign_in, monkeypatch):
    monkeypatch.setattr("waymark.web.administration.views.programmes", list)
    assert "No programmes" in main_of(sign_in(cast.joanne).get(HOME))


@pytest.mark.parametrize("who", ["adam", "aimee", "glenn", "tomasz"])
def test_others_are_told_the_role(cast, sign_in, restart, who):
    browser = sign_in(getattr(cast, who))
    for address in (HOME, switch_at(restart)):
        assert "the role Administrator" in main_of(browser.get(address), status=403)
    assert browser.post(switch_at(restart), {"to": "off"}).status_code == 403
    restart.refresh_from_db()
    assert restart.monitoring_trackers


def test_switching_says_first_what_it_brings(cast, sign_in, restart):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        page = main_of(browser.get(switch_at(restart)))
    assert "Switch monitoring trackers off for DWP Restart" in page
    assert "From now on no monitoring tracker is made" in page
    whp = Programme.objects.get(name="Work and Health Programme")
    assert "Nothing is made in retrospect" in main_of(browser.get(switch_at(whp)))


def test_switching_keeps_who_and_when(cast, sign_in, restart):
    browser = sign_in(cast.joanne)
    answer = browser.post(switch_at(restart), {"to": "off"})
    assert (answer.status_code, answer.url) == (302, HOME)
    page = words_of(browser.get(HOME))
    assert "Monitoring trackers are off for DWP Restart" in page
    assert "DWP Restart Off Joanne Okafor 23 November 2026" in page
    restart.refresh_from_db()
    assert not restart.monitoring_trackers
    assert restart.monitoring_trackers_set_at == MORNING


def test_twice_is_once(cast, sign_in, restart):
    browser = sign_in(cast.joanne)
    for _ in range(2):
        assert browser.post(switch_at(restart), {"to": "off"}).status_code == 302
    assert Event.objects.filter(code="programme.switched").count() == 1
    browser.post(switch_at(restart), {"to": "on"})
    restart.refresh_from_db()
    assert restart.monitoring_trackers


@pytest.mark.parametrize("to", ["", "maybe"])
def test_bad_input_changes_nothing(cast, sign_in, restart, to):
    page = main_of(sign_in(cast.joanne).post(switch_at(restart), {"to": to}))
    assert "There is a problem" in page
    restart.refresh_from_db()
    assert restart.monitoring_trackers_set_at < MORNING + timedelta(days=400)
    assert restart.monitoring_trackers


def test_a_programme_that_is_not_there(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = f"/administration/programmes/{uuid4()}/"
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"to": "on"}).status_code == 404


def test_few_statements(cast, sign_in, few_statements):
    browser = sign_in(cast.joanne)
    for address in (HOME, "/administration/reasons/"):
        with few_statements():
            browser.get(address)
