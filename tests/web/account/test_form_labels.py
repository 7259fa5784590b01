"""What was kept of a form reads as the form does: its labels, its order."""

from django.urls import reverse

from tests.web.reading import main_of
from waymark.operations.kept_forms import keep_form
from waymark.people.models import KeptForm


def test_labels_and_order_are_the_forms_own(cast, sign_in, clock):
    browser = sign_in(cast.adam)
    typed = {
        "email": ["gwen@example.org"],
        "ni_number": ["QQ 12 34 56 C"],
        "first_name": ["Gwen"],
        "last_name": ["Llywelyn"],
        "phone": ["029 2018 0000"],
        "unheard_of": ["Something"],
    }
    keep_form(actor=cast.adam.actor, path="/participants/", fields=typed, now=clock.now)
    kept = KeptForm.objects.get()
    page = main_of(browser.get(reverse("kept-form", args=[kept.id])))
    assert "Ni number" not in page
    said = ["Gwen", "National Insurance number QQ 12 34 56 C", "Unheard of Something"]
    assert [one for one in said if one not in page] == []
    assert page.index("First name") < page.index("Last name") < page.index("Email")
    assert page.index("Email") < page.index("Unheard of")
