"""The lists of what can be said before a doubt is raised: product data, code and words. Pure.

Source: issue 4; the decision maker's headings of good reason as DWP's guidance has them.
"""

from enum import StrEnum

CHANNELS = {
    "phone": "Phone call",
    "text": "Text message",
    "email": "Email",
    "post": "Letter",
    "journal": "Message in the Universal Credit journal",
    "in_person": "In person",
    "video": "Video call",
    "visit": "Home visit",
}

CONTACT_OUTCOMES = {
    "spoke": "Spoke to them",
    "replied": "They replied",
    "message_left": "Left a message",
    "no_answer": "No answer",
    "sent": "Sent, no reply yet",
    "not_reached": "Could not be reached: wrong number or address, or returned",
    "third_party": "Spoke to somebody else",
}

# How good reason was asked about, and as what way of sending it counts.
WAYS_OF_ASKING = {
    "in_person": "In person",
    "phone": "Phone call",
    "post": "Letter",
    "email": "Email",
    "text": "Text message",
    "journal": "Message in the Universal Credit journal",
}
COUNTS_AS = {
    "in_person": "handed_over",
    "phone": "handed_over",
    "post": "post",
    "email": "email",
    "text": "email",
    "journal": "journal",
}

GOOD_REASONS = {
    "complex_needs": "Complex needs",
    "domestic_abuse": "Domestic abuse",
    "child_in_distress": "Child in distress",
    "mental_health": "Mental health",
    "harassment": "Harassment or bullying",
    "homelessness": "Homelessness",
    "disability": "Disability or a health condition",
    "learning_difficulty": "Learning difficulty, or trouble with reading, writing or numbers",
    "substance_misuse": "Drug or alcohol problems",
    "legal_constraints": "Legal constraints",
    "caring": "Caring, or a domestic situation",
    "temporary_change": "A temporary change of circumstances",
    "told_us": "They told us beforehand",
    "notice_problem": "A problem with the notice itself",
    "emergency": "An emergency, such as a fire or a flood",
    "none_of_these": "None of these",
}


# Why compliance sends a tracker back to be put right, and why it is turned down for good.
RETURN_REASONS = {
    "r_notice": "The notice is missing, void, or not the right one",
    "r_vague": "The notice does not say exactly what was to be done",
    "r_good_reason": "Good reason was not asked about, or there is still time to reply",
    "r_contact": "No attempt to reach the participant is recorded",
    "r_form": "The form is the wrong one, incomplete or misdated",
    "r_evidence": "Evidence is missing",
    "r_dates": "Dates or times do not agree",
    "r_failure": "It is not clear what was not done, or which kind of failure it is",
    "r_markers": "Markers were not considered",
    "r_other": "Something else",
}
REJECT_REASONS = {
    "x_notice": "There was no valid notice",
    "x_good_reason": "Good reason was shown",
    "x_could_not": "They could not do it",
    "x_provider": "It was our fault, or a provider’s",
    "x_requirements": "The participant is not subject to the requirement any more",
    "x_markers": "A support need or a risk speaks against it",
    "x_late": "It is too late to refer it",
    "x_duplicate": "The same failure is on another tracker",
    "x_other": "Something else",
}
OTHER = ("r_other", "x_other")
CODED_REASONS = RETURN_REASONS | REJECT_REASONS

# Markers that ask for a second person before a doubt is raised.
ASK_FOR_SECOND_PERSON = ("Safeguarding", "Complex needs")


class Failure(StrEnum):
    """Whether somebody did not come, or came or was to do something and did not take part."""

    ATTEND = "attend"
    COMPLY = "comply"


FAILURES = {
    Failure.ATTEND: "Failure to attend",
    Failure.COMPLY: "Failure to comply",
}
