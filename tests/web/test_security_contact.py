"""Whom to tell about a weakness: /.well-known/security.txt, when a setting names somebody."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from waymark.config.told import contact

HERE = "/.well-known/security.txt"


def lines_of(answer):
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


def test_it_says_whom_to_tell_to_people_who_are_not_signed_in(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@provider.example"
    settings.ADDRESS = "https://waymark.provider.example/"
    said = lines_of(client.get(HERE))
    assert said["Contact"] == "mailto:security@provider.example"
    assert said["Canonical"] == f"https://waymark.provider.example{HERE}"
    assert said["Preferred-Languages"] == "en"


def test_it_holds_for_less_than_a_year_and_more_than_a_month(client, settings):
    settings.SECURITY_CONTACT = "https://provider.example/report"
    until = lines_of(client.get(HERE))["Expires"]
    now = timezone.now()
    assert f"{now + timedelta(days=30):%Y-%m-%d}" < until < f"{now + timedelta(days=365):%Y-%m-%d}"
    assert until.endswith("T00:00:00Z")


def test_without_the_setting_there_is_nothing(client):
    assert client.get(HERE).status_code == 404


def test_it_changes_nothing_and_takes_nothing(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@provider.example"
    assert client.post(HERE).status_code == 405


@pytest.mark.parametrize(
    ("told", "contact_is"),
    [
        ("", ""),
        ("security@provider.example", "mailto:security@provider.example"),
        ("mailto:security@provider.example", "mailto:security@provider.example"),
        ("https://provider.example/report", "https://provider.example/report"),
        ("tel:+44-29-2000-0000", "tel:+44-29-2000-0000"),
    ],
)
def test_what_can_be_said(monkeypatch, told, contact_is):
    monkeypatch.setenv("WAYMARK_SECURITY_CONTACT", told)
    assert contact("WAYMARK_SECURITY_CONTACT") == contact_is


@pytest.mark.parametrize(
    "told",
    ["somebody", "http://provider.example", "a@b\nContact: mailto:c@d", "javascript:alert(1)"],
)
def test_what_cannot_stops_the_start(monkeypatch, told):
    monkeypatch.setenv("WAYMARK_SECURITY_CONTACT", told)
    with pytest.raises(ImproperlyConfigured, match="WAYMARK_SECURITY_CONTACT"):
        contact("WAYMARK_SECURITY_CONTACT")
