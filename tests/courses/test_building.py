from uuid import UUID

import pytest
from django.utils.translation import override
from wagtail.models import Locale

from courses.building import Built, build, choices, find_units, plan
from courses.errors import CannotBuild
from courses.models import CataloguePage, CoursePage, LessonPage, UnitPage
from courses.outline import outline
from courses.updating import accept, pending, where_used
from learning.publishing.releasing import release
from tests.factories.courses import make_course
from tests.factories.references import make_two_sections, rewrite
from tests.factories.toolkits import make_case, make_chapter, make_toolkit
from toolkits.models import ChapterPage, GuidePage, ToolkitUnitPage
from toolkits.outline import OutlineQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> ChapterPage:
    fields = {"sdg_targets": "16.6, 9.c", "wsis_lines": "C7", "principles": "transparency"}
    return make_chapter(make_toolkit(), "Once only", outcome="Ask once", **fields)


@pytest.fixture
def second(first: ChapterPage) -> ChapterPage:
    toolkit = make_toolkit("Local toolkit", level="local")
    return make_chapter(toolkit, "At the counter", code="L1", outcome="Serve at the counter")


@pytest.fixture
def units(first: ChapterPage, second: ChapterPage) -> list[ToolkitUnitPage]:
    more = {"sdg_targets": "16.10, 16.6", "wsis_lines": "C7, C11", "principles": "participation"}
    return [
        make_two_sections(first, "Ask once", minutes=7, **more),
        make_case(second, "Fiji: one desk", minutes=4, sources="An office, 2024\nA law, 2024"),
        make_two_sections(first, "Share data", minutes=6),
    ]


def built(units: list[ToolkitUnitPage], **choices: str) -> Built:
    catalogue = CataloguePage.objects.get()
    made = {"title": "One question", "kind": "course"} | choices
    return build(units=units, parent=catalogue, **made)


def refused(units: list[ToolkitUnitPage], **choices: str) -> str:
    courses = CoursePage.objects.count()
    with pytest.raises(CannotBuild, match=r"Nothing was made\.$") as error:
        built(units, **choices)
    assert (CoursePage.objects.count(), LessonPage.objects.count()) == (courses, 0)
    return str(error.value)


def test_a_course_has_a_unit_for_each_chapter_and_a_lesson_for_each_unit(
    units: list[ToolkitUnitPage],
) -> None:
    made = outline(built(units).course)

    assert [(unit.title, unit.summary) for unit in made.units] == [
        ("Once only", "Ask once"),
        ("At the counter", "Serve at the counter"),
    ]
    lessons = [[(lesson.title, lesson.minutes) for lesson in unit.lessons] for unit in made.units]
    assert lessons == [[("Ask once", 7), ("Share data", 6)], [("Fiji: one desk", 4)]]
    assert made.outcomes == ("Ask once", "Serve at the counter")


def test_microlearning_has_one_unit_in_the_order_that_was_chosen(
    units: list[ToolkitUnitPage],
) -> None:
    [unit] = outline(built(units, kind="microlearning").course).units

    assert unit.title == "One question"
    assert [lesson.title for lesson in unit.lessons] == [
        "Ask once",
        "Fiji: one desk",
        "Share data",
    ]


def test_the_course_is_a_draft_and_its_lessons_wait_for_it(units: list[ToolkitUnitPage]) -> None:
    course = built(units).course

    assert not course.live
    assert course.has_unpublished_changes
    assert course.get_latest_revision() is not None
    assert all(page.live for page in course.get_descendants())


def test_a_built_course_can_be_published_and_an_update_waits_for_the_next_edition(
    units: list[ToolkitUnitPage],
) -> None:
    course = built(units).course
    first = release(course)
    rewrite(units[0], "Keep one register.", "Keep one good register.")
    again = release(CoursePage.objects.get(pk=course.pk))
    assert (first.is_new, again.is_new) == (True, False)

    [update] = pending(course)
    accept(update)

    assert release(CoursePage.objects.get(pk=course.pk)).is_new


def test_a_lesson_refers_to_the_whole_unit_and_asks_what_the_learner_will_do(
    units: list[ToolkitUnitPage],
) -> None:
    built(units)
    lesson = LessonPage.objects.get(title="Ask once")

    reference, reflection = lesson.body
    assert reference.value["unit"].pk == units[0].pk
    assert "Keep one register." in str(reference.value["text"])
    assert (list(reference.value["sections"]), reference.value["declined"]) == ([], "")
    assert (reference.value["title"], reference.value["sources"]) == ("Ask once", "A law, 2024")
    assert "your office" in str(reflection.value["prompt"])
    assert UUID(reflection.id)
    assert pending() == []
    assert [used for _course, used in where_used(units[0])] == [lesson]
    shown = outline(CoursePage.objects.get()).units[0].lessons[0]
    assert shown.origins == ("small-toolkit/ask-once",)
    assert isinstance(shown.parts[1], OutlineQuestion)


def test_tags_sources_and_licence_come_from_units_and_chapters_without_repeats(
    units: list[ToolkitUnitPage],
) -> None:
    course = built(units).course

    assert course.targets == ("16.10", "16.6", "9.c")
    assert course.action_lines == ("C7", "C11")
    assert course.principle_slugs == ("participation", "transparency")
    assert course.source_lines == ("A law, 2024", "An office, 2024")
    assert course.licence == "CC BY 4.0"


