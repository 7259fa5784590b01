"""Files through the pages with a store that speaks S3, while it answers and when it does not."""

import boto3
import pytest

from tests.factories import make_activity, make_participant, make_tracker
from tests.samples import PDF
from tests.servers import s3_server
from tests.web.reading import field_of, main_of
from tests.web.uploads import upload
from waymark.config.files import file_store
from waymark.documents.models import Document
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.usefixtures("morning")
KEYS = {"WAYMARK_S3_KEY": "key", "WAYMARK_S3_SECRET": "secret", "WAYMARK_S3_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def address():
    with s3_server() as (at, _):
        client = boto3.client(
            "s3",
            endpoint_url=at,
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )
        client.create_bucket(Bucket="files")
        client.close()
        yield at


@pytest.fixture
def use(settings):
    def at(endpoint):
        environment = KEYS | {"WAYMARK_S3_BUCKET": "files", "WAYMARK_S3_ENDPOINT": endpoint}
        settings.STORAGES = settings.STORAGES | {"default": file_store(environment, "/nowhere")}

    return at


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def save(browser, tracker, **given):
    typed = {"version": tracker.version, "status": "new", "assignee": "", "raised": "yes"}
    return browser.post(f"/trackers/{tracker.id}/edit/", typed | {"note": "Rang twice"} | given)


def at(file, more=""):
    return f"/trackers/{file.tracker_id}/files/{file.id}/{more}"


def test_in_and_out_and_off(cast, sign_in, tracker, use, address):
    use(address)
    browser = sign_in(cast.adam)
    files = [upload("Siôn.pdf"), upload("b.pdf", PDF + b"b")]
    assert save(browser, tracker, files=files).status_code == 302
    file = TrackerFile.objects.get(document__name="Siôn.pdf")
    answer = browser.get(at(file))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Si%C3%B4n.pdf"
    assert sign_in(cast.roy).get(at(file)).status_code == 404
    assert browser.post(at(file, "remove/")).status_code == 302
    assert browser.get(at(file)).status_code == 404


def test_when_it_does_not_answer_nothing_is_lost(cast, sign_in, tracker, use, address):
    use("http://127.0.0.1:1")
    browser = sign_in(cast.adam)
    answer = save(browser, tracker, files=[upload()])
    page = main_of(answer)
    told = "UCD603.pdf: The file could not be stored, because the file store does not answer"
    assert page.count(told) == 2
    assert field_of(answer, "note") == "Rang twice"
    assert not Document.objects.exists()
    assert not TrackerFile.objects.exists()
    use(address)
    assert save(browser, tracker, files=[upload()]).status_code == 302


def test_a_file_that_cannot_be_fetched_is_no_error_of_ours(cast, sign_in, tracker, use, address):
    use(address)
    browser = sign_in(cast.adam)
    save(browser, tracker, files=[upload()])
    use("http://127.0.0.1:1")
    page = main_of(browser.get(at(TrackerFile.objects.get())), status=503)
    assert "The file store does not answer. It is still listed there. Try again" in page
    assert "Try again in a few minutes" in page
    assert "UCD603.pdf" in main_of(browser.get(f"/trackers/{tracker.id}/"))


def test_an_import_says_so_too(cast, sign_in, use):
    use("http://127.0.0.1:1")
    groups = upload("groups.csv", b"group,bank_holidays\nWales / Swansea,England and Wales\n")
    answer = sign_in(cast.joanne).post("/administration/imports/", {"files": [groups]})
    assert "The files could not be stored: the file store does not answer" in main_of(answer)
