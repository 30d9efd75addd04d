from django.test import Client

from learning.player.web import around
from learning.publishing.models import Edition
from tests.factories.library import TOOLKIT
from tests.factories.tags import ABOVE, BELOW, TOWN


def page_of(name: str) -> str:
    toolkit, _slash, unit = name.partition("/")
    return Client().get(f"/toolkits/{toolkit}/{unit}").content.decode()


def test_a_local_unit_links_what_it_carries_out(tagged: None) -> None:
    page = page_of(BELOW)

    assert "Carries out:" in page
    assert f'<a href="/toolkits/{ABOVE}">Read the line</a>' in page
    assert "In the municipality:" not in page


def test_a_national_unit_lists_its_local_ones(tagged: None) -> None:
    page = page_of(ABOVE)

    assert "In the municipality:" in page
    assert f'<a href="/toolkits/{BELOW}">Read it aloud</a>' in page
    assert "Carries out:" not in page


def test_a_unit_that_stands_alone_says_nothing_of_a_web(tagged: None) -> None:
    page = page_of(f"{TOOLKIT}/instrument-visit-counter")

    assert "In the municipality:" not in page
    assert "Carries out:" not in page


def test_a_session_says_which_toolkit_its_text_is_from(tagged: None) -> None:
    page = Client().get("/courses/small-programme/opening").content.decode()

    assert "From the toolkits:" in page
    assert f'<a href="/toolkits/{ABOVE}">Read the line</a>' in page


def test_a_withdrawn_toolkit_leaves_no_dead_link(tagged: None) -> None:
    Edition.objects.filter(slug=TOWN).update(is_current=False)
    assert "In the municipality:" not in page_of(ABOVE)

    Edition.objects.filter(slug=TOOLKIT).update(is_current=False)
    assert "From the toolkits:" not in Client().get("/courses/small-programme/opening").text


def test_a_damaged_toolkit_leaves_the_others_readable(tagged: None) -> None:
    Edition.objects.filter(slug=TOWN).update(manifest_sha256="0" * 64)

    assert "In the municipality:" not in page_of(ABOVE)


def test_the_web_is_of_one_language(tagged: None) -> None:
    Edition.objects.filter(slug=TOWN).update(language="fr")

    assert "In the municipality:" not in page_of(ABOVE)


def test_the_web_costs_one_query_and_where_there_is_none_no_query(
    tagged: None, django_assert_num_queries: object
) -> None:
    toolkit = Edition.objects.current().get(slug=TOOLKIT).manifest
    course = Edition.objects.current().get(slug="small-course").manifest

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert around(toolkit, toolkit.lessons[0])
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert not around(course, course.lessons[0])
