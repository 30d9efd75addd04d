from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from courses.library.directives import EXAM, LESSON, READING, Body, Reader
from courses.library.errors import LibraryError

PAGE, COURSE = UUID(int=1), UUID(int=2)


def read(text: str, *, allowed: frozenset[str] = LESSON, first_line: int = 1) -> Body:
    return Reader(Path("lesson.md"), PAGE, COURSE, allowed).read(text, first_line=first_line)


def block(text: str) -> dict[str, Any]:
    [only] = read(text).blocks
    return only


def test_text_between_directives_becomes_text_blocks() -> None:
    body = read("One\n\n:::key\nTwo\n:::\n\nThree\n\nFour")
    assert [each["type"] for each in body.blocks] == ["text", "key", "text"]
    assert body.blocks[2]["value"] == "<p>Three</p>\n<p>Four</p>"


def test_an_empty_body_has_no_blocks() -> None:
    assert read("\n \n").blocks == []


def test_reading_again_gives_the_same_blocks() -> None:
    text = "One\n\n:::steps\n1. a\n2. b\n:::\n\n:::reflection\nid: why\n---\nWhy?\n:::"
    assert read(text).blocks == read(text).blocks


def test_ids_differ_within_a_page_and_named_ones_hang_on_the_course_alone() -> None:
    text = "One\n\n:::key\nTwo\n:::\n\n:::reflection\nid: why\n---\nWhy?\n:::"
    ids = [each["id"] for each in read(text).blocks]
    assert len(set(ids)) == 3
    assert ids[2] == str(uuid5(COURSE, "item/why"))


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        (":::key\nThis.\n:::", "key", {"text": "<p>This.</p>"}),
        (":::office\nDo.\n:::", "office", {"text": "<p>Do.</p>"}),
        ("::: key\nThis.\n:::", "key", {"text": "<p>This.</p>"}),
        (
            ":::example\ntitle: Fiji\n---\nOne desk.\n:::",
            "example",
            {"title": "Fiji", "source": "", "text": "<p>One desk.</p>"},
        ),
        (
            ":::quote\nby: A clerk\nsource: A talk\n---\nThey *came*\nthrice.\n\nAgain.\n:::",
            "quote",
            {"by": "A clerk", "source": "A talk", "text": "They came\nthrice.\n\nAgain."},
        ),
        (
            ":::details\ntitle: More\n---\n- a\n:::",
            "details",
            {"title": "More", "text": "<ul>\n<li>a</li>\n</ul>"},
        ),
        (
            ":::term\nterm: Edition\n---\nWhat is frozen.\n:::",
            "term",
            {"term": "Edition", "meaning": "<p>What is frozen.</p>"},
        ),
        (
            ":::figure\nimage: figures/a.png\nalt: A queue\n:::",
            "figure",
            {
                "image": {"picture": "figures/a.png", "title": "A queue"},
                "alt": "A queue",
                "caption": "",
                "source": "",
            },
        ),
        (
            ":::download\nfile: a.pdf\ntitle: Sheet\n---\n:::",
            "download",
            {"file": {"file": "a.pdf", "title": "Sheet"}, "title": "Sheet"},
        ),
        (
            ":::video\nfile: a.mp4\ncaptions: a.vtt\ntranscript: a.md\ntitle: Film\n:::",
            "video",
            {
                "file": {"file": "a.mp4", "title": "Film (file)"},
                "captions": {"file": "a.vtt", "title": "Film (captions)"},
                "transcript": {"markdown": "a.md"},
                "title": "Film",
            },
        ),
        (
            ":::video\nfile: a.mp4\nsmall: b.mp4\nsound: c.m4a\ncaptions: a.vtt\ntranscript: a.md\n"
            "title: Film\n:::",
            "video",
            {
                "file": {"file": "a.mp4", "title": "Film (file)"},
                "small": {"file": "b.mp4", "title": "Film (small)"},
                "sound": {"file": "c.m4a", "title": "Film (sound)"},
                "captions": {"file": "a.vtt", "title": "Film (captions)"},
                "transcript": {"markdown": "a.md"},
                "title": "Film",
            },
        ),
        (
            ":::audio\nfile: a.mp3\ntranscript: a.md\ntitle: Talk\n:::",
            "audio",
            {
                "file": {"file": "a.mp3", "title": "Talk (file)"},
                "transcript": {"markdown": "a.md"},
                "title": "Talk",
            },
        ),
        (
            ":::figure\nimage: figures/a.png\ndecorative: true\ncaption: Waves\n:::",
            "figure",
            {
                "image": {"picture": "figures/a.png", "title": "a"},
                "alt": "",
                "decorative": True,
                "caption": "Waves",
                "source": "",
            },
        ),
    ],
)
def test_a_directive_becomes_its_block(text: str, type_: str, value: dict[str, object]) -> None:
    made = block(text)
    assert (made["type"], made["value"]) == (type_, value)


