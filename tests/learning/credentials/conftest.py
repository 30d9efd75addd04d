import pytest

from learning.accounts.models import User
from learning.credentials.models import Award
from learning.publishing.models import Edition
from tests.learning.accounts.people import administrator, learner, outsider, trainer
from tests.learning.cohorts.samples import publish
from tests.learning.credentials.samples import awarded, course
from tests.learning.published import published, small_course, small_library

__all__ = [
    "administrator",
    "award",
    "edition",
    "learner",
    "outsider",
    "published",
    "small_course",
    "small_library",
    "trainer",
]


@pytest.fixture
def edition(db: None) -> Edition:
    return publish(course())


@pytest.fixture
def award(learner: User) -> Award:
    return awarded(learner)
