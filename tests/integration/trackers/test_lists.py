"""Lists of trackers: each filter, every order, pages by key in both directions, counts."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.people import Cast
from waymark.trackers import lists
from waymark.trackers.lists import (
    Order,
    TrackerFilter,
    counts_of_trackers,
    page_of_trackers,
)
from waymark.trackers.models import Tracker
from waymark.trackers.words import with_whole_reference

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVERY_ORDER = [
    (by, descending)
    for by in ("number", "created", "due", "participant", "assignee")
    for descending in (True, False)
]


@pytest.fixture
def made(cast: Cast):
    """Makes trackers in Caerdydd, for somebody of that name, with an activity of that title."""

    def make(first: str = "Gwenllian", last: str = "Llywelyn", *, now=NINE, group=None, **given):
        participant = make_participant(
            given.pop("work_coach", cast.adam.staff),
            group or cast.groups["Wales / Caerdydd"],
            first_name=first,
            last_name=last,
            **({"reference": given.pop("reference")} if "reference" in given else {}),
        )
        by = given.pop("by", None)
        return make_tracker(cast, make_activity(participant, **given), now=now, by=by)

    return make


def found(cast: Cast, **wanted) -> list[int]:
    asked = with_whole_reference(cast.aimee.actor, TrackerFilter(**wanted))
    page = page_of_trackers(cast.aimee.actor, asked)
    return [row.number for row in page.rows]


def test_a_row_says_what_the_list_shows(cast, made):
    tracker = made(reference="WM17000412")
    row = page_of_trackers(cast.adam.actor, TrackerFilter()).rows[0]
    assert (row.shown_number, row.participant, row.reference, row.activity) == (
        f"T{tracker.number}",
        "Gwenllian Llywelyn",
        "WM17000412",
        "CV workshop",
    )
    assert (row.type, row.status, row.assignee) == ("monitoring", "new", "Adam Stewart")
    assert (row.due_on, row.due_time, row.created_at) == (date(2026, 11, 17), time(10, 30), NINE)
    assert row.group == "Wales / Caerdydd"


def test_only_what_is_in_scope(cast, made):
    made()
    assert len(page_of_trackers(cast.glenn.actor, TrackerFilter()).rows) == 1
    assert page_of_trackers(cast.roy.actor, TrackerFilter()).rows == []
    assert counts_of_trackers(cast.roy.actor, TrackerFilter()).matching == 0


@pytest.mark.parametrize(
    "words",
    [
        "gwenllian",
        "LLYWELYN gwen",
        "WM17000412",
        "wm1700",
        "interview",
        "Monitoring",
        "monitoring interview llywelyn",
    ],
)
def test_words_find_participant_reference_activity_and_type(cast, made, words):
    tracker = made(reference="WM17000412", title="Interview skills workshop")
    made("Siôn", "Cadwaladr", reference="WM99999999", title="Careers fair")
    if words == "Monitoring":
        assert len(found(cast, words=words)) == 2
    else:
        assert found(cast, words=words) == [tracker.number]


def test_words_need_no_accents_and_take_nothing_for_a_wildcard(cast, made):
    tracker = made("Siôn", "Cadwaladr")
    assert found(cast, words="sion") == [tracker.number]
    assert found(cast, words="%") == []
    assert found(cast, words="Q_dwaladr") == []
    assert found(cast, words="no such thing") == []


@pytest.mark.parametrize(
    "letters", [".", "(", "\\\\", "[l", "*", "^", "$", "|", "l|", "ł", "\u0301", "🙂"]
)
def test_one_or_two_characters_are_taken_as_they_are(cast, made, letters):
    """At the beginning of a word, and never as a part of a language for patterns."""
    made(first="Gwen", last=f"{letters}x")
    other = made(first="Gwen", last=f"x{letters}")
    assert other.number not in found(cast, words=letters) or letters == "\u0301"
    assert len(found(cast, words=letters)) >= 1


def test_a_whole_reference_is_that_participant_and_nobody_else(cast, made):
    tracker = made(reference="WM170004")
    longer = made(reference="WM17000412")
    assert found(cast, words="wm170004") == [tracker.number]
    assert found(cast, words="wm17000") == [longer.number, tracker.number]
    wanted = with_whole_reference(cast.aimee.actor, TrackerFilter(words="wm170004 CV"))
    assert (wanted.participant_id, wanted.words) == (tracker.participant_id, "CV")


def test_a_whole_reference_of_another_office_is_nobody(cast, made):
    """It is looked for as any other word then, which finds no more."""
    made(reference="WM17000412")
    wanted = TrackerFilter(words="WM17000412")
    assert with_whole_reference(cast.roy.actor, wanted) == wanted
    assert page_of_trackers(cast.roy.actor, wanted).rows == []


def test_a_reference_beside_another_participants_trackers_finds_nothing(cast, made):
    made(reference="WM17000412")
    other = made(reference="WM17000999")
    assert found(cast, words="WM17000412", participant_id=other.participant_id) == []


def test_a_number_finds_that_tracker(cast, made):
    tracker, _ = made(), made()
    assert found(cast, words=f"T{tracker.number}") == [tracker.number]
    assert found(cast, words=f"t0{tracker.number} llywelyn") == [tracker.number]
    assert found(cast, words=f"T{tracker.number} careers") == []
    assert found(cast, words="T999999999999999999999") == []


def test_type_and_status(cast, made):
    new, submitted, closed = made(), made(), made()
    put_in_status(submitted, "submitted")
    put_in_status(closed, "closed")
    assert found(cast, type="monitoring") == [closed.number, submitted.number, new.number]
    assert found(cast, statuses=frozenset({"new"})) == [new.number]
    assert found(cast, statuses=frozenset({"new", "closed"})) == [closed.number, new.number]


def test_assignee_and_nobody(cast, made):
    mine = made()
    judiths = made(chosen_owner=cast.judith.staff)
    nobodys = made(work_coach=None)
    assert found(cast, assignee_id=cast.adam.staff.id) == [mine.number]
    assert found(cast, assignee_id=cast.judith.staff.id) == [judiths.number]
    assert found(cast, unassigned=True) == [nobodys.number]


def test_groups_and_one_participant(cast, made):
    caerdydd, wales = made(), made(group=cast.groups["Wales"], by=cast.glenn)
    assert found(cast, group_ids=frozenset({cast.groups["Wales"].id})) == [wales.number]
    assert found(cast, participant_id=caerdydd.participant_id) == [caerdydd.number]


def test_both_ends_of_a_range_are_in_and_days_are_london_days(cast, made):
    # British Summer Time: 31 July ends at 11pm UTC.
    late = made(now=datetime(2026, 7, 31, 22, 59, 59, tzinfo=UTC), due_on=date(2026, 7, 30))
    early = made(now=datetime(2026, 7, 31, 23, 0, 0, tzinfo=UTC), due_on=date(2026, 7, 31))
    assert found(cast, from_day=date(2026, 7, 31), to_day=date(2026, 7, 31)) == [late.number]
    assert found(cast, from_day=date(2026, 8, 1)) == [early.number]
    assert found(cast, to_day=date(2026, 7, 31)) == [late.number]
    july_30 = {"from_day": date(2026, 7, 30), "to_day": date(2026, 7, 30)}
    assert found(cast, by_due=True, **july_30) == [late.number]
    assert found(cast, by_due=True, from_day=date(2026, 7, 31)) == [early.number]


def test_due_without_a_time_is_that_day(cast, made):
    tracker = made(kind="Task", due_time=None, place="")
    day = {"from_day": date(2026, 11, 17), "to_day": date(2026, 11, 17)}
    assert found(cast, by_due=True, **day) == [tracker.number]


def test_status_set_since(cast, made):
    made(now=NINE - timedelta(days=2))
    recent = made(now=NINE)
    assert found(cast, status_set_from=date(2026, 11, 23)) == [recent.number]


def test_newest_first(cast, made):
    old, new = made(now=NINE), made(now=NINE + timedelta(hours=1))
    assert found(cast) == [new.number, old.number]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("number", ["Ada Zeal", "Éluned Ash", "Bob Yew", "ann ash"]),
        ("participant", ["ann ash", "Éluned Ash", "Bob Yew", "Ada Zeal"]),
        ("assignee", ["Ada Zeal", "Éluned Ash", "Bob Yew", "ann ash"]),
    ],
)
def test_orders_by_name_go_without_case_and_accents(cast, made, by, expected):
    made("Ada", "Zeal", work_coach=None)
    made("Éluned", "Ash")
    made("Bob", "Yew", chosen_owner=cast.glenn.staff)
    made("ann", "ash", chosen_owner=cast.judith.staff)
    rising = page_of_trackers(
        cast.aimee.actor, TrackerFilter(), order=Order(by, descending=False)
    ).rows
    falling = page_of_trackers(cast.aimee.actor, TrackerFilter(), order=Order(by)).rows
    assert [row.participant for row in rising] == expected
    assert [row.participant for row in falling] == expected[::-1]


@pytest.fixture
def ten_with_ties(cast, made):
    """Ten trackers, many made at the same moment, due at the same time, for namesakes."""
    for place in range(10):
        made(
            now=NINE + timedelta(hours=place // 4),
            due_on=date(2026, 11, 10 + place // 5),
            work_coach=None if place % 4 == 0 else cast.adam.staff,
        )


@pytest.mark.parametrize(("by", "descending"), EVERY_ORDER)
def test_pages_by_key_hold_each_once_in_both_directions(cast, ten_with_ties, by, descending):
    order = Order(by, descending=descending)

    def page(**where):
        return page_of_trackers(cast.aimee.actor, TrackerFilter(), order=order, size=3, **where)

    whole = [
        row.number
        for row in page_of_trackers(cast.aimee.actor, TrackerFilter(), order=order, size=99).rows
    ]
    assert len(whole) == 10
    pages = [page()]
    while pages[-1].after is not None:
        pages.append(page(after=pages[-1].after))
    assert [row.number for one in pages for row in one.rows] == whole
    assert [len(one.rows) for one in pages] == [3, 3, 3, 1]
    back = [pages[-1]]
    while back[-1].before is not None:
        back.append(page(before=back[-1].before))
    assert [row.number for one in back[::-1] for row in one.rows] == whole
    assert back[-1].rows == pages[0].rows


@pytest.mark.as_owner
@pytest.mark.parametrize("descending", [True, False])
def test_trackers_without_a_due_date_are_paged_through_too(cast, ten_with_ties, descending):
    """Monitoring always has one; another type may not. Guards are lifted for this test alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE trackers_tracker DISABLE TRIGGER USER")
        cursor.execute(
            "ALTER TABLE trackers_tracker DROP CONSTRAINT tracker_monitoring_has_its_activity"
        )
        for table in ("trackers_tracker", "trackers_trackerlisting"):
            cursor.execute(f"UPDATE {table} SET due_on = NULL, due_at = NULL WHERE number % 3 = 0")
    order = Order("due", descending=descending)
    seen, after = [], None
    for _ in range(9):
        page = page_of_trackers(cast.aimee.actor, TrackerFilter(), order=order, size=2, after=after)
        seen += [row.due_on for row in page.rows]
        after = page.after
        if after is None:
            break
    dated = [day for day in seen if day]
    empty = len(seen) - len(dated)
    assert len(seen) == 10
    assert empty >= 3
    assert dated == sorted(dated, reverse=descending)
    assert (seen[:empty] if descending else seen[-empty:]) == [None] * empty


