"""Asking for a new password: the same answer for everybody, a mail for whom it may go to."""

from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.mails import asked, path_in, worker_sends
from tests.snapshot import nothing_changes
from tests.web.reading import main_of, words_of
from waymark.audit.models import Event

HERE, SENT = reverse("forgotten-password"), reverse("forgotten-password-sent")
FORMER, NEW = "correct horse battery", "staple horse battery"


@pytest.fixture
def adam(cast):
    cast.adam.staff.set_password(FORMER)
    cast.adam.staff.save()
    return cast.adam.staff


def ask(email, client=None):
    return (client or Client()).post(HERE, {"email": email})


def test_the_sign_in_page_leads_here(client, db):
    assert HERE in client.get(reverse("sign-in")).content.decode()


def test_from_the_page_to_a_new_password(client, adam, clock):
    assert ask("adam@provider.example", client).url == SENT
    [message] = worker_sends()
    assert message.to == ["adam@provider.example"]
    assert message.subject == "Choose a new password for Waymark"
    assert "for 60 minutes" in message.body
    event = Event.objects.get(stream_id=adam.id)
    assert (event.stream, event.code, event.by_system) == ("staff", "staff.reset_sent", True)
    page = client.get(path_in(message))
    client.post(page.url, {"new_password": NEW})
    adam.refresh_from_db()
    assert adam.check_password(NEW)
    assert "This link no longer works" in main_of(client.get(path_in(message)))


def test_nobody_is_named_but_on_the_envelope(adam, clock):
    ask("adam@provider.example")
    [message] = worker_sends()
    for words in ("Adam", "Stewart", "adam", "provider.example", "Caerdydd"):
        assert words not in message.body + message.subject
    assert "provider" not in str(asked())


def test_the_answer_is_the_same_bytes_for_everybody(adam, cast, clock):
    cast.roy.staff.set_password(FORMER)
    cast.roy.staff.is_active = False
    cast.roy.staff.save()
    seen = set()
    for who in ("adam", "roy", "judith", "nobody"):
        browser = Client()
        answer = ask(f"{who}@provider.example", browser)
        page = browser.get(answer.url)
        seen.add((answer.status_code, answer.url, answer.content, page.content))
    assert len(seen) == 1
    assert "provider.example" not in seen.pop()[3].decode()


def test_the_work_is_the_same_for_everybody(adam, cast, clock, django_assert_num_queries):
    """One look at the accounts, one job in a savepoint or transaction."""
    counted = []
    for who in ("adam", "judith", "nobody"):
        with django_assert_num_queries(4) as captured:
            ask(f"{who}@provider.example")
        counted.append([one["sql"][:20] for one in captured.captured_queries])
    assert counted[0] == counted[1] == counted[2]
    kinds = {(name, frozenset(arguments)) for name, arguments in asked()}
    assert kinds == {("mail_reset", frozenset({"staff_id", "asked_at"}))}
    assert all(UUID(arguments["staff_id"]) for _, arguments in asked())


@pytest.mark.parametrize("who", ["nobody", "judith", "roy"])
def test_no_mail_for_whom_there_is_none(cast, clock, who):
    """Nobody; an account that was never invited; one that is not active."""
    cast.roy.staff.set_password(FORMER)
    cast.roy.staff.is_active = False
    cast.roy.staff.save()
    with nothing_changes():
        ask(f"{who}@provider.example")
        assert worker_sends() == []


def test_who_was_invited_and_has_no_password_yet_gets_one(cast, clock):
    cast.judith.staff.invited_at = clock.now
    cast.judith.staff.save()
    ask("judith@provider.example")
    clock.passes(minutes=1)
    [message] = worker_sends()
    assert message.to == ["judith@provider.example"]


def test_capitals_and_spaces_make_no_difference(adam, clock):
    ask(" ADAM@Provider.Example ")
    assert len(worker_sends()) == 1


def test_one_mail_in_five_minutes(adam, clock):
    ask(adam.email)
    clock.passes(minutes=4, seconds=59)
    ask(adam.email)
    clock.passes(seconds=2)
    ask(adam.email)
    assert len(worker_sends()) == 2
    assert Event.objects.filter(code="staff.reset_sent").count() == 2


def test_what_the_worker_tries_again_is_told_once(adam, clock, monkeypatch):
    ask(adam.email)
    monkeypatch.setattr(mail.EmailMessage, "send", _fails)
    with pytest.raises(Exception, match="ConnectionRefusedError"):
        worker_sends()
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    clock.passes(minutes=2)
    assert len(worker_sends()) == 1
    assert Event.objects.filter(code="staff.reset_sent").count() == 1


def _fails(_self):
    raise ConnectionRefusedError


def test_what_comes_an_hour_late_is_not_sent(adam, clock):
    ask(adam.email)
    clock.passes(minutes=61)
    assert worker_sends() == []


def test_the_link_leads_where_settings_say_whatever_the_browser_claims(adam, clock, settings):
    settings.ADDRESS, settings.ALLOWED_HOSTS = "https://waymark.example", ["*"]
    Client().post(HERE, {"email": adam.email}, headers={"host": "elsewhere.example"})
    [message] = worker_sends()
    assert "https://waymark.example/set-password/" in message.body
    assert "elsewhere" not in message.body


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter your work email address"),
        ("adam", "Enter an email address such as"),
        ("a" * 300 + "@provider.example", "must have 254 characters or fewer"),
        ("adam@provider.example\0", "This has a hidden character"),
    ],
)
def test_what_is_no_address_is_told_at_the_field(client, db, typed, told):
    page = words_of(client.post(HERE, {"email": typed}))
    assert "There is a problem" in page
    assert page.count(told) == 2
    assert asked() == []


def test_asking_by_get_does_nothing(client, adam):
    with nothing_changes():
        client.get(HERE, {"email": adam.email})
    assert asked() == []


def test_a_link_that_is_used_ends_the_lock_of_the_account_and_not_of_the_address(
    client, adam, settings
):
    settings.FAILURES_BY_ADDRESS = 8
    here, there = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="198.51.100.7")
    sign_in, form = reverse("sign-in"), {"email": "adam@provider.example", "password": "wrong"}
    for number in range(8):
        here.post(sign_in, {"email": f"nobody{number}@provider.example", "password": "wrong"})
    for _ in range(5):
        there.post(sign_in, form)
    assert there.post(sign_in, form).status_code == 429
    ask("adam@provider.example", client)
    [message] = worker_sends()
    page = client.get(path_in(message))
    client.post(page.url, {"new_password": NEW})
    assert Event.objects.filter(stream_id=adam.id, code="staff.unlocked").count() == 1
    form["password"] = NEW
    assert here.post(sign_in, form).status_code == 429
    assert there.post(sign_in, form).status_code == 302
