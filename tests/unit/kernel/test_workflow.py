"""A workflow checks itself, and decides one step at a time."""

import pytest

from waymark.kernel.refusals import NotAllowed, Refused
from waymark.kernel.workflow import Allowed, Status, Workflow

COACH = frozenset({"Coach"})
COACH_AND_CHECKER = frozenset({"Coach", "Checker"})


def status(code, *, needs=("Coach",), **flags):
    needed = tuple(frozenset({role}) for role in needs)
    return Status(code, code.capitalize(), "blue", "Meaning", needed, **flags)


def workflow(*statuses):
    return Workflow(name="Trial", statuses=statuses, edit_role="Coach")


TRIAL = workflow(
    status("begun", is_open=True),
    status("handed", is_open=True, is_handover=True),
    status("rested"),
    status("ended", needs=("Coach", "Checker"), is_final=True),
)


def test_a_code_stands_once():
    with pytest.raises(ValueError, match="stands twice"):
        workflow(status("begun"), status("begun"), status("ended", is_final=True))


def test_the_first_status_is_not_final():
    with pytest.raises(ValueError, match="first status that is not final"):
        workflow(status("ended", is_final=True), status("begun"))


def test_there_is_a_final_status():
    with pytest.raises(ValueError, match="and a final one"):
        workflow(status("begun"), status("handed"))


def test_a_final_status_is_not_open():
    with pytest.raises(ValueError, match="cannot be open"):
        workflow(status("begun"), status("ended", is_open=True, is_final=True))


def test_what_is_derived_from_the_table():
    assert TRIAL.initial.code == "begun"
    assert TRIAL.codes == ("begun", "handed", "rested", "ended")
    assert TRIAL.open == ("begun", "handed")
    assert TRIAL.handover == ("handed",)
    assert TRIAL.not_final == ("begun", "handed", "rested")
    assert TRIAL.final == ("ended",)
    assert TRIAL.status("rested").label == "Rested"
    with pytest.raises(KeyError):
        TRIAL.status("gone")


def test_who_may_set_a_status_in_words():
    both = Status("x", "X", "t", "m", (frozenset({"Coach"}), frozenset({"Process", "Checker"})))
    assert both.who == "Coach and either Checker or Process"


def test_an_allowed_step():
    decision = TRIAL.decide(current="begun", target="rested", roles=COACH)
    assert isinstance(decision, Allowed)
    assert decision.target.code == "rested"


def test_staying_is_a_step():
    assert isinstance(TRIAL.decide(current="begun", target="begun", roles=COACH), Allowed)


@pytest.mark.parametrize(("current", "target"), [("begun", "gone"), ("gone", "begun"), ("", "")])
def test_an_unknown_status_is_refused(current, target):
    decision = TRIAL.decide(current=current, target=target, roles=COACH_AND_CHECKER)
    assert isinstance(decision, Refused)
    assert (decision.code, decision.field) == ("tracker.unknown_status", "status")


@pytest.mark.parametrize("target", ["begun", "handed", "rested", "ended"])
@pytest.mark.parametrize("roles", [frozenset(), COACH, COACH_AND_CHECKER])
def test_a_final_status_is_left_by_nobody(target, roles):
    decision = TRIAL.decide(current="ended", target=target, roles=roles)
    assert isinstance(decision, Refused)
    assert decision.code == "tracker.final"
    assert "Ended" in decision.message
    assert "cannot be changed" in decision.message


def test_without_the_edit_role():
    decision = TRIAL.decide(current="begun", target="rested", roles=frozenset({"Checker"}))
    assert isinstance(decision, NotAllowed)
    assert (decision.code, decision.field) == ("tracker.edit_role_needed", None)
    assert "Coach" in decision.message


def test_without_the_role_for_the_status():
    decision = TRIAL.decide(current="begun", target="ended", roles=COACH)
    assert isinstance(decision, NotAllowed)
    assert (decision.code, decision.field) == ("tracker.status_role_needed", "status")
    assert decision.message == "To set Ended you need Coach and Checker"


def test_the_drop_down_holds_what_may_be_set():
    def offered(current, roles):
        return [one.code for one in TRIAL.available(current=current, roles=roles)]

    assert offered("begun", COACH) == ["begun", "handed", "rested"]
    assert offered("rested", COACH_AND_CHECKER) == ["begun", "handed", "rested", "ended"]
    assert offered("begun", frozenset()) == []
    assert offered("ended", COACH_AND_CHECKER) == []
