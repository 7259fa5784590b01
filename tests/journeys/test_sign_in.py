"""Signing in and out, as a person does it."""

from tests.journeys.visitor import PHONE


def test_wrong_password_then_right(visit, everybody):
    adam = everybody.adam.staff
    adam.set_password("a long enough pass phrase")
    adam.save()
    visitor = visit(None).go("/")
    visitor.page.get_by_label("Work email address").fill(adam.email)
    visitor.page.get_by_label("Password", exact=True).fill("wrong")
    visitor.press("Sign in").sees("There is a problem").picture("sign-in-wrong")
    visitor.page.get_by_label("Password", exact=True).fill("a long enough pass phrase")
    visitor.press("Sign in")
    assert visitor.page.title() == "Your work – Waymark"
    visitor.press("Sign out").sees("Sign in to Waymark")


def test_on_a_phone(visit):
    visit(None, size=PHONE).go("/").sees("Sign in to Waymark")
