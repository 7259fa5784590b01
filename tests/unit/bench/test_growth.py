"""How rows grow, and the page and picture that say so."""

from xml.etree import ElementTree

import pytest

from bench.measures.curves import growth_picture, named
from bench.measures.documents import scale_page, write_documents
from bench.measures.growth import FLAT, LOGARITHMIC, Curve, curves_of, sizes_of
from bench.mix.report import head, report_of, verdicts_of_mix
from tests.unit.bench.test_figures import row, run_of
from tests.unit.bench.test_mix import DONE, SETTING, run_with

SIZES = 10_000, 100_000, 1_000_000, 5_000_000


def curve(*times):
    return Curve("home", "Home", tuple(zip(SIZES, times, strict=False)))


@pytest.mark.parametrize(
    ("times", "shape"),
    [
        ((4.0, 4.1, 3.9, 5.1), FLAT),
        ((4.0, 5.0, 6.0, 6.7), LOGARITHMIC),
        ((4.0, 5.0, 7.9), "grows, as trackers^0.15"),
        ((1.0, 10.0, 100.0), "grows, as trackers^1.00"),
        ((4.0, 9.0, 4.0), "grows, as trackers^0.35"),
    ],
)
def test_the_shape_of_a_curve(times, shape):
    assert curve(*times).shape == shape


@pytest.mark.parametrize(
    ("trackers", "name"),
    [(7, "7"), (10_476, "10k"), (1_493, "1.5k"), (998_123, "998k"), (5_049_123, "5M")],
)
def test_a_size_is_named_as_people_say_it(trackers, name):
    assert named(trackers) == name


def at(trackers, *rows, events=1):
    return run_of(*rows, scale=f"of {trackers}") | {
        "held": {"trackers": trackers, "events": events}
    }


def test_runs_are_put_in_order_and_one_of_each_size_counts():
    runs = [at(1_000_000), at(10_000), at(11_000), at(5_000_000)]
    assert [run["scale"] for run in sizes_of(runs)] == ["of 10000", "of 1000000", "of 5000000"]


def test_each_row_that_two_sizes_have_is_a_curve():
    copied = {"key": "import", "work": "Import", "figures": {"a_second": 10}}
    copied |= {"yardstick": {"a_second": 500}, "verdicts": [], "notes": []}
    runs = [at(10_000, row(), row("home"), copied), at(1_000_000, row(ours=100), copied)]
    assert [(one.key, one.points[0][1], one.times) for one in curves_of(runs)] == [
        ("list-open", 3.0, 3.0),
        ("import", 50.0, 1.0),
    ]
    assert curves_of(runs[:1]) == []


def test_the_page_shows_sizes_beside_each_other_and_people_at_work(tmp_path):
    runs = [at(1_000_000, row()), at(10_000, row(ours=200)), at(5_000_000, row(), events=0)]
    mix = head(SETTING, {"held": {}}, "national", "mix")
    quiet, busy = run_with(), run_with(pages=40.0)
    mix = report_of(mix, {"quiet": quiet, "busy": busy}, verdicts_of_mix(quiet, busy, DONE))
    (tmp_path / "pictures").mkdir()
    write_documents([*runs, mix | {"meanwhile": DONE}], tmp_path)
    page = (tmp_path / "scale.md").read_text()
    assert "| Work <of> list-open | 4.5 | 3.0 | 3.0 | 0.67 | flat |" in page
    assert "Without histories: *of 5000000*" in page
    assert "## 4 people at work, while an import and an export run" in page
    assert "| pages | with import and export | 1 |" in page
    assert page.count("**not reached**") == 1
    picture = (tmp_path / "pictures" / "growth.svg").read_text()
    assert picture == growth_picture(curves_of(runs))
    ElementTree.fromstring(picture)
    assert "Growth" not in scale_page(runs[:1])
