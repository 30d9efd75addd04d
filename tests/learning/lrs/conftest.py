import pytest
from django.contrib.auth import get_user_model

from learning.accounts.models import User
from tests.learning.lrs.documents.asking import Program, made
from tests.learning.xapi.samples import LEARNER


@pytest.fixture
def program(db: None) -> Program:
    return Program(made())


@pytest.fixture
def program_2_0(program: Program) -> Program:
    return Program(program.client, version="2.0.0")


@pytest.fixture(params=["1.0.3", "2.0.0"])
def either(program: Program, request: pytest.FixtureRequest) -> Program:
    """A program that speaks one version, and then the other."""
    return Program(program.client, version=request.param)


@pytest.fixture
def reader(db: None) -> Program:
    return Program(made("a reader", "statements/read"))


@pytest.fixture
def writer(db: None) -> Program:
    """A program that may write, and read what it brought itself."""
    return Program(made("a writer", "statements/write statements/read/mine"))


@pytest.fixture
def learner(db: None) -> User:
    """The person whose user id is the actor of the sample statements."""
    return get_user_model().objects.create_learner(id=LEARNER, name="Learner One", pin="2580")
