import pytest
from django.contrib.auth import get_user_model

from learning.accounts.models import User
from tests.learning.xapi.samples import LEARNER


@pytest.fixture
def learner(db: None) -> User:
    """The person whose user id is the actor of the sample statements."""
    return get_user_model().objects.create_learner(id=LEARNER, name="Learner One", pin="2580")


@pytest.fixture
def outsider(db: None) -> User:
    return get_user_model().objects.create_learner(name="Outsider", pin="2580")


@pytest.fixture
def trainer(db: None) -> User:
    return get_user_model().objects.create_user("trainer", password="a long password")
