"""Links that keep a list as it is but for one thing."""

from django.http import QueryDict

from waymark.web.lists import ACTIONS, Column, heads, list_address, numbered, without

QUERY = QueryDict("q=CV&status=new&status=referred&page=3")


def test_a_change_begins_again_at_the_first_page():
    assert list_address(QUERY, q="Siôn") == "?q=Si%C3%B4n&status=new&status=referred"
    assert list_address(QUERY, q=None) == "?status=new&status=referred"
    assert list_address(QUERY, page="4") == "?q=CV&status=new&status=referred&page=4"


def test_a_chip_takes_one_value_away():
    assert without(QUERY, "status", "new") == "?q=CV&status=referred"
    assert without(QueryDict("status=new"), "status", "new") == "?"


def test_heads_turn_the_present_order_round():
    columns = [
        Column("Tracker", "tracker"),
        Column("Created", "created", falls_first=True),
        Column("Activity"),
        ACTIONS,
    ]
    found = heads(columns, QueryDict("q=CV"), order="-created")
    assert [(head.href, head.sorted) for head in found] == [
        ("?q=CV&sort=tracker", "none"),
        ("?q=CV&sort=created", "descending"),
        ("", "none"),
        ("", "none"),
    ]
    assert found[3].is_hidden
    again = heads(columns, QueryDict(""), order="tracker")
    assert (again[0].href, again[0].sorted) == ("?sort=-tracker", "ascending")
    assert again[1].href == "?sort=-created"


def shown(number: int, pages: int) -> list[str]:
    links = numbered(QueryDict(""), number=number, pages=pages).numbers
    return [
        "…" if not page.href else f"[{page.number}]" if page.is_current else str(page.number)
        for page in links
    ]


def test_pages_round_this_one_with_the_first_and_the_last():
    assert shown(1, 1) == []
    assert shown(1, 2) == ["[1]", "2"]
    assert shown(1, 9) == ["[1]", "2", "…", "9"]
    assert shown(5, 9) == ["1", "…", "4", "[5]", "6", "…", "9"]
    assert shown(4, 5) == ["1", "2", "3", "[4]", "5"]
    assert shown(9, 9) == ["1", "…", "8", "[9]"]


def test_previous_and_next_stop_at_the_ends():
    first, last = (numbered(QUERY, number=one, pages=2) for one in (1, 2))
    assert (first.previous, first.next) == ("", "?q=CV&status=new&status=referred&page=2")
    assert (last.previous, last.next) == ("?q=CV&status=new&status=referred&page=1", "")
