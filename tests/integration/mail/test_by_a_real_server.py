"""From the page to the mailbox: a real mail server and a real worker, each in its own process."""

import re
import socket
from email import message_from_string, policy

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.web.reading import main_of
from waymark.operations.invitations import send_invitation
from waymark.operations.mailing import MailNotSent, send_text

FORMER, NEW = "correct horse battery", "staple horse battery"
PERSONAL = ("Adam", "Stewart", "adam", "Joanne", "Okafor", "provider.example", "Caerdydd")


def read(mail):
    return message_from_string(mail["content"], policy=policy.default)


def link_in(mail):
    """Where the link of a mail leads."""
    [link] = re.findall(r"http://testserver(/\S+)", read(mail).get_content())
    return link


def invite(cast):
    send_invitation(actor=cast.joanne.actor, staff_id=cast.adam.staff.id, now=timezone.now())


def jobs():
    return [
        (job.task_name, job.status, job.attempts)
        for job in ProcrastinateJob.objects.filter(task_name__startswith="mail_").order_by("id")
    ]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_an_invitation_arrives_and_works_once(everybody, mail_server, work):
    server = mail_server()
    invite(everybody)
    log = work(server.port)
    mail = server.took()
    assert (mail["to"], mail["from"]) == (["adam@provider.example"], "waymark@localhost")
    message = read(mail)
    assert message["Subject"] == "Your invitation to Waymark"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    shown = f"{message['Subject']} {message.get_content()} {log}"
    assert not [words for words in PERSONAL if words in shown]
    assert "set-password" not in log
    browser = Client()
    browser.post(browser.get(link_in(mail)).url, {"new_password": NEW})
    everybody.adam.staff.refresh_from_db()
    assert everybody.adam.staff.check_password(NEW)
    assert "This link no longer works" in main_of(Client().get(link_in(mail)))
    assert server.took_nothing_more


def test_a_reset_arrives_and_works_once(everybody, mail_server, work):
    adam = everybody.adam.staff
    adam.set_password(FORMER)
    adam.save()
    server = mail_server()
    for who in ("nobody", "adam"):
        Client().post("/forgotten-password/", {"email": f"{who}@provider.example"})
    log = work(server.port)
    mail = server.took()
    assert mail["to"] == ["adam@provider.example"]
    assert server.took_nothing_more
    shown = f"{read(mail)['Subject']} {read(mail).get_content()} {log}"
    assert not [words for words in PERSONAL if words in shown]
    browser = Client()
    at = browser.get(link_in(mail)).url
    browser.post(at, {"new_password": NEW})
    adam.refresh_from_db()
    assert adam.check_password(NEW)
    assert "This link no longer works" in main_of(browser.post(at, {"new_password": FORMER}))
    assert jobs() == [("mail_reset", "succeeded", 1), ("mail_reset", "succeeded", 1)]


def test_while_the_server_is_down_nothing_is_lost(everybody, mail_server, work):
    port = free_port()
    invite(everybody)
    log = work(port)
    assert jobs() == [("mail_invitation", "todo", 1)]
    assert not [words for words in PERSONAL if words in log]
    waiting = ProcrastinateJob.objects.get(task_name="mail_invitation").scheduled_at
    assert 3 < (waiting - timezone.now()).total_seconds() <= 6  # then 25 seconds, then 2 minutes, …
    page = Client().post("/forgotten-password/", {"email": "adam@provider.example"})
    assert page.status_code == 302  # nobody who asks meanwhile is kept waiting
    server = mail_server(port)
    _let_it_be_time()
    work(port)
    assert server.took()["to"] == ["adam@provider.example"]
    assert server.took()["to"] == ["adam@provider.example"]
    assert {status for _, status, _ in jobs()} == {"succeeded"}


def _let_it_be_time():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


class TestTheWayThere:
    """What the settings say of TLS and of a password is what happens."""

    def test_starttls_and_a_password(self, mail_server, certificate, settings, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
        server = mail_server(
            0,
            *("--certificate", certificate[0], "--key", certificate[1]),
            *("--user", "waymark", "--password", "let me in"),
        )
        settings.EMAIL_USE_TLS = True
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "waymark", "let me in"
        send_text(
            "invitation", "adam@provider.example", link="https://x.example/", lasting="3 days"
        )
        mail = server.took()
        assert (mail["tls"], mail["signed_in"]) == (True, True)

    def test_a_certificate_of_a_stranger_is_refused(self, mail_server, certificate, settings):
        server = mail_server(0, "--certificate", certificate[0], "--key", certificate[1])
        settings.EMAIL_USE_TLS = True
        with pytest.raises(MailNotSent, match="SSLCertVerificationError"):
            send_text("reset", "adam@provider.example", link="https://x.example/", lasting="1 hour")
        assert server.took_nothing_more

    def test_a_wrong_password_is_told_without_it(self, mail_server, settings):
        server = mail_server(0, "--user", "waymark", "--password", "right")
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "waymark", "wrong"
        with pytest.raises(MailNotSent) as told:
            send_text("reset", "adam@provider.example", link="https://x.example/", lasting="1 hour")
        assert "wrong" not in str(told.value)
        assert server.took_nothing_more

    def test_a_full_mailbox_is_told_without_its_address(self, mail_server):
        mail_server()
        with pytest.raises(MailNotSent) as told:
            send_text("reset", "full@provider.example", link="https://x.example/", lasting="1 hour")
        assert str(told.value) == "SMTPRecipientsRefused"
