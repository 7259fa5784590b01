"""The templates of notices: our own drafts in plain English and in Welsh, none of them a form of
anybody else.
"""

from datetime import date

from django.db import migrations
from django.utils import timezone

STARTS_ON = date(2024, 1, 1)
UNIVERSAL_CREDIT = "Universal Credit"
JSA = "Jobseeker's Allowance (income-based)"

ENGLISH = {
    "opening": (
        "Dear {name}\n\nThis letter tells you about something that you must do while you are on "
        "your programme. Please read all of it, and ask {owner} if anything is not clear."
    ),
    "action": "{action}",
    "when": "{when}",
    "where": "{where}",
    "evidence": "{evidence}",
    "cannot": (
        "Tell us as soon as you know that you cannot do it, and before it is due if you can: "
        "{contact}\n\nTell us why. We will ask you about your reasons before anything is sent to "
        "the Department for Work and Pensions. If you need help or an adjustment to take part, "
        "say so now.\n\nIf the date, the time, the place or what you must do changes, we will send "
        "you another letter, and this one no longer counts."
    ),
    "closing": "{owner}\nfor the provider of your programme",
}
ENGLISH_BY_KIND = {
    "Appointment": {
        "title": "An appointment that you must attend",
        "mandatory": "You must attend this appointment and take part in it. It is mandatory.",
    },
    "Task": {
        "title": "A task that you must complete",
        "mandatory": "You must complete this task by the time that is given below. It is mandatory.",
    },
}
ENGLISH_CONSEQUENCE = {
    UNIVERSAL_CREDIT: (
        "If you do not do this and you do not have a good reason, your {benefit} may be reduced. "
        "This is called a sanction. We do not decide this: a decision maker of the Department for "
        "Work and Pensions does, and will look at what you say. If you disagree with a decision, "
        "you can ask for it to be looked at again, and you can appeal. You may be able to get a "
        "hardship payment."
    ),
    JSA: (
        "If you do not do this and you do not have a good reason, your {benefit} may be stopped or "
        "reduced for a time. This is called a sanction. We do not decide this: a decision maker of "
        "the Department for Work and Pensions does, and will look at what you say. If you disagree "
        "with a decision, you can ask for it to be looked at again, and you can appeal. You may be "
        "able to get a hardship payment."
    ),
}
WELSH = {
    "opening": (
        "Annwyl {name}\n\nMae’r llythyr hwn yn dweud wrthych am rywbeth y mae’n rhaid i chi ei "
        "wneud tra byddwch ar eich rhaglen. Darllenwch y cyfan, a gofynnwch i {owner} os nad yw "
        "rhywbeth yn glir."
    ),
    "action": "{action}",
    "when": "{when}",
    "where": "{where}",
    "evidence": "{evidence}",
    "cannot": (
        "Dywedwch wrthym pan fyddwch yn gwybod na allwch ei wneud, a chyn yr amser os gallwch: "
        "{contact}\n\nDywedwch pam. Byddwn yn gofyn i chi am eich rhesymau cyn anfon unrhyw beth "
        "at yr Adran Gwaith a Phensiynau. Os oes angen help neu addasiad arnoch i gymryd rhan, "
        "dywedwch nawr.\n\nOs bydd y dyddiad, yr amser, y lle neu’r hyn y mae’n rhaid i chi ei "
        "wneud yn newid, byddwn yn anfon llythyr arall atoch, ac ni fydd hwn yn cyfrif mwyach."
    ),
    "closing": "{owner}\nar ran darparwr eich rhaglen",
}
WELSH_BY_KIND = {
    "Appointment": {
        "title": "Apwyntiad y mae’n rhaid i chi ei fynychu",
        "mandatory": (
            "Mae’n rhaid i chi fynychu’r apwyntiad hwn a chymryd rhan ynddo. Mae’n orfodol."
        ),
    },
    "Task": {
        "title": "Tasg y mae’n rhaid i chi ei chwblhau",
        "mandatory": (
            "Mae’n rhaid i chi gwblhau’r dasg hon erbyn yr amser a roddir isod. Mae’n orfodol."
        ),
    },
}
WELSH_CONSEQUENCE = {
    UNIVERSAL_CREDIT: (
        "Os na wnewch hyn ac os nad oes gennych reswm da, gall eich {benefit} gael ei leihau. "
        "Sancsiwn yw’r enw ar hyn. Nid ni sy’n penderfynu hyn: penderfynwr yr Adran Gwaith a "
        "Phensiynau sy’n gwneud, a bydd yn ystyried yr hyn a ddywedwch. Os ydych yn anghytuno â "
        "phenderfyniad, gallwch ofyn iddo gael ei ystyried eto, a gallwch apelio. Efallai y gallwch "
        "gael taliad caledi."
    ),
    JSA: (
        "Os na wnewch hyn ac os nad oes gennych reswm da, gall eich {benefit} gael ei atal neu ei "
        "leihau am gyfnod. Sancsiwn yw’r enw ar hyn. Nid ni sy’n penderfynu hyn: penderfynwr yr "
        "Adran Gwaith a Phensiynau sy’n gwneud, a bydd yn ystyried yr hyn a ddywedwch. Os ydych yn "
        "anghytuno â phenderfyniad, gallwch ofyn iddo gael ei ystyried eto, a gallwch apelio. "
        "Efallai y gallwch gael taliad caledi."
    ),
}
LANGUAGES = {
    "English": (ENGLISH, ENGLISH_BY_KIND, ENGLISH_CONSEQUENCE),
    "Welsh": (WELSH, WELSH_BY_KIND, WELSH_CONSEQUENCE),
}


def add(apps, schema_editor):
    now = timezone.now()
    template = apps.get_model("plans", "NoticeTemplate")
    for language, (common, by_kind, consequence) in LANGUAGES.items():
        for kind, own in by_kind.items():
            for benefit, may_happen in consequence.items():
                template.objects.create(
                    benefit=benefit,
                    language=language,
                    kind=kind,
                    version=1,
                    parts=common | own | {"consequence": may_happen},
                    is_draft=True,
                    starts_on=STARTS_ON,
                    made_at=now,
                    made_by="Waymark, when it was installed",
                )


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
