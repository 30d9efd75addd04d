import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.bundles.manifest import Kind
from learning.finding.searching import PAGE
from tests.factories.editions import Written
from tests.learning.finding.samples import SCRIPTS, ask, first, publish, said, titles

pytestmark = pytest.mark.django_db
QUERIES = 7  # with those for the page


@pytest.mark.parametrize(("language", "title", "question"), SCRIPTS)
def test_words_of_every_script_find_their_lesson(language: str, title: str, question: str) -> None:
    publish(Written(title, f"<p>{title}</p>"), Written("政治 การ সব ကား"), language=language)

    found = ask(question)
    assert [hit.entry.title for hit in found.page(1)] == [title]
    assert not found.is_partial


@pytest.mark.parametrize(
    ("title", "question"),
    [("কারণ", "কর"), ("កាត", "ក"), ("行人政", "行政"), ("การ", "กร"), ("मानव", "मनव")],
)
def test_letters_that_only_occur_find_nothing(title: str, question: str) -> None:
    publish(Written(title))
    assert titles(question) == []


def test_a_title_comes_before_a_summary_and_that_before_the_text() -> None:
    publish(
        Written("First", f"<p>{'visit ' * 99}</p>"),
        Written("Second", summary="Each visit costs"),
        Written("The visits, and much more beside them, of one office"),
    )
    assert titles("visit") == [
        "The visits, and much more beside them, of one office", "Second", "First",
    ]  # fmt: skip


def test_a_whole_word_comes_before_the_beginning_of_one() -> None:
    publish(Written("Portable forms"), Written("Port dues"))
    assert titles("port") == ["Port dues", "Portable forms"]


def test_the_language_in_use_comes_first() -> None:
    publish(Written("Le service du port"), language="fr")
    publish(Written("Port"), language="en")
    assert titles("port", "fr") == ["Le service du port", "Port"]
    assert titles("port", "en") == ["Port", "Le service du port"]
    assert titles("port", "en", language="fr") == ["Le service du port"]


def test_a_course_comes_before_a_lesson_of_the_same_name() -> None:
    publish(Written("Open data"), title="Open data")
    assert [hit.entry.kind for hit in ask("open data").page(1)] == ["course", "lesson"]


def test_a_mistyped_word_finds_the_near_one_and_that_is_told() -> None:
    publish(Written("Public procurement in brief"))
    found = ask("procurment brief")

    assert [hit.entry.title for hit in found.page(1)] == ["Public procurement in brief"]
    assert (found.typed.text, found.asked.text) == ("procurment brief", "procurement brief")
    assert said(first("procurment").title) == "Public [procurement] in brief"


def test_of_near_words_the_one_that_is_used_most_is_taken() -> None:
    publish(Written("A visit"), Written("Another visit"), Written("A vizir"))
    assert ask("vizit").asked.text == "visit"


def test_a_word_is_searched_as_typed_if_that_is_asked_for() -> None:
    publish(Written("Public procurement"))
    found = ask("procurment", as_typed=True)
    assert found.count == 0
    assert not found.is_corrected


def test_words_that_are_withdrawn_are_no_corrections() -> None:
    edition = publish(Written("Procurement"))
    edition.entries.all().delete()
    assert not ask("procurment").is_corrected


def test_without_anything_that_has_all_words_what_has_most_is_given_and_told() -> None:
    publish(Written("Open data portal"), Written("Open contracts"), Written("Fishing"))
    found = ask("open data fishing rights")

    assert found.is_partial
    assert [hit.entry.title for hit in found.page(1)] == ["Open data portal"]
    assert not ask("open data").is_partial


def test_quoted_words_stand_together() -> None:
    publish(Written("One visit less"), Written("Visit one office"))
    assert titles('"one visit"') == ["One visit less"]
    assert set(titles("one visit")) == {"One visit less", "Visit one office"}


def test_why_is_the_summary_or_the_words_around() -> None:
    publish(
        Written("First", "<p>Before. A long queue.</p>", "About counters"),
        Written("Second", "<p>Other.</p>", "The queue"),
        Written("Queue", "<p>Nothing of it.</p>", "A summary"),
    )
    why = {hit.entry.title: said(hit.why) for hit in ask("queue").page(1)}
    assert why == {
        "First": "Before. A long [queue].",
        "Second": "The [queue]",
        "Queue": "A summary",
    }


def test_a_word_that_is_explained_is_found_with_its_meaning() -> None:
    html = '<div class="block-term"><p><dfn>LOSI</dfn></p><p>An index of cities.</p></div>'
    publish(Written("Cities", html), sdg_targets=("11.3",))
    hit = ask("losi", kind="term", sdg="11.3").page(1)[0]
    assert (said(hit.title), said(hit.why)) == ("[LOSI]", "An index of cities.")
    assert hit.entry.address.endswith("/lesson-1")


def test_without_a_question_courses_and_toolkits_are_given() -> None:
    publish(Written("A lesson"), title="B course")
    publish(Written("A guide", kind="guide"), title="A toolkit", kind=Kind.TOOLKIT)
    assert titles("") == ["B course", "A toolkit"]
    assert titles("", minutes="5") == ["B course", "A toolkit", "A guide", "A lesson"]


def test_filters_say_how_much_there_is_without_them() -> None:
    publish(Written("Visit"))
    found = ask("visit", kind="case")
    assert found.count == 0
    assert found.without_filters == 1


def test_many_results_come_page_by_page() -> None:
    publish(*(Written(f"Visit {number:02}") for number in range(PAGE + 5)))
    found = ask("visit")
    pages = [found.page(1), found.page(2), found.page(3)]

    assert (found.count, found.pages) == (PAGE + 5, 2)
    assert [len(page) for page in pages] == [PAGE, 5, 0]
    assert len({hit.entry.pk for page in pages for hit in page}) == PAGE + 5


def test_more_entries_than_are_named_in_a_query_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learning.finding.searching.MOST_NAMED", 2)
    publish(*(Written(f"Visit {number}") for number in range(5)), Written("Other"))
    assert ask("visit").count == 5


@pytest.mark.parametrize(
    "question", ["", "visit", "vizit procurment conter", '"one visit" nowhere', "政府服务 xyzzy"]
)
def test_a_search_asks_the_database_a_few_times_at_most(question: str) -> None:
    publish(*(Written(f"One visit, counter and procurement {n}") for n in range(30)))
    with CaptureQueriesContext(connection) as queries:
        ask(question).page(1)
    assert len(queries) <= QUERIES


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_question_has_an_answer(question: str) -> None:
    if not ask("visit").count:
        publish(Written("One visit <b>", "<p>A &lt;i&gt; ½ সেবা 政府 visit</p>"))
    for as_typed in (False, True):
        found = ask(question, as_typed=as_typed)
        assert len(found.page(1)) == found.count
