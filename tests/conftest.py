"""What every test shares: a browser a process, a database to be put back, published libraries."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management.commands import flush
from django.test import override_settings
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.browser import browser, page
from tests.factories.kinds import write_kinds
from tests.factories.library import write_library
from tests.factories.programme import write_programme
from tests.factories.snapshots import (
    ROOTS,
    Make,
    Snapshot,
    publish_all,
    put_back,
    take,
    take_rows,
)
from tests.factories.tags import write_tagged_library

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


@pytest.fixture(scope="session", autouse=True)
def _files_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a process's editions and uploads apart: tests damage them, and others put them right."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(**{root: folder / root.lower() for root in ROOTS}):
        yield


@pytest.fixture(scope="session")
def fresh_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    """Give what migrations put into the database: Wagtail's root page, the groups, the locale.

    A test that commits need not bring a part of it back at its end, as Django would let it.
    """
    with django_db_blocker.unblock():
        rows = take_rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **kwargs: None)
        yield rows


@pytest.fixture(scope="session", autouse=True)
def _remember_the_fresh_site(request: pytest.FixtureRequest) -> None:
    """Take the fresh site before any test commits; only where there is one that will."""
    if any("committed_site" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("fresh_site")


@pytest.fixture
def committed_site(transactional_db: None, fresh_site: Snapshot) -> None:
    """Give a test whose rows all connections see the site as migrations left it.

    Tests like it empty every table at their end. Django's own way to put the rows back loses them
    here: it keeps them at a connection, and inside Playwright's event loop there is another.
    """
    put_back(fresh_site)


@pytest.fixture(scope="session")
def made_once(
    fresh_site: Snapshot,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Make:
    """Give a function that lets another one make something, notes what it left, and undoes it."""

    def make(thing: Callable[[Path], object]) -> Snapshot:
        folder = tmp_path_factory.mktemp("snapshot")
        with django_db_blocker.unblock():
            return take(lambda: thing(folder / "library"), folder, fresh_site)

    return make


@pytest.fixture(scope="session")
def published_once(made_once: Make) -> Make:
    """Give a function that publishes the library that another one writes, and undoes it."""
    return lambda write: made_once(lambda root: publish_all(write(root)))


@pytest.fixture(scope="session")
def small_snapshot(published_once: Make) -> Snapshot:
    return published_once(write_library)


@pytest.fixture(scope="session")
def kinds_snapshot(published_once: Make) -> Snapshot:
    return published_once(write_kinds)


@pytest.fixture(scope="session")
def programme_snapshot(published_once: Make) -> Snapshot:
    return published_once(lambda root: write_programme(write_library(root)))


@pytest.fixture(scope="session")
def tagged_snapshot(published_once: Make) -> Snapshot:
    return published_once(lambda root: write_programme(write_tagged_library(root)))
