from hypothesis import given
from hypothesis import strategies as st

from learning.notes.points import LONGEST_POINT, MOST_POINTS, digest, key_points

LABEL = '<p class="block-label">Remember</p>'


def key(html: str) -> str:
    return f'<div class="card block-key">{LABEL}{html}</div>'


def test_the_text_of_each_key_point_is_found_without_its_label() -> None:
    html = f"<p>Before</p>{key('<p>A <b>visit</b> costs.</p>')}<p>Then</p>{key('<p>Count.</p>')}"
    assert key_points(html) == ("A visit costs.", "Count.")


def test_paragraphs_lists_and_breaks_keep_words_apart() -> None:
    html = key("<p>One<br>two</p><ul><li>three</li><li>four</li></ul>")
    assert key_points(html) == ("One two three four",)


def test_an_element_within_does_not_end_the_point() -> None:
    html = key("<div><div>deep</div></div><img src='x' alt=''><p>last</p>") + "<p>outside</p>"
    assert key_points(html) == ("deep last",)


def test_the_same_point_twice_is_one_and_an_empty_one_is_none() -> None:
    assert key_points(key("<p>Once</p>") + key("<p>Once</p>") + key("")) == ("Once",)


def test_there_are_not_too_many_and_none_is_too_long() -> None:
    html = "".join(key(f"<p>{number} {'x' * 700}</p>") for number in range(MOST_POINTS + 5))
    found = key_points(html)
    assert len(found) == MOST_POINTS
    assert {len(point) for point in found} == {LONGEST_POINT}


def test_arabic_and_entities_come_as_they_are_read() -> None:
    assert key_points(key("<p>الزيارة &amp; الكلفة &lt;b&gt;</p>")) == ("الزيارة & الكلفة <b>",)


@given(st.text(max_size=60))
def test_whatever_stands_there_breaks_nothing(text: str) -> None:
    assert all(point == " ".join(point.split()) for point in key_points(key(text)))


def test_a_point_is_called_the_same_everywhere() -> None:
    assert digest("A") == digest("A") != digest("B")
