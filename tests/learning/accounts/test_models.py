import pytest

from learning.accounts import models
from learning.accounts.models import User


def test_a_learner_is_called_by_name_and_staff_by_user_name_if_need_be(
    learner: User, trainer: User
) -> None:
    assert str(learner) == learner.get_full_name() == learner.get_short_name() == "Learner One"
    trainer.name = ""
    assert str(trainer) == trainer.get_short_name() == "trainer"


def test_only_learners_have_a_learner_code(learner: User, trainer: User) -> None:
    assert learner.learner_code.replace("-", "") == learner.username
    assert trainer.learner_code == ""


def test_a_code_is_never_given_twice(learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter([learner.username, "00000000"])
    monkeypatch.setattr(models, "new_code", lambda _length: next(codes))
    assert User.objects.create_learner(name="Bilal", pin="2580").username == "00000000"


def test_learners_are_told_from_staff(learner: User, trainer: User) -> None:
    assert list(User.objects.learners()) == [learner]
