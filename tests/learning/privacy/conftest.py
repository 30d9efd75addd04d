import pytest

from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.worksheets.instruments import Instrument, find_instrument
from tests.factories.instruments import TOOLS, make_tools
from tests.learning.accounts.people import administrator, learner, outsider, trainer
from tests.learning.cohorts.conftest import cohort
from tests.learning.cohorts.samples import publish
from tests.learning.credentials.samples import course
from tests.learning.privacy.samples import a_whole_life

__all__ = ["administrator", "cohort", "learner", "outsider", "trainer"]


@pytest.fixture
def edition(db: None) -> Edition:
    return publish(course())


@pytest.fixture
def pair(db: None) -> Instrument:
    make_tools()
    return find_instrument(TOOLS, "instrument-pair")


@pytest.fixture
def second(learner: User) -> User:
    return User.objects.create_learner(name="Second Assessor", pin="2580")


@pytest.fixture
def whole_life(
    edition: Edition, pair: Instrument, learner: User, trainer: User, second: User
) -> None:
    """Let the learner leave a trace in every room there is."""
    a_whole_life(edition, pair, learner, trainer, second)
