import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from learning.accounts.devices import Device
from learning.accounts.guessing import CEILING, closed, count_try
from learning.accounts.models import User
from tests.learning.accounts.people import PIN


def new_pin(code: str) -> str:
    told = StringIO()
    call_command("new_pin", code, stdout=told)
    return told.getvalue()


def test_a_new_pin_is_printed_and_opens_a_closed_account(learner: User) -> None:
    for place in range(CEILING):
        count_try(learner.username, Device(f"device {place // 5}", is_own=True))
    told = new_pin(learner.learner_code.lower())
    learner.refresh_from_db()
    assert "Learner One" in told
    assert learner.check_password(re.findall(r"\d{4}", told)[0])
    assert not closed().exists()


@pytest.mark.parametrize("code", ["00000000", "nonsense", "trainer"])
def test_a_code_of_no_learner_is_told_and_nothing_is_changed(
    learner: User, trainer: User, code: str
) -> None:
    with pytest.raises(CommandError, match="No learner has the code"):
        new_pin(code)
    learner.refresh_from_db()
    assert learner.check_password(PIN)
