import pytest
from django.utils import timezone

from learning.accounts.models import User
from learning.records import refolding
from learning.records.erasing import Entry, digest_of_actor, take_erased
from learning.records.errors import ActorTaken
from learning.records.linking import link
from learning.records.models import ActorLink, Progress
from learning.records.reading import progress_of
from learning.records.recording import record
from learning.xapi.folding import fold
from learning.xapi.statements import check
from tests.learning.xapi.samples import COURSE, LEARNER, QUESTION, STICK, answer, answers, void


def test_what_a_stick_wrote_becomes_the_learners(learner: User, trainer: User) -> None:
    here, there = answers(2), answers(3, actor=STICK)
    record(here, evidence="observed", authority="test")
    record(there, evidence="self-reported", authority="test")
    assert link(STICK, learner, by=trainer)
    assert progress_of(learner.pk, COURSE) == fold(here + there)
    assert not Progress.objects.filter(learner=STICK).exists()
    kept = ActorLink.objects.get()
    assert (kept.actor, kept.learner, kept.linked_by) == (STICK, learner, trainer)
    assert not list(refolding.differences())


def test_what_a_linked_stick_writes_later_counts_too(learner: User) -> None:
    assert link(STICK, learner, by=None)
    record(answers(3, actor=STICK), evidence="self-reported", authority="test")
    assert progress_of(learner.pk, COURSE)[QUESTION].answers == 3
    assert progress_of(STICK, COURSE) == {}


def test_linking_before_or_after_makes_no_difference(learner: User) -> None:
    statements = [*answers(2), *answers(2, actor=STICK)]
    record(statements[:3], evidence="observed", authority="test")
    link(STICK, learner, by=None)
    record(statements[2:], evidence="observed", authority="test")
    assert progress_of(learner.pk, COURSE) == fold(statements)


def test_two_sticks_of_one_learner_count_together(learner: User, outsider: User) -> None:
    link(STICK, learner, by=None)
    record(answers(2, actor=STICK), evidence="self-reported", authority="test")
    record([check(answer(9, actor=outsider.pk))], evidence="observed", authority="test")
    assert progress_of(learner.pk, COURSE)[QUESTION].answers == 2
    assert progress_of(outsider.pk, COURSE)[QUESTION].answers == 1


def test_linking_twice_is_safe(learner: User) -> None:
    assert link(STICK, learner, by=None)
    assert not link(STICK, learner, by=None)
    assert ActorLink.objects.count() == 1


def test_a_learners_own_id_needs_no_link(learner: User) -> None:
    assert not link(LEARNER, learner, by=None)
    assert not ActorLink.objects.exists()


def test_a_stick_of_one_learner_is_never_given_to_another(learner: User, outsider: User) -> None:
    record(answers(2, actor=STICK), evidence="self-reported", authority="test")
    link(STICK, learner, by=None)
    with pytest.raises(ActorTaken) as caught:
        link(STICK, outsider, by=None)
    assert "Learner" not in str(caught.value)
    assert progress_of(learner.pk, COURSE)[QUESTION].answers == 2
    assert progress_of(outsider.pk, COURSE) == {}


def test_a_learners_own_id_is_never_given_to_another(learner: User, outsider: User) -> None:
    record(answers(2), evidence="observed", authority="test")
    with pytest.raises(ActorTaken):
        link(LEARNER, outsider, by=None)
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 2


def test_a_void_reaches_what_a_linked_stick_wrote(learner: User, trainer: User) -> None:
    first, second = answers(2, actor=STICK)
    record([first, second], evidence="self-reported", authority="test")
    link(STICK, learner, by=trainer)
    taken_back = check(void(first, actor=trainer.pk))
    record([taken_back], evidence="attested", authority=str(trainer.pk))
    assert progress_of(learner.pk, COURSE)[QUESTION].answers == 1


def test_a_linked_stick_that_is_erased_elsewhere_leaves_the_owners_own_progress(
    learner: User,
) -> None:
    record(answers(2), evidence="observed", authority="test")
    record(answers(3, actor=STICK), evidence="self-reported", authority="test")
    link(STICK, learner, by=None)
    take_erased([Entry(digest_of_actor(STICK), timezone.now())])
    assert progress_of(learner.pk, COURSE) == fold(answers(2))
    assert not list(refolding.differences())


def test_progress_that_only_an_erased_stick_made_is_gone(learner: User) -> None:
    link(STICK, learner, by=None)
    record(answers(3, actor=STICK), evidence="self-reported", authority="test")
    take_erased([Entry(digest_of_actor(STICK), timezone.now())])
    assert not Progress.objects.exists()
    assert not list(refolding.differences())
