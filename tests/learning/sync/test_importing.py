import itertools
import uuid

import pytest

from learning.accounts.models import User
from learning.records.linking import link
from learning.records.models import Quarantine, Statement
from learning.records.reading import progress_of
from learning.records.revoking import lift, revoke
from learning.sync import importing
from learning.sync.importing import Homecoming, Owner, bring_home, learner_by_code
from learning.xapi.errors import NotAProgressFile, TooLarge
from learning.xapi.progress_files import MAX_BYTES
from tests.learning.cohorts.samples import COURSE, QUESTIONS
from tests.learning.sync.samples import (
    OTHER_STICK,
    STICK,
    altered,
    cut_off,
    progress_file,
    without_heading,
)


def bring(file: bytes, *, by: User | None = None, learner: User | None = None) -> Homecoming:
    return bring_home(file, by=by, learner=learner, authority="test")


def done_by(learner: User | uuid.UUID) -> int:
    """How many questions of the course the learner answered rightly."""
    states = progress_of(learner if isinstance(learner, uuid.UUID) else learner.pk, COURSE)
    return sum(states[question].succeeded for question in QUESTIONS if question in states)


@pytest.fixture
def neighbour(db: None) -> User:
    return User.objects.create_learner(name="Bilal", pin="2580")


def test_a_file_with_a_code_counts_for_the_learner_of_the_code(learner: User) -> None:
    found = bring(progress_file(code=learner.learner_code))
    assert (found.stored, found.already, found.learner, found.linked) == (3, 0, learner, True)
    assert found.is_clean
    assert found.courses == (COURSE,)
    assert done_by(learner) == 2


def test_all_it_says_is_self_reported(learner: User) -> None:
    bring(progress_file(code=learner.learner_code))
    kept = set(Statement.objects.values_list("evidence", "authority"))
    assert kept == {("self-reported", "test")}


def test_a_file_with_no_code_counts_for_nobody_and_is_kept(db: None) -> None:
    found = bring(progress_file())
    assert (found.owner, found.learner, found.linked) == (Owner.NOBODY_YET, None, False)
    assert Statement.objects.count() == 3
    assert any("does not say whose it is" in sentence for sentence in found.sentences)


@pytest.mark.parametrize("code", ["00000000", "K7QX", "no code at all"])
def test_a_code_of_nobody_is_no_code(db: None, code: str) -> None:
    assert bring(progress_file(code=code)).owner == Owner.NOBODY_YET


def test_a_code_of_staff_is_no_code(outsider: User) -> None:
    User.objects.filter(pk=outsider.pk).update(username="00000000")
    assert learner_by_code("00000000") is None


def test_what_waits_counts_as_soon_as_somebody_says_whose_it_is(learner: User) -> None:
    bring(progress_file())
    found = bring(progress_file(), learner=learner)
    assert (found.stored, found.already, found.linked) == (0, 3, True)
    assert done_by(learner) == 2


def test_the_same_file_twice_counts_once(learner: User) -> None:
    file = progress_file(code=learner.learner_code)
    bring(file)
    found = bring(file)
    assert (found.stored, found.already, found.linked, found.is_clean) == (0, 3, False, True)
    assert found.learner == learner
    assert any("nothing counts twice" in sentence for sentence in found.sentences)


def test_files_may_come_in_any_order(learner: User) -> None:
    code = learner.learner_code
    files = [progress_file(code=code, lessons=1), progress_file(code=code), progress_file()]
    for order in itertools.permutations(files):
        for file in order:
            bring(file)
        assert Statement.objects.count() == 3
        assert done_by(learner) == 2


def test_a_later_file_of_a_known_stick_needs_no_code(learner: User) -> None:
    bring(progress_file(code=learner.learner_code, lessons=1))
    found = bring(progress_file())
    assert (found.owner, found.learner) == (Owner.KNOWN, learner)
    assert done_by(learner) == 2


def test_two_sticks_of_one_person_add_up(learner: User) -> None:
    code = learner.learner_code
    bring(progress_file(code=code))
    bring(progress_file(code=code, actor=OTHER_STICK))
    assert Statement.objects.count() == 6
    assert done_by(learner) == 2


def test_a_file_cut_off_gives_all_that_is_whole(learner: User) -> None:
    found = bring(cut_off(progress_file(code=learner.learner_code)))
    assert (found.stored, len(found.damaged), found.missing) == (2, 1, 1)
    assert not found.is_clean
    assert done_by(learner) == 2
    assert Quarantine.objects.get().source == "test"


def test_a_later_whole_file_mends_one_that_was_cut_off(learner: User) -> None:
    file = progress_file(code=learner.learner_code)
    bring(cut_off(file))
    found = bring(file)
    assert (found.stored, found.already, found.is_clean) == (1, 2, True)


def test_an_altered_record_is_set_aside_and_does_not_count(learner: User) -> None:
    found = bring(altered(progress_file(code=learner.learner_code)))
    assert (found.stored, found.altered, len(found.damaged)) == (2, 1, 1)
    assert "changed after it was written" in Quarantine.objects.get().reason
    assert any("does not count" in sentence for sentence in found.sentences)
    assert done_by(learner) == 1


