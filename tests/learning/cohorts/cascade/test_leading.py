import pytest
from django.urls import reverse

from learning.accounts.models import User
from learning.cohorts.cascade.leading import (
    become_trainer,
    leaders_of,
    let_lead,
    may_lead,
    slip_of,
    token_of,
)
from learning.cohorts.errors import SlipInvalid
from learning.cohorts.models import Cohort
from tests.learning.accounts.people import PASSWORD, signed_in
from tests.learning.cohorts.moving.worlds import join

pytestmark = pytest.mark.django_db
OTHER = "three other long words"


def test_no_slip_changes_the_password_of_somebody_who_has_one(
    cohort: Cohort, learner: User, trainer: User
) -> None:
    member = join(cohort, learner)
    grown = become_trainer(slip_of(let_lead(member, by=trainer)), PASSWORD)
    member.refresh_from_db()
    assert let_lead(member, by=trainer) == ""
    with pytest.raises(SlipInvalid):
        slip_of(token_of(grown, cohort.pk))
    page = reverse("cohorts:slip", args=[cohort.code, member.pk])
    answer = signed_in(trainer).post(page)
    assert (answer.status_code, b"become" in answer.content) == (302, False)
    grown.refresh_from_db()
    assert grown.check_password(PASSWORD)


def test_who_has_a_password_may_lead_without_a_slip(
    cohort: Cohort, learner: User, trainer: User
) -> None:
    member = join(cohort, learner)
    grown = become_trainer(slip_of(let_lead(member, by=trainer)), PASSWORD)
    member.refresh_from_db()
    let_lead(member, by=trainer)
    assert leaders_of(cohort) == {grown.pk}
    assert may_lead(cohort, grown)


def test_a_slip_dies_with_its_use(cohort: Cohort, learner: User, trainer: User) -> None:
    token = let_lead(join(cohort, learner), by=trainer)
    become_trainer(slip_of(token), PASSWORD)
    with pytest.raises(SlipInvalid):
        become_trainer(slip_of(token), OTHER)
