import itertools
import uuid
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction

from learning.accounts.models import TRAINERS, User
from learning.cohorts.agenda.leading import add_trainer
from learning.cohorts.applying import apply
from learning.cohorts.errors import MayNotBring
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.moving.taking import Taking, take
from learning.cohorts.telling import register, tell_trainers
from learning.records.attesting import Saying, say
from learning.records.doubting import doubted_in
from learning.records.erasing import erase_actors
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.models import Attestation, Fact, Quarantine, Statement
from learning.records.recording import record
from learning.records.revoking import revoke
from learning.xapi.attestations import Kind
from learning.xapi.errors import NotACohortFile
from learning.xapi.trusting import Doubt
from tests.learning.accounts.people import make_trainer
from tests.learning.cohorts.moving.worlds import empty_server, join, mark, out, rows, saved
from tests.learning.cohorts.samples import a_cohort, do_work, work_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(db: None) -> User:
    return make_trainer("second", "Trainer Two")


@pytest.fixture
def lands(trainer: User, second: User, learner: User) -> Cohort:
    """A cohort of two trainers and one learner, who worked and was there."""
    cohort = a_cohort(trainer)
    cohort.trainers.add(second)
    tell_trainers(cohort, author=trainer.pk)
    join(cohort, learner)
    do_work(learner)
    mark(cohort, learner, "present", by=trainer)
    return cohort


def bring(file: bytes, by: User | None = None) -> Taking:
    return take(file, by=by, authority=str(by.pk) if by else "take_cohorts")


def person(name: str) -> User:
    return User.objects.create_learner(name=name, pin="2580")


def test_a_cohort_is_the_same_on_the_second_server(lands: Cohort) -> None:
    file, here = saved(lands), rows()
    with empty_server():
        found = bring(file)
        assert found.is_clean
        there = rows()
    trainers = User.objects.filter(groups__name=TRAINERS).values_list("pk", flat=True)
    assert [row for row in there["people"] if row[0] not in trainers] == [
        row for row in here["people"] if row[0] not in trainers
    ]
    names = [(row[0], row[2], row[5]) for row in there["people"]]
    assert names == [(row[0], row[2], row[5]) for row in here["people"]]
    assert {**there, "people": 0} == {**here, "people": 0}


def test_a_second_time_changes_nothing(lands: Cohort) -> None:
    file = saved(lands)
    with empty_server():
        bring(file)
        there, again = rows(), bring(file)
        assert (again.new, again.people) == (0, 0)
        assert rows() == there


def test_files_in_every_order_end_the_same(
    lands: Cohort, trainer: User, second: User, learner: User
) -> None:
    first = saved(lands)
    other = join(lands, person("Learner Two"))
    mark(lands, learner, "absent", by=second)
    middle = saved(lands)
    out(other, by=trainer)
    child = a_cohort(second, "Lands, second generation")
    join(child, person("Learner Three"))
    ends = set()
    for order in itertools.permutations([first, middle, saved(lands), saved(child, lands)]):
        with empty_server():
            for file in order:
                bring(file)
            ends.add(repr(rows()))
    assert len(ends) == 1


def test_what_two_trainers_marked_apart_meets_and_is_contested(
    lands: Cohort, trainer: User, second: User
) -> None:
    late = person("Learner Four")
    join(lands, late)
    base = saved(lands)
    with empty_server(trainer):
        bring(base)
        mark(lands, late, "absent", by=trainer)
        station = saved(lands)
    mark(lands, late, "present", by=second)
    bring(station)
    fact = Fact.objects.get(learner=late.pk, kind=Kind.ATTENDANCE)
    assert fact.is_contested
    assert {fact.value["state"], fact.others[0]["value"]["state"]} == {"absent", "present"}


def test_new_people_have_no_pin_and_no_password(lands: Cohort, trainer: User) -> None:
    file = saved(lands)
    with empty_server():
        bring(file)
        assert [each.has_usable_password() for each in User.objects.all()] == [False] * 3
        assert User.objects.get(pk=trainer.pk).is_trainer


def test_a_file_holds_no_digest_of_any_pin(lands: Cohort, learner: User) -> None:
    file = saved(lands).decode()
    assert learner.password not in file
    assert "trainer" not in [learner.username]
    assert str(learner.pk) in file