def test_a_page_holds_its_place_when_newer_ones_are_made(cast, made):
    for hour in range(6):
        made(now=NINE + timedelta(hours=hour))
    first = page_of_trackers(cast.aimee.actor, TrackerFilter(), size=2)
    second = page_of_trackers(cast.aimee.actor, TrackerFilter(), size=2, after=first.after)
    made(now=NINE + timedelta(hours=9))
    again = page_of_trackers(cast.aimee.actor, TrackerFilter(), size=2, after=first.after)
    assert again.rows == second.rows


def test_a_page_after_a_tracker_of_another_office_is_the_first(cast, made):
    made()
    elsewhere = made(group=cast.groups["North West / Liverpool"], by=cast.roy, first="Zed")
    page = page_of_trackers(
        cast.adam.actor, TrackerFilter(), order=Order("participant"), after=elsewhere.number
    )
    assert len(page.rows) == 1
    assert page.before is None


def test_counts_are_by_status_under_the_other_filters(cast, made):
    for status in ("new", "new", "resolved", "submitted", "closed"):
        put_in_status(made(), status)
    made("Siôn", "Cadwaladr")
    counts = counts_of_trackers(
        cast.aimee.actor, TrackerFilter(words="llywelyn", statuses=frozenset({"submitted"}))
    )
    assert counts.by_status == {
        "new": 2,
        "resolved": 1,
        "submitted": 1,
        "referred": 0,
        "rejected": 0,
        "closed": 1,
    }
    assert (counts.not_final, counts.matching) == (4, 1)


