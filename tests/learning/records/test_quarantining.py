from collections.abc import Callable
from uuid import UUID

import pytest

from learning.records.erasing import erase_actors
from learning.records.models import Quarantine
from learning.records.quarantining import quarantine
from tests.learning.xapi.samples import LEARNER, STICK

pytestmark = pytest.mark.django_db

LETTERS = UUID("aaaabbbb-cccc-4ddd-8eee-ffffffffffff")  # an actor that capitals change


def test_the_same_text_is_kept_once_with_its_first_reason() -> None:
    assert quarantine('{"a":', "cut off", "a stick")
    assert not quarantine('{"a":', "something else", "another stick")
    kept = Quarantine.objects.get()
    assert (kept.text, kept.reason, kept.source) == ('{"a":', "cut off", "a stick")


@pytest.mark.parametrize("text", ["\x00", "a\ud800b", "نعم 🎉", "x" * 100_000, ""])
def test_any_text_can_be_kept(text: str) -> None:
    assert quarantine(text, "r" * 1_000, "s" * 1_000)
    assert not quarantine(text, "", "")


def test_texts_that_are_kept_alike_are_not_mixed_up() -> None:
    assert quarantine("\x00", "", "")
    assert quarantine("\\x00", "", "")
    assert Quarantine.objects.count() == 2


@pytest.mark.parametrize("kept", [str, lambda actor: str(actor).upper()], ids=["as is", "capitals"])
def test_what_names_somebody_erased_is_not_kept(kept: Callable[[UUID], str]) -> None:
    erase_actors([LETTERS])
    assert not quarantine(f'{{"actor":"{kept(LETTERS)}"', "cut off", "a stick")
    assert not quarantine('{"a":', "cut off", kept(LETTERS))
    assert quarantine(f'{{"actor":"{kept(LEARNER)}"', "cut off", "a stick")
    assert Quarantine.objects.count() == 1


@pytest.mark.parametrize("name", [str(LETTERS), str(LETTERS).upper(), "2A3B4C5D"])
def test_erasing_takes_what_names_the_person_in_any_letters(name: str) -> None:
    quarantine(f'{{"actor":"{name}"', "cut off", "a stick")
    erase_actors([LETTERS], code="2A3B4C5D")
    assert not Quarantine.objects.exists()


def test_what_an_erased_learner_sent_goes_whatever_it_says() -> None:
    quarantine("[]", "no record", str(STICK))
    quarantine("{}", "no record", str(LEARNER))
    erase_actors([STICK], code="2A3B4C5D")
    assert Quarantine.objects.get().source == str(LEARNER)


def test_what_erased_staff_brought_stays_brought_by_nobody() -> None:
    quarantine('{"a":', "cut off", str(LEARNER))
    erase_actors([LEARNER])
    assert (Quarantine.objects.get().text, Quarantine.objects.get().source) == ('{"a":', "")
