import pytest

from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.publishing.models import Edition
from tests.learning.accounts.people import administrator, learner, outsider, trainer
from tests.learning.cohorts.samples import a_cohort, manifest_of, publish

__all__ = ["administrator", "cohort", "edition", "learner", "outsider", "trainer"]


@pytest.fixture
def edition(db: None) -> Edition:
    return publish(manifest_of())


@pytest.fixture
def cohort(trainer: User, edition: Edition) -> Cohort:
    return a_cohort(trainer)
