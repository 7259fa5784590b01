from pathlib import Path
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import *
def test_it(cast, sign_in):
    p = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    t = make_tracker(cast, make_activity(p))
    c = sign_in(cast.adam)
    for path in ("", "edit/", "reassign/", "note/"):
        with CaptureQueriesContext(connection) as q:
            r = c.get(f"/trackers/{t.id}/{path}")
        assert r.status_code == 200, path
        print(path, len(q))
        for one in q.captured_queries:
            print("   ", one["sql"][:150])
        Path(f"/tmp/w/trackers/out{path.strip('/')}.html").write_text(r.content.decode())
    r = c.get(f"/participants/{p.id}/trackers/")
    assert r.status_code == 200
    pdf = SimpleUploadedFile("UCD603.pdf", Path("/work/shared/data/documents/ucd603-example.pdf").read_bytes())
    r = c.post(f"/trackers/{t.id}/edit/", {"version": 1, "status": "submitted", "assignee": str(cast.adam.staff.id), "raised": "yes", "files": [pdf], "note": "Hello"})
    assert r.status_code == 302, r.content.decode()
    r = c.get(r["Location"])
    Path(f"/tmp/w/trackers/out-saved.html").write_text(r.content.decode())
