import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from courses.library.markup import table_cells, to_html, to_inline_html, to_plain
from learning.publishing.exporters import library_markdown as md
from learning.publishing.exporters.library_markdown import CannotSay, markdown, parsed

# What turns a word of text into markup, and letters of scripts that have no capitals.
LETTERS = "ab1 .,:;!?()[]{}<>&*_`~|\\/#+-='\"…–é\u0628\u0627 \u4e00\xa0"
WORDS = st.text(st.sampled_from(LETTERS), max_size=12)

LINK = '<a href="https://a.example/?x=1&amp;y=(2)">{}</a>'
CODE = "<code>co`de</code>{}"
WRAPS = ("{}", "<strong>{}</strong>", "<em>{}</em>", "<b>{}</b>", "{}<br>{}", LINK, CODE)


def written(html: str) -> str:
    return markdown(parsed(html).children)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>Two <strong>big</strong> words</p>", "Two **big** words"),
        ("<p>Two <b>big</b> <i>words</i></p>", "Two **big** *words*"),
        ("<p><strong>All: </strong>of it</p>", "**All:** of it"),
        ("<p>one<strong>(two)</strong>three</p>", "on&#101;**(two)**&#116;hree"),
        ("<p><strong><em>x</em></strong></p>", "**_x_**"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<h2>What # it is</h2><p>x</p>", "## What # it is\n\nx"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>", "- a\n\n- b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ('<ol start="3"><li>c</li></ol>', "3. c"),
        ('<p><a href="three" data-lesson="three">Later</a></p>', "[Later](lesson:three)"),
        ('<p><a href="https://a.example/x_(y)" title="A &quot;b&quot;">a]</a></p>',
         '[a\\]](<https://a.example/x\\_(y)> "A \\"b\\"")'),
        ("<p>1. Not a list</p><p>- nor this</p><p>:::key</p><p># or that</p>",
         "1\\. Not a list\n\n\\- nor this\n\n\\:::key\n\n\\# or that"),
        ("<p>2 &lt; 3 &amp;amp; <code>a*b</code></p>", "2 \\< 3 \\&amp; `a*b`"),
        ("<p>\xa0x\xa0</p>", "&#160;x&#160;"),
        ("<hr>", "___"),
        ("<p>  </p>", ""),
    ],
)  # fmt: skip
def test_a_text_is_written_as_an_author_would(html: str, said: str) -> None:
    assert written(html) == said


@pytest.mark.parametrize(
    "html",
    [
        "<p>m<sup>2</sup></p>",
        "<h4>Deep</h4>",
        "<table><tr><td>x</td></tr></table>",
        '<p><a href="file.pdf">x</a></p>',
        "<ul>words<li>x</li></ul>",
    ],
)
def test_what_markdown_cannot_say_is_refused(html: str) -> None:
    with pytest.raises(CannotSay):
        written(html)


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    """Give phrases of HTML."""
    text = draw(WORDS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if depth == 0:
        return text
    parts = draw(st.lists(st.tuples(st.sampled_from(WRAPS), inline(depth - 1)), max_size=3))
    return text + "".join(wrap.replace("{}", part) for wrap, part in parts)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 2) -> str:
    """Give blocks of HTML."""
    found = []
    for kind in draw(
        st.lists(st.sampled_from(("p", "h2", "h3", "ul", "ol", "hr", "")), max_size=4)
    ):
        if kind in ("ul", "ol"):
            items = draw(
                st.lists(blocks(depth - 1) if depth else inline(1), min_size=1, max_size=3)
            )
            found.append(f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>")
        elif kind == "hr":
            found.append("<hr>")
        else:
            said = draw(inline())
            if kind in ("h2", "h3"):
                said = said.replace("<br>", " ")
            found.append(f"<{kind}>{said}</{kind}>" if kind else said)
    return "\n".join(found)


@settings(max_examples=60)
@given(blocks())
@example("<p>a<em>b</em><strong>c</strong>d</p>")
@example("<ul><li></li></ul><ul><li><hr></li></ul>")
def test_what_was_written_and_read_is_written_the_same(html: str) -> None:
    try:
        said = written(html)
    except CannotSay:
        return
    again = to_html(said)

    assert written(again) == said
    assert "".join(parsed(again).text().split()) == "".join(parsed(html).text().split())


@settings(max_examples=60)
@given(blocks(depth=1))
def test_hardly_anything_that_authors_write_is_refused(html: str) -> None:
    assume("<li></li>" not in html)  # Markdown has no empty item in an item
    written(html)


@settings(max_examples=60)
@given(blocks(depth=1))
def test_nothing_in_a_question_looks_like_an_option(html: str) -> None:
    assume("<li></li>" not in html)  # as above
    said = markdown(parsed(html).children, within_check=True)

    assert not any(line.startswith(("- [", "1. ", "### ", "|")) for line in said.split("\n"))
    assert to_html(said) == to_html(markdown(parsed(html).children))


@settings(max_examples=60)
@given(WORDS)
def test_plain_words_come_back(text: str) -> None:
    words = " ".join(text.split())

    assert to_plain(md.line(text)) == words
    assert to_inline_html(md.line(text)).count("<") == 0


@settings(max_examples=60)
@given(st.lists(inline(), min_size=2, max_size=2))
def test_cells_come_back(html: list[str]) -> None:
    nodes = [parsed(each.replace("<br>", " ")).children for each in html]
    row = " | ".join(md.cell(each) for each in nodes)
    (heading, _rows) = table_cells(f"| {row} |\n|---|---|")

    again = [md.cell(parsed(each).children) for each in heading]
    assert again == [md.cell(each) for each in nodes]
