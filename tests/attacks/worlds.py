"""Two worlds that must never meet: Gwenllian's in Caerdydd, and Dilwyn's in Liverpool."""

from tests.world import ADDRESSES, make_world

OTHER_NAME = "Dilwyn Ormerod-Unseen"
OF_A_PARTICIPANT = {
    "participant_id",
    "activity_id",
    "notice_id",
    "tracker_id",
    "file_id",
    "document_id",
    "entry_id",
    "letter_id",
    "pack_id",
}
# What is everybody's, an administrator's, or one's own: each has tests of its own.
OF_NOBODY_IN_PARTICULAR = {
    "code",
    "entry_kind",
    "form",
    "form_id",
    "group_id",
    "kind",
    "pk",
    "programme_id",
    "reason_id",
    "run_id",
    "staff_id",
    "template_id",
    "token",
    "uidb64",
}


def make_other_world(cast):
    """One of everything of a participant whom nobody in Wales sees."""
    first, last = OTHER_NAME.split()
    return make_world(
        cast, coach=cast.roy, group="North West / Liverpool", first_name=first, last_name=last
    )


def ids_of(name):
    """Which parts of an address name something of a participant."""
    return sorted(ADDRESSES[name] & OF_A_PARTICIPANT)
