from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.publishing.exporters import search_index
from learning.publishing.exporters.search_index import Document, Index, index_of
from learning.publishing.exporters.texts import read
from tests.learning.publishing.exporters.editions import course

TERMS = st.frozensets(st.text("abcdeéاة১", min_size=1, max_size=6), max_size=20)


def index(*terms: frozenset[str]) -> Index:
    documents = [
        Document("a-course", f"lesson-{place:04}", "A title", ("A heading",), f"{place:08x}", each)
        for place, each in enumerate(terms)
    ]
    return Index("en", {"a-course": "A course"} if terms else {}, documents)


@given(st.lists(TERMS, max_size=12))
def test_what_is_written_is_read_again(terms: list[frozenset[str]]) -> None:
    written = index(*terms)

    assert search_index.from_bytes(search_index.to_bytes(written), "en") == written


def test_many_documents_are_told_in_steps_of_any_length() -> None:
    every = [
        frozenset({"rare"} if place in (0, 80, 1_500, 2_999) else {"x"}) for place in range(3000)
    ]
    written = index(*every)

    assert search_index.from_bytes(search_index.to_bytes(written), "en") == written


@pytest.mark.parametrize(
    "content", [None, b"", b"alert(1)", b"\xff\xfe", b'{"format": "atoll-search/1"}']
)
def test_what_is_no_index_is_read_as_an_empty_one(content: bytes | None) -> None:
    assert search_index.from_bytes(content, "en") == Index("en", {}, [])


def test_a_lesson_is_found_by_its_text_and_the_course_by_its_summary(tmp_path: Path) -> None:
    found = index_of(course(tmp_path), "a-course")

    places = {each.place: each for each in found.documents}
    assert set(places) == {"", "three-roles", "reading", "in-your-office"}
    assert "desk" in places["in-your-office"].terms
    assert "register" in places[""].terms
    assert places["three-roles"].headings == ("The check",)
    assert "heading" not in places["reading"].terms


def test_questions_and_answers_are_not_indexed(tmp_path: Path) -> None:
    found = index_of(course(tmp_path), "a-course")

    assert not any("steward" in each.terms for each in found.documents)


def test_a_lesson_that_did_not_change_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = course(tmp_path)
    known = index_of(edition, "a-course")
    monkeypatch.setattr(search_index, "read", lambda html: pytest.fail("read again"))

    assert index_of(edition, "another-name", known) == replace(
        known,
        courses={"another-name": "Who owns the data?"},
        documents=[replace(each, course="another-name") for each in known.documents],
    )


def test_a_heading_and_an_alternative_text_are_read_and_a_script_is_not() -> None:
    html = '<h2>One <b>two</b></h2><p>three<br>four</p><img alt="five"><script>six</script>'

    found = read(html)

    assert found.headings == ("One two",)
    assert found.text == "three four five"
