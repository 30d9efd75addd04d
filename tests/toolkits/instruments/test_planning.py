from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.toolkits.instruments.samples import ASSESSMENT
from tests.toolkits.instruments.strategies import assessments, sheets
from toolkits.instruments.definition import Assessment
from toolkits.instruments.planning import PlanRow, check_plan, priorities
from toolkits.instruments.scoring import Answer, Value, score

TODAY = date(2026, 11, 22)
filled = assessments().flatmap(lambda each: st.tuples(st.just(each), sheets(each)))


@given(filled)
def test_priorities_are_four_at_most_and_two_of_a_group(
    case: tuple[Assessment, dict[str, Answer]],
) -> None:
    assessment, sheet = case
    result = score(assessment, sheet)
    chosen = priorities(assessment, result)
    groups = [each.dimension.code for each in chosen]

    assert len(chosen) <= 4
    assert all(groups.count(code) <= 2 for code in groups)
    assert bool(chosen) == bool(result.gaps)
    assert {each.question for each in chosen} <= {gap.question for gap in result.gaps}


def test_fewer_can_be_asked_for() -> None:
    result = score(ASSESSMENT, dict.fromkeys(ASSESSMENT.codes, Answer(Value.NO)))

    [first] = priorities(ASSESSMENT, result, most=1)

    assert first.question.code == "leader"
    assert str(first.percent) == "30.0"


def test_what_is_not_answered_is_no_priority_yet() -> None:
    assert priorities(ASSESSMENT, score(ASSESSMENT, {})) == ()


def test_an_empty_plan_has_no_faults() -> None:
    assert check_plan([], today=TODAY) == ()
    assert check_plan([PlanRow("")], today=TODAY) == ()
