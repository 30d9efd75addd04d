import pytest

from learning.publishing.exporters.moulds import gap, mould_of


def test_a_mould_gives_the_page_with_words_in_its_gaps() -> None:
    mould = mould_of(f"<h1>{gap('title')}</h1><p>{gap('title')}, {gap('unit')}</p>")

    page = mould.filled({"title": "Roles &amp; names", "unit": "\\1 100% {}"})

    assert page == "<h1>Roles &amp; names</h1><p>Roles &amp; names, \\1 100% {}</p>"


def test_a_page_without_gaps_stays_as_it_is() -> None:
    assert mould_of("<p>100%</p>").filled({}) == "<p>100%</p>"


def test_a_gap_without_its_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        mould_of(gap("title")).filled({})
