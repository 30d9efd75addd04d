"""The starter library as learners meet it: read from the published site, not from its files."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from courses.library.counting import counts
from courses.library.loading import LoadReport, load_library
from learning.bundles.profiles import Profile
from learning.publishing.exporters.texts import read as read_fragment
from learning.publishing.exporters.zipping import zipped
from learning.publishing.exporting import chosen, export, order_of
from learning.publishing.models import Edition
from tests.library.conftest import LIBRARY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]
COLD = 40_000  # bytes over the wire, of a landing page or a lesson with style sheet and scripts
NATIONAL = {"guide": 32, "case": 24, "instrument": 22}
LOCAL = {"guide": 21, "case": 10, "instrument": 11}


def get(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def links(page: str, prefix: str) -> list[str]:
    found = re.findall(rf'href="({prefix}[a-z0-9-]+/?)"', page)
    return list(dict.fromkeys(unescape(address) for address in found))


@pytest.mark.parametrize(
    ("slug", "chapters", "expected"),
    [("national-toolkit", 11, NATIONAL), ("local-toolkit", 8, LOCAL)],
)
def test_both_toolkits_are_whole(slug: str, chapters: int, expected: dict[str, int]) -> None:
    page = get(f"/toolkits/{slug}/")

    assert page.count('class="card chapter"') == chapters
    for kind, number in expected.items():
        units = re.findall(rf'<a href="({kind}-[a-z0-9-]+)"', page)
        assert len(set(units)) == number, kind


def test_all_courses_modules_and_the_programme_are_offered() -> None:
    page = get("/courses/")

    assert len(links(page, "/courses/")) == 5 + 16 + 1


def test_the_courses_have_twenty_seven_units() -> None:
    courses = Edition.objects.current().filter(kind="course", language="en")

    assert {edition.manifest.code for edition in courses} == {"C1", "C2", "C3", "C4", "C5"}
    assert sum(len(edition.manifest.units) for edition in courses) == 27


def test_the_programme_has_five_days_two_tests_and_its_papers() -> None:
    manifest = Edition.objects.current().get(kind="programme").manifest

    assert len(manifest.units) == 5
    assert [test.title for test in manifest.assessments] and len(manifest.assessments) == 2
    for day in manifest.units:
        kinds = [lesson.kind for lesson in day.lessons]
        assert {"session", "handout"} <= set(kinds), day.title
        starts = [lesson.starts for lesson in day.lessons if lesson.kind == "session"]
        assert starts == sorted(starts) and all(starts), day.title
    papers = {lesson.slug for lesson in manifest.lessons if lesson.kind == "handout"}
    assert {"teach-back-rubric", "action-plan-sheet"} <= papers


def test_the_courses_after_the_first_are_built_from_toolkit_units() -> None:
    for edition in Edition.objects.current().filter(kind="course").exclude(slug__contains="found"):
        lessons = edition.manifest.lessons
        built = [lesson for lesson in lessons if lesson.origins]
        assert len(built) * 3 >= len(lessons) * 2, edition.slug


def test_every_page_can_be_read_and_is_light(settings: object) -> None:
    for edition in Edition.objects.current():
        base = f"/{'toolkits' if edition.is_toolkit else 'courses'}/{edition.slug}/"
        addresses = ["", *(lesson.slug for lesson in edition.manifest.lessons)]
        for address in addresses:
            response = Client(headers={"accept-encoding": "gzip"}).get(base + address)
            assert response.status_code == 200, base + address
            assert len(response.content) <= COLD - 12_000, base + address


def test_loading_it_again_changes_nothing(starter: LoadReport) -> None:
    again = load_library(LIBRARY)

    assert (again.created, again.updated, again.withdrawn) == ([], [], [])
    assert again.unchanged == len(starter.created)


def test_the_table_at_the_end_of_loading_counts_what_is_there() -> None:
    found = {count.name: count.of for count in counts()}

    assert found["Guides"] == 53
    assert found["Case studies"] == 34
    assert found["Instruments"] == found["Instruments to fill in"] == 33
    assert found["Courses"] == 5
    assert found["Translations of courses and toolkits"] == 1
    assert found["Microlearning modules"] == 16
    assert found["Training programmes"] == 1
    assert found["Units"] == 27 + 16 + 5
    assert found["Sources"] > 400


@pytest.mark.parametrize(
    ("slug", "profile", "most"),
    [
        ("digital-government-foundations", Profile.FULL, 1_500_000),
        ("digital-government-foundations", Profile.LIGHT, 500_000),
        ("digital-government-foundations", Profile.TEXT, 150_000),
        ("egdi-in-seven-minutes", Profile.LIGHT, 150_000),
        ("national-toolkit", Profile.FULL, 3_000_000),
        ("local-toolkit", Profile.FULL, 3_000_000),
    ],
)
def test_a_stick_of_one_is_small_enough_to_send(
    tmp_path: Path, slug: str, profile: Profile, most: int
) -> None:
    for edition in chosen([slug]):
        folder = tmp_path / edition.language
        export(order_of("usb", [edition], folder, profile=profile))
        files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert len(zipped(files)) <= most, edition.language


def test_the_index_of_a_stick_is_a_small_part_of_what_it_finds(tmp_path: Path) -> None:
    editions = [each for each in chosen([]) if each.language == "en"]
    export(order_of("usb", editions, tmp_path))

    texts = [edition.frozen() for edition in editions]
    every = [
        read_fragment(frozen.read(file.path).decode())
        for frozen in texts
        for file in frozen.manifest.files
        if file.media_type == "text/html"
    ]
    said = sum(len(" ".join([each.text, *each.headings]).encode()) for each in every)
    assert (tmp_path / "atoll" / "search-en.js").stat().st_size <= 0.15 * said


def test_the_first_course_is_there_in_arabic_with_the_same_questions() -> None:
    editions = Edition.objects.current().filter(slug="digital-government-foundations")
    english, arabic = (editions.get(language=language).frozen() for language in ("en", "ar"))
    assert english.manifest.activity == arabic.manifest.activity
    assert english.questions.keys() == arabic.questions.keys()
    for id_, question in english.questions.items():
        twin = arabic.questions[id_]
        assert (twin.type, twin.correct, twin.review) == (
            question.type,
            question.correct,
            question.review,
        )
    assert [each.slug for each in english.manifest.lessons] == [
        each.slug for each in arabic.manifest.lessons
    ]


def test_a_card_names_every_language_of_a_course_and_shows_it_in_the_readers() -> None:
    english = Client(headers={"accept-language": "en"}).get("/courses/").content.decode()
    arabic = Client(headers={"accept-language": "ar"}).get("/courses/").content.decode()
    french = Client(headers={"accept-language": "fr"}).get("/courses/").content.decode()
    title = "Digital government for the SDGs: foundations"
    assert english.count(title) == french.count(title) == 1
    assert title not in arabic
    for page in (english, french):
        assert '<span lang="ar">' in page[page.index(title) : page.index(title) + 1500]


def test_the_sites_own_language_has_the_plain_name_on_a_stick(tmp_path: Path) -> None:
    export(order_of("usb", chosen(["digital-government-foundations"]), tmp_path))
    plain = (tmp_path / "digital-government-foundations.html").read_text()
    assert '<html lang="en"' in plain
    assert (tmp_path / "digital-government-foundations-ar.html").is_file()
