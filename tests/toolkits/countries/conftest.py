import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from toolkits.countries.importing import import_folder

SHIPPED = Path(settings.BASE_DIR) / "library" / "country-data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the shipped files, to be spoiled."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "country-data"))


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hold the shipped files in the database for all tests of a module, and then take them back.

    Each test's own transaction is a savepoint inside this one, so what it changes is undone first.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        import_folder(SHIPPED)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def shipped(kept: None, db: None) -> Path:
    """Give the shipped files, which are in the database."""
    return SHIPPED
