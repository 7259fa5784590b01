"""Templates of notices, as an administrator keeps them: the list, a version, another, comparing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotAllowed, NotFound, Refused
from waymark.operations.notice_templates import save_template
from waymark.people.policy import require
from waymark.plans.template_queries import template_of, templates, versions_of
from waymark.plans.template_rules import MERGE_FIELDS, PARTS
from waymark.web.notices.template_forms import SAVE, TemplateForm
from waymark.web.notices.template_pages import (
    TEMPLATE_HEADS,
    compared,
    example_sections,
    template_row,
    template_title,
    version_line,
)
from waymark.web.requests import StaffRequest

KEEP = "notices.keep_templates"


@require_safe
def every_template(request: StaffRequest) -> HttpResponse:
    """Every template with its version in effect."""
    require(request.actor, KEEP)
    rows = [template_row(one) for one in templates(on=day_of(timezone.now()))]
    return render(request, "notices/templates.html", {"rows": rows, "heads": TEMPLATE_HEADS})


@require_safe
def one_template(request: StaffRequest, template_id: UUID) -> HttpResponse:
    """One version as a notice would say it, and the other versions."""
    require(request.actor, KEEP)
    template = template_of(template_id)
    page = _about(template) | {
        "sections": example_sections(template.parts, template, timezone.now()),
        "versions": [version_line(one, template) for one in versions_of(template)],
    }
    return render(request, "notices/template.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: StaffRequest, template_id: UUID) -> HttpResponse:
    """Say it in other words: that is another version, from a day on."""
    require(request.actor, KEEP)
    template = template_of(template_id)
    latest = versions_of(template)[0]
    now = timezone.now()
    known = {f"part_{part}": words for part, words in template.parts.items()}
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        initial=known
        | {"starts_on": day_of(now), "is_draft": template.is_draft, "version": latest.version},
    )
    if form.is_valid():
        refused = _check(request, template, form, now)
        if isinstance(refused, HttpResponse):
            return refused
    page = _about(template) | {
        "form": form,
        "fields": [form[f"part_{part}"] for part in PARTS],
        "merge_fields": [(f"{{{name}}}", words) for name, words in MERGE_FIELDS.items()],
        "sections": _preview(form, template, now),
    }
    return render(request, "notices/template_edit.html", page)


@require_safe
def compare_templates(request: StaffRequest, template_id: UUID) -> HttpResponse:
    """One version beside another one: which words came, and which went."""
    require(request.actor, KEEP)
    template = template_of(template_id)
    versions = list(versions_of(template))
    asked = request.GET.get("with", "")
    older = next(
        (one for one in versions if str(one.version) == asked),
        next((one for one in versions if one.version == template.version - 1), template),
    )
    page = _about(template) | {
        "older": older.version,
        "parts": compared(older.parts, template.parts),
        "others": [one.version for one in versions if one.version != template.version],
    }
    return render(request, "notices/compare.html", page)


def _check(
    request: StaffRequest, template: Any, form: TemplateForm, now: datetime
) -> HttpResponse | None:
    """Save, or look at it first; what is wrong is put at its part either way."""
    if form.step() != SAVE:
        form.check_parts()
        return None
    try:
        saved = save_template(
            actor=request.actor,
            template_id=template.id,
            parts=form.parts(),
            starts_on=form.cleaned_data["starts_on"],
            is_draft=form.cleaned_data["is_draft"],
            seen_version=form.cleaned_data["version"],
            now=now,
        )
    except (NotFound, NotAllowed):
        raise
    except Refused as refused:
        form.add_refusal(refused)
        return None
    messages.success(request, f"Version {saved.version} is saved")
    return redirect("notice-template", saved.id)


def _preview(form: TemplateForm, template: Any, now: datetime) -> Any:
    parts: Mapping[str, str] = form.parts() if form.is_bound and form.is_valid() else {}
    return example_sections(parts, template, now) if parts else []


def _about(template: Any) -> dict[str, Any]:
    return {
        "template_id": template.id,
        "name": template_title(template),
        "version": template.version,
        "is_draft": template.is_draft,
        "starts_on": template.starts_on,
        "language": "cy" if template.language == "Welsh" else "en",
    }
