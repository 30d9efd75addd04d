from dataclasses import dataclass, replace

import pytest
from django.test import Client
from django.utils.translation import override

from learning.bundles.errors import ObjectMissing
from learning.bundles.manifest import Kind, Manifest
from learning.player.editions import readable
from learning.player.filtering import filtered
from learning.player.topics import (
    Topic,
    TopicKind,
    by_kind,
    find,
    in_order,
    tallies,
    topics_in,
    topics_of_unit,
)
from tests.factories.manifests import make_manifest
from tests.learning.player.test_views import words

FIRST, SECOND = make_manifest().lessons


def sdg(code: str) -> Topic:
    return Topic(TopicKind.SDG, code)


C7 = Topic(TopicKind.WSIS, "C7")
PARTICIPATION = Topic(TopicKind.PRINCIPLE, "participation")


@dataclass(frozen=True)
class Shown:
    """An edition as far as lists read it."""

    manifest: Manifest
    slug: str = "small"

    @property
    def kind(self) -> str:
        return self.manifest.kind

    @property
    def is_toolkit(self) -> bool:
        return self.manifest.kind == Kind.TOOLKIT


@dataclass(frozen=True)
class Damaged:
    slug: str = "damaged"
    kind: str = "course"
    is_toolkit: bool = False

    @property
    def manifest(self) -> Manifest:
        raise ObjectMissing("0" * 64)


COURSE = Shown(make_manifest(wsis_lines=("C7",)))
CHAPTER = replace(
    make_manifest().units[0],
    sdg_targets=("17.8",),
    wsis_lines=("C7",),
    lessons=(replace(FIRST, sdg_targets=("16.10",)), SECOND),
)
TOOLKIT = Shown(make_manifest(kind=Kind.TOOLKIT, units=(CHAPTER,), principles=("participation",)))
ALL = [COURSE, TOOLKIT]


def test_a_unit_carries_its_own_topics_and_of_other_kinds_its_chapters() -> None:
    named, silent = CHAPTER.lessons

    assert topics_of_unit(named, CHAPTER) == {sdg("16.10"), C7}
    assert topics_of_unit(silent, CHAPTER) == {sdg("17.8"), C7}


@pytest.mark.parametrize(
    ("topic", "courses", "toolkits", "units"),
    [
        (sdg("16.6"), 1, 1, []),
        (sdg("16.10"), 0, 1, [["first"]]),
        (sdg("17.8"), 0, 1, [["second"]]),
        (C7, 1, 1, [["first", "second"]]),
        (PARTICIPATION, 0, 1, []),
        (sdg("1.4"), 0, 0, []),
    ],
)
def test_what_carries_a_topic_is_found(
    topic: Topic, courses: int, toolkits: int, units: list[list[str]]
) -> None:
    found = find(ALL, frozenset({topic}))  # type: ignore[arg-type]

    assert (len(found.courses), len(found.toolkits)) == (courses, toolkits)
    assert [[lesson.slug for lesson in each.lessons] for each in found.chapters] == units


def test_topics_looked_for_together_must_be_carried_together() -> None:
    found = find(ALL, frozenset({sdg("16.10"), C7}))  # type: ignore[arg-type]

    assert found.courses == []
    assert [each.address for each in found.chapters] == ["/toolkits/small/#unit"]
    assert find(ALL, frozenset({sdg("16.10"), sdg("17.8")})).is_empty  # type: ignore[arg-type]


def test_a_tally_counts_courses_and_chapters() -> None:
    counted = tallies(ALL)  # type: ignore[arg-type]

    assert counted[C7].words == "1 course · 1 toolkit chapter"
    assert counted[sdg("16.6")].words == "1 course"
    assert counted[PARTICIPATION].is_empty
    assert counted[sdg("16.9")].words == ""


def test_topics_stand_in_the_order_of_their_sources() -> None:
    mixed = [PARTICIPATION, sdg("16.b"), C7, sdg("99.1"), sdg("9.c"), sdg("16.10")]

    assert in_order(mixed) == [
        sdg("9.c"),
        sdg("16.10"),
        sdg("16.b"),
        sdg("99.1"),
        C7,
        PARTICIPATION,
    ]
    assert [kind for kind, _topics in by_kind(in_order(mixed))] == list(TopicKind)


def test_a_topic_is_named_in_the_readers_language_or_by_its_number() -> None:
    with override("fr"):
        assert sdg("16.5").label == "16.5 · Réduire la corruption"
    with override("ar"):
        official = sdg("16.6").official
        assert official
        assert official.language == "ar"
    assert sdg("9.9").label == "9.9"
    assert sdg("9.9").official is None
    assert (sdg("99.9").goal_title, PARTICIPATION.number) == ("", "")
    assert Topic(TopicKind.PRINCIPLE, "speed").label == "speed"


def test_a_toolkit_can_be_looked_for_by_what_its_units_carry() -> None:
    assert topics_in(TOOLKIT.manifest) >= {sdg("16.10"), sdg("17.8"), PARTICIPATION}
    assert topics_in(COURSE.manifest) == {sdg("16.6"), C7}


def test_a_damaged_edition_is_left_out_and_told(caplog: pytest.LogCaptureFixture) -> None:
    shown = [Damaged(), COURSE]

    assert [each for each, _manifest in readable(shown)] == [COURSE]  # type: ignore[arg-type]
    assert "cannot be read" in caplog.text


def test_a_filter_offers_what_occurs_and_nothing_else() -> None:
    filter_ = filtered(ALL, {"sdg": "16.6", "wsis": "", "other": "x"})  # type: ignore[arg-type]

    assert filter_.wanted == (sdg("16.6"),)
    assert {field.kind: [t.code for t in field.topics] for field in filter_.fields} == {
        "sdg": ["16.6", "16.10", "17.8"],
        "wsis": ["C7"],
        "principle": ["participation"],
    }
    assert [field.chosen for field in filter_.fields] == ["16.6", "", ""]
    assert not filter_.is_empty


def test_no_filter_finds_nothing_and_hides_nothing() -> None:
    filter_ = filtered(ALL, {})  # type: ignore[arg-type]

    assert (filter_.wanted, filter_.found, filter_.is_empty) == ((), None, False)


def test_a_filter_keeps_no_more_of_an_address_than_a_code_has() -> None:
    filter_ = filtered(ALL, {"sdg": "9" * 5000})  # type: ignore[arg-type]

    assert len(filter_.wanted[0].code) == 20
    assert filter_.is_empty


def test_an_empty_hub_has_topics_all_the_same(db: None) -> None:
    assert "Nothing that is published serves a target yet." in words(Client().get("/topics/"))
    assert "Filter by topic" not in words(Client().get("/courses/"))
