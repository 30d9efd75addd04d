from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError

from learning.accounts.models import TRAINERS, User
from learning.cohorts.models import Cohort, Membership
from tests.learning.cohorts.samples import COURSE, member_of


def test_a_trainer_teaches_only_own_cohorts_and_an_administrator_all(
    cohort: Cohort, trainer: User, administrator: User, outsider: User
) -> None:
    people = [trainer, administrator, outsider]
    assert [Cohort.objects.taught_by(person).count() for person in people] == [1, 1, 0]


def test_a_cohort_cannot_end_before_it_starts(db: None) -> None:
    with pytest.raises(IntegrityError):
        Cohort.objects.create(
            name="Backwards",
            code="ABCDEF",
            course=COURSE,
            starts=date(2026, 5, 2),
            ends=date(2026, 5, 1),
        )


def test_a_learner_is_in_a_cohort_once(cohort: Cohort, learner: User) -> None:
    member_of(cohort, learner)
    with pytest.raises(IntegrityError):
        Membership.objects.create(cohort=cohort, learner=learner)


def test_a_code_is_never_given_twice(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter([cohort.code, "000000"])
    monkeypatch.setattr("learning.cohorts.models.new_code", lambda _length: next(codes))
    assert Cohort.objects.free_code() == "000000"


def test_cohorts_and_members_say_who_they_are(cohort: Cohort, learner: User) -> None:
    assert str(member_of(cohort, learner)) == "Learner One, Lands ToT"
    assert cohort.join_code == f"{cohort.code[:3]}-{cohort.code[3:]}"


def test_the_group_of_trainers_is_there_from_the_start(db: None) -> None:
    assert Group.objects.filter(name=TRAINERS).exists()
