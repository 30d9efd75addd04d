from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from learning.accounts.models import User
from learning.credentials import issuing
from learning.credentials.errors import (
    NoSuchCertificate,
    NotComplete,
    RevokedAlready,
    UnfitName,
)
from learning.credentials.issuing import award_with, issue, mend_name, revoke
from learning.credentials.models import Award
from learning.publishing.models import Edition
from tests.learning.cohorts.samples import COURSE, NOON, do_work
from tests.learning.credentials.samples import OUTCOMES, completed


def test_a_certificate_says_what_the_course_and_the_learner_were_that_day(
    award: Award, learner: User
) -> None:
    edition = Edition.objects.get()

    assert (award.name, award.title, award.language) == ("Learner One", "Foundations", "en")
    assert (award.edition, award.course) == (edition.content_id, COURSE)
    assert award.snapshot == {
        "outcomes": list(OUTCOMES),
        "minutes": 15,
        "sdg_targets": ["16.6", "9.c"],
    }
    assert (award.evidence, award.raw, award.maximum, award.percent) == ("observed", 2, 2, 100)
    assert award.completed_at == NOON
    assert str(award) == "Learner One, Foundations"


def test_asking_twice_gives_the_first_certificate(award: Award, learner: User) -> None:
    again = issue(learner, COURSE, name="Somebody Else")
    assert (again, again.name, Award.objects.count()) == (award, "Learner One", 1)


def test_two_requests_at_once_give_one_certificate(
    award: Award, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = Award.objects.of, []

    def blind_at_first(person: User) -> object:
        seen.append(person)
        return Award.objects.none() if len(seen) == 1 else real(person)

    monkeypatch.setattr(issuing.Award.objects, "of", blind_at_first)

    assert issue(learner, COURSE, name="Learner One") == award


def test_what_is_not_complete_gives_no_certificate(learner: User, edition: Edition) -> None:
    do_work(learner, lessons=1)
    for course in (COURSE, uuid4()):
        with pytest.raises(NotComplete):
            issue(learner, course, name="Learner One")
    assert not Award.objects.exists()


def test_an_unfit_name_gives_no_certificate(learner: User, edition: Edition) -> None:
    completed(learner, edition)
    with pytest.raises(UnfitName):
        issue(learner, COURSE, name="\u202e")
    assert not Award.objects.exists()


def test_a_code_that_is_taken_is_not_given_again(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter([award.code, "0" * 12])
    monkeypatch.setattr("learning.credentials.models.new_certificate_code", lambda: next(codes))
    assert Award.objects.free_code() == "0" * 12


def test_a_certificate_is_found_by_its_code_as_typed(award: Award) -> None:
    assert award_with(award.printed_code.lower()) == award
    for strange in ("", "nonsense", "0" * 12):
        with pytest.raises(NoSuchCertificate):
            award_with(strange)


def test_a_revoked_certificate_keeps_its_first_reason(award: Award) -> None:
    revoked = revoke(award, reason="Given by mistake.")
    with pytest.raises(RevokedAlready):
        revoke(award, reason="Another one.")
    award.refresh_from_db()

    assert revoked.is_revoked
    assert award.revoked_because == "Given by mistake."


def test_revoking_is_for_good_and_a_new_one_is_not_given(award: Award, learner: User) -> None:
    revoke(award, reason="Given by mistake.")
    assert issue(learner, COURSE, name="Learner One") == award
    with pytest.raises(RevokedAlready):
        mend_name(award, "Learner Two")


def test_mending_the_name_keeps_code_and_date(award: Award) -> None:
    mended = mend_name(award, " Leárner  One ")
    assert (mended.name, mended.code, mended.issued_at) == (
        "Leárner One",
        award.code,
        award.issued_at,
    )
    with pytest.raises(UnfitName):
        mend_name(award, "")


@pytest.mark.parametrize(
    "wrong",
    [{"revoked_because": "A reason without a day"}, {"evidence": "believed"}],
)
def test_the_database_keeps_certificates_sound(award: Award, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.update(**wrong)