def test_steps_are_the_items_of_a_numbered_list() -> None:
    made = block(":::steps\ntitle: Do\n---\n1. One\n2. Two\n:::")["value"]
    assert made["title"] == "Do"
    assert [step["value"] for step in made["steps"]] == ["<p>One</p>", "<p>Two</p>"]
    assert block(":::steps\n1. One\n:::")["value"]["title"] == ""


def test_a_table_is_as_wide_as_its_heading() -> None:
    made = block(
        ":::table\ncaption: A *line*\n---\n| A | B |\n|---|---|\n| 1 |\n| 2 | 3 | 4 |\n:::"
    )
    value = made["value"]
    assert value["caption"] == "A <em>line</em>"
    assert [cell["value"] for cell in value["heading"]] == ["A", "B"]
    rows = [[cell["value"] for cell in row["value"]] for row in value["rows"]]
    assert rows == [["1", ""], ["2", "3"]]
    ids = [cell["id"] for row in value["rows"] for cell in (row, *row["value"])]
    assert len(set(ids)) == len(ids)


CHECK = """\
:::check
id: which
type: multiple
review: first
---
Which *ones*?

Choose each.

- [X] One & two
  > Yes.
  > Both of them.
- [ ] Three

  > No.
:::"""


def test_a_check_becomes_a_question_with_options_and_why() -> None:
    body = read(CHECK)
    [made] = body.blocks
    assert made["value"]["type"] == "multiple"
    assert made["value"]["question"] == "<p>Which <em>ones</em>?</p>\n<p>Choose each.</p>"
    assert [option["value"] for option in made["value"]["options"]] == [
        {"text": "One & two", "correct": True, "feedback": "Yes. Both of them."},
        {"text": "Three", "correct": False, "feedback": "No."},
    ]
    assert (body.ids, body.reviews) == ([("which", 1)], [("first", 1)])


def test_a_check_is_single_and_reviews_nothing_unless_it_says_so() -> None:
    made = block(CHECK.replace("type: multiple\nreview: first\n", ""))
    assert made["value"]["type"] == "single"
    assert "review" not in made["value"]


@pytest.mark.parametrize(
    ("said", "kept"), [("1", "1"), ("2", "2"), ("3", "3"), ("until-right", "0")]
)
def test_a_check_says_how_many_tries_it_allows(said: str, kept: str) -> None:
    made = block(CHECK.replace("review: first\n", f"tries: {said}\n"))
    assert made["value"]["tries"] == kept
    assert "tries" not in block(CHECK)["value"]


@pytest.mark.parametrize("said", ["0", "4", "often", "-1"])
def test_tries_that_are_none_are_refused(said: str) -> None:
    with pytest.raises(LibraryError, match="until-right, 1, 2, 3"):
        read(CHECK.replace("review: first\n", f"tries: {said}\n"))


def test_neither_a_test_nor_a_poll_takes_tries() -> None:
    with pytest.raises(LibraryError, match="a test takes no `tries`"):
        read(CHECK.replace("type: multiple\n", "tries: 2\n"), allowed=EXAM)
    poll = ":::check\nid: p\ntype: poll\ntries: 2\n---\nWhich?\n\n- One\n- Two\n:::"
    with pytest.raises(LibraryError, match="no right answer"):
        read(poll)


def test_the_files_a_body_uses_are_told_with_their_lines() -> None:
    body = read(
        "One\n\n:::figure\nimage: a.png\nalt: A\n:::\n:::download\nfile: b.pdf\ntitle: B\n:::"
    )
    assert body.files == [("a.png", 3, "image"), ("b.pdf", 7, "file")]


