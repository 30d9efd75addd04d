import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts.devices import Device
from learning.accounts.errors import ClosedToGuessing, Refused, TooManyTries, WrongCodeOrPin
from learning.accounts.guessing import (
    CEILING,
    FIRST_WAIT,
    FREE_TRIES,
    LONGEST_WAIT,
    SLOTS,
    closed,
    count_try,
    forgive,
    remember,
    wait_after,
)
from learning.accounts.models import Guess, User
from learning.accounts.signing_in import change_pin, learner_with
from learning.accounts.uptime import read_clock
from tests.learning.accounts.machine import Machine
from tests.learning.accounts.people import PIN

NOBODYS = "00000000"
PHONE, LAPTOP = Device("phone", is_own=True), Device("laptop", is_own=True)
ADDRESS = Device("address", is_own=False)


@pytest.fixture
def code(learner: User, machine: Machine) -> str:
    return learner.username


def guess(code: str, device: Device = PHONE, times: int = 1) -> None:
    for _time in range(times):
        count_try(code, device)


def come_in(code: str, device: Device = PHONE) -> None:
    forgive(count_try(code, device))


def guess_patiently(code: str, device: Device, times: int, machine: Machine) -> None:
    for _time in range(times):
        guess(code, device)
        machine.run(LONGEST_WAIT)


def guess_everywhere(code: str, times: int) -> None:
    """Guess as somebody does who makes the browser forget its mark."""
    for number in range(times):
        guess(code, Device(f"device {number // FREE_TRIES}", is_own=True))


# One device


def test_five_wrong_pins_are_free_and_then_the_device_waits(code: str) -> None:
    guess(code, times=FREE_TRIES)
    with pytest.raises(TooManyTries) as refused:
        guess(code)
    assert refused.value.seconds == FIRST_WAIT
    assert "Wait 1 minute " in str(refused.value.sentence)


def test_each_wrong_pin_more_doubles_the_wait_up_to_a_quarter_of_an_hour(
    code: str, machine: Machine
) -> None:
    guess(code, times=FREE_TRIES)
    waits = []
    for _time in range(7):
        with pytest.raises(TooManyTries) as refused:
            guess(code)
        waits.append(refused.value.seconds)
        machine.run(refused.value.seconds)
        guess(code)
    assert waits == [30, 60, 120, 240, 480, 900, 900]


@given(st.integers(0, 10_000))
def test_more_tries_never_wait_less(tries: int) -> None:
    assert 0 <= wait_after(tries) <= wait_after(tries + 1) <= LONGEST_WAIT


def test_a_refused_try_does_not_make_the_wait_longer(code: str, machine: Machine) -> None:
    guess(code, times=FREE_TRIES)
    for _time in range(10):
        with pytest.raises(TooManyTries):
            guess(code)
    machine.run(FIRST_WAIT)
    guess(code)


def test_another_device_does_not_wait(code: str) -> None:
    guess(code, PHONE, FREE_TRIES)
    come_in(code, LAPTOP)
    with pytest.raises(TooManyTries):
        guess(code, PHONE)


def test_another_learner_does_not_wait_on_the_same_device(code: str) -> None:
    guess(code, PHONE, FREE_TRIES)
    come_in(User.objects.create_learner(name="Bilal", pin=PIN).username, PHONE)


def test_the_right_pin_takes_the_devices_wrong_ones_back(code: str) -> None:
    guess(code, PHONE, FREE_TRIES - 1)
    come_in(code, PHONE)
    guess(code, PHONE, FREE_TRIES)


def test_an_address_is_never_remembered_as_a_device(code: str, learner: User) -> None:
    come_in(code, ADDRESS)
    remember(learner, ADDRESS)
    assert not Guess.objects.exists()


# Clocks


@pytest.mark.parametrize("told", [0.0, 1e9, 4e9], ids=["1970", "2001", "2096"])
def test_the_time_of_day_neither_opens_nor_closes(
    code: str, machine: Machine, monkeypatch: pytest.MonkeyPatch, told: float
) -> None:
    guess(code, times=FREE_TRIES)
    monkeypatch.setattr("time.time", lambda: told)
    with pytest.raises(TooManyTries) as refused:
        guess(code)
    assert refused.value.seconds == FIRST_WAIT
    come_in(code, LAPTOP)
    machine.run(FIRST_WAIT)
    come_in(code, PHONE)


def test_a_restart_neither_opens_nor_locks_for_good(code: str, machine: Machine) -> None:
    guess(code, times=FREE_TRIES)
    for _time in range(3):
        machine.restart()
        with pytest.raises(TooManyTries):
            guess(code)
    machine.run(FIRST_WAIT)
    come_in(code)


# The ceiling


