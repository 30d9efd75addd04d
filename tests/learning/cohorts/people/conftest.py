from tests.learning.cohorts.conftest import (
    administrator,
    cohort,
    edition,
    learner,
    outsider,
    trainer,
)

__all__ = ["administrator", "cohort", "edition", "learner", "outsider", "trainer"]
