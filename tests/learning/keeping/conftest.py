from pathlib import Path

import pytest
from django.conf import settings

from learning.accounts.models import User
from learning.publishing.models import Edition
from tests.learning.accounts.people import learner
from tests.learning.cohorts.samples import manifest_of, publish
from tests.learning.publishing.exporters.editions import course

__all__ = ["learner"]


@pytest.fixture
def edition(db: None) -> Edition:
    """A published course with no text: what statements are about."""
    return publish(manifest_of())


@pytest.fixture
def small_course(db: None) -> Edition:
    """A published course with texts, questions and a picture."""
    return publish(course(Path(settings.EDITIONS_ROOT)).manifest)


@pytest.fixture
def neighbour(db: None) -> User:
    return User.objects.create_learner(name="Bilal", pin="2580")
