"""DMA paperwork raised: Yes needs a file of that kind, No needs a reason, and never neither."""

from dataclasses import replace

import pytest

from tests.factories import make_activity, make_participant, make_tracker
from tests.integration.expecting import changes_in, last_event, refused
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage, upload
from waymark.documents.models import Document
from waymark.operations.trackers import TrackerChange
from waymark.trackers.models import TrackerFile


@pytest.fixture
def yes(cast):
    """Yes, and nothing else."""
    return TrackerChange("new", cast.adam.staff.id, dma_paperwork_raised=True)


@pytest.fixture
def no(cast):
    """No, without a reason."""
    return TrackerChange("new", cast.adam.staff.id, dma_paperwork_raised=False)


def with_files(change, *documents, kind="dma_paperwork"):
    return replace(change, files=tuple((document.id, kind) for document in documents))


def test_yes_is_the_default_and_says_nothing_until_somebody_saves(tracker):
    assert (tracker.dma_paperwork_raised, tracker.not_raised_reason) == (True, "")


def test_yes_without_a_file(cast, tracker, yes):
    with refused("tracker.dma_file_needed") as raised:
        save(cast.adam, tracker, yes)
    assert raised.value.field == "files"


@pytest.mark.parametrize("status", ["new", "resolved", "submitted", "referred"])
def test_every_status_asks_for_it(cast, tracker, yes, status):
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, replace(yes, status=status))


@pytest.mark.parametrize("status", ["rejected", "closed"])
def test_final_statuses_ask_for_it_too(cast, tracker, yes, no, status):
    with refused("tracker.dma_file_needed"):
        save(cast.glenn, tracker, replace(yes, status=status))
    with refused("tracker.not_raised_reason_needed"):
        save(cast.glenn, tracker, replace(no, status=status))


def test_a_note_does_not_get_round_it(cast, tracker, yes):
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, replace(yes, note="Will upload it tomorrow"))


def test_yes_with_a_file_uploaded_now(cast, tracker, yes):
    save(cast.adam, tracker, with_files(yes, *stage(cast.adam, tracker)))
    assert tracker.files.count() == 1


def test_several_files_of_several_kinds(cast, tracker, yes):
    papers = stage(
        cast.adam, tracker, upload(name="UCD603.pdf"), upload(name="notice.pdf", kind="notice")
    )
    kinds = ("dma_paperwork", "notice")
    files = tuple((paper.id, kind) for paper, kind in zip(papers, kinds, strict=True))
    save(cast.adam, tracker, replace(yes, files=files))
    assert {file.document.name: file.kind for file in tracker.files.select_related("document")} == {
        "UCD603.pdf": "dma_paperwork",
        "notice.pdf": "notice",
    }


@pytest.mark.parametrize("kind", ["notice", "contact_log", "other"])
def test_another_kind_of_file_does_not_count(cast, tracker, yes, kind):
    papers = stage(cast.adam, tracker)
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, with_files(yes, *papers, kind=kind))


@pytest.mark.parametrize("state", ["infected", "waiting"])
def test_nor_one_that_is_infected_or_held_by_the_scanner(cast, tracker, yes, state):
    papers = stage(cast.adam, tracker)
    Document.objects.update(scan_state=state)
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, with_files(yes, *papers))


@pytest.mark.parametrize("state", ["clean", "not_scanned"])
def test_one_that_is_clean_or_not_scanned_does(cast, tracker, yes, state):
    papers = stage(cast.adam, tracker)
    Document.objects.update(scan_state=state)
    save(cast.adam, tracker, with_files(yes, *papers))


def test_a_file_that_is_there_already(cast, tracker, yes):
    save(cast.adam, tracker, with_files(yes, *stage(cast.adam, tracker)))
    save(cast.adam, tracker, replace(yes, status="submitted"))
    assert tracker.get_status_display() == "Submitted"


@pytest.mark.parametrize("state", ["infected", "waiting"])
def test_a_file_that_is_there_but_turned_out_infected(cast, tracker, yes, state):
    save(cast.adam, tracker, with_files(yes, *stage(cast.adam, tracker)))
    Document.objects.update(scan_state=state)
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, replace(yes, status="submitted"))


