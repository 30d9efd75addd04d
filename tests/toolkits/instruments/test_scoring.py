from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.toolkits.instruments.samples import ASSESSMENT
from tests.toolkits.instruments.strategies import answers, assessments, sheets
from toolkits.instruments.definition import Assessment
from toolkits.instruments.scoring import Answer, Value, agreement, compare, reconcile, score

YES, NO = Answer(Value.YES, "p. 1"), Answer(Value.NO)
Sheet = dict[str, Answer]
filled = assessments().flatmap(lambda each: st.tuples(st.just(each), sheets(each)))
twice = assessments().flatmap(lambda each: st.tuples(st.just(each), sheets(each), sheets(each)))


@given(filled)
def test_a_total_lies_between_0_and_100(case: tuple[Assessment, Sheet]) -> None:
    result = score(*case)

    assert 0 <= result.total <= 100
    assert all(0 <= each.percent <= 100 for each in result.dimensions)
    assert result.level.from_percent <= result.total


@given(filled, st.data())
def test_one_more_yes_raises_the_total_by_what_the_gap_said(
    case: tuple[Assessment, Sheet], data: st.DataObject
) -> None:
    assessment, sheet = case
    before = score(assessment, sheet)
    gaps = [*before.gaps, *before.unanswered]
    if gaps:
        gap = data.draw(st.sampled_from(gaps))
        after = score(assessment, {**sheet, gap.question.code: YES})

        assert after.total == before.total + gap.adds
        assert gap.adds > 0


@given(filled, st.randoms())
def test_the_order_of_answers_does_not_matter(
    case: tuple[Assessment, Sheet], random: object
) -> None:
    assessment, sheet = case
    items = list(sheet.items())
    random.shuffle(items)  # type: ignore[attr-defined]

    assert score(assessment, dict(items)) == score(assessment, sheet)


@given(filled)
def test_what_is_missing_is_what_all_gaps_add(case: tuple[Assessment, Sheet]) -> None:
    result = score(*case)
    gaps = [*result.gaps, *result.unanswered]

    assert result.total + sum((gap.adds for gap in gaps), Fraction(0)) == 100
    for found in (result.gaps, result.unanswered):
        assert [gap.adds for gap in found] == sorted((gap.adds for gap in found), reverse=True)


@given(filled)
def test_equal_sheets_need_no_decision(case: tuple[Assessment, Sheet]) -> None:
    assessment, sheet = case

    assert compare(assessment, sheet, sheet) == ()
    assert agreement(assessment, sheet, sheet) == 100
    agreed = reconcile(assessment, sheet, sheet, {})
    assert score(assessment, agreed) == score(assessment, sheet)


@given(twice, st.sampled_from([YES, NO]))
def test_the_agreed_sheet_lies_between_the_two(
    case: tuple[Assessment, Sheet, Sheet], decision: Answer
) -> None:
    assessment, first, second = case
    decisions = {each.question.code: decision for each in compare(assessment, first, second)}

    agreed = reconcile(assessment, first, second, decisions)

    assert set(agreed) == set(assessment.codes)
    alike = {code for code in assessment.codes if code not in decisions}
    assert all(agreed[code].value == first.get(code, Answer()).value for code in alike)
    assert all(agreed[code].value == decision.value for code in decisions)


@given(twice)
def test_who_is_first_does_not_change_how_far_two_agree(
    case: tuple[Assessment, Sheet, Sheet],
) -> None:
    assessment, first, second = case

    assert agreement(assessment, first, second) == agreement(assessment, second, first)


@given(answers)
def test_evidence_alone_is_no_yes(answer: Answer) -> None:
    said = Answer.of("", answer.evidence)

    assert score(ASSESSMENT, {"leader": said}).total == 0


def test_the_label_goes_with_the_total() -> None:
    assert score(ASSESSMENT, {}).label == "our total, not the OSI"


def test_a_sheet_is_complete_when_each_question_is_answered() -> None:
    sheet = dict.fromkeys(ASSESSMENT.codes, NO)

    assert score(ASSESSMENT, sheet).is_complete
    assert not score(ASSESSMENT, {**sheet, "team": Answer()}).is_complete


def test_a_level_starts_at_its_percent() -> None:
    level = score(ASSESSMENT, {"leader": YES, "strategy": YES}).level
    later = replace(ASSESSMENT.levels[1], from_percent=51)
    stricter = replace(ASSESSMENT, levels=(ASSESSMENT.levels[0], later))

    assert level.title == "On the way"
    assert score(stricter, {"leader": YES, "strategy": YES}).level.title == "Beginning"


def test_the_evidence_of_an_answer_is_one_line() -> None:
    assert Answer.of("yes", " https://example.org \n page 2 ") == Answer(
        Value.YES, "https://example.org page 2"
    )