def test_a_course_says_what_it_is_built_from_unless_it_is_told(
    units: list[ToolkitUnitPage],
) -> None:
    course = built(units).course
    assert course.summary == "Built from toolkits: Ask once, Fiji: one desk, Share data"
    assert (course.audience, course.slug) == ("Public servants", "one-question")

    told = built(units, slug="told", summary="Ask less.", audience="Clerks").course
    assert (told.slug, told.summary, told.audience) == ("told", "Ask less.", "Clerks")


def test_a_long_list_of_units_makes_no_summary_that_is_too_long(first: ChapterPage) -> None:
    units = [make_two_sections(first, f"A guide with a long title, {n}") for n in range(12)]
    assert len(plan(title="Long", kind="course", units=units).fields["summary"]) <= 200


def test_two_units_with_one_address_get_two(first: ChapterPage, second: ChapterPage) -> None:
    units = [make_two_sections(first), make_two_sections(second)]
    course = built(units).course
    slugs = LessonPage.objects.descendant_of(course).values_list("slug", flat=True)
    assert sorted(slugs) == ["ask-once", "ask-once-2"]


def test_long_microlearning_is_built_with_a_warning(units: list[ToolkitUnitPage]) -> None:
    [warning] = built(units, kind="microlearning").warnings
    assert "17 minutes are long" in warning
    assert built(units[:1], kind="microlearning", slug="short").warnings == ()


def test_several_licences_and_tags_that_do_not_fit_are_warned_of(
    first: ChapterPage, second: ChapterPage
) -> None:
    toolkit = second.get_parent().specific
    toolkit.licence = "CC BY-SA 4.0"
    toolkit.save()
    many = [", ".join(f"{goal}.{n}" for n in range(1, 11)) for goal in (10, 11, 12)]
    units = [make_two_sections(first, f"Guide {n}", sdg_targets=t) for n, t in enumerate(many)]
    units.append(make_two_sections(second))

    done = built(units)

    assert done.course.licence == "CC BY 4.0, CC BY-SA 4.0"
    assert len(done.course.sdg_targets) <= 120
    licences, tags = done.warnings
    assert "several licences" in licences
    assert "12.10" in tags


def test_without_units_nothing_is_built(first: ChapterPage) -> None:
    assert "Choose at least one unit" in refused([])


def test_a_unit_chosen_twice_is_named(units: list[ToolkitUnitPage]) -> None:
    assert refused([*units, units[0]]).count("“Ask once” is chosen twice.") == 1


@pytest.mark.parametrize("place", ["unit", "chapter"])
def test_a_unit_that_is_not_live_is_named(units: list[ToolkitUnitPage], place: str) -> None:
    page = units[1] if place == "unit" else units[1].get_parent().specific
    page.unpublish()
    units[1].refresh_from_db()
    assert "“Fiji: one desk” is not published." in refused(units)


def test_an_address_that_is_taken_is_named(units: list[ToolkitUnitPage]) -> None:
    make_course("One question")
    assert "The address “one-question” is taken." in refused(units)
    assert "The address “small-toolkit” is taken." in refused(units, slug="small-toolkit")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"title": " "}, "Give the course a title."),
        ({"title": "سؤال"}, "lower-case letters"),
        ({"slug": "One Question"}, "lower-case letters"),
        ({"kind": "programme"}, "one of: course, microlearning"),
        ({"title": "t" * 256, "slug": "long"}, "at most 255 characters"),
        ({"summary": "s" * 201}, "summary: Ensure this value has at most 200 characters"),
        ({"slug": "s" * 256}, "slug: Ensure this value has at most 255 characters"),
    ],
)
def test_what_a_course_cannot_be_is_said(
    units: list[ToolkitUnitPage], choice: dict[str, str], said: str
) -> None:
    assert said in refused(units, **choice)


def test_units_of_two_languages_make_no_course(units: list[ToolkitUnitPage]) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    GuidePage.objects.filter(pk=units[2].pk).update(locale=french)
    units[2].refresh_from_db()
    assert "several languages" in refused(units)


def test_a_course_is_written_in_the_language_of_its_units(units: list[ToolkitUnitPage]) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    for unit in units:
        type(unit).objects.filter(pk=unit.pk).update(locale=french)
        unit.refresh_from_db()

    with override("ar"):
        course = built(units).course

    assert course.locale == french
    locales = {page.locale for page in (*UnitPage.objects.all(), *LessonPage.objects.all())}
    assert locales == {french}


def test_choices_are_live_units_by_toolkit_and_chapter(units: list[ToolkitUnitPage]) -> None:
    units[2].unpublish()
    make_chapter(make_toolkit("Empty toolkit"))

    found = [
        (choice.toolkit.title, [unit.title for part in choice.chapters for unit in part.units])
        for choice in choices("en")
    ]

    assert found == [
        ("Small toolkit", ["Ask once"]),
        ("Local toolkit", ["Fiji: one desk"]),
        ("Empty toolkit", []),
    ]
    assert choices("fr") == []


def test_units_are_found_by_name_in_the_order_of_the_names(units: list[ToolkitUnitPage]) -> None:
    names = ["local-toolkit/fiji-one-desk", "small-toolkit/ask-once"]
    assert find_units(names, "en") == [units[1], units[0]]


def test_a_name_that_is_unknown_is_told_with_the_nearest(units: list[ToolkitUnitPage]) -> None:
    with pytest.raises(CannotBuild) as error:
        find_units(["small-toolkit/ask-onse", "nowhere/qqqq"], "en")
    assert "the nearest is “small-toolkit/ask-once”" in str(error.value)
    assert "There is no live unit “nowhere/qqqq”." in str(error.value)
