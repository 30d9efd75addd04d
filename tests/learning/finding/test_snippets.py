import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.bundles.words import compose
from learning.finding.asking import ask
from learning.finding.snippets import WIDTH, marked, snippet
from tests.learning.finding.samples import SCRIPTS, said


def found(text: str, question: str) -> str:
    return said(snippet(compose(text), ask(question).terms))


def test_what_was_asked_for_is_marked_as_it_is_written() -> None:
    assert found("The Démarches of «l’État».", "etat demarche") == (
        "The [Démarches] of «l’[État]»."
    )


def test_a_beginning_marks_the_whole_word() -> None:
    assert found("Public procurement", "procure") == "Public [procurement]"
    assert found("An aid", "ai") == "An aid"


def test_a_long_text_is_cut_around_the_words_at_spaces() -> None:
    text = f"{'before ' * 50}visit {'after ' * 50}"
    shown = found(text, "visit")

    assert shown.startswith("…before ")
    assert "[visit]" in shown
    assert shown.endswith("after…")
    assert len(shown) <= WIDTH + len("……[]")


def test_the_part_with_most_of_the_words_is_shown() -> None:
    text = f"one {'x ' * 200}one two {'x ' * 200}two"
    assert "[one] [two]" in found(text, "one two")


def test_without_a_word_found_the_beginning_is_shown() -> None:
    assert found("Nothing here. " * 30, "visit").startswith("Nothing here.")


@pytest.mark.parametrize(("language", "text", "question"), SCRIPTS)
def test_words_of_every_script_are_marked(language: str, text: str, question: str) -> None:
    assert any(each.is_found for each in marked(compose(text), ask(question).terms).stretches)


def test_pairs_that_follow_one_another_are_one_mark() -> None:
    assert found("电子政府服务指南", "政府服务") == "电子[政府服务]指南"


@given(st.text(), st.text())
def test_a_marked_text_is_the_text(text: str, question: str) -> None:
    text = compose(text)
    shown = marked(text, ask(question).terms)
    assert "".join(each.text for each in shown.stretches) == text
    assert "".join(e.text for e in snippet(text, ask(question).terms).stretches).strip("…") in text
