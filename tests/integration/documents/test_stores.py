"""Where bytes lie: a folder, or a store that speaks S3; and what becomes of them when it fails."""

import io
import tempfile
import tracemalloc
from datetime import timedelta

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InMemoryStorage, default_storage

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import last_event, refused
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import PDF, stage, upload
from tests.servers import s3_server
from waymark.config.files import file_kinds, file_store
from waymark.documents.models import Document, Leftover
from waymark.operations.documents import Upload, discard_staged_file, stage_files
from waymark.operations.file_opening import open_file
from waymark.operations.file_upkeep import sweep_staged_files
from waymark.operations.trackers import TrackerChange
from waymark.trackers.models import TrackerFile

MB = 1024 * 1024
LATER = MORNING + timedelta(days=1, seconds=1)
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def s3():
    with s3_server() as (address, _):
        bucket = boto3.resource(
            "s3",
            endpoint_url=address,
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="eu-west-2",
        ).Bucket("waymark-files")
        bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        yield address, bucket
        bucket.meta.client.close()


def use(settings, address):
    """The store as settings.py makes it of the environment."""
    environment = {
        "WAYMARK_S3_BUCKET": "waymark-files",
        "WAYMARK_S3_ENDPOINT": address,
        "WAYMARK_S3_KEY": "key",
        "WAYMARK_S3_SECRET": "secret",
        "WAYMARK_S3_REGION": "eu-west-2",
    }
    settings.STORAGES = settings.STORAGES | {"default": file_store(environment, "/nowhere")}


@pytest.fixture(params=["folder", "S3"])
def store(request, settings, tmp_path):
    """Each kind of store in turn; gives what lies in it."""
    if request.param == "folder":
        settings.STORAGES = settings.STORAGES | {"default": file_store({}, tmp_path)}
        return lambda: {
            str(one.relative_to(tmp_path)): one.read_bytes()
            for one in tmp_path.rglob("*")
            if one.is_file()
        }
    address, bucket = request.getfixturevalue("s3")
    use(settings, address)
    bucket.objects.all().delete()
    return lambda: {one.key: one.get()["Body"].read() for one in bucket.objects.all()}


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def attached(cast, tracker, *uploads):
    """Files on the tracker."""
    papers = stage(cast.adam, tracker, *uploads)
    files = tuple((paper.id, "dma_paperwork") for paper in papers)
    save(cast.adam, tracker, TrackerChange("new", None, True, files=files))
    return [TrackerFile.objects.get(document=paper) for paper in papers]


def opened(who, file):
    where = {"tracker_id": file.tracker_id, "file_id": file.id}
    return open_file(actor=who.actor, now=MORNING, **where)


