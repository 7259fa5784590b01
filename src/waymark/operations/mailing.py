"""E-mails with a link: written from plain texts, sent by the worker.

Neither subject nor body says anything about anybody: the link is enough.
"""

from pathlib import Path
from smtplib import SMTPException
from string import Template

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

TEXTS = Path(__file__).parent / "mail_texts"
NOT_ANSWERED = {"Auto-Submitted": "auto-generated"}


class MailNotSent(Exception):
    """The mail server did not take it. Says which kind of error, and never to whom it was going."""


def address_of_link(uid: str, token: str) -> str:
    """Where a link leads: to the address that settings give, whatever a request claims."""
    path = reverse("set-password", kwargs={"uidb64": uid, "token": token})
    return settings.ADDRESS.rstrip("/") + path


def send_text(name: str, to: str, **values: str) -> None:
    """Send one of the texts to an address, or say that it was not sent."""
    subject, _, body = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    message = EmailMessage(
        subject.removeprefix("Subject: "),
        Template(body).substitute(values),
        to=[to],
        headers=NOT_ANSWERED,
    )
    try:
        with get_connection() as message.connection:
            message.send()
    except (OSError, SMTPException) as wrong:
        raise MailNotSent(type(wrong).__name__) from None  # its words may hold the address
