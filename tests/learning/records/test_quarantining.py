import pytest

from learning.records.models import Quarantine
from learning.records.quarantining import quarantine

pytestmark = pytest.mark.django_db


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
