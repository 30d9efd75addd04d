import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.differences import (
    Change,
    Line,
    difference,
    digest,
    is_same,
    near_changes,
    sentences,
)


def text(html: str) -> dict[str, Any]:
    return {"type": "text", "value": html, "id": "any"}


def table(*rows: list[str]) -> dict[str, Any]:
    def items(values: list[Any]) -> list[dict[str, Any]]:
        return [{"type": "item", "value": value, "id": "any"} for value in values]

    value = {
        "caption": "Visits",
        "heading": items(["Service", "Visits"]),
        "rows": items([items(row) for row in rows]),
        "source": "Our count, 2024",
    }
    return {"type": "table", "value": value, "id": "any"}


def marks(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.change.value, line.text) for line in lines]


def test_a_changed_sentence_is_one_line_out_and_one_line_in() -> None:
    mine = [text("<h2>What</h2><p>Ask once. Keep it <b>safe</b>.</p>")]
    theirs = [text("<h2>What</h2><p>Ask once only. Keep it safe.</p><p>Say why.</p>")]

    assert marks(difference(mine, theirs)) == [
        ("same", "What"),
        ("removed", "Ask once."),
        ("added", "Ask once only."),
        ("same", "Keep it safe."),
        ("added", "Say why."),
    ]


def test_a_table_is_compared_row_by_row() -> None:
    lines = difference([table(["Licence", "3"])], [table(["Licence", "2"], ["Permit", ""])])

    assert marks(lines) == [
        ("same", "Visits"),
        ("same", "Service | Visits"),
        ("removed", "Licence | 3"),
        ("added", "Licence | 2"),
        ("added", "Permit"),
        ("same", "Our count, 2024"),
    ]


def test_every_word_of_a_block_is_compared_and_its_pictures_are_not() -> None:
    steps = [{"type": "item", "value": "<p>Write &amp; count.</p>", "id": "1"}]
    blocks = [
        {"type": "steps", "value": {"title": "Fill it in", "steps": steps}},
        {"type": "figure", "value": {"image": 7, "alt": "A queue", "caption": ""}},
        {"type": "quote", "value": {"text": "One.\nTwo.", "by": "A clerk"}},
    ]

    said = ["Fill it in", "Write & count.", "A queue", "One.", "Two.", "A clerk"]
    assert sentences(blocks) == said


def test_sentences_end_in_arabic_and_within_quotes_too() -> None:
    assert sentences([text("<p>لماذا؟ لأن.</p>")]) == ["لماذا؟", "لأن."]
    assert sentences([text("<p>“Why?” Because 0.5 is less.</p>")]) == [
        "“Why?”",
        "Because 0.5 is less.",
    ]


def test_what_is_the_same_far_from_a_change_is_a_gap() -> None:
    mine = [text("".join(f"<p>{n}.</p>" for n in range(9)))]
    theirs = [text("".join(f"<p>{n if n != 4 else 'four'}.</p>" for n in range(9)))]

    shown = near_changes(difference(mine, theirs))

    assert marks(shown) == [
        ("gap", ""),
        ("same", "3."),
        ("removed", "4."),
        ("added", "four."),
        ("same", "5."),
        ("gap", ""),
    ]


def test_without_a_change_in_the_words_only_a_gap_is_left() -> None:
    mine, theirs = [text("<p>A <b>b</b>.</p>")], [text("<p>A b.</p>")]
    assert near_changes(difference(mine, theirs)) == [Line(Change.GAP, "")]
    assert near_changes([]) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("<p>a <strong>b</strong></p>\n<ul>\n<li>\n<p>c</p>\n</li></ul>",
         "<p>a <b>b</b></p><ul><li>c</li></ul>", True),
        ("<p>a <em>b</em>\nc</p><hr />", "<p>a <i>b</i> c</p><hr>", True),
        ("<p>a <b>b</b></p>", "<p>a b</p>", False),
        ('<p><a href="https://x.example">a</a></p>', '<p><a href="https://y.example">a</a></p>',
         False),
        ("<p>a</p>", "<h2>a</h2>", False),
    ],
)  # fmt: skip
def test_html_that_an_editor_wrote_in_its_own_way_is_the_same(
    mine: str, theirs: str, same: bool
) -> None:
    assert is_same([text(mine)], [text(theirs)]) is same


def test_blocks_are_the_same_without_their_ids_and_empty_fields() -> None:
    steps = [{"type": "item", "value": "<p>One</p>", "id": "1"}]
    with_ids = {"type": "steps", "value": {"title": "", "steps": steps}, "id": "a"}
    without = {"type": "steps", "value": {"steps": ["<p>One</p>"]}, "id": "b"}

    assert is_same([with_ids], [without])
    assert not is_same([with_ids], [{**without, "type": "details"}])
    assert not is_same([with_ids], [with_ids, with_ids])


def test_a_digest_is_of_what_is_said_in_whichever_html() -> None:
    markdown = [{"type": "text", "value": "<p>A\n<strong>b</strong></p>\n", "id": "1"}]
    editor = [{"type": "text", "value": "<p>A <b>b</b></p>", "id": "2"}]

    assert digest(markdown, ["A law"]) == digest(editor, ["A law"])
    assert digest(markdown, ["A law"]) != digest(markdown, ["A survey"])
    assert digest(markdown, []) != digest([text("<p>A b</p>")], [])
    assert re.fullmatch("[0-9a-f]{64}", digest([], []))


WORDS = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Four?"]), max_size=8)


@given(WORDS, WORDS)
def test_what_is_not_added_is_mine_and_what_is_not_removed_is_theirs(
    mine: list[str], theirs: list[str]
) -> None:
    lines = difference([text(" ".join(mine))], [text(" ".join(theirs))])

    assert [line.text for line in lines if line.change is not Change.ADDED] == mine
    assert [line.text for line in lines if line.change is not Change.REMOVED] == theirs
