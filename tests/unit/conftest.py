"""The unit layer has no database, no server and no mail: nothing is put in order for them."""

from tests.left_out import left_out

as_installed = left_out()
_dj_autoclear_mailbox = left_out()
_django_db_marker = left_out()
_live_server_helper = left_out()
