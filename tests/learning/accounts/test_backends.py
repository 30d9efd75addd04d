import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from learning.accounts.models import User
from tests.learning.accounts.people import PASSWORD, PIN


@pytest.mark.parametrize("door", ["/staff/", "/cms/login/"])
def test_no_password_form_can_be_used_to_guess_a_pin(learner: User, door: str) -> None:
    fields = {"username": learner.username, "password": PIN}
    for place in range(6):
        browser = Client()
        answer = browser.post(door, fields)
        assert "_auth_user_id" not in browser.session, place
    assert answer.status_code == 429, "the right PIN counts as a failure, like any other"


def test_staff_come_in_by_their_password(trainer: User) -> None:
    request = RequestFactory().post("/staff/")
    assert authenticate(request, username="trainer", password=PASSWORD) == trainer
    assert authenticate(request, username="", password=PASSWORD) is None
