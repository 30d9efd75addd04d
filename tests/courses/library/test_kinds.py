"""Checks of other kinds than a choice: what docs/library-format.md shows is what is read."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.blocks import BankBlock, LessonBlock, as_part
from courses.library.directives import EXAM, LESSON, Reader
from courses.library.errors import LibraryError
from courses.library.kinds import MARKED, READERS, UNGRADED
from tests.factories.kinds import EXAMPLES
from toolkits.outline import OutlineQuestion

PAGE, COURSE = UUID(int=1), UUID(int=2)


def read(text: str, *, allowed: frozenset[str] = LESSON) -> list[dict[str, Any]]:
    return Reader(Path("lesson.md"), PAGE, COURSE, allowed).read(text, first_line=1).blocks


def question(text: str) -> OutlineQuestion:
    """Give the question of a check, as a shell is given it, after the editor's own validation."""
    blocks = LessonBlock()
    [child] = blocks.clean(blocks.to_python(read(text)))
    found = as_part(child)
    assert isinstance(found, OutlineQuestion)
    return found


def test_every_kind_has_an_example() -> None:
    assert {*READERS, "flashcards", "single"} <= EXAMPLES.keys()


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() & {*READERS, "flashcards", "single"}))
def test_every_example_loads_and_the_editor_takes_it(name: str) -> None:
    blocks = LessonBlock()
    [raw] = read(EXAMPLES[name])
    [child] = blocks.clean(blocks.to_python([raw]))

    assert child.block_type == ("check" if name in ("single", "multiple") else name)
    assert child.id == raw["id"]
    assert read(EXAMPLES[name]) == [raw]
    assert "<" in str(child.render())


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_bank_takes_what_has_a_right_answer(name: str) -> None:
    text = EXAMPLES[name].replace("\n---", "\nreview: first\n---", 1)
    if name in UNGRADED:
        with pytest.raises(LibraryError, match="a test takes no check of type"):
            read(text, allowed=EXAM)
        return
    bank = BankBlock()
    [child] = bank.clean(bank.to_python(read(text, allowed=EXAM)))
    assert as_part(child).review == "first"
    assert name in MARKED


def test_a_statement_has_two_fixed_options() -> None:
    found = question(EXAMPLES["truefalse"])
    assert [(each.id, each.correct) for each in found.options] == [("true", False), ("false", True)]
    assert found.options[0].feedback.startswith("Look at the journey")
    assert found.options[1].feedback.startswith("Right.")


def test_a_number_has_its_range() -> None:
    found = question(EXAMPLES["numeric"])
    assert (found.lowest, found.highest, found.unit, found.decimals) == (
        "9394",
        "9400",
        "visits",
        0,
    )
    assert set(found.feedback) == {"right", "low", "high"}


def test_a_range_can_be_given_by_its_ends() -> None:
    text = EXAMPLES["numeric"].replace("answer: 9397\ntolerance: 3", "from: -0.25\nto: 0.5")
    found = question(text)
    assert (found.lowest, found.highest, found.decimals) == ("-0.25", "0.5", 2)


def test_an_order_stands_in_the_right_order_with_ids_that_stay() -> None:
    found = question(EXAMPLES["ordering"])
    assert found.options[0].text == "Choose one service."
    assert len({each.id for each in found.options}) == 4


def test_pairs_have_their_match_and_why() -> None:
    found = question(EXAMPLES["matching"])
    assert (found.options[2].text, found.options[2].match) == ("Watcher", "Reads who looked")
    assert found.options[0].feedback.startswith("Answers for")
    short = re.sub(
        r" \| [^|]* \|$",
        " |",
        EXAMPLES["matching"].replace("|---|---|---|", "|---|---|"),
        flags=re.M,
    )
    assert [each.feedback for each in question(short).options] == ["", "", ""]


def test_a_gap_has_its_answers() -> None:
    found = question(EXAMPLES["fillin"])
    assert found.accepted == ("once only", "once-only", "ask once")
    assert found.ignores_accents


