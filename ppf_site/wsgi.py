"""What the web server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from ppf_site.databases import close_connections
from ppf_site.demo.mark import require_mark

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppf_site.settings")
application = get_wsgi_application()

if settings.DEMO:
    require_mark(connection)
    # The server may fork after this: no connection may be shared.
    close_connections()
