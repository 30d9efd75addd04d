import pytest

from learning.accounts.models import User
from learning.cohorts.models import Cohort, Membership
from tests.learning.cohorts.conftest import (
    administrator,
    cohort,
    edition,
    learner,
    outsider,
    trainer,
)
from tests.learning.cohorts.samples import member_of

__all__ = ["administrator", "cohort", "edition", "learner", "outsider", "trainer"]


@pytest.fixture
def member(cohort: Cohort, learner: User) -> Membership:
    return member_of(cohort, learner)