def test_a_code_that_is_somebody_elses_here_is_told_and_nobody_is_mixed_up(
    lands: Cohort, learner: User
) -> None:
    file = saved(lands)
    with empty_server():
        namesake = User.objects.create_learner(name="Somebody Else", pin="2580")
        User.objects.filter(pk=namesake.pk).update(username=learner.username)
        found = bring(file)
        assert User.objects.get(username=learner.username).name == "Somebody Else"
        assert any(learner.username in sentence for sentence in found.doubtful)
        assert Membership.objects.get(learner=learner.pk).learner.username != learner.username


def test_a_join_code_that_another_cohort_has_is_told(lands: Cohort, trainer: User) -> None:
    file = saved(lands)
    with empty_server(trainer):
        other = a_cohort(trainer, "Other")
        Cohort.objects.filter(pk=other.pk).update(code=lands.code)
        found = bring(file)
        assert Cohort.objects.get(pk=lands.pk).code != lands.code
        assert any(lands.code in sentence for sentence in found.doubtful)
        assert bring(file).new == 0


def test_an_account_here_is_never_changed_by_a_file(lands: Cohort, learner: User) -> None:
    file = saved(lands)
    User.objects.filter(pk=learner.pk).update(name="Mended Name", organisation="Ports")
    bring(file)
    learner.refresh_from_db()
    assert (learner.name, learner.organisation) == ("Mended Name", "Ports")
    assert learner.has_usable_password()


def test_progress_counts_there_as_it_did_here(lands: Cohort, learner: User) -> None:
    file = saved(lands)
    with empty_server():
        bring(file)
        assert set(Statement.objects.values_list("evidence", flat=True)) == {Evidence.OBSERVED}


def test_a_usb_copy_belongs_to_its_person_there_too(lands: Cohort, learner: User) -> None:
    stick = uuid.uuid4()
    record(work_of(stick), evidence=Evidence.SELF_REPORTED, authority="a stick")
    link(stick, learner, by=None)
    file, here = saved(lands), rows()
    with empty_server():
        bring(file)
        assert rows()["links"] == here["links"]
        assert rows()["progress"] == here["progress"]


def test_a_usb_copy_of_somebody_else_here_stays_theirs(lands: Cohort, learner: User) -> None:
    stick = uuid.uuid4()
    record(work_of(stick), evidence=Evidence.SELF_REPORTED, authority="a stick")
    link(stick, learner, by=None)
    file = saved(lands)
    with empty_server():
        owner = person("Owner")
        link(stick, owner, by=None)
        found = bring(file)
        assert found.foreign == 3
        assert not Statement.objects.filter(actor=stick).exists()


def test_a_trainer_of_the_cohort_may_bring_it(lands: Cohort, trainer: User) -> None:
    assert bring(saved(lands), by=trainer).is_clean


def test_an_administrator_may_bring_any(lands: Cohort, administrator: User) -> None:
    file = saved(lands)
    with empty_server(administrator):
        assert bring(file, by=administrator).is_clean


def test_a_trainer_of_another_cohort_is_refused_and_nothing_is_changed(lands: Cohort) -> None:
    stranger, file, before = make_trainer("third", "Trainer Three"), saved(lands), rows()
    with pytest.raises(MayNotBring) as refusal:
        bring(file, by=stranger)
    assert lands.name in str(refusal.value)
    assert {**rows(), "people": 0} == {**before, "people": 0}


def test_who_trained_the_trainer_of_a_cohort_may_bring_it(
    lands: Cohort, trainer: User, second: User
) -> None:
    child = a_cohort(second, "Child")
    Cohort.objects.filter(pk=child.pk).update(parent=lands.pk)
    assert bring(saved(child), by=trainer).is_clean


def test_what_a_stranger_said_is_kept_and_does_not_count(lands: Cohort, learner: User) -> None:
    stranger = make_trainer("third", "Trainer Three")
    mark(lands, learner, "absent", by=stranger)
    file = saved(lands)
    with empty_server():
        bring(file)
        (fact,) = Fact.objects.filter(kind=Kind.ATTENDANCE)
        assert fact.value == {"state": "present"}
        assert [each.doubt for each in doubted_in(lands.pk)] == [Doubt.STRANGER]


