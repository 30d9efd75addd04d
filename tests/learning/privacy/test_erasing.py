import logging
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Comment, Page

from learning.accounts.models import Access, SignIn, User
from learning.cohorts.models import Cohort
from learning.credentials.issuing import award_with, revoke
from learning.credentials.models import Award
from learning.privacy.erasing import erase, losses, take_erased
from learning.privacy.errors import LastAdministrator
from learning.publishing.models import Edition
from learning.records.erasing import Entry, digest_of_actor, erased_since
from learning.records.models import ActorLink, Erased, Progress, Quarantine, Statement
from learning.records.recording import record
from learning.sync.importing import Owner, bring_home
from learning.sync.models import WaitingFile
from learning.worksheets.instruments import Instrument
from learning.worksheets.inviting import join
from learning.worksheets.models import Role, Sheet, Worksheet
from learning.worksheets.saving import begin, hand_in
from learning.xapi.statements import check_kept
from tests.learning.accounts.people import PIN, signed_in
from tests.learning.cohorts.samples import member_of, work_of
from tests.learning.privacy.samples import places_of
from tests.learning.sync.samples import OTHER_STICK, STICK, progress_file, without_heading
from tests.learning.worksheets.samples import ANSWERS, handed_in, sheet_of


def test_nothing_in_any_table_names_an_erased_person(whole_life: None, learner: User) -> None:
    told = (str(learner.pk), learner.username, learner.name, str(STICK))
    assert len(set(places_of(*told))) > 8
    erase(learner)
    assert set(places_of(*told)) == set()


