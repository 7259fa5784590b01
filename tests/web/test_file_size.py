"""A file that is larger than files may be: told at its field, and not written to disk."""

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import main_of
from tests.web.uploads import PDF, upload


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


@pytest.mark.parametrize("size", [1_048_577, 4_000_000, 9_000_000])
def test_no_more_of_it_is_written_than_shows_that_it_is_too_large(
    cast, sign_in, tracker, settings, size, monkeypatch
):
    settings.FILE_SIZE_LIMIT_MB = 1
    written = []
    receive = TemporaryFileUploadHandler.receive_data_chunk

    def counted(handler, raw, start):
        written.append(len(raw))
        return receive(handler, raw, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counted)
    content = PDF.ljust(size, b"0")
    files = [upload("big.pdf", content), upload()]
    answer = sign_in(cast.adam).post(
        f"/trackers/{tracker.id}/edit/",
        {"version": tracker.version, "status": "new", "raised": "yes", "files": files},
    )
    page = main_of(answer)
    assert page.count("big.pdf: The file must be smaller than 1 MB") == 2
    assert "UCD603.pdf Uploaded, not yet saved" in page
    assert sum(written) < 1_300_000
