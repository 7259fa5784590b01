"""What the web server loads."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

from waymark.config.room import with_room
from waymark.config.starting import plainly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
with plainly():
    django = get_wsgi_application()

from waymark.config.checks import refuse_unfit

refuse_unfit()


def application(environ: Any, start_response: Any) -> Any:
    """Answer one request."""
    return with_room(lambda: django(environ, start_response))