def test_no_statement_of_an_erased_person_stays_at_hand(
    whole_life: None, learner: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    kept = Statement.objects.first()
    assert kept
    kept.checked()
    assert check_kept.cache_info().currsize
    with django_capture_on_commit_callbacks(execute=True):
        erase(learner)
    assert check_kept.cache_info().currsize == 0


def test_what_is_lost_is_told_before(whole_life: None, learner: User) -> None:
    lost = {loss.room: loss.number for loss in losses(learner)}
    assert lost["records"] == Statement.objects.count() == 7
    assert lost["credentials"] == 1
    assert lost["accounts"] == 1
    assert User.objects.filter(pk=learner.pk).exists()


def test_a_cohort_keeps_only_that_somebody_was_there(
    whole_life: None, learner: User, second: User
) -> None:
    group = Cohort.objects.get()
    member_of(group, second)
    erase(learner)
    group.refresh_from_db()
    assert (group.memberships.count(), group.former) == (1, 1)


def test_an_erased_persons_certificate_answers_withdrawn(whole_life: None, learner: User) -> None:
    code = Award.objects.get().code
    erase(learner)
    award = award_with(code)
    assert award.is_withdrawn
    assert award.is_revoked
    assert (award.name, award.raw, award.learner.is_former) == ("", None, True)


def test_a_revoked_certificate_stays_revoked_and_not_withdrawn(
    whole_life: None, learner: User
) -> None:
    award = revoke(Award.objects.get(), reason="Learner One cheated.")
    erase(learner)
    award.refresh_from_db()
    assert not award.is_withdrawn
    assert "Learner" not in award.revoked_because


def test_the_second_assessors_worksheet_stays_whole(
    whole_life: None, learner: User, second: User
) -> None:
    erase(learner)
    worksheet = Worksheet.objects.get()
    assert worksheet.owner == second
    former = worksheet.sheets.get(role=Role.FIRST)
    assert former.assessor.is_former
    assert former.answers == ANSWERS
    assert sheet_of(worksheet, second).role == Role.SECOND


def test_a_sheet_that_nobody_else_has_seen_goes(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = begin(learner, pair, title="Ours", answers=ANSWERS)
    join(second, worksheet.invite_code)
    erase(learner)
    assert Sheet.objects.get().assessor == second
    assert Sheet.objects.get().role == Role.FIRST
    assert Worksheet.objects.get().owner == second


def test_the_owner_keeps_a_worksheet_whose_second_assessor_left(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = handed_in(pair, second, ANSWERS)
    join(learner, worksheet.invite_code)
    erase(learner)
    assert Worksheet.objects.get().owner == second
    assert Sheet.objects.get().assessor == second


def test_a_former_participant_is_named_in_the_readers_language_and_cannot_come_in(
    db: None,
) -> None:
    former = User.objects.create_former()
    with translation.override("en"):
        assert str(former) == former.get_full_name() == "a former participant"
    assert not former.is_active
    assert not former.has_usable_password()
    assert former.signs_in_with == SignIn.FORMER


def test_an_erased_person_is_signed_out_everywhere(learner: User) -> None:
    here, there = signed_in(learner), signed_in(learner)
    erase(learner)
    assert not Session.objects.exists()
    for browser in (here, there):
        assert browser.get("/me/").status_code == 302


def test_staff_go_and_what_they_wrote_stays(
    cohort: Cohort, trainer: User, learner: User, administrator: User
) -> None:
    page = Page.objects.get(depth=1)
    Comment.objects.create(page=page, user=trainer, text="Mend this.", contentpath="title")
    file = progress_file()
    WaitingFile.objects.create(
        cohort=cohort, name="a.atoll", digest="0" * 64, content=file, brought_by=trainer
    )
    member_of(cohort, learner)
    erase(trainer)
    assert Comment.objects.get().user.is_former
    assert WaitingFile.objects.get().brought_by.is_former
    assert list(cohort.trainers.all()) == []
    assert not User.objects.filter(username="trainer").exists()


def test_the_only_administrator_cannot_be_erased(administrator: User) -> None:
    with pytest.raises(LastAdministrator):
        erase(administrator)
    assert User.objects.filter(pk=administrator.pk).exists()


def test_erasing_for_somebody_is_noted_and_does_not_say_whom(
    learner: User, administrator: User
) -> None:
    erase(learner, by=administrator)
    entry = Access.objects.get()
    assert (entry.by, entry.about.int, entry.what) == (administrator, 0, "erasure")


def test_waiting_files_of_the_person_go_and_those_of_others_stay(
    cohort: Cohort, learner: User, trainer: User
) -> None:
    for actor, digest in ((STICK, "1" * 64), (OTHER_STICK, "2" * 64)):
        content = progress_file(actor=actor, name="Somebody")
        WaitingFile.objects.create(
            cohort=cohort, name="w", digest=digest, content=content, brought_by=trainer
        )
    bring_home(progress_file(code=learner.username), by=None, learner=None, authority="test")
    erase(learner)
    assert [each.digest for each in WaitingFile.objects.all()] == ["2" * 64]


def test_an_old_file_that_comes_later_is_refused_with_a_sentence(learner: User) -> None:
    file = progress_file(code=learner.username)
    bring_home(file, by=None, learner=None, authority="test")
    erase(learner)
    for old in (
        file,
        without_heading(file),
        progress_file(actor=OTHER_STICK, code=learner.username),
    ):
        found = bring_home(old, by=None, learner=None, authority="test")
        assert found.owner == Owner.ERASED
        assert found.refused == 3
        assert not found.is_clean
        assert "3 records were not added" in found.sentences[0]
        assert "fresh USB copy" in found.sentences[-1]
    assert not Statement.objects.exists()
    assert not Quarantine.objects.exists()


def test_an_old_file_is_refused_even_if_a_trainer_says_whose_it_is(
    learner: User, second: User, trainer: User
) -> None:
    bring_home(progress_file(code=learner.username), by=None, learner=None, authority="test")
    erase(learner)
    found = bring_home(progress_file(), by=trainer, learner=second, authority="test")
    assert found.owner == Owner.ERASED
    assert not ActorLink.objects.exists()


def test_a_stick_cannot_erase_somebody_elses_records(learner: User, second: User) -> None:
    bring_home(progress_file(code=second.username), by=None, learner=None, authority="test")
    code = learner.username
    erase(learner)
    found = bring_home(progress_file(code=code), by=None, learner=None, authority="test")
    assert found.owner != Owner.ERASED
    assert found.already == 3
    assert ActorLink.objects.get().learner == second


def test_what_a_person_sends_while_being_erased_is_refused(learner: User) -> None:
    erase(learner)
    receipt = record(work_of(learner.pk), evidence="observed", authority="test")
    assert (len(receipt.stored), len(receipt.refused)) == (0, 3)
    assert not Progress.objects.exists()


DEEDS: dict[str, Callable[[str], object]] = {
    "with code": lambda code: _bring(progress_file(code=code)),
    "no heading": lambda code: _bring(without_heading(progress_file(code=code))),
    "other stick": lambda code: _bring(progress_file(actor=OTHER_STICK, code=code)),
    "other stick, no code": lambda code: _bring(progress_file(actor=OTHER_STICK, lessons=1)),
    "erase": lambda code: _erase_if_there(code),
}


def _bring(file: bytes) -> object:
    return bring_home(file, by=None, learner=None, authority="test")


def _erase_if_there(code: str) -> None:
    for person in User.objects.filter(username=code):
        erase(person)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(order=st.permutations([*DEEDS, *(name for name in DEEDS if name != "erase")]))
def test_erasing_before_after_or_between_imports_ends_the_same(
    edition: Edition, order: list[str]
) -> None:
    person = User.objects.create_learner(name="Learner Two", pin=PIN)
    code, identifier = person.username, str(person.pk)
    try:
        for deed in order:
            DEEDS[deed](code)
        assert Statement.objects.count() == Progress.objects.count() == 0
        assert ActorLink.objects.count() == Quarantine.objects.count() == 0
        assert Erased.objects.count() == 4  # the person, two sticks, the code
        assert set(places_of(code, identifier, str(STICK), str(OTHER_STICK))) == set()
    finally:
        Erased.objects.all().delete()


def test_the_list_travels_and_erases_elsewhere_too(learner: User, second: User) -> None:
    bring_home(progress_file(code=learner.username), by=None, learner=None, authority="test")
    record(work_of(second.pk), evidence="observed", authority="test")
    erase(learner)
    travelling = erased_since()
    Erased.objects.all().delete()
    # The other server knows the person by another account id, and by the same card and stick.
    there = User.objects.create_learner(name=learner.name, pin=PIN)
    there.username = learner.username
    there.save()
    bring_home(progress_file(code=there.username), by=None, learner=None, authority="test")
    for _twice in range(2):
        take_erased(travelling)
    assert not User.objects.filter(username=learner.username).exists()
    assert set(Statement.objects.values_list("actor", flat=True)) == {second.pk}
    assert {entry.digest for entry in travelling} <= {entry.digest for entry in erased_since()}


def test_the_list_leaves_the_only_administrator(
    administrator: User, caplog: pytest.LogCaptureFixture
) -> None:
    travelling = [Entry(digest_of_actor(administrator.pk), timezone.now())]
    with caplog.at_level(logging.WARNING):
        assert take_erased(travelling) == 0
    assert User.objects.filter(pk=administrator.pk).exists()
    assert "only administrator" in caplog.text


def test_only_what_is_new_on_the_list_can_be_asked_for(learner: User) -> None:
    erase(learner)
    assert len(erased_since(timezone.now() - timedelta(hours=1))) == 2
    assert erased_since(timezone.now() + timedelta(hours=1)) == []


def test_a_list_of_strangers_changes_nothing_but_the_list(learner: User) -> None:
    stranger = uuid.uuid4()
    record(work_of(learner.pk), evidence="observed", authority="test")
    assert take_erased([Entry(digest_of_actor(stranger), timezone.now())]) == 0
    assert Statement.objects.count() == 3
    assert Erased.objects.get().digest == digest_of_actor(stranger)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_worksheet_whose_two_people_are_erased_goes(
    pair: Instrument, learner: User, second: User, is_first: bool
) -> None:
    worksheet = handed_in(pair, learner, ANSWERS)
    join(second, worksheet.invite_code)
    hand_in(sheet_of(worksheet, second), pair)
    for person in (learner, second) if is_first else (second, learner):
        erase(person)
    assert not Worksheet.objects.exists()
    assert not Sheet.objects.exists()
    assert not User.objects.exists()


def test_the_second_of_two_administrators_cannot_be_erased(administrator: User) -> None:
    other = User.objects.create_superuser("other", password="a long password", name="Other")
    erase(administrator)
    with pytest.raises(LastAdministrator):
        erase(other)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_two_administrators_who_leave_at_once_do_not_both_go() -> None:
    make = User.objects.create_superuser
    both = [make(name, password="a long password", name=name) for name in ("one", "two")]
    met, kept = Barrier(2), []

    def leave(person: User) -> None:
        met.wait()
        try:
            erase(person)
        except LastAdministrator:
            kept.append(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(leave, both))
    assert len(kept) == User.objects.filter(is_superuser=True).count() == 1
