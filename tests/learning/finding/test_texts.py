from hypothesis import given
from hypothesis import strategies as st

from learning.finding.texts import read


def test_tags_are_taken_away_and_words_stay_apart() -> None:
    assert read("<h2>One</h2><p>two <b>th</b>ree</p><!--item:4--><p>4 &lt; 5</p>").text == (
        "One two three 4 < 5"
    )


def test_labels_of_blocks_and_scripts_say_nothing() -> None:
    html = '<p class="block-label">Key <b>point</b></p><p>Save</p><script>alert(1)</script>'
    assert read(html).text == "Save"


def test_the_words_that_it_explains_are_given_with_their_meaning() -> None:
    html = (
        '<p>Before.</p><div class="card block-term"><p class="block-label">Word</p>'
        "<p><dfn>EGDI</dfn></p><div><p>An <b>index</b> of</p><p>three parts.</p></div></div>"
        "<p>After <dfn>other</dfn>.</p>"
    )
    found = read(html)

    assert found.terms == (("EGDI", "An index of three parts."),)
    assert found.text == "Before. EGDI An index of three parts. After other."


@given(st.text())
def test_any_text_can_be_read(html: str) -> None:
    assert read(html).text == " ".join(read(html).text.split())
