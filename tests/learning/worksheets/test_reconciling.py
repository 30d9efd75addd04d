from decimal import Decimal

import pytest

from learning.accounts.models import User
from learning.worksheets.desks import Desk, Stage, desk
from learning.worksheets.errors import ChangedMeanwhile, NotYet
from learning.worksheets.instruments import Instrument
from learning.worksheets.inviting import join
from learning.worksheets.models import Worksheet
from learning.worksheets.reconciling import agreed, decide, decision_names, differences, stage
from learning.worksheets.saving import begin, hand_in, save_answers
from tests.learning.worksheets.samples import ANSWERS, OTHERS, sheet_of
from toolkits.instruments.errors import UndecidedErrors
from toolkits.instruments.scoring import score


@pytest.fixture
def worksheet(pair: Instrument, learner: User, second: User) -> Worksheet:
    """Give a worksheet with both sheets filled in and none handed in."""
    worksheet = begin(learner, pair, title="Town", answers=ANSWERS)
    join(second, worksheet.invite_code)
    save_answers(sheet_of(worksheet, second), OTHERS, version=0)
    return worksheet


def both_hand_in(worksheet: Worksheet, pair: Instrument, *people: User) -> Desk:
    for person in people:
        hand_in(sheet_of(worksheet, person), pair)
    return desk(people[0], worksheet.pk)


def test_the_stages_follow_the_handing_in(
    worksheet: Worksheet, pair: Instrument, learner: User, second: User
) -> None:
    assert stage(desk(learner, worksheet.pk)) == Stage.FILLING
    hand_in(sheet_of(worksheet, learner), pair)
    assert stage(desk(learner, worksheet.pk)) == Stage.WAITING
    assert stage(desk(second, worksheet.pk)) == Stage.FILLING
    hand_in(sheet_of(worksheet, second), pair)
    assert stage(desk(learner, worksheet.pk)) == Stage.DECIDING
    decide(desk(second, worksheet.pk), {"open-law": "yes", "team": "no"}, version=0)
    assert stage(desk(learner, worksheet.pk)) == Stage.DONE


def test_neither_sees_the_others_answers_before_both_have_handed_in(
    worksheet: Worksheet, pair: Instrument, learner: User, second: User
) -> None:
    hand_in(sheet_of(worksheet, learner), pair)
    for person in (learner, second):
        with pytest.raises(NotYet):
            differences(desk(person, worksheet.pk))
        with pytest.raises(NotYet):
            decide(desk(person, worksheet.pk), {"team": "yes"}, version=0)


def test_only_differences_are_to_be_decided(
    worksheet: Worksheet, pair: Instrument, learner: User, second: User
) -> None:
    here = both_hand_in(worksheet, pair, learner, second)
    assert [each.question.code for each in differences(here)] == ["open-law", "team"]
    assert decision_names(here) == ("open-law", "open-law.note", "team", "team.note")
    saved = decide(here, {"open-law": "no", "data-law": "no"}, version=0)
    assert saved.decisions == {"open-law": "no"}


def test_the_first_is_the_owner_whoever_looks(
    worksheet: Worksheet, pair: Instrument, learner: User, second: User
) -> None:
    both_hand_in(worksheet, pair, learner, second)
    for person in (learner, second):
        (open_law, _team) = differences(desk(person, worksheet.pk))
        assert (open_law.first.value, open_law.second.value) == ("no", "yes")


def test_the_agreed_result_is_as_worked_out_by_hand(
    worksheet: Worksheet, pair: Instrument, learner: User, second: User
) -> None:
    here = both_hand_in(worksheet, pair, learner, second)
    decide(here, {"open-law": "yes", "open-law.note": "We found it."}, version=0)
    with pytest.raises(UndecidedErrors):
        agreed(desk(learner, worksheet.pk))
    decide(here, {"team": "no"}, version=1)
    answers = agreed(desk(learner, worksheet.pk))
    # Law 2 of 3, people 3 of 4: 60 × 2/3 + 40 × 3/4 = 40 + 30.
    assert score(here.assessment, answers).percent == Decimal("70.0")
    assert answers["open-law"].evidence == "https://example.org/open"


def test_decisions_are_not_saved_over_unseen(
    worksheet: Worksheet, pair: Instrument, learner: User, second: User
) -> None:
    here = both_hand_in(worksheet, pair, learner, second)
    decide(here, {"team": "no"}, version=0)
    with pytest.raises(ChangedMeanwhile):
        decide(here, {"team": "yes"}, version=0)
