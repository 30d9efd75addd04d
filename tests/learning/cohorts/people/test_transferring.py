import pytest
from django.urls import reverse

from learning.accounts.models import User
from learning.cohorts.errors import NotHereNow
from learning.cohorts.models import Cohort
from learning.cohorts.people.transferring import let_go, mend_name
from tests.learning.accounts.people import PIN, signed_in
from tests.learning.cohorts.moving.worlds import join

pytestmark = pytest.mark.django_db


def test_a_former_trainer_neither_renames_nor_signs_in_as_who_left(
    cohort: Cohort, learner: User, trainer: User
) -> None:
    member = join(cohort, learner)
    let_go([member], author=trainer.pk)
    page = reverse("cohorts:new-pin", args=[cohort.code, member.pk])
    assert signed_in(trainer).post(page).status_code == 404
    with pytest.raises(NotHereNow):
        mend_name(member, "Somebody Else", by=trainer)
    learner.refresh_from_db()
    assert (learner.check_password(PIN), learner.name) == (True, "Learner One")