@pytest.mark.usefixtures("store")
class TestStore:
    def test_what_lies_there_is_what_was_uploaded(self, cast, tracker, store):
        [paper] = stage(cast.adam, tracker, upload(name="../../Siôn’s form.pdf"))
        assert store() == {paper.stored_as: PDF}
        assert paper.stored_as == f"{paper.id.hex[:2]}/{paper.id}"
        assert not Leftover.objects.exists()

    def test_it_comes_back_as_it_was(self, cast, tracker):
        [file] = attached(cast, tracker, upload())
        given = opened(cast.tomasz, file)
        with given.content as content:
            assert content.read() == PDF
        assert (given.name, given.media_type) == ("UCD603.pdf", "application/pdf")

    def test_a_large_one_is_never_whole_in_memory(self, cast, tracker):
        with tempfile.TemporaryFile() as content:
            content.write(b"%PDF-1.7\n" + b"x" * (20 * MB - 20) + b"\n%%EOF\n")
            stage(cast.adam, tracker)  # what is loaded once is loaded
            tracemalloc.start()
            [paper] = stage(
                cast.adam, tracker, Upload("big.pdf", 20 * MB - 4, content, "dma_paperwork")
            )
            files = ((paper.id, "dma_paperwork"),)
            save(cast.adam, tracker, TrackerChange("new", None, True, files=files))
            with opened(cast.adam, TrackerFile.objects.get()).content as given:
                assert sum(len(piece) for piece in given.chunks()) == 20 * MB - 4
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert most < 14 * MB

    def test_discarded_it_is_gone(self, cast, tracker, store, django_capture_on_commit_callbacks):
        [paper] = stage(cast.adam, tracker)
        with django_capture_on_commit_callbacks(execute=True):
            discard_staged_file(actor=cast.adam.actor, document_id=paper.id)
        assert store() == {}
        assert not Leftover.objects.exists()

    def test_never_saved_it_is_swept(
        self, cast, tracker, store, django_capture_on_commit_callbacks
    ):
        stage(cast.adam, tracker)
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep_staged_files(now=LATER) == 1
        assert store() == {}
        assert not Leftover.objects.exists()

    @pytest.mark.parametrize("instead", [b"%PDF-1.7 something else\n%%EOF", PDF[:-1], b""])
    def test_what_was_changed_in_the_store_is_not_sent(self, cast, tracker, instead):
        [file] = attached(cast, tracker, upload())
        default_storage.delete(file.document.stored_as)
        default_storage.save(file.document.stored_as, io.BytesIO(instead))
        with pytest.raises(Exception, match="not what was uploaded") as raised:
            opened(cast.adam, file)
        assert raised.value.code == "file.damaged"
        event = last_event(tracker_id=tracker.id)
        assert (event.code, event.actor_id) == ("tracker.file_damaged", cast.adam.staff.id)
        assert event.content.data["file"] == "UCD603.pdf"

    def test_what_is_gone(self, cast, tracker):
        [file] = attached(cast, tracker, upload())
        default_storage.delete(file.document.stored_as)
        with pytest.raises(Exception, match="does not have") as raised:
            opened(cast.adam, file)
        assert raised.value.code == "file.gone"


