"""The small library, published: what there is to find."""

import pytest

from learning.publishing.models import Edition
from tests.factories.library import COURSE, TOOLKIT
from tests.factories.snapshots import Snapshot


@pytest.fixture
def small_site(db: None, small_snapshot: Snapshot) -> None:
    small_snapshot.put()


@pytest.fixture
def small_course(small_site: None) -> Edition:
    return Edition.objects.current().get(slug=COURSE)


@pytest.fixture
def small_toolkit(small_site: None) -> Edition:
    return Edition.objects.current().get(slug=TOOLKIT)
