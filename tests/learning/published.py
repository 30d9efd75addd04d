"""The small library, loaded and published: what most tests of the platform start from."""

from pathlib import Path

import pytest

from courses.library.loading import load_library
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from tests.factories.library import COURSE, TOOLKIT, write_library


@pytest.fixture
def small_library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


@pytest.fixture
def published(db: None, small_library: Path) -> Path:
    """Give the folder of the small library, which is loaded and published."""
    load_library(small_library)
    for page in publishable():
        release(page)
    return small_library


@pytest.fixture
def small_course(published: Path) -> Edition:
    return Edition.objects.current().get(slug=COURSE)


@pytest.fixture
def small_toolkit(published: Path) -> Edition:
    return Edition.objects.current().get(slug=TOOLKIT)
