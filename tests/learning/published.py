"""The small library, loaded and published: what most tests of the platform start from."""

from pathlib import Path

import pytest

from learning.publishing.models import Edition
from tests.factories.library import COURSE, TOOLKIT, write_library
from tests.factories.snapshots import Snapshot


@pytest.fixture
def small_library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


@pytest.fixture
def published(db: None, small_library: Path, small_snapshot: Snapshot) -> Path:
    """Give the folder of the small library, which is loaded and published."""
    small_snapshot.put()
    return small_library


@pytest.fixture
def small_course(published: Path) -> Edition:
    return Edition.objects.current().get(slug=COURSE)


@pytest.fixture
def small_toolkit(published: Path) -> Edition:
    return Edition.objects.current().get(slug=TOOLKIT)
