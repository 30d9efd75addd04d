"""A site with tags and two toolkits that belong together, published once for a module's tests."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from courses.library.loading import load_library
from learning.publishing.releasing import publishable, release
from tests.factories.programme import write_programme
from tests.factories.tags import write_tagged_library


@pytest.fixture(scope="module")
def tagged_site(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Publish the library with tags and the programme; nothing of it stays afterwards."""
    root = tmp_path_factory.mktemp("tagged")
    folders = {"MEDIA_ROOT": root / "uploads", "EDITIONS_ROOT": root / "editions"}
    library = write_programme(write_tagged_library(root / "library"))
    cache.clear()  # Wagtail keeps the renditions of pictures whose rows were taken back
    with django_db_blocker.unblock(), override_settings(**folders), transaction.atomic():
        load_library(library)
        for page in publishable():
            release(page)
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def tagged(tagged_site: None, db: None) -> None:
    """Give a test the site with tags; what the test changes is taken back."""
