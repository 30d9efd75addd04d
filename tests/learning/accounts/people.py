"""Four people tell every permission story: a learner, a trainer, an administrator, an outsider."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from learning.accounts.models import TRAINERS, User
from learning.accounts.signing_in import PIN_BACKEND

PIN = "2580"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def learner(db: None) -> User:
    return User.objects.create_learner(name="Learner One", pin=PIN)


@pytest.fixture
def trainer(db: None) -> User:
    return make_trainer("trainer", "Trainer One")


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("admin", password=PASSWORD, name="Administrator One")


@pytest.fixture
def outsider(db: None) -> User:
    """A member of staff who teaches nobody."""
    return User.objects.create_user("outsider", password=PASSWORD, name="Outsider One")


def make_trainer(username: str, name: str) -> User:
    person = User.objects.create_user(username, password=PASSWORD, name=name)
    person.groups.add(Group.objects.get_or_create(name=TRAINERS)[0])
    return person


def signed_in(person: User | None) -> Client:
    """Give a browser in which the person is signed in; for nobody, a fresh one."""
    browser = Client()
    if person:
        browser.force_login(person, backend=PIN_BACKEND)
    return browser