def test_it_counts_once_a_trainer_says_who_that_was(
    lands: Cohort, learner: User, trainer: User
) -> None:
    stranger = make_trainer("third", "Trainer Three")
    mark(lands, learner, "absent", by=stranger)
    before = saved(lands)
    lands.trainers.add(stranger)
    tell_trainers(lands, author=trainer.pk)
    ends = set()
    for order in itertools.permutations([before, saved(lands)]):
        with empty_server():
            for file in order:
                bring(file)
            assert doubted_in(lands.pk) == []
            ends.add(repr(rows()))
    assert len(ends) == 1


def test_what_an_administrator_did_counts(
    lands: Cohort, learner: User, administrator: User
) -> None:
    mark(lands, learner, "absent", by=administrator)
    file = saved(lands)
    with empty_server():
        bring(file)
        assert doubted_in(lands.pk) == []


def test_what_comes_of_a_revoked_station_is_set_aside(lands: Cohort) -> None:
    file = saved(lands)
    origin = Attestation.objects.values_list("origin", flat=True).distinct().get()
    with empty_server():
        bring(file)
        before = rows()
        assert revoke(origin, reason="The laptop was stolen.")
        assert rows() == before  # what came before stays
    with empty_server():
        revoke(origin, reason="The laptop was stolen.")
        found = bring(file)
        assert (found.revoked, found.foreign) == (5, 3)
        assert Quarantine.objects.count() == 8
        assert Quarantine.objects.filter(reason__contains="The laptop was stolen.").count() == 5
        assert not Attestation.objects.exists()


def test_erased_people_do_not_come_back(lands: Cohort, learner: User) -> None:
    file = saved(lands)
    with empty_server():
        erase_actors([learner.pk], code=learner.username)
        found = bring(file)
        assert found.refused
        assert not User.objects.filter(pk=learner.pk).exists()
        assert not Membership.objects.exists()
        assert not Fact.objects.filter(learner=learner.pk).exists()


def test_erased_people_leave_in_no_file(lands: Cohort, learner: User) -> None:
    erase_actors([learner.pk], code=learner.username)
    assert learner.name not in saved(lands).decode()


def test_what_somebody_did_who_is_in_no_such_cohort_is_set_aside(lands: Cohort) -> None:
    file = saved(lands).replace(b'"format"', b'"format"')
    stranger = person("Stranger")
    made = [work_of(stranger.pk)[0]]
    record(made, evidence=Evidence.OBSERVED, authority="the hub")
    line = f'{{"evidence":"observed","statement":{_told(made[0])}}}\n'.encode()
    found = bring(file + line)
    assert found.foreign == 1


def _told(statement: Any) -> str:
    return statement.content.decode()[:-1] + f',"id":"{statement.id}"}}'


def test_a_broken_file_gives_what_is_whole(lands: Cohort) -> None:
    lines = saved(lands).splitlines(keepends=True)
    lines[3] = lines[3][:20] + b"\n"
    with empty_server():
        found = bring(b"".join(lines))
        assert (len(found.damaged), found.is_clean) == (1, False)
        assert Quarantine.objects.count() == 1
        assert any("not whole" in sentence for sentence in found.sentences)


def test_what_is_no_cohort_file_changes_nothing(db: None) -> None:
    with pytest.raises(NotACohortFile):
        bring(b"something else")


def test_a_damaged_row_is_told_and_the_rest_is_kept(lands: Cohort, trainer: User) -> None:
    say([Saying(register(lands, Kind.COHORT), {"name": "Lands"})], author=trainer.pk)
    file = saved(lands)
    with empty_server():
        found = bring(file)
        assert found.cohorts == ()
        assert str(lands.pk) in " ".join(found.sentences)
        assert Attestation.objects.exists()


