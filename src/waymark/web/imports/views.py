"""Import a caseload: choose the files, see what would change, import, see what came of it."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from waymark.imports.queries import Standing, latest_runs, open_refused_rows, run_of, standing_of
from waymark.imports.runs import Upload, run_again, start_dry_run, start_import
from waymark.kernel.refusals import NotAllowed, NotFound, Refused
from waymark.people.policy import require
from waymark.web.imports.forms import AGAIN, ChooseFilesForm, StepForm
from waymark.web.imports.found import HEADS_OF_FILES, found_page
from waymark.web.imports.pages import COLUMNS_OF_FILES, HEADS_OF_RUNS, run_page, run_row
from waymark.web.requests import StaffRequest, address_of
from waymark.web.time_limits import REFRESHED

REFRESH_SECONDS = "2"
reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


@reads_and_saves
def imports(request: StaffRequest) -> HttpResponse:
    """Choose files and have them checked; below, the imports there were."""
    require(request.actor, "imports.run")
    asked = request.method == "POST"
    form = ChooseFilesForm(request.POST, request.FILES) if asked else ChooseFilesForm()
    if form.is_valid():
        try:
            run = start_dry_run(
                actor=request.actor,
                uploads=[Upload(one.name, one.size, one) for one in form.cleaned_data["files"]],
                past_records=form.cleaned_data["past_records"],
                now=timezone.now(),
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("import-run", run.id)
    page = {
        "form": form,
        "heads": HEADS_OF_RUNS,
        "runs": [run_row(one) for one in latest_runs(request.actor)],
        "columns": COLUMNS_OF_FILES,
    }
    return render(request, "imports/choose.html", page)


@reads_and_saves
@cache_control(private=True, no_store=True)
def run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """One import: how far it is, then what it found; from a dry run one goes on in earnest."""
    require(request.actor, "imports.run")
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect("import-run", _step(request, run_id, form.cleaned_data["step"]))
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.add_error(None, refused.message)
    there = run_of(request.actor, run_id)
    standing = standing_of(there)
    page = {"form": form, "page": run_page(there, standing, now=timezone.now())}
    if standing in (Standing.CHECKED, Standing.IMPORTED):
        page |= {
            "found": found_page(there, standing, request.GET),
            "heads_of_files": HEADS_OF_FILES,
        }
        return render(request, "imports/found.html", page)
    response = render(request, "imports/going_on.html", page)
    if standing in (Standing.WAITING, Standing.RUNNING):
        response["Refresh"] = f"{REFRESH_SECONDS}; url=?{REFRESHED}"
    return response


@require_safe
@cache_control(private=True, no_store=True)
def refused_rows(request: StaffRequest, run_id: UUID, kind: str) -> HttpResponseBase:
    """The refused rows of one file, to correct and send again."""
    rows = open_refused_rows(
        actor=request.actor,
        run_id=run_id,
        kind=kind,
        now=timezone.now(),
        address=address_of(request),
    )
    return FileResponse(
        rows,
        as_attachment=True,
        filename=f"refused-{kind}.csv",
        content_type="text/csv; charset=utf-8",
    )


def _step(request: StaffRequest, run_id: UUID, step: str) -> UUID:
    if step == AGAIN:
        return run_again(actor=request.actor, run_id=run_id).id
    return start_import(actor=request.actor, run_id=run_id, now=timezone.now()).id
