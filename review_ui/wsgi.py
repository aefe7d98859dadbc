"""The application for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# The drafts kept in memory are hundreds of thousands of small values that live long: with Python's own thresholds every
# twentieth decision waits a fifth of a second for the collector to look through them all.
gc.set_threshold(50_000, 20, 50)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review_ui.settings")
application = get_wsgi_application()
