"""The service as a WSGI application, for any server.

Whoever imports it shares a few connections among their threads: it is for servers alone.
"""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from evenhand.config.database import pooled

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.config.settings")
pooled(connections.settings["default"])
application = get_wsgi_application()
