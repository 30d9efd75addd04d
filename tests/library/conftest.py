"""The starter library of this repository: read once, and loaded and published once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from courses.library.documents import Document, read_library
from courses.library.loading import LoadReport, load_library
from learning.publishing.releasing import publishable, release

LIBRARY = Path(__file__).parents[2] / "library"


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return read_library(LIBRARY)


@pytest.fixture(scope="module")
def starter(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LoadReport]:
    """Load and publish the library for all tests of a module; nothing of it stays afterwards."""
    root = tmp_path_factory.mktemp("starter")
    folders = {"MEDIA_ROOT": root / "uploads", "EDITIONS_ROOT": root / "editions"}
    cache.clear()
    with django_db_blocker.unblock(), override_settings(**folders), transaction.atomic():
        report = load_library(LIBRARY)
        for page in publishable():
            release(page)
        yield report
        transaction.set_rollback(True)
    cache.clear()
