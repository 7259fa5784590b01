"""`./run manage unlock EMAIL` lets an account be tried again at once."""

from waymark.config.management.accounts import AccountCommand
from waymark.operations.signing_in import unlock_account


class Command(AccountCommand):
    help = "Unlock an account that was locked after too many failures to sign in."
    does = staticmethod(unlock_account)
    said = "can sign in again"
