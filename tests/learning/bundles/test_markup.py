import pytest

from learning.bundles.markup import DEEPEST, Element, elements, is_too_deep
from learning.bundles.profiles import light, media_in, saving, text_only
from learning.publishing.exporters.xhtml import Writer

IMAGE = '<img src="media/a.jpg" srcset="media/a.jpg 1w, media/b.jpg 2w" alt="A pier">'
WORDS = '<p class="picture-text">A pier</p>'


def nested(depth: int, inside: str = "x") -> str:
    return "<b>" * depth + inside + "</b>" * depth


def count(html: str) -> int:
    return sum(1 for outer in elements(html) for _each in outer.walk())


def test_elements_may_stand_as_deep_as_an_author_would_think_of() -> None:
    html = nested(DEEPEST - 1, IMAGE)

    assert not is_too_deep(html)
    assert text_only(html) == nested(DEEPEST - 1, WORDS)
    assert count(html) == DEEPEST


def test_a_chapter_of_a_book_holds_what_stands_deepest() -> None:
    html = nested(DEEPEST - 1, "<br>")
    assert Writer(str).write(html) == html.replace("<br>", "<br/>")


@pytest.mark.parametrize("empty", ["<br>", "<i></i>", "<i/>", "<br/>"])
def test_one_more_is_too_deep(empty: str) -> None:
    assert not is_too_deep(nested(DEEPEST - 1, empty))
    assert is_too_deep(nested(DEEPEST, empty))


@pytest.mark.parametrize("depth", [DEEPEST + 1, 1200, 20_000])
def test_what_stands_too_deep_is_text_and_what_comes_after_is_not(depth: int) -> None:
    html = nested(depth, "<i>x</i><i/><br>") + IMAGE

    assert count(html) == DEEPEST + 1
    assert text_only(html) == html.replace(IMAGE, WORDS)
    assert light(html, {}) == text_only(html)
    assert saving(html).endswith('<img src="media/a.jpg" alt="A pier">')
    assert media_in(html) == {"media/a.jpg", "media/b.jpg"}


def test_tags_that_close_nothing_are_passed_over() -> None:
    assert text_only(IMAGE + "<b></i>" * 20_000) == WORDS + "<b></i>" * 20_000


@pytest.mark.parametrize("left_open", ["<a ", "<a b='", "<!--", "</a "])
def test_tags_left_open_at_the_end_are_text_that_is_not_even_read(
    left_open: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        "learning.bundles.markup._Parser.feed", lambda _self, html: read.append(html)
    )

    elements(IMAGE + left_open * 20_000)

    assert read == [IMAGE]


def test_an_element_before_what_is_left_open_has_its_place() -> None:
    assert text_only(IMAGE + "<a " * 20) == WORDS + "<a " * 20
    found: Element = elements("<p>a<b>c</b")[0]
    assert (found.start, found.end, len(found.children)) == (0, 11, 1)
