import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.finding.asking import LONGEST_QUESTION, MOST_TERMS, ask, exchange


def forms(text: str) -> list[str]:
    return [term.form for term in ask(text).terms]


def test_a_question_is_its_words_each_once() -> None:
    assert forms("  Open   data, OPEN!") == ["open", "data"]
    assert ask("  Open   data ").text == "Open data"


def test_operators_are_plain_text() -> None:
    asked = ask("open AND data* NOT (x OR y) NEAR/2 title:z %_' ; DROP TABLE--")
    assert [term.form for term in asked.terms] == [
        "open", "and", "data", "not", "x", "or", "y", "near", "2", "title", "z", "drop", "table",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "   ", "!?…—", "\0\x01", "%_*", "'\"`;--"])
def test_what_holds_no_word_asks_for_nothing(text: str) -> None:
    assert not ask(text).has_words


def test_quoted_words_are_a_phrase() -> None:
    assert ask("“One visit” less").phrases == (" one visit ",)
    assert ask("«Une visite»").phrases == (" une visite ",)
    assert ask('"').phrases == ()


def test_a_run_without_spaces_is_pairs_that_stand_together() -> None:
    asked = ask("政府服务")
    assert [term.form for term in asked.terms] == ["政府", "府服", "服务"]
    assert asked.phrases == ("政府服务",)
    assert forms("税") == ["税"]
    assert ask("政府").phrases == ()


def test_a_very_long_question_is_cut_at_a_word_and_that_is_told() -> None:
    asked = ask("procurement " * 1000)
    assert asked.is_cut
    assert len(asked.text) <= LONGEST_QUESTION
    assert asked.text.endswith("procurement")
    assert len(ask("x" * 10_000).text) == LONGEST_QUESTION
    assert not ask("x" * LONGEST_QUESTION).is_cut


def test_many_words_are_cut_too() -> None:
    asked = ask(" ".join(f"w{number}" for number in range(40)))
    assert asked.is_cut
    assert len(asked.terms) == MOST_TERMS


def test_a_word_is_exchanged_in_its_place() -> None:
    asked = ask("open procurment, pleese")
    wrong = [term for term in asked.terms if term.form != "open"]
    assert exchange(asked, [(wrong[0], "procurement"), (wrong[1], "please")]).text == (
        "open procurement, please"
    )


@given(st.text())
def test_any_text_is_a_question(text: str) -> None:
    asked = ask(text)
    for term in asked.terms:
        assert term.form
        assert asked.text[term.start : term.end] == term.written