def test_fifty_wrong_pins_on_new_devices_close_the_account_for_new_devices(
    code: str, learner: User
) -> None:
    guess_everywhere(code, CEILING)
    with pytest.raises(ClosedToGuessing) as refused:
        guess(code, Device("one more", is_own=True))
    assert "ask your trainer for a new PIN" in str(refused.value.sentence)
    assert list(closed()) == [learner]


def test_whoever_was_here_before_is_not_locked_out_by_a_guesser_elsewhere(code: str) -> None:
    come_in(code, LAPTOP)
    guess_everywhere(code, CEILING)
    come_in(code, LAPTOP)


def test_fifty_wrong_pins_on_a_known_device_close_the_account_there(
    code: str, learner: User, machine: Machine
) -> None:
    come_in(code, PHONE)
    guess_patiently(code, PHONE, CEILING, machine)
    with pytest.raises(ClosedToGuessing):
        guess(code, PHONE)
    assert list(closed()) == [learner]
    come_in(code, LAPTOP)


def test_coming_in_does_not_take_back_what_a_guesser_did_elsewhere(code: str) -> None:
    come_in(code, LAPTOP)
    guess_everywhere(code, CEILING - 1)
    come_in(code, LAPTOP)
    guess(code, PHONE)
    with pytest.raises(ClosedToGuessing):
        guess(code, PHONE)


def test_no_more_rows_are_written_than_the_ceiling(code: str) -> None:
    guess_everywhere(code, CEILING)
    for number in range(20):
        with pytest.raises(ClosedToGuessing):
            guess(code, Device(f"more {number}", is_own=True))
    assert Guess.objects.count() == CEILING / FREE_TRIES


def test_a_new_pin_opens_everything_again(code: str, learner: User) -> None:
    come_in(code, LAPTOP)
    guess(code, LAPTOP, FREE_TRIES)
    guess_everywhere(code, CEILING)
    change_pin(learner, "8642")
    assert not closed().exists()
    come_in(code, PHONE)
    come_in(code, LAPTOP)
    assert {known.is_known for known in Guess.objects.all()} == {True}


def test_a_try_is_counted_before_the_pin_is_looked_at(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tries sent at once would else all find the same small number."""
    seen = []

    def look(*_args: object, **_fields: object) -> None:
        seen.append(Guess.objects.get().tries)

    monkeypatch.setattr("learning.accounts.signing_in.ModelBackend.authenticate", look)
    for _time in range(2):
        with pytest.raises(WrongCodeOrPin):
            learner_with(RequestFactory().post("/in/"), code=code, pin="9753")
    assert seen == [1, 2]


# Codes that nobody has


def test_a_code_that_nobody_has_waits_and_closes_in_the_same_way(code: str) -> None:
    told = []
    for each in (code, NOBODYS):
        guess(each, times=FREE_TRIES)
        with pytest.raises(TooManyTries) as refused:
            guess(each)
        guess_everywhere(each, CEILING - FREE_TRIES)
        with pytest.raises(ClosedToGuessing):
            guess(each, LAPTOP)
        told.append(str(refused.value.sentence))
    assert told[0] == told[1]


def test_a_code_that_nobody_has_costs_the_same_queries(code: str) -> None:
    remember(User.objects.get(username=code), LAPTOP)  # the account has a past
    read_clock()  # as it has run for a while
    costs = []
    for each in (code, NOBODYS):
        for pin in ("9753", "8642"):
            with CaptureQueriesContext(connection) as queries, pytest.raises(WrongCodeOrPin):
                learner_with(RequestFactory().post("/in/"), code=each, pin=pin)
            costs.append(len(queries))
    assert costs[0:2] == costs[2:4]
    assert max(costs) <= 12


def test_a_code_that_nobody_has_costs_the_same_hashing(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda _self, _password, salt: hashed.append(salt) or f"md5${salt}$0",
    )
    for each in (code, NOBODYS):
        with pytest.raises(WrongCodeOrPin):
            learner_with(RequestFactory().post("/in/"), code=each, pin="9753")
    assert len(hashed) == 2


def test_made_up_codes_share_a_few_slots(machine: Machine, db: None) -> None:
    for number in range(40):
        try:
            guess(f"{number:08}", Device(f"guesser {number}", is_own=True))
        except Refused:
            pytest.fail("forty codes do not fill a slot")
    assert all(0 <= int(slot, 16) < SLOTS for slot in Guess.objects.values_list("slot", flat=True))


def test_a_guess_says_whose_it_is(code: str, learner: User) -> None:
    guess(code)
    assert str(Guess.objects.get()) == "Learner One: 1"


def test_a_refusal_is_one_kind_of_error() -> None:
    assert issubclass(TooManyTries, Refused)
    assert issubclass(ClosedToGuessing, Refused)
