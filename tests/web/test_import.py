"""Import a caseload on its pages: choose files, see what would change, import, see what came."""

import csv
import io
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.caseloads import MISSED, a_file, importing, text_of
from tests.factories import MORNING, make_participant
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.audit.models import AccessRecord
from waymark.imports.carrying_out import carry_out, sweep_imports
from waymark.imports.models import ImportRun
from waymark.imports.one_at_a_time import KEY
from waymark.jobs.tasks import import_caseload
from waymark.participants.models import Participant
from waymark.plans.models import Activity
from waymark.trackers.models import Evaluation, Tracker

pytestmark = pytest.mark.usefixtures("morning")
IMPORTS = "/administration/imports/"


def file(kind, *rows, name=""):
    """A file as a browser posts it."""
    text = text_of(kind, *(rows or ({},)))
    return SimpleUploadedFile(name or f"{kind}.csv", text.encode(), content_type="text/csv")


def work():
    """What the worker does with all that was asked for."""
    for run in ImportRun.objects.filter(state="waiting"):
        carry_out(run.id, clock=lambda: MORNING)


def check(browser, *files, **data):
    """Choose files and let the worker check them; gives the address of the import."""
    answer = browser.post(IMPORTS, {"files": list(files), **data})
    assert answer.status_code == 302, main_of(answer)
    work()
    return answer.url


def go_on(browser, address, step="import"):
    answer = browser.post(address, {"step": step})
    assert answer.status_code == 302
    work()
    return answer.url


def test_from_the_files_to_a_tracker(cast, sign_in):
    browser = sign_in(cast.joanne)
    bad = {"reference": "WM2", "date_of_birth": "31/02/1988"}
    address = check(browser, file("participants", {}, bad), file("activities", MISSED))
    assert not Participant.objects.exists()
    page = browser.get(address)
    words = main_of(page)
    assert words.startswith("Check the files participants.csv and activities.csv, chosen by")
    assert "Joanne Okafor, 23 November 2026 at 9am. Nothing has been imported yet." in words
    assert "participants.csv 2 1 0 0 1 activities.csv 1 1 0 0 0" in words
    assert "1 monitoring tracker will be made." in words
    assert "1 Refused 0 Warnings 0 Changes 0 Kept as here 1 row is refused Download" in words
    assert (
        "Row 3 Participants WM2 date_of_birth 31/02/1988 31 February is not a date. "
        "Use day/month/year, such as 17/9/2026" in words
    )
    assert "Import 2 rows" in words
    assert "Refresh" not in page.headers

    done = go_on(browser, address)
    words = main_of(browser.get(done))
    assert words.startswith("Imported participants.csv and activities.csv, chosen by")
    assert "1 monitoring tracker made." in words
    assert "Import 2 rows" not in words
    assert Tracker.objects.get().created_by == "Import"
    assert Evaluation.objects.get().marked_by == "Import, for Joanne Okafor"
    listed = main_of(browser.get(IMPORTS))
    assert "participants.csv and activities.csv Joanne Okafor Imported 1" in listed
    assert "participants.csv and activities.csv Joanne Okafor Dry run 1" in listed


