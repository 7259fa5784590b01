"""Every component, drawn with sample values, is well-formed HTML whose parts find each other."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import html5lib
import jinja2
import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.urls import NoReverseMatch
from jinja2 import UndefinedError

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.web.forms import Clock, Day, Email, Files, Form, LongText, Text
from waymark.web.parts import (
    Action,
    Condition,
    Count,
    Entry,
    File,
    Head,
    IdentityBar,
    Link,
    Marker,
    Page,
    Pages,
    Tag,
)

HTML = "{http://www.w3.org/1999/xhtml}"
YES_NO = [("yes", "Yes"), ("no", "No")]
WHEN = datetime(2026, 11, 17, 15, 12, tzinfo=UTC)
NASTY = "<b>&\"'Siôn"


class EveryField(Form):
    """One of each."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = Text(max_length=10, help_text="A few words")
    email = Email(widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    secret = Text(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    note = LongText(required=False)
    status = forms.ChoiceField(choices=[("a", "One"), ("b", "Two")])
    raised = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)
    reason = LongText(required=False)
    kinds = forms.MultipleChoiceField(choices=YES_NO, widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="I have asked", help_text="Both of them")
    due_on = Day()
    due_at = Clock()
    files = Files()


def draw(source: str, **context: object) -> str:
    """A template's text, as a page would show it."""
    return engines.all()[0].env.from_string(source).render(**context)


def read(html: str, *, fragment: bool = True):
    """The HTML as a tree; anything that is not well-formed is an error."""
    parser = html5lib.HTMLParser(strict=True)
    return parser.parseFragment(html) if fragment else parser.parse(html)


def ids(tree) -> list[str]:
    return [element.get("id") for element in tree.iter() if element.get("id")]


def assert_parts_find_each_other(tree) -> None:
    """Ids are unique, and what names an id names one that is there."""
    known = ids(tree)
    assert len(known) == len(set(known)), known
    for element in tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            named = element.get(attribute)
            assert set((named or "").split()) <= set(known), f"{attribute}={named}"


GALLERY = """
{% from "components/alert.html" import alert %}
{{ alert("success", nasty) }}{% call alert("warning", heading=nasty) %}<p>More</p>{% endcall %}
{% from "components/back_link.html" import back_link %}{{ back_link("Trackers", "/") }}
{% from "components/buttons.html" import buttons %}
{{ buttons("Save", cancel="/") }}{{ buttons("Go on", safe=link, name="step", value="2") }}
{% from "components/check.html" import check %}
{{ check("yes", "Met") }}{{ check("no", nasty, detail="2 of 3") }}{{ check("ask", "Asks you") }}
{% from "components/counts.html" import counts %}{{ counts("Trackers by status", many) }}
{% from "components/empty.html" import empty %}
{% call empty("Nothing matches") %}<p>Try fewer letters</p>{% endcall %}
{% from "components/files.html" import files %}<p id="f">Files</p>{{ files(uploads, "f") }}
{% from "components/filter.html" import filter_panel, results_bar, chips %}
{% call filter_panel(kept={"sort": nasty}) %}<p>Fields</p>{% endcall %}
{% call results_bar() %}<strong>128 trackers</strong>, newest first{% endcall %}
{{ chips([link], "/clear") }}{{ chips([], "/clear") }}
{% from "components/identity_bar.html" import identity_bar %}{{ identity_bar(who, "plan") }}
{% from "components/menu.html" import menu %}{{ menu("Actions for T10418", [link, link]) }}
{% from "components/page_head.html" import page_head %}
{{ page_head(nasty, tag=status, note="2 left", intro="From", actions=[action]) }}
{% from "components/pagination.html" import pagination %}
{{ pagination(pages, "Showing 1 to 25 of 128") }}
{% from "components/sub_navigation.html" import sub_navigation %}
{{ sub_navigation("This participant", [link]) }}
{% from "components/summary.html" import card, facts, fact %}
{% call card("Mandation", id="mandation", links=[link]) %}{% call facts("wm-figures") %}
{{ fact("Name", nasty, detail="Since") }}{% call fact("Name") %}<strong>Yes</strong>{% endcall %}
{% endcall %}{% endcall %}
{% from "components/table.html" import table, row_head, cell, cell_of, act_cell, second %}
{% from "components/tags.html" import tag, must, marker, markers, clock %}
{% call table("Trackers", heads) %}<tr role="row">
{% call row_head() %}T1{{ second("Monitoring") }}{% endcall %}
{% call cell("Status", "wm-keep") %}{{ tag("Sealed", "final") }} {{ must() }}{% endcall %}
{{ cell_of("Assignee", nasty, detail="WM1") }}
{% call cell("Clock") %}{{ clock("Due today", "5pm", "yellow") }}{% endcall %}
{% call act_cell() %}{{ marker("Interpreter") }}{{ markers(who.markers) }}{% endcall %}</tr>
{% endcall %}
{% from "components/timeline.html" import timeline %}{{ timeline(entries) }}
{% from "components/why.html" import why, conditions %}
{% call why("Why this tracker exists") %}{{ conditions(held) }}{% endcall %}
"""


@pytest.fixture
def samples() -> dict[str, object]:
    link = Link(NASTY, "/?a=1&b=2", is_current=True, hidden="somewhere")
    return {
        "nasty": NASTY,
        "link": link,
        "action": Action("Reassign", "/"),
        "status": Tag("New", "blue"),
        "many": [Count(128, "Not final", "/", is_current=True), Count("1,000+", "Sealed", "/")],
        "uploads": [
            File("form.pdf", "/f", 212_000, ("scanned for viruses",)),
            File("held.pdf", "", 1),
        ],
        "who": IdentityBar(
            NASTY,
            "WM1",
            date(1991, 3, 4),
            "Universal Credit",
            "Not under sanction",
            "",
            "/p",
            "/a",
            "/t",
            (Marker("Safeguarding", is_risk=True),),
        ),
        "pages": Pages("/1", "/3", (Page(1, "/1"), Page(2, "/2", is_current=True), Page(3))),
        "heads": [
            Head("Tracker", "/?s=1", "ascending"),
            Head("Plain"),
            Head("Acts", is_hidden=True),
        ],
        "entries": [Entry("Made", "Waymark", WHEN, (NASTY,), ("form.pdf",))],
        "held": [Condition("yes", "It was mandatory", "Adam Stewart")],
    }


def test_components_are_well_formed(samples):
    html = draw(GALLERY, **samples)
    tree = read(html)
    assert_parts_find_each_other(tree)
    assert NASTY not in html
    assert "17 November 2026 at 3:12pm" in html
    assert "212 KB, scanned for viruses" in html


def test_a_table_stays_a_table_when_its_rows_are_cards(samples):
    tree = read(draw(GALLERY, **samples))
    roles = {element.get("role") for element in tree.iter()}
    assert {"table", "rowgroup", "row", "columnheader", "rowheader", "cell"} <= roles
    heads = [head for head in tree.iter(f"{HTML}th") if head.get("scope") == "col"]
    assert [head.get("aria-sort") for head in heads] == ["ascending", None, None]


MENU = '{% from "components/menu.html" import menu %}{{ menu(label, links) }}'


def test_a_menu_shows_nothing_typed_as_html():
    links = [Link("Edit", "/e"), Link("Profile", "/p")]
    tree = read(draw(MENU, label="Actions for <img src=x>", links=links))
    [menu] = tree.iter(f"{HTML}div")
    assert menu.get("data-for") == "Actions for <img src=x>"
    assert [element.tag for element in menu] == [f"{HTML}a"] * 2


def test_a_menu_of_one_is_a_link_and_of_none_is_nothing():
    alone = draw(MENU, label="Actions for T1", links=[Link("View", "/v")])
    assert "moj-button-menu" not in alone
    assert 'href="/v"' in alone
    assert not draw(MENU, label="Actions for T1", links=[]).strip()


FORM = """
{% from "components/fields.html" import field, error_summary %}
{{ error_summary(form) }}
{% set reason %}{{ field(form.reason, optional=false) }}{% endset %}
{% for name in form.fields if name not in ("raised", "reason") %}{{ field(form[name]) }}{% endfor %}
{{ field(form.raised, reveal={"no": reason}, hints={"yes": "With a file"}, inline=true) }}
"""


def wrong_form() -> Form:
    form = EveryField({"note": "\n  kept", "due_on": "31/2/2026", "title": "a\x00", "raised": "no"})
    assert not form.is_valid()
    form.add_refusal(Refused("x.reason", "Enter the reason", field="reason"))
    form.add_refusal(Refused("x.other", "Somebody else saved first", field="elsewhere"))
    return form


def test_fields_are_well_formed_and_the_summary_arrives_at_each():
    form = wrong_form()
    tree = read(draw(FORM, form=form))
    assert_parts_find_each_other(tree)
    links = [a.get("href") for a in tree.iter(f"{HTML}a")]
    right = {"version", "note", "raised"}
    assert links == [f"#{name}" for name in form.fields if name not in right]
    controls = {e.get("id") for e in tree.iter() if e.tag.removeprefix(HTML) in {
        "input", "select", "textarea"}}  # fmt: skip
    assert {link[1:] for link in links} <= controls


def test_what_was_typed_is_still_there():
    tree = read(draw(FORM, form=wrong_form()))
    by_id = {element.get("id"): element for element in tree.iter()}
    assert by_id["note"].text == "\n  kept"
    assert by_id["due_on"].get("value") == "31/2/2026"
    assert by_id["title"].get("value") == "a"
    assert by_id["raised-2"].get("checked") == ""
    assert by_id["secret"].get("value") is None


def test_what_is_known_is_filled_in():
    known = {"due_on": date(2026, 9, 1), "title": NASTY, "kinds": ["no"], "status": "b"}
    tree = read(draw(FORM, form=EveryField(initial=known)))
    by_id = {element.get("id"): element for element in tree.iter()}
    assert by_id["due_on"].get("value") == "1/9/2026"
    assert by_id["title"].get("value") == NASTY
    assert by_id["kinds"].get("checked") is None
    assert by_id["kinds-2"].get("checked") == ""
    assert [o.get("selected") for o in by_id["status"]] == [None, ""]
    assert "(optional)" in draw(FORM, form=EveryField())


MACROS = {
    "title": ("input", "govukInput", {"type": "text", "value": "a"}),
    "note": ("textarea", "govukTextarea", {"value": "\n  kept", "rows": "3"}),
    "status": ("select", "govukSelect", {}),
    "raised": ("radios", "govukRadios", {"classes": "govuk-radios--small"}),
    "kinds": ("checkboxes", "govukCheckboxes", {"classes": "govuk-checkboxes--small"}),
    "files": ("file-upload", "govukFileUpload", {"multiple": True}),
}


@pytest.mark.parametrize("name", MACROS)
def test_fields_are_what_the_design_system_draws(name):
    """Our own macros are ten times as fast; here is the promise that they draw the same."""
    form = wrong_form()
    bound = form[name]
    component, macro, options = MACROS[name]
    label = bound.label + ("" if bound.field.required else " (optional)")
    options = options | {
        "id": name,
        "idPrefix": name,
        "name": name,
        "label": {"text": label, "classes": "govuk-label--s"},
        "fieldset": {"legend": {"text": label, "classes": "govuk-fieldset__legend--s"}},
        "hint": {"text": bound.help_text} if bound.help_text else None,
        "errorMessage": {"text": bound.errors[0]} if bound.errors else None,
    }
    if hasattr(bound.field, "choices"):
        options["items"] = [
            {"value": value, "text": text, "selected": chosen, "checked": chosen}
            for value, text, chosen in form.choices_of(bound)
        ]
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    loader = jinja2.PrefixLoader(
        {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
    )
    theirs = (
        jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .from_string(f'{{% from "{path}" import {macro} as draw %}}{{{{ draw(options) }}}}')
        .render(options=options)
    )
    ours = draw('{% from "components/fields.html" import field %}{{ field(bound) }}', bound=bound)
    assert flat(read(ours)) == flat(read(theirs))


def flat(tree) -> list[object]:
    """The elements with their attributes and words; white space between them means nothing."""
    return [
        (
            str(element.tag),
            sorted(element.attrib.items()),
            " ".join((element.text or "").split()),
            " ".join((element.tail or "").split()),
        )
        for element in tree.iter()
    ]


def a_page(**context: object) -> str:
    request = RequestFactory().get("/trackers/x/")
    request.actor = context.pop("actor", None)
    template = engines.all()[0].from_string(
        '{% extends "layout.html" %}{% block title %}Edit tracker T1{% endblock %}'
        "{% block content %}<h1>Tracker T1</h1>{% endblock %}"
    )
    return template.render(context, request)


def somebody(*roles: str) -> SimpleNamespace:
    return Actor(
        id=None, name=NASTY, roles=frozenset(roles), group_ids=frozenset(), job_title="Work coach"
    )


def test_the_frame_is_well_formed_for_everybody():
    for actor in (None, somebody(), somebody("Administrator")):
        tree = read(a_page(actor=actor), fragment=False)
        assert_parts_find_each_other(tree)


def test_the_frame_opens_only_what_the_role_opens():
    assert "Sign out" not in a_page()
    assert "Administration" not in a_page(actor=somebody("Supervisor"))
    administrator = a_page(actor=somebody("Administrator"))
    assert "Administration" in administrator
    assert 'href="/trackers/" aria-current="true"' in administrator


def test_the_title_says_when_there_is_an_error():
    assert "<title>Edit tracker T1 – Waymark</title>" in a_page(form=EveryField())
    assert "<title>Error: Edit tracker T1 – Waymark</title>" in a_page(form=wrong_form())
    assert "<title>Error: Edit tracker T1 – Waymark</title>" in a_page(has_errors=True)


def test_unknown_names_and_addresses_fail_loudly():
    with pytest.raises(UndefinedError):
        draw("{{ nobody }}")
    with pytest.raises(UndefinedError):
        draw("{{ who.nothing }}", who={})
    with pytest.raises(NoReverseMatch):
        draw("{{ url('no-such-page') }}")


def test_every_template_can_be_read():
    env = engines.all()[0].env
    for name in env.list_templates(extensions=["html"]):
        env.get_template(name)
