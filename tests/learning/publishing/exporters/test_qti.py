from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Option
from learning.publishing.exporters import qti3
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.qti3_items import item_of
from tests.learning.publishing.exporters.editions import (
    PICTURE_PATH,
    course,
    job,
    multiple,
    number,
    single,
)
from tests.learning.publishing.exporters.packages import package, tree
from tests.learning.publishing.exporters.questions import (
    EVERY,
    fillin,
    matching,
    numeric,
    ordering,
    truefalse,
)
from tests.learning.publishing.exporters.test_cc import asking
from tests.learning.publishing.exporters.toolkits import toolkit

NAME = "who-owns-the-data.qti3.zip"
NAMES = {
    "q": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "cp": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
MARKED = (truefalse, numeric, fillin, ordering, matching)


def exported(edition: FrozenEdition, out: Path) -> dict[str, bytes]:
    qti3.export(job(edition, out=out))
    return package(out / NAME)


def item(files: dict[str, bytes], name: str) -> Any:
    return tree(files[f"q-{number(name)}.xml"])


def correct(item: Any) -> list[str]:
    return [each.text for each in item.iterfind(".//q:qti-correct-response/q:qti-value", NAMES)]


def test_a_package_names_every_file_and_every_test_asks_what_is_there(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    files = exported(edition, tmp_path)
    manifest = tree(files["imsmanifest.xml"])
    named = {each.get("href") for each in manifest.iterfind(".//cp:file", NAMES)}
    assert named == files.keys() - {"imsmanifest.xml"}
    assert {"lessons.xml", "assessment.xml"} < named
    for test in ("lessons.xml", "assessment.xml"):
        asked = tree(files[test]).iterfind(".//q:qti-assessment-item-ref", NAMES)
        assert {each.get("href") for each in asked} <= named


def test_the_final_assessment_draws_as_many_questions_as_in_the_course(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    test = tree(exported(edition, tmp_path)["assessment.xml"])
    assert test.find(".//q:qti-selection", NAMES).get("select") == "2"  # type: ignore[union-attr]
    assert len(test.findall(".//q:qti-assessment-item-ref", NAMES)) == 3


def test_a_choice_speaks_to_what_was_chosen(edition: FrozenEdition, tmp_path: Path) -> None:
    files = exported(edition, tmp_path)
    one, several = item(files, "check"), item(files, "several")
    assert correct(one) == ["o-b"]
    assert correct(several) == ["o-a", "o-c"]
    said = one.findall(".//q:qti-feedback-block", NAMES)
    assert [each.get("identifier") for each in said] == ["o-a", "o-b", "o-c"]
    assert "the steward keeps it correct" in "".join(said[1].itertext())
    assert several.find(".//q:qti-choice-interaction", NAMES).get("max-choices") == "0"


def test_every_marked_kind_becomes_an_item_and_the_others_are_reported(tmp_path: Path) -> None:
    edition = asking(tmp_path / "store", *(make() for make in EVERY))
    edition = FrozenEdition(replace(edition.manifest, units=_asked(edition)), edition.store)
    report = qti3.export(job(edition, out=tmp_path / "out"))
    files = package(tmp_path / "out" / NAME)
    for make in MARKED:
        assert f"q-{make().id}.xml" in files
    assert any("leaves out 3 of" in warning for warning in report.warnings)


def _asked(edition: FrozenEdition) -> Any:
    """Give the units, the lesson to read now with the questions that stand in it."""
    ids = tuple(make().id for make in EVERY)
    return tuple(
        replace(
            unit,
            lessons=tuple(
                replace(lesson, questions=ids) if lesson.slug == "reading" else lesson
                for lesson in unit.lessons
            ),
        )
        for unit in edition.manifest.units
    )


def test_an_ordering_is_right_in_its_order_and_not_shown_in_it() -> None:
    made = item_of(ordering())
    assert made.correct == ("o-a", "o-b", "o-c", "o-d")
    assert tuple(choice.id for choice in made.choices) != made.correct
    assert made.cardinality == "ordered"


def test_sides_that_say_the_same_are_one_target() -> None:
    question = matching()
    twin = Option("d", "Task d", True, "", match="Role a")
    made = item_of(replace(question, options=(*question.options, twin)))
    pairs = dict(pair.split() for pair in made.correct)
    assert len(made.targets) == 3
    assert pairs["o-a"] == pairs["o-d"]
    assert all(target.most == 0 for target in made.targets)


def test_a_number_is_right_within_its_range() -> None:
    made = item_of(numeric())
    assert (made.lowest, made.highest, made.correct) == ("0.595", "0.605", ("0.600",))
    assert made.outcomes == ("right", "low", "high")
    assert made.wrong == "wrong"


def test_a_gap_takes_each_of_its_answers() -> None:
    made = item_of(fillin())
    assert made.accepted == ("régistre", "register")
    assert made.wrong == "other"


def test_a_long_question_is_cut_for_its_title() -> None:
    question = replace(single("long"), prompt="<p>" + "word " * 40 + "</p>")
    assert len(item_of(question).title) <= 60


def test_a_picture_of_a_question_goes_with_it(tmp_path: Path) -> None:
    asked = replace(multiple("several"), prompt=f'<p><img src="{PICTURE_PATH}" alt="A list"></p>')
    files = exported(asking(tmp_path / "store", asked), tmp_path / "out")
    assert PICTURE_PATH in files
    assert b'alt="A list"' in files[f"q-{asked.id}.xml"]


def test_an_arabic_item_is_written_from_right_to_left(tmp_path: Path) -> None:
    arabic = course(tmp_path / "store", language="ar", title="من يملك البيانات؟")
    files = exported(arabic, tmp_path / "out")
    text = files[f"q-{number('check')}.xml"].decode()
    assert 'xml:lang="ar"' in text
    assert '<qti-item-body dir="rtl">' in text


def test_a_course_that_marks_nothing_is_not_written(tmp_path: Path) -> None:
    base = toolkit(tmp_path / "store")
    report = qti3.export(job(base, out=tmp_path / "out"))
    assert report.files == 0
    assert any("nothing in this course is marked" in warning for warning in report.warnings)
    assert not list((tmp_path / "out").glob("*"))


def test_the_same_edition_gives_the_same_bytes_and_replaces_an_earlier_one(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    exported(edition, tmp_path)
    first = (tmp_path / NAME).read_bytes()
    exported(edition, tmp_path)
    assert (tmp_path / NAME).read_bytes() == first


def test_a_file_of_others_in_the_way_is_left_as_it_is(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_bytes(b"mine")
    with pytest.raises(ForeignFile):
        qti3.export(job(edition, out=tmp_path))
    assert (tmp_path / NAME).read_bytes() == b"mine"