def test_a_file_that_was_removed(cast, tracker, yes):
    save(cast.adam, tracker, with_files(yes, *stage(cast.adam, tracker)))
    TrackerFile.objects.update(removed_by="Adam Stewart", removed_at=tracker.created_at)
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, yes)


def test_a_file_that_somebody_else_uploaded_and_did_not_save(cast, tracker, yes):
    papers = stage(cast.judith, tracker)
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, with_files(yes, *papers))


def test_a_file_that_was_uploaded_for_another_tracker(cast, tracker, yes):
    other = make_tracker(
        cast,
        make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])),
    )
    papers = stage(cast.adam, other)
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, with_files(yes, *papers))


def test_a_file_of_another_tracker_is_not_carried_over(cast, tracker, yes):
    other = make_tracker(
        cast,
        make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])),
    )
    papers = stage(cast.adam, other)
    save(cast.adam, other, with_files(yes, *papers))
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, with_files(yes, *papers))


def test_a_file_named_twice_is_attached_once(cast, tracker, yes):
    [paper] = stage(cast.adam, tracker)
    save(cast.adam, tracker, with_files(yes, paper, paper))
    assert tracker.files.count() == 1


@pytest.mark.parametrize("kind", ["", "anything"])
def test_a_kind_that_there_is_not(cast, tracker, yes, kind):
    good, bad = stage(cast.adam, tracker, upload(), upload(name="JSA603.pdf"))
    files = ((good.id, "dma_paperwork"), (bad.id, kind))
    with refused("documents.kind_unknown") as raised:
        save(cast.adam, tracker, replace(yes, files=files))
    assert raised.value.field == "files"


@pytest.mark.parametrize("reason", ["", " \n"])
def test_no_without_a_reason(cast, tracker, no, reason):
    with refused("tracker.not_raised_reason_needed") as raised:
        save(cast.adam, tracker, replace(no, not_raised_reason=reason))
    assert raised.value.field == "not_raised_reason"


def test_no_with_a_file_still_needs_a_reason(cast, tracker, no):
    papers = stage(cast.adam, tracker)
    with refused("tracker.not_raised_reason_needed"):
        save(cast.adam, tracker, with_files(no, *papers))


def test_no_with_a_reason(cast, tracker, no):
    save(cast.adam, tracker, replace(no, not_raised_reason=" She was in hospital "))
    assert tracker.dma_paperwork_raised is False
    assert tracker.not_raised_reason == "She was in hospital"


def test_yes_to_no_keeps_the_file_and_is_in_the_history(cast, tracker, yes, no):
    save(cast.adam, tracker, with_files(yes, *stage(cast.adam, tracker)))
    save(cast.adam, tracker, replace(no, not_raised_reason="She was in hospital"))
    assert tracker.files.filter(removed_at=None).count() == 1
    assert changes_in(last_event(tracker_id=tracker.id)) == {
        "DMA paperwork raised": ("Yes", "No"),
        "Reason it was not raised": ("", "She was in hospital"),
    }


def test_no_to_yes_with_the_file_that_was_kept(cast, tracker, yes, no):
    save(cast.adam, tracker, with_files(yes, *stage(cast.adam, tracker)))
    save(cast.adam, tracker, replace(no, not_raised_reason="She was in hospital"))
    save(cast.adam, tracker, replace(yes, not_raised_reason="She was in hospital"))
    assert (tracker.dma_paperwork_raised, tracker.not_raised_reason) == (True, "")
    assert changes_in(last_event(tracker_id=tracker.id))["Reason it was not raised"] == (
        "She was in hospital",
        "",
    )


def test_no_to_yes_without_a_file(cast, tracker, yes, no):
    save(cast.adam, tracker, replace(no, not_raised_reason="She was in hospital"))
    with refused("tracker.dma_file_needed"):
        save(cast.adam, tracker, yes)


def test_all_or_nothing(cast, tracker, yes):
    """Whatever else is right, one wrong field leaves file, note and status as they were."""
    papers = stage(cast.adam, tracker)
    good = replace(with_files(yes, *papers), status="submitted", note="Please check")
    with refused("tracker.assignee_without_access"):
        save(cast.adam, tracker, replace(good, assignee_id=cast.roy.staff.id))
    assert Document.objects.get().attached_at is None
    save(cast.adam, tracker, good)
    assert Document.objects.get().attached_at is not None
