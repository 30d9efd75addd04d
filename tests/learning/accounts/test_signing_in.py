import pytest
from django.test import RequestFactory

from learning.accounts.errors import WeakPin, WrongCodeOrPin
from learning.accounts.models import User
from learning.accounts.signing_in import (
    change_pin,
    clean_name,
    clean_pin,
    first_page,
    learner_with,
    new_pin,
    next_page,
    register,
    strong_pin,
)
from tests.learning.accounts.people import PIN


def sign_in(code: str, pin: str) -> User:
    request = RequestFactory().post("/in/")
    return learner_with(request, code=code, pin=pin)


def test_a_name_is_kept_in_composed_form_with_single_spaces() -> None:
    assert clean_name("  Ame\u0301lie \t  N’Diaye ") == "Amélie N’Diaye"


def test_a_pin_may_be_typed_with_arabic_digits_and_spaces() -> None:
    assert clean_pin(" ٢٥ ٨٠ ") == "2580"


@pytest.mark.parametrize("text", ["", "123", "1234567", "12a4", "²³⁴⁵"])
def test_a_pin_has_four_to_six_digits(text: str) -> None:
    with pytest.raises(WeakPin, match="4 to 6 digits"):
        clean_pin(text)


@pytest.mark.parametrize("pin", ["0000", "1111", "999999"])
def test_a_pin_of_one_digit_is_refused_with_the_reason(pin: str) -> None:
    with pytest.raises(WeakPin, match="same"):
        strong_pin(pin)


@pytest.mark.parametrize("pin", ["1234", "4321", "0123", "456789", "9876", "7890"])
def test_a_pin_that_runs_straight_is_refused_with_the_reason(pin: str) -> None:
    with pytest.raises(WeakPin, match="row"):
        strong_pin(pin)


@pytest.mark.parametrize("pin", ["2580", "1357", "1122", "121212"])
def test_other_pins_are_taken(pin: str) -> None:
    assert strong_pin(pin) == pin


def test_a_random_pin_is_never_a_weak_one(monkeypatch: pytest.MonkeyPatch) -> None:
    digits = iter("000012348265")
    monkeypatch.setattr("secrets.choice", lambda _letters: next(digits))
    assert new_pin() == "8265"


def test_registering_makes_a_learner_with_a_code_and_keeps_no_pin(db: None) -> None:
    learner = register(name=" Learner  One ", pin=PIN)
    assert learner.is_learner
    assert learner.name == "Learner One"
    assert PIN not in learner.password


def test_a_code_and_its_pin_give_the_learner(learner: User) -> None:
    assert sign_in(learner.learner_code.lower(), PIN) == learner


def test_a_code_may_be_typed_with_arabic_digits(learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(username="00000000")
    assert sign_in("٠٠٠٠-٠٠٠٠", PIN) == learner


def test_wrong_pin_unknown_code_and_typo_get_the_same_answer(learner: User) -> None:
    sentences = set()
    for code, pin in [(learner.username, "9999"), ("00000000", PIN), ("no code", PIN)]:
        with pytest.raises(WrongCodeOrPin) as refused:
            sign_in(code, pin)
        sentences.add(str(refused.value.sentence))
    assert len(sentences) == 1


def test_staff_cannot_come_in_by_code_and_pin(db: None) -> None:
    User.objects.create_user("00000000", password=PIN)
    with pytest.raises(WrongCodeOrPin):
        sign_in("00000000", PIN)


def test_a_changed_pin_replaces_the_old_one(learner: User) -> None:
    change_pin(learner, "8265")
    assert sign_in(learner.username, "8265") == learner
    with pytest.raises(WrongCodeOrPin):
        sign_in(learner.username, PIN)


def test_everybody_starts_where_their_work_is(
    learner: User, trainer: User, administrator: User, outsider: User
) -> None:
    people = [learner, trainer, administrator, outsider]
    assert [first_page(person) for person in people] == ["/me/", "/teach/", "/cms/", "/"]


@pytest.mark.parametrize(
    "asked", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_no_address_outside_is_ever_gone_to(asked: str) -> None:
    request = RequestFactory().get("/in/", {"next": asked})
    assert next_page(request, otherwise="/me/") == "/me/"


def test_an_address_of_ours_is_gone_to() -> None:
    request = RequestFactory().get("/in/", {"next": "/courses/?q=1"})
    assert next_page(request, otherwise="/me/") == "/courses/?q=1"
