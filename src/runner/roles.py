"""The two database roles: which command is the owner's, and how a process is told whose it is.

What serves never learns the owner's address. Commands that change tables or rights are the owner's;
all others run as the application, which can rewrite no history.
"""

OWNER, APPLICATION = "waymark", "waymark_app"  # their names in the private server
OWNERS_ADDRESS = "DATABASE_OWNER_URL"
AS_OWNER = "WAYMARK_AS_OWNER"

MIGRATING = {"makemigrations", "migrate", "optimizemigration", "showmigrations"}
MIGRATING |= {"sqlmigrate", "squashmigrations"}
MAINTENANCE = {
    "backup",
    "restore",
    "flush",
    "grant_rights",
    "pgtrigger",
    "remove_stale_contenttypes",
}


def is_the_owners(command: str) -> bool:
    """Tell whether a management command runs as the owner of the tables."""
    return command in MIGRATING | MAINTENANCE
