"""The web application as gunicorn loads it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delmos.settings.demo")

if settings.EMBEDDED:
    settings.EMBEDDED.hold()
application = get_wsgi_application()
