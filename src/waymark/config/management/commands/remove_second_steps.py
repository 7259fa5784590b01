"""`./run manage remove_second_steps EMAIL`, for who has lost phone, keys and recovery codes."""

from waymark.config.management.accounts import AccountCommand
from waymark.operations.signing_in import remove_second_steps


class Command(AccountCommand):
    help = "Take the second steps of an account away, so that its owner can set up new ones."
    does = staticmethod(remove_second_steps)
    said = "has no second step any more"