def test_the_files_are_gone_once_they_are_imported(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = check(browser, file("participants"))
    kept = ImportRun.objects.get().folder
    assert default_storage.exists(f"{kept}/participants.csv")
    go_on(browser, address)
    assert not default_storage.exists(f"{kept}/participants.csv")
    words = main_of(browser.post(address, {"step": "import"}))
    assert "These files are no longer here" in words
    assert ImportRun.objects.count() == 2


def test_importing_twice_is_importing_once(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = check(browser, file("participants"))
    first = browser.post(address, {"step": "import"})
    second = browser.post(address, {"step": "import"})
    assert first.url == second.url
    assert ImportRun.objects.filter(dry_run=False).count() == 1


def test_past_records_make_no_tracker(cast, sign_in):
    browser = sign_in(cast.joanne)
    files = file("participants"), file("activities", MISSED)
    address = check(browser, *files, past_records="on")
    assert "Past records: no monitoring trackers." in main_of(browser.get(address))
    go_on(browser, address)
    assert Activity.objects.get().status == "Not complete"
    assert not Tracker.objects.exists()


def test_changes_warnings_and_what_was_kept(cast, sign_in):
    make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1")
    importing(a_file(text_of("activities", {}, {"activity": "A2"})))
    Activity.objects.filter(reference="A2").update(title="Another title")
    browser = sign_in(cast.joanne)
    rows = {"title": "CV clinic", "owner": "roy@provider.example"}, {"activity": "A2"}
    address = check(browser, file("activities", *rows))
    words = main_of(browser.get(f"{address}?show=changes"))
    assert "2 changes Row" in words
    assert "Row 2 A1 title CV clinic CV workshop → CV clinic" in words
    assert "1 record that is here already changes: only what differs." in words
    assert "What was changed here since the file last said it stays as it is here." in words
    words = main_of(browser.get(f"{address}?show=warnings"))
    assert "Roy Patel has no access to this participant: a tracker would go to the" in words
    words = main_of(browser.get(f"{address}?show=kept"))
    assert "1 cell was changed here and stays" in words
    assert "Row 3 A2 title CV workshop This was changed here to Another title" in words


def test_where_nothing_would_change_there_is_nothing_to_import(cast, sign_in):
    importing(a_file(text_of("participants", {})))
    browser = sign_in(cast.joanne)
    words = main_of(browser.get(check(browser, file("participants"))))
    assert "There is nothing to import." in words


def test_refused_rows_are_corrected_and_sent_again(cast, sign_in):
    browser = sign_in(cast.joanne)
    formula = {"reference": "WM2", "last_name": "", "phone": "+44 7700 900564"}
    address = check(browser, file("participants", {}, formula))
    link = links_of(browser.get(address))["refused participants"]
    with nothing_changes(but=("audit_accessrecord",)):
        answer = browser.get(link)
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="refused-participants.csv"'
    )
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert row["refused_because"] == "last_name: Enter the last name"
    assert row["phone"] == "'+44 7700 900564"
    assert AccessRecord.objects.get(kind="refused rows").actor_id == cast.joanne.staff.id

    corrected = content.decode("utf-8-sig").replace("Llŷr,,", "Llŷr,Tudor,")
    again = SimpleUploadedFile("refused-participants.csv", corrected.encode())
    go_on(browser, check(browser, again))
    assert Participant.objects.get(reference="WM2").phone == "+44 7700 900564"


def test_while_it_is_going_on_the_page_renews_itself(cast, sign_in):
    browser = sign_in(cast.joanne)
    answer = browser.post(IMPORTS, {"files": [file("participants"), file("activities")]})
    waiting = browser.get(answer.url)
    assert waiting.headers["Refresh"] == "2; url=?refreshed"
    assert "Checking the files" in main_of(waiting)
    assert "Waiting for its turn." in main_of(waiting)
    ImportRun.objects.update(created_at=MORNING - timedelta(minutes=3))
    assert "the worker may not be running" in main_of(browser.get(answer.url))


def test_how_far_it_is(cast, sign_in, monkeypatch):
    monkeypatch.setattr("waymark.imports.queries.is_under_way", lambda: True)
    browser = sign_in(cast.joanne)
    answer = browser.post(IMPORTS, {"files": [file("participants"), file("activities")]})
    ImportRun.objects.update(state="running", message="activities", rows_done=2000, rows_total=7686)
    page = browser.get(answer.url)
    assert "File 2 of 2, activities: 2,000 of 7,686 rows checked." in main_of(page)
    assert '<progress class="wm-progress" max="7686" value="2000"' in page.content.decode()


def test_what_was_interrupted_is_run_again(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = go_on_until_it_stops(browser)
    words = main_of(browser.get(address))
    assert "The import was not finished" in words
    assert "It was interrupted: the worker stopped in the middle of it." in words
    assert "It can simply be run again" in words
    assert go_on(browser, address, step="again") == address
    assert "Imported participants.csv" in main_of(browser.get(address))
    assert Participant.objects.count() == 1
    assert go_on(browser, address, step="again") == address
    assert ImportRun.objects.get(dry_run=False).state == "finished"


def go_on_until_it_stops(browser):
    answer = browser.post(check(browser, file("participants")), {"step": "import"})
    ImportRun.objects.filter(dry_run=False).update(state="running")
    return answer.url


def test_another_import_is_under_way(cast, sign_in):
    browser = sign_in(cast.joanne)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", KEY)
        address = check(browser, file("participants"))
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", KEY)
    other.close()
    assert "Another import is under way. Try again when it has finished." in main_of(
        browser.get(address)
    )
    go_on(browser, address, step="again")
    assert "Import 1 row" in main_of(browser.get(address))


def test_an_error_of_ours_is_said_without_details(cast, sign_in, monkeypatch):
    def broken(**_):
        raise RuntimeError("secret of Llŷr")

    monkeypatch.setattr("waymark.imports.carrying_out.import_files", broken)
    browser = sign_in(cast.joanne)
    answer = browser.post(IMPORTS, {"files": [file("participants")]})
    with pytest.raises(RuntimeError):
        work()
    words = main_of(browser.get(answer.url))
    assert "Something went wrong on our side. What was imported so far is kept." in words
    assert "secret" not in words


def test_rights_count_when_the_worker_begins(cast, sign_in):
    browser = sign_in(cast.joanne)
    answer = browser.post(IMPORTS, {"files": [file("participants")]})
    cast.aimee.staff.roles = ["Administrator"]  # one remains
    cast.aimee.staff.save()
    cast.joanne.staff.roles = []
    cast.joanne.staff.save()
    work()
    assert "for this you need the role Administrator" in ImportRun.objects.get().message
    cast.joanne.staff.roles = ["Administrator"]
    cast.joanne.staff.save()
    assert "The check was not finished" in main_of(browser.get(answer.url))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "Choose at least one file"),
        ([("empty.csv", b"")], "‘empty.csv’ is empty. Choose another file"),
        ([("blank.csv", b"\n \n")], "blank.csv is empty"),
        ([("book.csv", b"PK\x03\x04")], "book.csv is a workbook, not a CSV file"),
        ([("cars.csv", b"colour,doors\nred,5\n")], "cars.csv: its first row does not name"),
        (
            [("g.csv", b"group,bank_holliday,bank_holidays\nWales,x,Scotland\n")],
            "g.csv: unknown column ‘bank_holliday’",
        ),
        (
            [
                ("a.csv", b"group,bank_holidays\nWales,Scotland\n"),
                ("b.csv", b"group,bank_holidays\nAlba,Scotland\n"),
            ],
            "b.csv: a.csv holds groups too. Choose one of them",
        ),
        ([("../<b>.csv", b"\x00\x01")], "<b>.csv is not a CSV file"),
    ],
)
def test_files_that_cannot_be_imported(cast, sign_in, files, message):
    browser = sign_in(cast.joanne)
    posted = [SimpleUploadedFile(name, content) for name, content in files]
    with nothing_changes():
        answer = browser.post(IMPORTS, {"files": posted, "past_records": "on"})
    words = main_of(answer)
    assert words.count(message) == 2, words
    assert "There is a problem Nothing has been imported." in words
    assert 'value="on" checked' in answer.content.decode()


