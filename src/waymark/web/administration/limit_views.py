"""Time limits with their versions, and bank holidays with their corrections."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotAllowed, NotFound, Refused
from waymark.kernel.words import typed_day, words_for_day
from waymark.operations.dated_limits import correct_bank_holidays, set_limit
from waymark.people.policy import require
from waymark.programmes.queries import calendars, corrections, limit_book
from waymark.programmes.rules import LIMIT_KINDS
from waymark.web.administration.limit_forms import HOLIDAY, HolidayForm, LimitForm
from waymark.web.administration.limit_pages import (
    CORRECTION_HEADS,
    HOLIDAY_HEADS,
    LIMIT_HEADS,
    VERSION_HEADS,
    correction_rows,
    limit_rows,
    nations,
    version_rows,
)
from waymark.web.requests import StaffRequest

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def dated_limits(request: StaffRequest) -> HttpResponse:
    """Every time limit as it is today."""
    require(request.actor, "programmes.set_limits")
    rows = limit_rows(limit_book(), day_of(timezone.now()))
    page = {"rows": rows, "heads": LIMIT_HEADS}
    return render(request, "administration/dated_limits.html", page)


@reads_and_saves
def dated_limit(request: StaffRequest, code: str) -> HttpResponse:
    """A limit with its versions, and a new number from a day on."""
    require(request.actor, "programmes.set_limits")
    if code not in LIMIT_KINDS:
        raise Http404
    kind, now = LIMIT_KINDS[code], timezone.now()
    known = {"valid_from": typed_day(day_of(now))}
    form = LimitForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            made = set_limit(actor=request.actor, code=code, now=now, **form.cleaned_data)
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.add_refusal(refused)
        else:
            since = words_for_day(made.valid_from)
            messages.success(request, f"‘{kind.label}’ is {made.number} from {since}")
            return redirect("dated-limits")
    page = {
        "form": form,
        "kind": kind,
        "heads": VERSION_HEADS,
        "versions": version_rows(limit_book(), code),
    }
    return render(request, "administration/dated_limit.html", page)


@require_safe
def bank_holidays(request: StaffRequest) -> HttpResponse:
    """The bank holidays of each nation this year and next, and what was corrected."""
    require(request.actor, "programmes.set_limits")
    page = {
        "nations": nations(dict(calendars()), day_of(timezone.now())),
        "corrections": correction_rows(corrections()),
        "heads": HOLIDAY_HEADS,
        "correction_heads": CORRECTION_HEADS,
    }
    return render(request, "administration/bank_holidays.html", page)


@reads_and_saves
def correct_holiday(request: StaffRequest) -> HttpResponse:
    """Add a bank holiday for a nation, or take one off."""
    require(request.actor, "programmes.set_limits")
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = correct_bank_holidays(
                actor=request.actor,
                nation=said["nation"],
                day=said["day"],
                is_holiday=said["becomes"] == HOLIDAY,
                why=said["why"],
                now=timezone.now(),
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.add_refusal(refused)
        else:
            what = "a bank holiday" if made.is_holiday else "a working day"
            messages.success(request, f"{words_for_day(made.day)} is {what} in {made.nation}")
            return redirect("bank-holidays")
    return render(request, "administration/bank_holiday.html", {"form": form})
