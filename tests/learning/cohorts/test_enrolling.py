import pytest
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import RequestFactory

from learning.accounts.errors import WeakPin
from learning.accounts.models import User
from learning.cohorts import enrolling
from learning.cohorts.enrolling import (
    Joined,
    cohort_with,
    join,
    join_signed_in,
    name_key,
    reset_pin,
)
from learning.cohorts.errors import NameTaken, NoSuchCohort, OnlyLearners
from learning.cohorts.models import Cohort, Membership
from tests.learning.accounts.people import PIN


def request() -> HttpRequest:
    return RequestFactory().post("/join/")


def join_as(cohort: Cohort, name: str, pin: str = PIN) -> Joined:
    return join(request(), code=cohort.code, name=name, pin=pin)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Learner One", " learner   ONE "),
        ("Ame\u0301lie", "AMÉLIE"),
        ("Groß", "GROSS"),
    ],
)
def test_two_spellings_of_a_name_are_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_two_names_are_two() -> None:
    assert name_key("Learner One") != name_key("Learner B. One")


def test_the_first_time_makes_a_learner_in_the_cohort(cohort: Cohort) -> None:
    joined = join_as(cohort, " Bilal  Khan ")
    assert (joined.learner.name, joined.cohort, joined.is_new) == ("Bilal Khan", cohort, True)
    assert joined.learner.is_learner
    assert cohort.memberships.get().learner == joined.learner


def test_the_same_name_and_pin_come_back_to_the_same_account(cohort: Cohort) -> None:
    first = join_as(cohort, "Bilal Khan")
    again = join_as(cohort, "bilal khan")
    assert (again.learner, again.is_new) == (first.learner, False)
    assert cohort.memberships.count() == 1


def test_the_same_name_with_another_pin_is_told_to_add_a_second_name(cohort: Cohort) -> None:
    join_as(cohort, "Bilal Khan")
    with pytest.raises(NameTaken) as refused:
        join_as(cohort, "Bilal Khan", "8642")
    assert "add a second name" in str(refused.value.sentence)
    assert cohort.memberships.count() == 1


def test_the_same_name_in_another_cohort_is_another_person(cohort: Cohort, trainer: User) -> None:
    other = enrolling.open_cohort(
        name="June",
        course=cohort.course,
        starts=cohort.starts,
        ends=cohort.ends,
        trainer=trainer,
    )
    assert join_as(cohort, "Bilal").learner != join_as(other, "Bilal").learner


def test_a_newcomer_with_a_weak_pin_is_not_let_in_yet(cohort: Cohort) -> None:
    with pytest.raises(WeakPin):
        join_as(cohort, "Bilal", "1234")
    assert not cohort.memberships.exists()


def test_a_form_sent_twice_at_once_makes_one_account(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = join_as(cohort, "Bilal")
    monkeypatch.setattr(enrolling, "_member", lambda _cohort, _name: None)
    again = join_as(cohort, "Bilal")
    assert again.learner == first.learner
    assert User.objects.learners().count() == 1


def test_a_failed_joining_leaves_no_account_behind(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_fields: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(Membership.objects, "create", fail)
    with pytest.raises(Membership.DoesNotExist):
        join_as(cohort, "Bilal")
    assert not User.objects.learners().exists()


@pytest.mark.parametrize("typed", ["{0}", " {1}-{2} ", "{3}"])
def test_a_cohort_code_may_be_typed_as_people_type(cohort: Cohort, typed: str) -> None:
    code = cohort.code
    assert cohort_with(typed.format(code, code[:3], code[3:], code.lower())) == cohort


@pytest.mark.parametrize("typed", ["", "ABC", "000000", "!!!!!!"])
def test_a_code_of_no_cohort_is_told_so(cohort: Cohort, typed: str) -> None:
    with pytest.raises(NoSuchCohort):
        cohort_with(typed)


def test_every_slip_of_one_character_is_noticed(cohort: Cohort) -> None:
    other = "0" if cohort.code[2] != "0" else "7"
    with pytest.raises(NoSuchCohort):
        cohort_with(f"{cohort.code[:2]}{other}{cohort.code[3:]}")


def test_a_learner_who_is_signed_in_joins_with_the_code_and_once(
    cohort: Cohort, learner: User
) -> None:
    for _time in range(2):
        assert join_signed_in(learner, code=cohort.code).learner == learner
    assert cohort.memberships.get().learner == learner


def test_a_namesake_who_is_signed_in_joins_and_the_name_stays_the_first_ones(
    cohort: Cohort, learner: User
) -> None:
    first = join_as(cohort, learner.name, "8642").learner
    join_signed_in(learner, code=cohort.code)
    assert cohort.memberships.count() == 2
    assert join_as(cohort, learner.name, "8642").learner == first


def test_a_member_who_mended_the_name_comes_back_by_either_spelling(cohort: Cohort) -> None:
    learner = join_as(cohort, "Amelie").learner
    User.objects.filter(pk=learner.pk).update(name="Amélie One")
    for name in ("amélie one", "Amelie"):
        assert join_as(cohort, name).learner == learner
    assert cohort.memberships.count() == 1


def test_a_name_that_was_mended_to_anothers_stays_the_others(cohort: Cohort) -> None:
    bilal, other = (join_as(cohort, name).learner for name in ("Bilal", "Bilal K."))
    User.objects.filter(pk=other.pk).update(name="Bilal")
    assert join_as(cohort, "Bilal").learner == bilal


def test_staff_do_not_join(cohort: Cohort, outsider: User) -> None:
    with pytest.raises(OnlyLearners):
        join_signed_in(outsider, code=cohort.code)


def test_a_reset_pin_is_the_only_one_that_works(cohort: Cohort, trainer: User) -> None:
    member = join_as(cohort, "Bilal").learner.memberships.get()
    pin = reset_pin(member, by=trainer)
    if pin != PIN:
        with pytest.raises(NameTaken):
            join_as(cohort, "Bilal")
    assert join_as(cohort, "Bilal", pin).learner == member.learner


def test_who_became_a_trainer_gets_no_pin_any_more(cohort: Cohort, trainer: User) -> None:
    member = Membership.objects.create(cohort=cohort, learner=trainer)
    with pytest.raises(OnlyLearners):
        reset_pin(member, by=trainer)