def test_counts_of_all_that_words_found_need_not_look_again(cast, made):
    tracker, other = made(), put_in_status(made(), "closed")
    made(first="Ioan", last="Bevan")
    wanted = TrackerFilter(words="llywelyn")
    again = counts_of_trackers(cast.aimee.actor, wanted)
    known = counts_of_trackers(cast.aimee.actor, wanted, among=[tracker.id, other.id])
    assert again == known
    assert (known.matching, known.not_final, known.by_status["closed"]) == (2, 1, 1)
    assert counts_of_trackers(cast.aimee.actor, wanted, among=[]).matching == 0


def test_counts_go_no_further_than_they_are_shown(cast, made, monkeypatch):
    monkeypatch.setattr(lists, "SHOWN_UP_TO", 2)
    monkeypatch.setattr(lists, "SORTED_BY_NAME_UP_TO", 3)
    for _ in range(5):
        made()
    counts = counts_of_trackers(cast.aimee.actor, TrackerFilter())
    assert (counts.by_status["new"], counts.matching) == (3, 3)
    counts = counts_of_trackers(cast.aimee.actor, TrackerFilter(), by_name=True)
    assert (counts.by_status["new"], counts.matching) == (3, 4)
    assert not counts.can_sort_by_name


def test_a_page_and_its_counts_are_two_statements(cast, ten_with_ties):
    actor = cast.aimee.actor
    with CaptureQueriesContext(connection) as first:
        page = page_of_trackers(actor, TrackerFilter(words="workshop"), size=3)
        counts_of_trackers(actor, TrackerFilter(words="workshop"))
    assert len(first) == 2
    with CaptureQueriesContext(connection) as second:
        page_of_trackers(actor, TrackerFilter(), size=3, after=page.after)
    assert len(second) == 2


def test_somebody_in_no_group_sees_nothing(cast, made):
    made()
    cast.judith.staff.groups.clear()
    page = page_of_trackers(cast.judith.actor, TrackerFilter())
    assert page.rows == []
    assert counts_of_trackers(cast.judith.actor, TrackerFilter()).matching == 0
    assert Tracker.objects.count() == 1
