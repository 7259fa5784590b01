"""A rule: a code, a sentence, and what it says when it does not hold."""

import pytest

from waymark.kernel import rules
from waymark.kernel.refusals import NotAllowed, NotFound, Refused, SeveralRefused, raise_all


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(rules, "RULES", {})
    return rules.RULES


def a_rule(code="TST-01", sentence="Enter a number above nought."):
    def holds(*, amount):
        return amount > 0

    holds.__doc__ = sentence
    return rules.rule(code, "trial.amount", field="amount", source="a test")(holds)


def test_the_docstring_is_the_sentence(registry):
    made = a_rule(sentence="Enter a number above nought.\n\nMore, for programmers.")
    assert made.sentence == "Enter a number above nought"
    assert registry == {"TST-01": made}


def test_a_rule_that_holds_says_nothing(registry):
    made = a_rule()
    assert made(amount=1) is True
    assert made.check(amount=1) == []


def test_a_rule_that_does_not_hold_says_what_and_where(registry):
    made = a_rule()
    assert made(amount=0) is False
    [refusal] = made.check(amount=0)
    assert (refusal.code, refusal.message, refusal.field) == (
        "trial.amount",
        "Enter a number above nought",
        "amount",
    )


def test_a_code_is_given_once(registry):
    a_rule()
    with pytest.raises(ValueError, match="a code of its own"):
        a_rule()


@pytest.mark.parametrize("sentence", [None, "", "  \n"])
def test_a_rule_needs_a_sentence(registry, sentence):
    with pytest.raises(ValueError, match="a sentence of its own"):
        a_rule(sentence=sentence)


def test_nothing_wrong_raises_nothing():
    raise_all([])


def test_one_thing_wrong_is_raised_as_it_is():
    wrong = NotAllowed("people.role_needed", "No")
    with pytest.raises(NotAllowed) as raised:
        raise_all([wrong])
    assert raised.value is wrong


def test_several_things_wrong_are_raised_together():
    wrong = [Refused("a.b", "First", field="one"), Refused("c.d", "Second", field="two")]
    with pytest.raises(SeveralRefused) as raised:
        raise_all(wrong)
    assert raised.value.refusals == wrong
    assert (raised.value.code, raised.value.message, raised.value.field) == ("a.b", "First", "one")


def test_not_there_and_not_yours_sound_the_same():
    refusal = NotFound("tracker")
    assert refusal.code == "tracker.not_found"
    assert refusal.message == "There is no such tracker, or it is not yours to see."
