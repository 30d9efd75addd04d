"""What every test shares: one browser a process, and a database that can be put back."""

import os

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.browser import browser, page

__all__ = ["browser", "page"]

# A loaded machine is slow, not wrong.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Playwright runs an event loop in the test's thread, and Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _in_the_first_language() -> None:
    """Start each test in the site's own language: a request leaves the thread in its visitor's."""
    translation.deactivate()


@pytest.fixture(scope="session")
def fresh_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """Give what migrations put into the database: Wagtail's root page, the groups, the locale."""
    with django_db_blocker.unblock():
        return connection.creation.serialize_db_to_string()


@pytest.fixture(scope="session", autouse=True)
def _remember_the_fresh_site(request: pytest.FixtureRequest) -> None:
    """Take the fresh site before any test commits; only where there is one that will."""
    if any("committed_site" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("fresh_site")


@pytest.fixture
def committed_site(transactional_db: None, fresh_site: str) -> None:
    """Give a test whose rows all connections see the site as migrations left it.

    Tests like it empty every table at their end. Django's own way to put the rows back loses them
    here: it keeps them at a connection, and inside Playwright's event loop there is another.
    """
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    connection.creation.deserialize_db_from_string(fresh_site)
    ContentType.objects.clear_cache()
