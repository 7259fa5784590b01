"""One of everything, for tests that go through every address."""

import io
from dataclasses import replace

from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from tests.doubts import ask, contact, mark, reply
from tests.factories import MORNING, make_activity, make_notice, make_participant, make_tracker
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage, stage_letter, upload
from waymark.imports.carrying_out import carry_out
from waymark.imports.runs import Upload, start_dry_run
from waymark.jobs.packs import carry_out_pack
from waymark.operations.kept_forms import keep_form
from waymark.operations.packs import ask_for_pack
from waymark.operations.sanctions import add_entry
from waymark.operations.trackers import TrackerChange
from waymark.people.models import KeptForm
from waymark.programmes.models import NonCompletionReason, Programme
from waymark.sanctions.rules import EntryFields
from waymark.trackers.packs import PackChoices
from waymark.web.account.urls import FOUND_BY_ALLAUTH

# allauth's names for addresses that have names of ours.
ALSO_KNOWN_AS = {theirs for *_, theirs in FOUND_BY_ALLAUTH} | {"openid_connect_callback"}
GROUPS = b"group,bank_holidays\nWales / Swansea,England and Wales\nWales / Mon,Nowhere\n"


def every_address(resolver=None):
    """The names of all addresses, and the parts that are filled in."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            if one.name not in ALSO_KNOWN_AS:
                yield one.name, set(one.pattern.converters)
        else:
            yield from every_address(one)


ADDRESSES = dict(every_address())


def make_world(cast, *, coach=None, group="Wales / Caerdydd", **given):
    """In Caerdydd: Gwenllian, a missed workshop, its tracker with a file and an uploaded one."""
    who = coach or cast.adam
    participant = make_participant(who.staff, cast.groups[group], **given)
    activity = make_activity(participant)
    notice = make_notice(activity)
    tracker = make_tracker(cast, activity, by=who)
    [paper] = stage(who, tracker)
    files = ((paper.id, "dma_paperwork"),)
    save(who, tracker, TrackerChange("new", who.staff.id, True, files=files))
    mark(participant, "Safeguarding")
    contact(who, tracker)
    ask(who, tracker)
    reply(who, tracker)
    [uploaded] = stage(who, tracker, upload(name="JSA603.pdf"))
    sent = EntryFields(kind="outcome", happened_on=MORNING.date(), tracker_id=tracker.id)
    entry = add_entry(
        actor=who.actor,
        participant_id=participant.id,
        fields=replace(sent, result="non-adverse"),
        letters=[stage_letter(who, participant.id).id],
        now=MORNING,
    )
    run = start_dry_run(
        actor=cast.joanne.actor,
        uploads=[Upload("groups.csv", len(GROUPS), io.BytesIO(GROUPS))],
        past_records=False,
        now=MORNING,
    )
    carry_out(run.id, clock=lambda: MORNING)
    return {
        "participant_id": participant.id,
        "activity_id": activity.id,
        "notice_id": notice.id,
        "template_id": notice.template_id,
        "tracker_id": tracker.id,
        "file_id": tracker.files.get().id,
        "document_id": uploaded.id,
        "entry_id": entry.id,
        "letter_id": entry.letters.get().id,
        "entry_kind": "referral",
        "programme_id": Programme.objects.get(name="DWP Restart").id,
        "reason_id": NonCompletionReason.objects.first().id,
        "run_id": run.id,
        "staff_id": cast.adam.staff.id,
        "group_id": cast.groups["Wales / Caerdydd"].id,
        "form_id": keep_note(who.actor, tracker),
        "pack_id": make_pack(who, tracker),
        "form": "pdf",
        "kind": "groups",
        "code": "submit",
        "pk": 1,
        "uidb64": "MQ",
        "token": "set-password",
    }


def make_pack(who, tracker):
    """An evidence pack that is made."""
    pack_id = ask_for_pack(
        actor=who.actor, tracker_id=tracker.id, choices=PackChoices(), now=MORNING
    )
    carry_out_pack(pack_id, clock=lambda: MORNING)
    return pack_id


def keep_note(actor, tracker):
    """A note that the coach had not saved when their time ran out."""
    path = reverse("tracker-note", kwargs={"tracker_id": tracker.id})
    keep_form(actor=actor, path=path, fields={"text": ["She rang back"]}, now=timezone.now())
    return KeptForm.objects.get(staff_id=actor.id, path=path).id


def address(name, world):
    return reverse(name, kwargs={part: world[part] for part in ADDRESSES[name]})
