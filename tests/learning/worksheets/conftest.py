import pytest

from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.worksheets.instruments import Instrument, find_instrument
from tests.factories.instruments import TOOLS, make_tools
from tests.learning.accounts.people import learner, make_trainer, outsider, trainer

__all__ = ["learner", "outsider", "trainer"]


@pytest.fixture
def tools(db: None) -> Edition:
    return make_tools()


@pytest.fixture
def check(tools: Edition) -> Instrument:
    return find_instrument(TOOLS, "instrument-check")


@pytest.fixture
def pair(tools: Edition) -> Instrument:
    return find_instrument(TOOLS, "instrument-pair")


@pytest.fixture
def canvas(tools: Edition) -> Instrument:
    return find_instrument(TOOLS, "instrument-canvas")


@pytest.fixture
def egdi(tools: Edition) -> Instrument:
    return find_instrument(TOOLS, "instrument-egdi")


@pytest.fixture
def second(db: None) -> User:
    return make_trainer("second", "Second Assessor")