def test_a_poll_has_no_right_option() -> None:
    found = question(EXAMPLES["poll"])
    assert [each.text for each in found.options] == ["Never", "Once", "Often"]
    assert not any(each.correct for each in found.options)
    assert found.feedback["other"].startswith("Ask a colleague")


def test_a_case_leads_from_step_to_step() -> None:
    found = question(EXAMPLES["scenario"])
    first, second = found.steps
    assert [each.goes for each in first.options] == [second.id, ""]
    assert [each.goes for each in second.options] == ["", ""]
    assert first.text == "<p>The civil registry is in the same building.</p>"
    assert found.prompt.startswith("<p>A woman asks")


def check(type_: str, settings: str, body: str) -> str:
    lines = f"{settings}\n" if settings else ""
    return f":::check\nid: a\ntype: {type_}\n{lines}---\n{body}\n:::"


WHY = "right: Yes.\nother: No."
RANGE = "right: Yes.\nlow: Low.\nhigh: High."
LIST = "Q?\n1. One\n2. Two\n3. Three"
TABLE = "Q?\n| A | B |\n|---|---|\n| a | 1 |\n| b | 2 |\n| c | 3 |"
ENDS = "- [end] Yes\n  > So.\n- [end] No\n  > So."
CASE = f"Q?\n### 1\nIt is.\n- [2] Go\n- [end] Stop\n  > So.\n### 2\nNow.\n{ENDS}"
WRONG = [
    (check("guess", "", "Q?"), 1, "no check of type “guess”; there are: fillin, matching"),
    (check("truefalse", WHY, "Q"), 1, "truefalse needs answer"),
    (check("truefalse", f"{WHY}\nanswer: maybe", "Q"), 1, "`answer: true`"),
    (check("truefalse", f"{WHY}\nanswer: true", ""), 1, "begins with its question"),
    (check("truefalse", f"{WHY}\nanswer: true\nunit: km", "Q"), 1, "truefalse knows no unit"),
    (check("truefalse", f"{WHY}\nanswer: true", "Q\n\n<b>x</b>"), 10, "raw HTML"),
    (
        check("truefalse", f"answer: true\nother: No.\nright: {'x' * 801}", "Q"),
        1,
        "longer than 800",
    ),
    (
        check("single", "unit: km", "Q?\n- [x] A\n  > Yes.\n- [ ] B\n  > No."),
        1,
        "single knows no unit",
    ),
    (check("numeric", "answer: 1\nright: Yes.\nlow: Low.", "Q?"), 1, "numeric needs high"),
    (check("numeric", RANGE, "Q?"), 1, "give `answer`"),
    (check("numeric", f"{RANGE}\nanswer: 1\nto: 2", "Q?"), 1, "give `answer`"),
    (check("numeric", f"{RANGE}\nfrom: 1", "Q?"), 1, "give `answer`"),
    (check("numeric", f"{RANGE}\nfrom: 3\nto: 2", "Q?"), 1, "above the highest"),
    (check("numeric", f"{RANGE}\nanswer: '9,397'", "Q?"), 1, "plain digits"),
    (check("numeric", f"{RANGE}\nanswer: 1\ntolerance: some", "Q?"), 1, "plain digits"),
    (check("numeric", f"{RANGE}\nanswer: {'9' * 16}", "Q?"), 1, "plain digits"),
    (check("ordering", WHY, "Q?\n1. One\n2. Two"), 1, "3 to 7 items"),
    (check("ordering", WHY, "Q?\n" + "\n".join(f"{n}. I{n}" for n in range(8))), 1, "3 to 7 items"),
    (check("ordering", WHY, f"{LIST}\nMore"), 11, "only its list"),
    (check("ordering", WHY, "Q?\n1. One\n2. ONE \n3. Three"), 1, "are the same"),
    (check("ordering", WHY, f"Q?\n1. {'x' * 161}\n2. Two\n3. Three"), 1, "1 to 160 characters"),
    (check("ordering", WHY, "1. One\n2. Two\n3. Three"), 1, "begins with its question"),
    (check("ordering", "right: Yes.", LIST), 1, "ordering needs other"),
    (check("matching", "", "Q?"), 6, "one Markdown table"),
    (check("matching", "", "Q?\n| A |\n|---|\n| 1 |"), 6, "two columns"),
    (check("matching", "", TABLE.replace("| c | 3 |", "")), 1, "3 to 6 pairs"),
    (check("matching", "", TABLE.replace("| c | 3 |", "| c |")), 1, "1 to 160 characters"),
    (check("matching", "", TABLE.replace("3", "2")), 1, "are the same"),
    (check("matching", "right: Yes.", TABLE), 1, "matching knows no right"),
    (check("fillin", f"{WHY}\nanswers: []", "Q?"), 1, "fillin needs answers"),
    (check("fillin", f"{WHY}\nanswers: one", "Q?"), 1, "write answers as a list"),
    (check("fillin", f"{WHY}\nanswers: ['']", "Q?"), 1, "1 to 100 characters"),
    (check("fillin", f"{WHY}\nanswers: ['a[,]b']", "Q?"), 1, "“[,]”"),
    (check("fillin", f"{WHY}\nanswers: [a]\naccents: perhaps", "Q?"), 1, "`accents: matter`"),
    (check("poll", "", "Q?\n- One"), 1, "2 to 8 options"),
    (check("poll", "", "Q?\n- [x] One\n- Two"), 1, "2 to 8 options"),
    (check("poll", "", f"Q?\n- One\n- {'x' * 401}"), 1, "longer than 400"),
    (check("scenario", "", "Q?"), 1, "2 to 5 steps"),
    (check("scenario", "", CASE.replace("### 2", "### 3")), 11, "number the steps"),
    (check("scenario", "", CASE.replace("[2] Go", "[3] Go")), 1, "lead to a later step"),
    (check("scenario", "", CASE.replace("[end] Yes", "[1] Yes")), 1, "lead to a later step"),
    (check("scenario", "", CASE.replace("[2] Go", "[end] Go")), 1, "say what comes of it"),
    (
        check("scenario", "", CASE.replace("[2] Go", "[end] Go\n  > So.")),
        1,
        "No choice leads to step 2",
    ),
    (check("scenario", "", CASE.replace("Now.\n", "")), 11, "begins with what happens"),
    (check("scenario", "", CASE.replace("Now.", "<b>x</b>")), 12, "raw HTML"),
    (check("scenario", "", CASE + "\nMore"), 17, "only choices and their consequences"),
    (
        check("scenario", "", CASE.replace("- [end] No\n  > So.", "")),
        1,
        "Step 2 needs 2 to 5 choices",
    ),
    (":::flashcards\n| A | B |\n|---|---|\n| a | b |\n:::", 1, "2 to 12 cards"),
    (":::flashcards\n| A | B |\n|---|---|\n| a | b |\n| c |\n:::", 1, "a front and a back"),
    (":::flashcards\nWords\n:::", 2, "one Markdown table"),
]


@pytest.mark.parametrize(("text", "line", "reason"), WRONG)
def test_a_check_that_cannot_be_asked_is_refused_with_its_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(LibraryError) as refused:
        read(text)
    assert reason in refused.value.reason
    assert refused.value.line == line


@given(st.sampled_from(sorted(READERS)), st.text(max_size=200))
def test_any_body_is_read_or_refused_with_a_reason(type_: str, body: str) -> None:
    settings = f"{WHY}\nlow: Low.\nhigh: High.\nanswer: 1\nanswers: [a]\nafter: So."
    known = READERS[type_].settings
    own = "\n".join(line for line in settings.split("\n") if line.split(":")[0] in known)
    try:
        read(check(type_, own, body.replace("\r", " ")))
    except LibraryError as error:
        assert error.reason
