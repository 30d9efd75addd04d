"""What every test shares: one browser a process, for tests marked `browser`."""

import os

from tests.browser import browser, page

__all__ = ["browser", "page"]

# Playwright runs an event loop in the test's thread, and Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
