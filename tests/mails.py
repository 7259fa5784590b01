"""What the worker has been asked to mail, and what it mails when it gets to it."""

import re

from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

NAMES = ("mail_invitation", "mail_reset", "mail_address_changed")


def asked():
    """The mails that the worker has been asked for: task and arguments, oldest first."""
    jobs = ProcrastinateJob.objects.filter(task_name__in=NAMES).order_by("id")
    return [(job.task_name, job.args) for job in jobs]


def forget_jobs():
    """Empty the queue, for tests whose changes are committed."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def worker_sends(*, beginning=0):
    """The worker gets to what it was asked; what was mailed by it."""
    before = len(mail.outbox)
    for name, arguments in asked()[beginning:]:
        app.tasks[name].func(**arguments)
    return mail.outbox[before:]


def path_in(message):
    """Where the link of a mail leads, without the name of the place."""
    [link] = re.findall(r"https?://\S+", message.body)
    return re.sub(r"^https?://[^/]+", "", link)
