"""The switch of a programme, and the list of reasons: an administrator's."""

import pytest

from tests.factories import MORNING
from tests.integration.expecting import NOWHERE, last_event, refused, told
from tests.snapshot import nothing_changes
from waymark.operations.programmes import keep_reason, set_monitoring_trackers
from waymark.programmes.models import NonCompletionReason, Programme

NOT_ADMINISTRATORS = ["adam", "alexandra", "glenn", "wendy", "aimee", "tomasz"]


@pytest.mark.django_db
def test_what_an_installation_knows():
    switches = dict(Programme.objects.values_list("name", "monitoring_trackers"))
    assert switches == {"DWP Restart": True, "Work and Health Programme": False}
    assert Programme.objects.filter(monitoring_trackers_set_at=None).count() == 0
    assert set(NonCompletionReason.objects.values_list("category", flat=True)) == {
        "did_not",
        "could_not",
        "provider",
    }


class TestSwitch:
    @pytest.fixture
    def restart(self, cast):
        assert cast
        return Programme.objects.get(name="DWP Restart")

    def switch(self, who, programme, on):
        set_monitoring_trackers(actor=who.actor, programme_id=programme.id, on=on, now=MORNING)
        programme.refresh_from_db()

    def test_off_knows_who_and_when(self, cast, restart):
        self.switch(cast.joanne, restart, False)
        assert restart.monitoring_trackers is False
        assert restart.monitoring_trackers_set_by == "Joanne Okafor"
        assert restart.monitoring_trackers_set_by_id == cast.joanne.staff.id
        assert restart.monitoring_trackers_set_at == MORNING
        event = last_event(stream_id=restart.id)
        assert (event.stream, event.code) == ("programme", "programme.switched")
        assert event.content.data == {"programme": "DWP Restart", "monitoring_trackers": "No"}

    def test_twice_is_once(self, cast, restart):
        self.switch(cast.joanne, restart, False)
        with nothing_changes():
            self.switch(cast.joanne, restart, False)

    @pytest.mark.parametrize("who", NOT_ADMINISTRATORS)
    def test_by_anybody_but_an_administrator(self, cast, restart, who):
        with refused("people.role_needed"):
            self.switch(getattr(cast, who), restart, False)

    def test_one_that_there_is_not(self, cast):
        with refused("programme.not_found"):
            set_monitoring_trackers(
                actor=cast.joanne.actor, programme_id=NOWHERE, on=True, now=MORNING
            )


class TestReasons:
    def keep(self, who, **given):
        values = {
            "reason_id": None,
            "category": "could_not",
            "text": "Flooded road",
            "is_offered": True,
            "now": MORNING,
        }
        return keep_reason(actor=who.actor, **(values | given))

    def test_added(self, cast):
        reason = self.keep(cast.joanne, text=" Flooded road ")
        kept = NonCompletionReason.objects.get(id=reason.id)
        assert (kept.category, kept.text, kept.is_offered) == ("could_not", "Flooded road", True)
        assert told(stream="installation") == [("list.changed", "Joanne Okafor")]

    def test_changed_and_no_longer_offered(self, cast):
        reason = self.keep(cast.joanne)
        self.keep(cast.joanne, reason_id=reason.id, text="Road flooded", is_offered=False)
        reason.refresh_from_db()
        assert (reason.text, reason.is_offered) == ("Road flooded", False)

    def test_a_change_of_case_is_a_change(self, cast):
        reason = self.keep(cast.joanne)
        self.keep(cast.joanne, reason_id=reason.id, text="FLOODED ROAD")
        reason.refresh_from_db()
        assert reason.text == "FLOODED ROAD"

    def test_the_same_words_in_another_category_are_another(self, cast):
        self.keep(cast.joanne)
        self.keep(cast.joanne, category="did_not")

    @pytest.mark.parametrize("text", ["Flooded road", "flooded ROAD", " Flooded road "])
    def test_there_already(self, cast, text):
        self.keep(cast.joanne)
        with refused("lists.there_already") as raised:
            self.keep(cast.joanne, text=text)
        assert raised.value.field == "text"

    @pytest.mark.parametrize("text", ["", "  "])
    def test_without_words(self, cast, text):
        with refused("lists.text_needed") as raised:
            self.keep(cast.joanne, text=text)
        assert raised.value.field == "text"

    @pytest.mark.parametrize("category", ["", "did not", "anything"])
    def test_a_category_that_there_is_not(self, cast, category):
        with refused("lists.category_unknown") as raised:
            self.keep(cast.joanne, category=category)
        assert raised.value.field == "category"

    def test_one_that_there_is_not(self, cast):
        with refused("reason.not_found"):
            self.keep(cast.joanne, reason_id=NOWHERE)

    @pytest.mark.parametrize("who", NOT_ADMINISTRATORS)
    def test_by_anybody_but_an_administrator(self, cast, who):
        with refused("people.role_needed"):
            self.keep(getattr(cast, who))