class TestFailing:
    """The store fails; nothing is half-saved, nothing is lost, nothing stays that nobody owns."""

    def test_it_cannot_take_a_file(self, cast, tracker, settings):
        use(settings, NOWHERE)
        kept, wrong = stage_files(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            uploads=[upload(), upload(name="second.pdf", content=PDF + b"2")],
            now=MORNING,
        )
        assert kept == []
        assert [(one.code, one.message.partition(":")[0]) for one in wrong] == [
            ("documents.not_stored", "UCD603.pdf"),
            ("documents.not_stored", "second.pdf"),
        ]
        assert not Document.objects.exists()

    def test_it_cannot_give_a_file(self, cast, tracker, settings):
        [file] = attached(cast, tracker, upload())
        use(settings, NOWHERE)
        with pytest.raises(Exception, match="does not answer") as raised:
            opened(cast.adam, file)
        assert raised.value.code == "file.store_unreachable"

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (OSError(28, "No space left on device"), "documents.no_room"),
            (PermissionError(13, "Permission denied"), "documents.not_stored"),
        ],
    )
    def test_a_full_or_forbidden_folder(self, cast, tracker, monkeypatch, error, code):
        def fail(*_):
            raise error

        monkeypatch.setattr(InMemoryStorage, "_save", fail)
        _, wrong = stage_files(
            actor=cast.adam.actor, tracker_id=tracker.id, uploads=[upload()], now=MORNING
        )
        assert [one.code for one in wrong] == [code]

    def test_what_it_would_not_delete_is_deleted_later(
        self, cast, tracker, settings, s3, django_capture_on_commit_callbacks
    ):
        address, bucket = s3
        bucket.objects.all().delete()
        use(settings, address)
        [paper] = stage(cast.adam, tracker)
        use(settings, NOWHERE)
        with django_capture_on_commit_callbacks(execute=True):
            discard_staged_file(actor=cast.adam.actor, document_id=paper.id)
        assert not Document.objects.exists()
        assert Leftover.objects.get().stored_as == paper.stored_as
        assert sweep_staged_files(now=LATER) == 0
        assert [one.key for one in bucket.objects.all()] == [paper.stored_as]
        use(settings, address)
        sweep_staged_files(now=LATER)
        assert not list(bucket.objects.all())
        assert not Leftover.objects.exists()

    def test_when_the_database_fails_after_the_store_took_it(
        self, everybody, settings, s3, monkeypatch
    ):
        """Committed for real: the row that says what may lie there outlives the roll-back."""
        address, bucket = s3
        bucket.objects.all().delete()
        use(settings, address)
        participant = make_participant(everybody.adam.staff, everybody.groups["Wales / Caerdydd"])
        tracker = make_tracker(everybody, make_activity(participant))

        def fails(*_, **__):
            raise RuntimeError

        with monkeypatch.context() as broken:
            broken.setattr(Document, "save", fails)
            with pytest.raises(RuntimeError):
                stage(everybody.adam, tracker)
        [key] = [one.key for one in bucket.objects.all()]
        assert Leftover.objects.get().stored_as == key
        sweep_staged_files(now=MORNING)
        assert list(bucket.objects.all())  # it may be on its way in
        sweep_staged_files(now=LATER)
        assert not list(bucket.objects.all())
        assert not Leftover.objects.exists()

    def test_a_tracker_that_became_final_meanwhile(self, cast, tracker, monkeypatch):
        """What was put there for it is swept."""
        from waymark.operations import documents  # noqa: PLC0415

        answers = iter([None, "tracker.final"])

        def final(_tracker):
            if code := next(answers):
                raise documents.Refused(code, "It is final")

        monkeypatch.setattr(documents, "refuse_if_final", final)
        with pytest.raises(documents.Refused):
            stage(cast.adam, tracker)
        assert not Document.objects.exists()
        key = Leftover.objects.get().stored_as
        sweep_staged_files(now=LATER)
        assert not default_storage.exists(key)


def test_a_store_that_stops(cast, tracker, settings):
    with s3_server() as (address, started):
        use(settings, address)
        default_storage.connection.create_bucket(
            Bucket="waymark-files", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
        )
        [file] = attached(cast, tracker, upload())
        started.terminate()
        started.wait(10)
        with pytest.raises(Exception, match="does not answer"):
            opened(cast.adam, file)
        _, wrong = stage_files(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            uploads=[upload(name="late.pdf", content=PDF + b"2")],
            now=MORNING,
        )
        assert [one.code for one in wrong] == ["documents.not_stored"]
        default_storage.connection.meta.client.close()


class TestSettings:
    def test_all_kinds_unless_some_are_named(self):
        every = ["pdf", "docx", "doc", "odt", "xlsx", "jpg", "png", "heic", "eml", "msg", "txt"]
        assert file_kinds("") == every
        assert file_kinds("PDF, jpg png") == ["pdf", "jpg", "png"]

    def test_a_kind_that_there_is_not_stops_the_start(self):
        with pytest.raises(ImproperlyConfigured, match=r"names exe, svg\. Known are: pdf docx"):
            file_kinds("pdf exe svg")

    def test_kinds_that_are_not_named_are_refused(self, cast, tracker, settings):
        settings.FILE_KINDS = ["pdf", "jpg"]
        _, wrong = stage_files(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            uploads=[upload(name="a.docx", content=b"PK")],
            now=MORNING,
        )
        assert [one.message for one in wrong] == ["a.docx: The file must be PDF or JPG"]

    def test_no_file_is_reached_but_through_the_application(self, settings):
        use(settings, NOWHERE)
        assert default_storage.default_acl is None
        assert default_storage.custom_domain is None


def test_refused_leaves_no_trace(cast, tracker):
    [file] = attached(cast, tracker, upload())
    with refused("file.not_found"):
        opened(cast.roy, file)
