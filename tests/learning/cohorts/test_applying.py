import pytest

from learning.accounts.models import User
from learning.cohorts.applying import apply
from learning.cohorts.models import Cohort
from learning.cohorts.telling import cohort_value, register
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind


@pytest.mark.django_db
def test_a_cohort_that_ends_at_the_end_of_time_is_told_and_changes_no_row(
    cohort: Cohort, trainer: User
) -> None:
    value = {**cohort_value(cohort), "ends": "9999-12-31"}
    say([Saying(register(cohort, Kind.COHORT), value)], author=trainer.pk)
    found = apply(cohort.pk)
    assert (found.cohort, len(found.doubtful)) == (None, 1)
    assert Cohort.objects.get(pk=cohort.pk).ends == cohort.ends
