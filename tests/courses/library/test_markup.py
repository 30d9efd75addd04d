import pytest

from courses.library.markup import (
    LESSON_MARK,
    MarkupError,
    list_items,
    table_cells,
    to_html,
    to_inline_html,
    to_plain,
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One **bold** *word*.", "<p>One <strong>bold</strong> <em>word</em>.</p>"),
        ("## A\n\n### B", "<h2>A</h2>\n<h3>B</h3>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>'),
        ("[there](https://example.org)", '<p><a href="https://example.org">there</a></p>'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("`code`", "<p><code>code</code></p>"),
        ("> words", "<p>words</p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert to_html(text) == html


def test_a_link_to_a_lesson_is_marked_until_its_page_is_known() -> None:
    html = to_html("See [this](lesson:count-2) and [that](lesson:write)")
    assert LESSON_MARK.findall(html) == ["count-2", "write"]


@pytest.mark.parametrize(
    "text", ["[x](javascript:fire())", "[x](data:text/html,x)", "[x](vbscript:fire())"]
)
def test_an_active_address_makes_no_link(text: str) -> None:
    assert "<a" not in to_html(text)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a\n\n<div>b</div>", 2, "raw HTML"),
        ("a <b>b</b>", 0, "raw HTML"),
        ("a\n\n<!-- b -->", 2, "raw HTML"),
        ("# Title", 0, "headings only"),
        ("a\n\n#### Deep", 2, "headings only"),
        ("Title\n=====", 0, "headings only"),
        ("![alt](a.png)", 0, ":::figure"),
        ("a\n\n| A |\n| --- |\n| 1 |", 2, ":::table"),
        ("| A |\n| --- |\n| 1 |", 0, ":::table"),
        ("a\n\n```\ncode\n```", 2, "code is not taken"),
        ("a\n\n    code", 2, "code is not taken"),
        ("[x](lesson:Count)", 0, "lesson:its-file-name"),
        ("[x](lesson:)", 0, "lesson:its-file-name"),
    ],
)
def test_what_the_library_does_not_take_is_refused_with_its_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(MarkupError, match=reason) as refused:
        to_html(text)
    assert refused.value.line == line
    assert reason in refused.value.reason


def test_a_link_to_a_lesson_takes_a_title() -> None:
    assert LESSON_MARK.findall(to_html('[x](lesson:count "Count")')) == ["count"]


def test_inline_markup_has_no_paragraph_and_escapes_what_looks_like_html() -> None:
    assert to_inline_html("A *b* <b>c</b> & d") == "A <em>b</em> &lt;b&gt;c&lt;/b&gt; &amp; d"


def test_plain_text_has_no_markup() -> None:
    assert to_plain("A *b* [c](https://example.org) < d & “e”") == "A b c < d & “e”"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. One\n2. **Two** and more", ["<p>One</p>", "<p><strong>Two</strong> and more</p>"]),
        ("1. One\n\n2. Two", ["<p>One</p>", "<p>Two</p>"]),
        ("1. One\n   - a", ["<p>One</p>\n<ul>\n<li>a</li>\n</ul>"]),
        ("1. One\n\n   More", ["<p>One</p>\n<p>More</p>"]),
    ],
)
def test_each_item_of_a_numbered_list_is_whole_html(text: str, items: list[str]) -> None:
    assert list_items(text) == items


@pytest.mark.parametrize("text", ["", "Words", "- a\n- b", "1. One\n\nWords", "Words\n\n1. One"])
def test_what_is_not_one_numbered_list_is_refused(text: str) -> None:
    with pytest.raises(MarkupError, match="one numbered list"):
        list_items(text)


def test_a_table_becomes_a_heading_and_rows_of_inline_cells() -> None:
    heading, rows = table_cells("| A | *B* |\n| --- | ---: |\n| 1 | **2** |\n| 3 | |")
    assert heading == ["A", "<em>B</em>"]
    assert rows == [["1", "<strong>2</strong>"], ["3", ""]]


@pytest.mark.parametrize(
    "text",
    ["", "Words", "| A |\n| --- |\n| 1 |\n\nWords", "Words\n\n| A |\n| --- |\n| 1 |"],
)
def test_what_is_not_one_table_is_refused(text: str) -> None:
    with pytest.raises(MarkupError, match="one Markdown table"):
        table_cells(text)


def test_a_link_to_a_lesson_stands_in_no_table() -> None:
    with pytest.raises(MarkupError, match="not in a table") as refused:
        table_cells("| A |\n| --- |\n| 1 |\n| [x](lesson:count) |")
    assert refused.value.line == 3


def test_two_tables_are_not_one() -> None:
    table = "| A |\n| --- |\n| 1 |"
    with pytest.raises(MarkupError, match="one Markdown table"):
        table_cells(f"{table}\n\nand\n\n{table}")
