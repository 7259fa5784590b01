"""What everybody gets."""

MEMBERS = ["nobody", "alexandra", "adam", "judith", "glenn", "wendy", "aimee", "tomasz", "joanne", "roy"]
GET = {}
POST = {}
SEEN_BY_NOBODY = {"Server", "X-Powered-By"}
