from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.cohorts.roster import roster
from learning.publishing.models import Edition
from tests.learning.cohorts.samples import do_work, manifest_of, member_of


def test_each_member_has_a_row_by_name(cohort: Cohort) -> None:
    for name in ("Zara", "Amina", "Musa"):
        member_of(cohort, User.objects.create_learner(name=name, pin="2580"))
    assert [row.name for row in roster(cohort, manifest_of())] == ["Amina", "Musa", "Zara"]


def test_a_row_tells_how_far_the_learner_is(cohort: Cohort, learner: User) -> None:
    member_of(cohort, learner)
    do_work(learner, lessons=1)
    row = roster(cohort, manifest_of())[0]
    assert row.progress is not None
    assert (row.progress.done, row.progress.total, row.progress.attempts) == (1, 3, 0)


def test_a_row_tells_the_best_score(cohort: Cohort, learner: User) -> None:
    member_of(cohort, learner)
    do_work(learner)
    row = roster(cohort, manifest_of())[0]
    assert row.progress is not None
    assert (row.progress.best_score, row.progress.is_complete) == ((2, 2), True)


def test_without_an_edition_nobody_can_say_what_counts(
    cohort: Cohort, learner: User, edition: Edition
) -> None:
    member_of(cohort, learner)
    assert roster(cohort, None)[0].progress is None
