import pytest
from django.test import Client

from courses.models import CoursePage
from learning.publishing.freezing import freeze
from learning.publishing.models import Edition
from tests.learning.player.test_views import COLD, QUERIES, words

ADDRESSES = [
    "/topics/",
    "/topics/sdg/16.6/",
    "/topics/wsis/C7/",
    "/topics/principle/transparency/",
    "/courses/",
    "/courses/?sdg=16.6&wsis=C7",
    "/toolkits/",
    "/toolkits/?sdg=16.6&wsis=C7",
]


def reader(language: str = "en") -> Client:
    browser = Client()
    browser.cookies["django_language"] = language
    return browser


def test_the_topics_are_counted_goal_by_goal(tagged: None) -> None:
    page = words(reader().get("/topics/"))

    assert "Goal 16: Peace, justice and strong institutions" in page
    target = "16.6 Effective, accountable, transparent institutions"
    assert f"{target} 1 course · 1 training programme · 1 toolkit chapter" in page
    assert "C11 International and regional cooperation nothing yet" in page
    assert "Participation 1 course · 1 training programme" in page
    assert "E/2018/44" in page


@pytest.mark.parametrize(
    ("address", "here", "not_here"),
    [
        ("/topics/sdg/16.6/", ["A small course", "A small programme", "Visit counter"], []),
        ("/topics/sdg/16.10/", ["N1 · Start here", "Read the line"], ["Visit counter"]),
        ("/topics/sdg/11.3/", ["L1 · On the ground", "Read it aloud"], ["A small course"]),
        ("/topics/wsis/C7/", ["A small course", "N1 · Start here"], ["On the ground"]),
        ("/topics/wsis/C1/", ["A small toolkit"], ["A small course"]),
        ("/topics/principle/participation/", ["A small course", "E/2018/44"], ["N1"]),
        ("/topics/principle/transparency/", ["N1 · Start here"], ["A small course"]),
    ],
)
def test_a_topic_lists_what_carries_it(
    tagged: None, address: str, here: list[str], not_here: list[str]
) -> None:
    page = words(reader().get(address))

    assert [each for each in here if each not in page] == []
    assert [each for each in not_here if each in page] == []


def test_what_a_topic_lists_is_linked(tagged: None) -> None:
    page = reader().get("/topics/sdg/16.6/").content.decode()

    assert 'href="/courses/small-course/"' in page
    assert 'href="/toolkits/small-toolkit/#start-here"' in page
    assert 'href="/toolkits/small-toolkit/instrument-visit-counter"' in page


def test_the_official_wording_is_in_the_readers_language(tagged: None) -> None:
    page = reader("ar").get("/topics/sdg/16.6/").content.decode()

    official = "إنشاء مؤسسات فعالة وشفافة وخاضعة للمساءلة على جميع المستويات"
    assert f'lang="ar" dir="rtl"><p>{official}</p></blockquote>' in page
    assert "Develop effective, accountable" in page
    assert "Создать эффективные" in page


@pytest.mark.parametrize(
    "address",
    [
        "/topics/sdg/16.99/",
        "/topics/sdg/nothing/",
        "/topics/wsis/C2/",
        "/topics/principle/speed/",
        "/topics/colour/blue/",
        "/topics/sdg/",
    ],
)
def test_an_unknown_topic_is_a_404(tagged: None, address: str) -> None:
    assert reader().get(address).status_code == 404


def test_a_known_topic_that_nothing_carries_says_so(tagged: None) -> None:
    page = words(reader().get("/topics/sdg/1.4/"))

    assert "Nothing that is published serves this yet." in page


def test_a_target_without_wording_is_shown_as_its_number(tagged: None) -> None:
    course = CoursePage.objects.get(slug="small-course")
    course.sdg_targets = "16.6, 6.1"
    course.save()
    freeze(course)

    assert "6.1" in words(reader().get("/courses/small-course/"))
    page = words(reader().get("/topics/sdg/6.1/"))
    assert "Goal 6: Clean water and sanitation" in page
    assert "A small course" in page
    assert "6.1 1 course" in words(reader().get("/topics/"))


@pytest.mark.parametrize(
    ("address", "here", "not_here"),
    [
        ("/courses/?sdg=16.6", ["A small course", "SDG target: 16.6 · Effective"], []),
        ("/courses/?sdg=9.c&wsis=C7&principle=participation", ["A small course"], ["Nothing"]),
        ("/courses/?sdg=16.6&wsis=C11", ["Nothing found.", "C11"], ["A small course"]),
        ("/courses/?sdg=<b>/../x", ["Nothing found."], ["A small course", "<b>"]),
        ("/toolkits/?sdg=11.3", ["A small town toolkit", "On the ground"], ["A small toolkit"]),
        ("/toolkits/?sdg=16.10&wsis=C7", ["Read the line"], ["town", "Visit counter"]),
        ("/toolkits/?principle=integrity", ["Nothing found."], ["A small toolkit"]),
    ],
)
def test_filters_combine_and_are_said_in_words(
    tagged: None, address: str, here: list[str], not_here: list[str]
) -> None:
    response = reader().get(address)
    page = words(response)

    assert response.status_code == 200
    assert [each for each in here if each not in page] == []
    shown = page.partition("Take the filter away")[2]
    assert [each for each in not_here if each in shown] == []
    assert "Take the filter away and show everything" in page


def test_the_filter_offers_only_topics_that_occur(tagged: None) -> None:
    page = reader().get("/courses/?wsis=C7").content.decode()

    assert '<option value="16.6" lang="en">16.6 · Effective' in page
    assert '<option value="C7" lang="en" selected>' in page
    assert 'value="16.7"' not in page
    assert "<b>" not in reader().get("/courses/?sdg=<b>").content.decode()


@pytest.mark.parametrize("address", ["/courses/small-course/", "/toolkits/small-toolkit/"])
def test_landing_pages_link_their_topics(tagged: None, address: str) -> None:
    page = reader("fr").get(address).content.decode()

    assert 'href="/topics/sdg/16.6/"' in page
    assert "Des institutions efficaces, responsables et transparentes" in page
    assert 'href="/topics/wsis/C7/"' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_by_topic_ask_the_database_little(
    tagged: None, address: str, django_assert_max_num_queries: object
) -> None:
    browser = reader()
    browser.get(address)

    with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]
        response = browser.get(address)
    assert len(response.content) <= COLD


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_pages_by_topic_speak_every_language(tagged: None, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    for address in ADDRESSES:
        page = reader(language).get(address).content.decode()
        assert f'<html lang="{language}" dir="{direction}">' in page


@pytest.mark.parametrize("address", ["wsis/participation", "principle/C7", "sdg/C7"])
def test_a_topic_under_another_kind_does_not_exist(tagged: None, address: str) -> None:
    assert reader().get(f"/topics/{address}/").status_code == 404


def test_a_damaged_edition_does_not_take_the_lists_down(tagged: None) -> None:
    Edition.objects.filter(slug="small-course").update(manifest_sha256="0" * 64)

    assert "A small course" in words(reader().get("/courses/"))
    assert "Nothing found." in words(reader().get("/courses/?sdg=9.c"))
    assert reader().get("/topics/").status_code == 200
