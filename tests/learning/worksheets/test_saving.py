from datetime import timedelta

import pytest
from django.utils import timezone

from learning.accounts.models import User
from learning.worksheets.answers import EVIDENCE_LIMIT, LARGEST
from learning.worksheets.errors import (
    AlreadyHandedIn,
    ChangedMeanwhile,
    InvitationExpired,
    NoSuchInvitation,
    OwnInvitation,
    TooLarge,
    Unfit,
)
from learning.worksheets.instruments import Instrument
from learning.worksheets.inviting import OPEN_FOR, join, open_invitation
from learning.worksheets.models import Role, Sheet, Worksheet
from learning.worksheets.saving import begin, hand_in, open_again, save_answers
from tests.learning.worksheets.samples import ANSWERS, handed_in, sheet_of


@pytest.fixture
def worksheet(check: Instrument, learner: User) -> Worksheet:
    return begin(learner, check, title="Ministry of Lands", place="FJI")


@pytest.fixture
def sheet(worksheet: Worksheet, learner: User) -> Sheet:
    return sheet_of(worksheet, learner)


def test_a_worksheet_names_its_instrument_and_edition(
    worksheet: Worksheet, check: Instrument, sheet: Sheet
) -> None:
    assert str(worksheet.activity) == check.lesson.activity
    assert worksheet.manifest_sha256 == check.edition.manifest_sha256
    assert (worksheet.kind, worksheet.assessors, worksheet.invite_code) == ("assessment", 1, "")
    assert (sheet.role, sheet.answers, sheet.is_handed_in) == (Role.FIRST, {}, False)


def test_what_was_not_sent_stays(sheet: Sheet) -> None:
    save_answers(sheet, {"data-law": "yes"}, version=0)
    saved = save_answers(sheet, {"open-law": "no"}, version=1)
    assert (saved.answers, saved.version) == ({"data-law": "yes", "open-law": "no"}, 2)


def test_saving_the_same_again_is_no_new_version(sheet: Sheet) -> None:
    save_answers(sheet, {"team": "no"}, version=0)
    assert save_answers(sheet, {"team": "no"}, version=0).version == 1


def test_a_newer_text_is_never_saved_over_unseen(sheet: Sheet) -> None:
    save_answers(sheet, {"team": "no", "leader": "yes"}, version=0)
    with pytest.raises(ChangedMeanwhile) as told:
        save_answers(sheet, {"team": "yes", "leader": "yes"}, version=0)
    assert (told.value.stored, told.value.version) == ({"team": "no"}, 1)
    sheet.refresh_from_db()
    assert sheet.answers == {"team": "no", "leader": "yes"}
    assert save_answers(sheet, {"team": "yes"}, version=1).answers["team"] == "yes"


def test_an_old_page_may_fill_what_is_still_empty(sheet: Sheet) -> None:
    save_answers(sheet, {"team": "no"}, version=0)
    assert save_answers(sheet, {"leader": "yes"}, version=0).answers == {
        "team": "no",
        "leader": "yes",
    }


def test_more_than_a_sheet_keeps_is_refused_whole(sheet: Sheet) -> None:
    with pytest.raises(TooLarge):
        save_answers(sheet, {"team.evidence": "x" * LARGEST}, version=0)
    sheet.refresh_from_db()
    assert sheet.answers == {}


def test_a_sheet_is_handed_in_once_and_then_stays(sheet: Sheet, check: Instrument) -> None:
    assert hand_in(sheet, check).is_handed_in
    with pytest.raises(AlreadyHandedIn):
        hand_in(sheet, check)
    with pytest.raises(AlreadyHandedIn):
        save_answers(sheet, {"team": "no"}, version=0)


def test_too_long_evidence_is_kept_but_not_handed_in(sheet: Sheet, check: Instrument) -> None:
    save_answers(sheet, {"team.evidence": "x" * (EVIDENCE_LIMIT + 1)}, version=0)
    with pytest.raises(Unfit):
        hand_in(sheet, check)


def test_a_sheet_can_be_opened_again_until_both_have_handed_in(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = handed_in(pair, learner, ANSWERS)
    first = sheet_of(worksheet, learner)
    assert open_again(first)
    hand_in(first, pair)
    join(second, worksheet.invite_code)
    hand_in(sheet_of(worksheet, second), pair)
    assert not open_again(first)
    assert Sheet.objects.filter(submitted_at=None).count() == 0


# The second assessor


def test_an_instrument_for_two_gets_a_code_that_lets_one_person_in(
    pair: Instrument, learner: User, second: User, outsider: User
) -> None:
    worksheet = begin(learner, pair, title="Town")
    code = worksheet.invite_code
    assert join(second, f" {code[:3]}-{code[3:].lower()} ") == worksheet
    assert sheet_of(worksheet, second).role == Role.SECOND
    with pytest.raises(NoSuchInvitation):
        join(outsider, code)


def test_the_owner_cannot_be_the_second_assessor_too(pair: Instrument, learner: User) -> None:
    worksheet = begin(learner, pair, title="Town")
    with pytest.raises(OwnInvitation):
        join(learner, worksheet.invite_code)


@pytest.mark.parametrize("code", ["", "ABC", "000000", "nothing at all", "ZZZZZZ"])
def test_a_wrong_code_is_told(pair: Instrument, learner: User, second: User, code: str) -> None:
    begin(learner, pair, title="Town")
    with pytest.raises(NoSuchInvitation):
        join(second, code)


def test_an_old_code_is_told_and_a_new_one_works(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = begin(learner, pair, title="Town")
    passed = timezone.now() - OPEN_FOR - timedelta(days=1)
    Worksheet.objects.update(invited_until=passed)
    with pytest.raises(InvitationExpired):
        join(second, worksheet.invite_code)
    renewed = open_invitation(worksheet)
    assert renewed.invite_code != worksheet.invite_code
    assert join(second, renewed.invite_code) == worksheet
    assert open_invitation(worksheet).invite_code == ""


def test_worksheets_go_with_their_owner(worksheet: Worksheet, learner: User) -> None:
    learner.delete()
    assert not Worksheet.objects.exists()
    assert not Sheet.objects.exists()