def test_somebody_who_became_a_trainer_is_one_there_in_any_order(
    lands: Cohort, learner: User, trainer: User
) -> None:
    before = saved(lands)
    place = register(lands, Kind.LEADS, learner=learner.pk)
    say([Saying(place, {"leads": True})], author=trainer.pk)
    User.objects.filter(pk=learner.pk).update(signs_in_with="password")
    learner.groups.add(trainer.groups.get())
    after = saved(lands)
    ends = set()
    for order in itertools.permutations([before, after]):
        with empty_server():
            for file in order:
                bring(file)
            assert User.objects.get(pk=learner.pk).is_trainer
            assert Membership.objects.filter(learner=learner.pk).exists()
            ends.add(repr(rows()))
    assert len(ends) == 1


def test_a_learner_who_signs_in_here_is_not_shut_out_by_a_file(
    lands: Cohort, learner: User, trainer: User
) -> None:
    learner.groups.add(trainer.groups.get())
    file = saved(lands)
    learner.groups.clear()
    found = bring(file)
    learner.refresh_from_db()
    assert learner.is_learner
    assert any(learner.name in sentence for sentence in found.doubtful)


def test_no_trainers_file_makes_a_trainer_of_a_learner_but_an_administrator_or_a_command_does(
    learner: User, administrator: User, second: User
) -> None:
    trap = a_cohort(second, "A trap")
    join(trap, learner)
    learner.groups.add(second.groups.get())
    file = saved(trap)
    learner.groups.clear()
    User.objects.filter(pk=learner.pk).update(password=make_password(None))
    found = bring(file, by=second)
    assert not User.objects.get(pk=learner.pk).is_trainer
    assert User.objects.get(pk=learner.pk).is_learner
    assert any(learner.name in sentence for sentence in found.doubtful)
    for by in (administrator, None):
        with transaction.atomic():
            bring(file, by=by)
            assert User.objects.get(pk=learner.pk).is_trainer
            transaction.set_rollback(True)


def test_a_trainer_whom_an_administrator_of_the_hub_named_stays_one(
    lands: Cohort, administrator: User
) -> None:
    station = saved(lands)
    with empty_server(administrator):
        bring(station)
        hub = Cohort.objects.get(pk=lands.pk)
        third = make_trainer("third", "Trainer Three")
        add_trainer(hub, "third", author=administrator.pk)
        bring(station)
        assert third in hub.trainers.all()
        back = saved(hub)
    bring(back)
    assert lands.trainers.filter(pk=third.pk).exists()


def test_a_trainer_may_bring_a_new_cohort_that_names_them(lands: Cohort, trainer: User) -> None:
    file = saved(lands)
    with empty_server(trainer):
        assert bring(file, by=trainer).is_clean
        assert Cohort.objects.taught_by(trainer).exists()


def test_a_new_cohort_of_others_cannot_be_brought(lands: Cohort, trainer: User) -> None:
    file = saved(lands)
    stranger = make_trainer("third", "Trainer Three")
    with empty_server(stranger), pytest.raises(MayNotBring):
        bring(file, by=stranger)


def test_what_came_before_a_station_was_revoked_is_not_set_aside_again(lands: Cohort) -> None:
    file = saved(lands)
    origin = Attestation.objects.values_list("origin", flat=True).distinct().get()
    with empty_server():
        bring(file)
        revoke(origin, reason="Stolen")
        bring(file)
        assert not Quarantine.objects.exists()


def test_staff_are_made_no_participants_by_a_file(lands: Cohort, learner: User) -> None:
    file = saved(lands)
    with empty_server():
        User.objects.create_user("staff", id=learner.pk, name="Somebody of the Staff")
        found = bring(file)
        assert not Membership.objects.exists()
        assert any("Somebody of the Staff" in sentence for sentence in found.doubtful)


def test_a_cohort_older_than_its_facts_keeps_its_trainers(lands: Cohort, trainer: User) -> None:
    for kind in (Kind.TRAINER, Kind.COHORT):
        Attestation.objects.filter(kind=kind).delete()
        Fact.objects.filter(kind=kind).delete()
    before = set(lands.trainers.all())
    apply(lands.pk)
    assert set(lands.trainers.all()) == before
    file = saved(lands)
    with empty_server():
        assert bring(file).is_clean
        assert {each.pk for each in Cohort.objects.get().trainers.all()} == {e.pk for e in before}
