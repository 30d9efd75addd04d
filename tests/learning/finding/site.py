"""The small library, published once for a module's tests; what a test changes is taken back."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from courses.library.loading import load_library
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from tests.factories.library import COURSE, TOOLKIT, write_library


@pytest.fixture(scope="module")
def small_site(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    root = tmp_path_factory.mktemp("found")
    folders = {"MEDIA_ROOT": root / "uploads", "EDITIONS_ROOT": root / "editions"}
    library = write_library(root / "library")
    cache.clear()  # Wagtail keeps the renditions of pictures whose rows were taken back
    with django_db_blocker.unblock(), override_settings(**folders), transaction.atomic():
        load_library(library)
        for page in publishable():
            release(page)
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def small_course(small_site: None, db: None) -> Edition:
    return Edition.objects.current().get(slug=COURSE)


@pytest.fixture
def small_toolkit(small_site: None, db: None) -> Edition:
    return Edition.objects.current().get(slug=TOOLKIT)