def test_a_file_that_is_too_large(cast, sign_in, settings):
    settings.FILE_SIZE_LIMIT_MB = 0
    answer = sign_in(cast.joanne).post(IMPORTS, {"files": [file("groups")]})
    assert "groups.csv must be smaller than 0 MB" in main_of(answer)


def test_a_nul_in_a_cell_refuses_its_row_alone(cast, sign_in):
    browser = sign_in(cast.joanne)
    bad = {"reference": "WM\x002", "benefit": "Ben\x00efit"}
    words = main_of(browser.get(check(browser, file("participants", {}, bad))))
    assert "1 row is refused" in words
    assert "Import 1 row" in words
    assert "reference WM�2 This has a hidden character after ‘WM’" in words


def test_a_long_cell_is_cut_and_equal_warnings_are_one_line(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = check(browser, file("participants", {"first_name": "x" * 5000}))
    words = main_of(browser.get(address))
    assert "x" * 119 + "…" in words
    assert "x" * 120 not in words
    make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1")
    rows = ({"activity": f"A{number}", "owner": "roy@provider.example"} for number in range(1201))
    address = check(browser, file("activities", *rows))
    words = main_of(browser.get(f"{address}?show=warnings"))
    assert words.count("Roy Patel") == 1
    assert "1,201 warnings" in words
    assert "work coach: 1,201 rows, of which this is the first" in words
    assert "are shown" not in words


def test_a_step_that_there_is_not(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = check(browser, file("participants"))
    with nothing_changes():
        assert "There is a problem" in main_of(browser.post(address, {"step": "jump"}))
        assert "There is a problem" in main_of(browser.post(address))


def test_harmless_on_get(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = check(browser, file("participants"))
    with nothing_changes():
        for page in (IMPORTS, address, f"{address}?show=nonsense", f"{address}?show=kept"):
            assert browser.get(page).status_code == 200


@pytest.mark.parametrize("who", ["adam", "alexandra", "glenn", "wendy", "aimee", "tomasz"])
def test_wrong_role(cast, sign_in, who):
    address = check(sign_in(cast.joanne), file("participants", {"last_name": ""}))
    browser = sign_in(getattr(cast, who))
    with nothing_changes():
        assert browser.get(IMPORTS).status_code == 403
        assert browser.post(IMPORTS, {"files": [file("groups")]}).status_code == 403
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"step": "import"}).status_code == 403
        assert browser.get(f"{address}refused/participants/").status_code == 403


def test_anothers_import_is_not_there_but_for_those_who_see_everything(cast, sign_in):
    cast.aimee.staff.roles = ["Administrator"]
    cast.aimee.staff.save()
    of_joanne = check(sign_in(cast.joanne), file("participants", {"last_name": ""}))
    aimee = sign_in(cast.aimee)
    assert aimee.get(of_joanne).status_code == 404
    assert aimee.post(of_joanne, {"step": "import"}).status_code == 404
    assert aimee.get(f"{of_joanne}refused/participants/").status_code == 404
    assert "No imports yet" in main_of(aimee.get(IMPORTS))
    of_aimee = check(aimee, file("participants"))
    assert sign_in(cast.joanne).get(of_aimee).status_code == 200


def test_what_is_not_there(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = check(browser, file("participants"))
    assert browser.get(f"{IMPORTS}{uuid4()}/").status_code == 404
    assert browser.get(f"{address}refused/participants/").status_code == 404
    assert browser.get(f"{address}refused/secrets/").status_code == 404


def test_files_are_swept_after_a_day_and_details_after_a_week(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = check(browser, file("participants", {}, {"reference": "WM2", "last_name": ""}))
    folder = ImportRun.objects.get().folder
    sweep_imports(now=MORNING + timedelta(hours=23))
    assert default_storage.exists(f"{folder}/participants.csv")
    sweep_imports(now=MORNING + timedelta(hours=25))
    assert not default_storage.exists(f"{folder}/participants.csv")
    words = main_of(browser.get(address))
    assert "Row 3" in words
    assert "Import 1 row" not in words
    sweep_imports(now=MORNING + timedelta(days=8))
    words = main_of(browser.get(address))
    assert "The details of rows are kept for a week." in words
    assert "Row 3" not in words
    assert browser.get(f"{address}refused/participants/").status_code == 404


def test_the_worker_knows_the_task(cast, sign_in):
    browser = sign_in(cast.joanne)
    address = browser.post(IMPORTS, {"files": [file("participants")]}).url
    import_caseload(str(UUID(address.split("/")[-2])))
    assert "Import 1 row" in main_of(browser.get(address))


def test_few_statements(cast, sign_in, few_statements):
    browser = sign_in(cast.joanne)
    rows = [{"reference": f"WM{number}", "last_name": ""} for number in range(30)]
    for _ in range(21):
        address = check(browser, file("participants", *rows))
    with few_statements():
        assert browser.get(address).status_code == 200
    with few_statements():
        assert browser.get(IMPORTS).status_code == 200
