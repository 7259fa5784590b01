"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from waymark.config.starting import plainly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
with plainly():
    application = get_wsgi_application()

from waymark.config.checks import refuse_unfit

refuse_unfit()