def test_every_sentence_tells_that_the_rest_is_safe(learner: User) -> None:
    found = bring(cut_off(altered(progress_file(code=learner.learner_code))))
    words = " ".join(found.sentences)
    for expected in (
        "1 new record of learning was added.",
        "1 line was damaged and set aside.",
        "1 record was changed after it was written",
        "All that was whole is safe.",
        f"They count for Learner One, learner code {learner.learner_code}.",
    ):
        assert expected in words


def test_a_file_that_lost_its_heading_is_known_by_its_one_actor(learner: User) -> None:
    bring(progress_file(code=learner.learner_code, lessons=1))
    found = bring(without_heading(progress_file()))
    assert (found.header, found.learner, found.is_clean) == (None, learner, False)
    assert done_by(learner) == 2


def test_a_file_of_two_actors_and_no_heading_is_kept_for_nobody(learner: User) -> None:
    both = without_heading(progress_file()) + without_heading(progress_file(actor=OTHER_STICK))
    found = bring(both, learner=learner)
    assert (found.stored, found.owner) == (6, Owner.NOBODY_YET)


def test_a_stick_of_another_person_is_not_taken_over(learner: User, neighbour: User) -> None:
    bring(progress_file(code=learner.learner_code, lessons=1))
    found = bring(progress_file(), learner=neighbour)
    assert (found.owner, found.learner, found.linked) == (Owner.SOMEBODY_ELSE, None, False)
    assert found.stored == 2
    assert (done_by(learner), done_by(neighbour)) == (2, 0)
    words = " ".join(found.sentences)
    assert "belong to another person" in words
    assert learner.name not in words


def test_a_learner_cannot_take_a_file_with_another_ones_code(
    learner: User, neighbour: User
) -> None:
    found = bring(progress_file(code=learner.learner_code), by=neighbour, learner=neighbour)
    assert found.owner == Owner.SOMEBODY_ELSE
    assert done_by(neighbour) == 0
    assert Statement.objects.count() == 3


def test_a_trainer_who_names_the_person_is_believed(
    learner: User, neighbour: User, trainer: User
) -> None:
    found = bring(progress_file(code=learner.learner_code), by=trainer, learner=neighbour)
    assert found.learner == neighbour


def test_nobody_is_given_the_statements_of_an_account(learner: User, neighbour: User) -> None:
    found = bring(progress_file(actor=neighbour.pk), learner=learner)
    assert found.owner == Owner.SOMEBODY_ELSE
    assert done_by(learner) == 0


def test_nobody_writes_in_the_name_of_an_account(learner: User, neighbour: User) -> None:
    found = bring(progress_file(actor=neighbour.pk, code=neighbour.learner_code), by=learner)

    assert found.stored == 0
    assert {line.reason for line in found.damaged} == {importing.IMPOSTOR}
    assert done_by(neighbour) == 0
    assert Quarantine.objects.filter(reason=importing.IMPOSTOR).count() == len(found.damaged)


def test_a_link_made_in_the_same_moment_is_respected(
    learner: User, neighbour: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link(STICK, neighbour, by=None)
    monkeypatch.setattr(importing, "_person_of", lambda _actor: None)
    found = bring(progress_file(), learner=learner)
    assert found.owner == Owner.SOMEBODY_ELSE
    assert found.stored == 3


@pytest.mark.parametrize("file", [b"", b"hello", b"\x00\xff" * 50, b"{}"])
def test_what_is_no_progress_file_changes_nothing(db: None, file: bytes) -> None:
    with pytest.raises(NotAProgressFile):
        bring(file)
    assert not Quarantine.objects.exists()


def test_a_file_too_large_changes_nothing(db: None) -> None:
    with pytest.raises(TooLarge):
        bring(progress_file() + b" " * MAX_BYTES)
    assert not Statement.objects.exists()


def test_it_is_all_or_nothing(learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(importing, "link", fail)
    with pytest.raises(OSError, match="full"):
        bring(cut_off(progress_file(code=learner.learner_code)))
    assert not Statement.objects.exists()
    assert not Quarantine.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_file(
    learner: User, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(44):
        bring(progress_file(code=learner.learner_code))


def test_what_comes_of_a_revoked_stick_is_set_aside_and_may_be_brought_again(
    learner: User,
) -> None:
    first = progress_file(code=learner.learner_code, lessons=1)
    bring(first)
    before = Statement.objects.count()
    revoke(uuid.uuid5(STICK, "origin"), reason="Stolen in May.")
    found = bring(progress_file(code=learner.learner_code))
    assert found.stored == 0
    assert found.revoked > 0
    assert not found.is_clean
    assert Statement.objects.count() == before
    assert "revoked" in " ".join(found.sentences)
    assert all("Stolen in May." in each.reason for each in Quarantine.objects.all())
    assert bring(first).is_clean
    lift(uuid.uuid5(STICK, "origin"))
    assert bring(progress_file(code=learner.learner_code)).stored == found.revoked
