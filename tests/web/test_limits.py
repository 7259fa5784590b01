"""Too often in too short a time: signing in, searching, exporting, uploading."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.architecture.url_outcomes import GET
from tests.factories import MORNING, make_participant
from tests.web.reading import links_of
from tests.world import ADDRESSES, address, make_world
from waymark.limits.rules import Limit
from waymark.web.limits import EXPORTS

TWO = Limit(2, timedelta(minutes=1))
FOR_EACH = ("sign_in", "search", "export", "upload")


@pytest.fixture
def two_of_each(settings, morning):
    settings.LIMITS = dict.fromkeys(FOR_EACH, TWO)


def refused(answer):
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    page = answer.content.decode()
    assert "Wait" in page
    return page


def attempt(client, **more):
    form = {"email": "adam@provider.example", "password": "not his password"}
    return client.post(reverse("sign-in"), form, **more)


def test_signing_in_counts_for_an_address_whoever_is_tried(two_of_each, cast):
    browser = Client()
    assert [attempt(browser).status_code for _ in range(2)] == [200, 200]
    page = refused(attempt(Client()))
    assert "Nothing has been saved" in page
    assert "adam@provider.example" in page
    assert "not his password" not in page
    assert attempt(browser, REMOTE_ADDR="198.51.100.7").status_code == 200
    assert browser.get(reverse("sign-in")).status_code == 200


def test_a_household_has_many_addresses(two_of_each, cast):
    for last in ("1", "2"):
        attempt(Client(), REMOTE_ADDR=f"2001:db8:0:1::{last}")
    assert attempt(Client(), REMOTE_ADDR="2001:db8:0:1:ffff::3").status_code == 429
    assert attempt(Client(), REMOTE_ADDR="2001:db8:0:2::1").status_code == 200


def test_searching_counts_for_a_person_wherever_they_search(two_of_each, cast, sign_in):
    adam, again = sign_in(cast.adam), sign_in(cast.adam)
    assert adam.get("/participants/?q=Gwen").status_code == 200
    assert again.get("/trackers/?q=Gwen").status_code == 200
    answer = adam.get("/participants/?q=Gwen")
    assert "1 minute" not in refused(answer)
    assert "30 seconds" in answer.content.decode()
    assert links_of(answer)["Try again"] == "/participants/?q=Gwen"
    assert adam.get("/participants/").status_code == 200
    assert sign_in(cast.judith).get("/participants/?q=Gwen").status_code == 200


def test_time_passes(two_of_each, cast, sign_in, monkeypatch):
    adam = sign_in(cast.adam)
    assert [adam.get("/participants/?q=Gwen").status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(seconds=30))
    assert [adam.get("/participants/?q=Gwen").status_code for _ in range(2)] == [200, 429]


def test_exporting(two_of_each, cast, sign_in):
    tomasz = sign_in(cast.tomasz)
    assert [tomasz.get("/trackers/export/").status_code for _ in range(3)] == [200, 200, 429]
    assert sign_in(cast.glenn).get("/trackers/export/").status_code == 200


def test_uploading_shows_what_was_typed_with_it(two_of_each, cast, sign_in):
    joanne = sign_in(cast.joanne)

    def send():
        file = SimpleUploadedFile("groups.csv", b"nothing,of,use\n")
        return joanne.post(reverse("imports"), {"files": file, "remark": "For Swansea"})

    assert [send().status_code for _ in range(2)] == [200, 200]
    page = refused(send())
    assert "Nothing has been saved" in page
    assert "For Swansea" in page
    assert "groups.csv" in page
    assert joanne.post(reverse("imports"), {}).status_code == 200


def test_without_a_limit_nothing_is_counted(settings, cast, sign_in):
    settings.LIMITS = {"search": None}
    adam = sign_in(cast.adam)
    assert {adam.get("/participants/?q=Gwen").status_code for _ in range(70)} == {200}


def test_counting_leaves_the_pages_within_their_statements(
    two_of_each, cast, sign_in, few_statements
):
    make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    adam = sign_in(cast.adam)
    for path in ("/participants/?q=Gwen", "/trackers/?q=Gwen"):
        with few_statements():
            assert adam.get(path).status_code == 200


def test_whatever_hands_out_many_records_is_limited(cast, sign_in):
    """A download that is not a single file of somebody's is an export."""
    world = make_world(cast)
    joanne, tomasz = sign_in(cast.joanne), sign_in(cast.tomasz)
    found = set()
    for name in ADDRESSES:
        for browser in (joanne, tomasz):
            answer = browser.get(address(name, world))
            if answer.get("Content-Disposition", "").startswith("attachment"):
                found.add(name)
    assert found - EXPORTS <= {"tracker-file", "notice-pdf", "sanction-letter"}
    assert set(GET) >= EXPORTS