MORE = "- [ ] C\n  > No.\n"
OPTIONS = "- [x] A\n  > Yes.\n- [ ] B\n  > No.\n"
WRONG = [
    (":::\nx", 1, "opens with :::name"),
    (":::Key\nx\n:::", 1, "opens with :::name"),
    (":::key now\nx\n:::", 1, "opens with :::name"),
    (":::key\nx", 1, "never closed"),
    ("One\n\n:::key\nx\n:::office\n:::", 5, "close a directive before"),
    (":::box\nx\n:::", 1, "no directive “box” here; there are: audio, check"),
    (":::box\ntitle: t\n---\nx\n:::", 1, "no directive “box” here"),
    (":::example\ntitle: [\n---\nx\n:::", 2, "the settings are not YAML"),
    (":::example\ntitle\n---\nx\n:::", 2, "lines of `name: value`"),
    (":::example\nsource: s\n---\nx\n:::", 1, "example needs title"),
    (":::example\ntitle:\n---\nx\n:::", 1, "example needs title"),
    (":::example\ntitle: t\ncolour: red\n---\nx\n:::", 1, "example knows no colour"),
    (":::key\ntitle: t\n---\nx\n:::", 1, "key knows no title"),
    (":::figure\nimage: a.png\n:::", 1, "figure needs alt"),
    (":::steps\nWords\n:::", 2, "one numbered list"),
    (":::table\ncaption: c\n---\nWords\n:::", 4, "one Markdown table"),
    ("One\n\n<b>x</b>", 3, "raw HTML"),
    (":::key\nOne\n\n<b>x</b>\n:::", 4, "raw HTML"),
    (":::details\ntitle: t\n---\nOne\n\n# Two\n:::", 6, "headings only"),
    (":::reflection\nid: Why?\n---\nx\n:::", 1, "an id is lower-case"),
    (":::reflection\nid: -why\n---\nx\n:::", 1, "an id is lower-case"),
    (":::reflection\nx\n:::", 1, "reflection needs id"),
    (f":::check\nid: a\ntype: many\n---\nQ?\n{OPTIONS}:::", 1, "no check of type “many”"),
    (f":::check\nid: a\ntype: multiple\n---\nQ?\n{OPTIONS.replace('[ ]', '[x]')}:::", 1, "wrong"),
    (f":::check\nid: a\n---\nQ?\n{OPTIONS.replace('[ ]', '[x]')}:::", 1, "exactly one option"),
    (f":::check\nid: a\n---\n{OPTIONS}:::", 1, "a question and at least two options"),
    (":::check\nid: a\n---\nQ?\n- [x] A\n  > Yes.\n:::", 1, "at least two options"),
    (f":::check\nid: a\n---\nQ?\n{OPTIONS}- [ ] C\n:::", 1, "“C” has no feedback"),
    (f":::check\nid: a\n---\nQ?\n{OPTIONS}More words\n:::", 9, "only options and their feedback"),
    (
        f":::check\nid: a\n---\nQ?\n{OPTIONS}{MORE.replace('C', 'C' * 401)}:::",
        1,
        "too long",
    ),
    (f":::check\nid: a\n---\nQ?\n{OPTIONS}- [ ] C\n  > {801 * 'c'}\n:::", 1, "too long"),
    (f":::check\nid: a\n---\nQ?\n{OPTIONS}{MORE * 7}:::", 1, "at most 8 options"),
    (f":::check\nid: a\n---\nQ?\n\n<b>x</b>\n{OPTIONS}:::", 6, "raw HTML"),
]


@pytest.mark.parametrize(("text", "line", "reason"), WRONG)
def test_a_wrong_body_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(LibraryError) as refused:
        read(text, first_line=101)
    assert reason in refused.value.reason
    assert refused.value.line == 100 + line
    assert str(refused.value).startswith(f"lesson.md:{100 + line}: ")


def test_a_check_stands_only_where_it_is_allowed() -> None:
    with pytest.raises(LibraryError, match="no directive “reflection” here"):
        read(":::reflection\nid: a\n---\nx\n:::", allowed=READING)
