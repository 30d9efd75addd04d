import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Question, questions_to_bytes
from learning.publishing.exporters import cc11, cc13
from learning.publishing.exporters.cartridge import addresses_in
from learning.publishing.exporters.cartridge_rules import MANIFEST, QTI, VERSIONS, faults
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.qti12 import items_of
from tests.learning.publishing.exporters.editions import (
    PICTURE_PATH,
    course,
    job,
    mark,
    multiple,
    single,
)
from tests.learning.publishing.exporters.packages import package, tree
from tests.learning.publishing.exporters.questions import EVERY, fillin, numeric
from tests.learning.publishing.exporters.toolkits import toolkit

NAME = "who-owns-the-data.cc11.imscc"
NAMES = {"cp": VERSIONS["1.1.0"].package, "q": QTI}


@pytest.fixture
def files(edition: FrozenEdition, tmp_path: Path) -> dict[str, bytes]:
    return exported(edition, tmp_path)


def exported(edition: FrozenEdition, out: Path) -> dict[str, bytes]:
    cc11.export(job(edition, out=out))
    return package(next(out.glob("*.cc11.imscc")))


def asking(root: Path, *questions: Question) -> FrozenEdition:
    """Freeze the course with `questions` in the lesson that otherwise only gives to read."""
    base = course(root)
    path = base.manifest.lesson("reading").path
    every = sorted([*base.questions.values(), *questions], key=lambda each: each.id)
    contents = {
        path: "".join(map(mark, questions)).encode(),
        "questions.json": questions_to_bytes(every),
    }
    entries = tuple(
        replace(each, sha256=base.store.add(contents[each.path]), length=len(contents[each.path]))
        if each.path in contents
        else each
        for each in base.manifest.files
    )
    manifest = replace(base.manifest, files=entries)
    return FrozenEdition(manifest.numbered(version=1, frozen_at="2026-11-22T12:00:00Z"), base.store)


def titles(files: dict[str, bytes]) -> list[str]:
    found = tree(files[MANIFEST]).iterfind(".//cp:item/cp:title", NAMES)
    return [each.text or "" for each in found]


def items(files: dict[str, bytes], path: str) -> list[Any]:
    return list(tree(files[path]).iter(f"{{{QTI}}}item"))


@pytest.mark.parametrize(("module", "number"), [(cc11, "1.1.0"), (cc13, "1.3.0")])
def test_a_cartridge_of_each_version_breaks_no_rule(
    tmp_path: Path, module: Any, number: str
) -> None:
    edition = asking(tmp_path / "store", *(make() for make in EVERY))
    report = module.export(job(edition, toolkit(tmp_path / "store"), out=tmp_path / "out"))
    for path in (tmp_path / "out").iterdir():
        assert path.name.endswith(module.ENDING)
        assert faults(package(path), VERSIONS[number]) == []
    assert report.files == 2


def test_the_outline_holds_pages_quizzes_discussions_and_sources_in_order(tmp_path: Path) -> None:
    sources = ("A guide, https://example.org/guide; and https://example.net/.", "A book, 2024")
    edition = course(tmp_path / "store", changes={"sources": sources})
    assert titles(exported(edition, tmp_path / "out")) == [
        "Who owns the data?",
        "Unit one",
        "Three roles",
        "Questions: Three roles",
        "Unit two",
        "Something to read",
        "In your office",
        "Discussion: In your office",
        "Final assessment",
        "Final assessment",
        "Sources",
        "A guide",
        "example.net",
    ]


def test_a_page_leaves_its_questions_to_the_quiz_and_its_links_lead_to_pages(
    files: dict[str, bytes],
) -> None:
    page = files["three-roles.html"].decode()
    assert "Who corrects the register?" not in page
    assert "After it." in page
    assert 'href="in-your-office.html"' in page
    assert f'src="{PICTURE_PATH}"' in page
    assert PICTURE_PATH in files
    assert "Which register do you use?" in files["in-your-office.html"].decode()


def test_a_quiz_holds_the_right_answer_and_the_reason_of_each_option(
    files: dict[str, bytes],
) -> None:
    one, several = items(files, "three-roles-quiz/quiz.xml")
    scores = {
        each.findtext(".//q:varequal", namespaces=NAMES): each.findtext("q:setvar", "", NAMES)
        for each in one.iterfind(".//q:respcondition", NAMES)
    }
    assert scores == {"a": "", "b": "100", "c": ""}
    said = [each.text for each in one.iterfind(".//q:itemfeedback//q:mattext", NAMES)]
    assert said[1] == "Yes: the steward keeps it correct."
    rejected = several.findtext(".//q:not/q:varequal", namespaces=NAMES)
    assert rejected == "b"


def test_the_final_assessment_asks_the_whole_bank_and_the_report_says_so(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    report = cc11.export(job(edition, out=tmp_path))
    assert len(items(package(tmp_path / NAME), "atoll-assessment-quiz/quiz.xml")) == 3
    assert any("asks all 3 questions" in warning for warning in report.warnings)


def test_a_kind_that_the_standard_lacks_stays_on_the_page_and_is_reported(tmp_path: Path) -> None:
    edition = asking(tmp_path / "store", *(make() for make in EVERY))
    report = cc11.export(job(edition, out=tmp_path / "out"))
    page = package(tmp_path / "out" / NAME)["reading.html"].decode()
    for said in ("In which order?", "Who does what?", "How often?", "A case."):
        assert said in page
    kinds = re.findall(r"of the kind “(\w+)”", " ".join(report.warnings))
    assert kinds == ["ordering", "matching", "poll", "scenario"]


def test_a_number_is_accepted_however_it_is_written() -> None:
    (item,) = items_of(numeric())
    assert {"0.6", "0,6", "0.60", "0.600", "0,605", "0.595"} <= set(item.conditions[0].values)
    assert "0.59" not in item.conditions[0].values
    assert item.conditions[1].shows == "other"


def test_a_range_of_too_many_numbers_stays_on_its_page() -> None:
    assert items_of(numeric("0", "1000000", 2)) == ()


def test_a_gap_takes_its_answers_with_and_without_accents() -> None:
    (item,) = items_of(fillin())
    assert item.conditions[0].values == ("régistre", "register", "registre")


def test_two_options_are_no_multiple_choice() -> None:
    question = single("two")
    (item,) = items_of(replace(question, options=question.options[:2]))
    assert item.profile == "cc.multiple_response.v0p1"


def test_a_picture_in_a_question_is_found_from_the_quiz(tmp_path: Path) -> None:
    asked = replace(multiple("seen"), prompt=f'<p><img src="{PICTURE_PATH}" alt="A list"></p>')
    files = exported(asking(tmp_path / "store", asked), tmp_path / "out")
    quiz = files["reading-quiz/quiz.xml"].decode()
    assert f"$IMS-CC-FILEBASE$../{PICTURE_PATH}" in quiz
    needs = tree(files[MANIFEST]).iterfind(".//cp:resource/cp:dependency", NAMES)
    assert [each.get("identifierref") for each in needs].count("media-1") == 2


def test_an_arabic_cartridge_is_written_from_right_to_left(tmp_path: Path) -> None:
    arabic = course(tmp_path / "store", language="ar", title="من يملك البيانات؟")
    files = exported(arabic, tmp_path / "out")
    assert '<html lang="ar" dir="rtl">' in files["start.html"].decode()
    assert "من يملك البيانات؟" in titles(files)


def test_the_same_edition_gives_the_same_bytes_and_replaces_an_earlier_one(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    cc11.export(job(edition, out=tmp_path))
    first = (tmp_path / NAME).read_bytes()
    cc11.export(job(edition, out=tmp_path))
    assert (tmp_path / NAME).read_bytes() == first


def test_a_file_of_others_in_the_way_is_left_as_it_is(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_bytes(b"mine")
    with pytest.raises(ForeignFile):
        cc11.export(job(edition, out=tmp_path))
    assert (tmp_path / NAME).read_bytes() == b"mine"


def test_addresses_are_named_by_what_is_said_of_them() -> None:
    source = "Estonia: https://www.ria.ee/x-road; https://x-road.global/history."
    assert list(addresses_in(source)) == [
        ("Estonia", "https://www.ria.ee/x-road"),
        ("x-road.global", "https://x-road.global/history"),
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        (MANIFEST, b"rooted-hierarchy", b"flat", "rooted-hierarchy"),
        (MANIFEST, b"1.1.0", b"1.2.0", "schemaversion"),
        (MANIFEST, b"imsccv1p1/imscp", b"imsccv1p2/imscp", "namespace"),
        (MANIFEST, b'identifierref="resource-reading"', b'identifierref="gone"', "opens gone"),
        (MANIFEST, b'href="reading.html"/>', b'href="gone.html"/>', "nothing names reading.html"),
        (MANIFEST, b'ref="media-1"', b'ref="gone"', "no other file"),
        (MANIFEST, b"imsdt_xmlv1p1", b"imsdt_xmlv9", "unknown type"),
        (MANIFEST, b"<resources>", b"<resources", "not well-formed"),
        ("three-roles.html", b"in-your-office.html", b"gone.html", "leads to gone.html"),
        ("in-your-office-topic-1/topic.xml", b"text/html", b"text/plain", "no text"),
        ("three-roles-quiz/quiz.xml", b">b</varequal>", b">z</varequal>", "rule 9a"),
        ("three-roles-quiz/quiz.xml", b'"Multiple"', b'"Single"', "cardinality"),
        ("three-roles-quiz/quiz.xml", b'case="Yes"', b'case="No"', "case Yes"),
        ("three-roles-quiz/quiz.xml", b"cc.exam.v0p1", b"cc.exam", "rule 1"),
        ("three-roles-quiz/quiz.xml", b"cc.multiple_choice", b"cc.choice", "rule 2"),
        ("three-roles-quiz/quiz.xml", b'linkrefid="a"', b'linkrefid="q"', "rules 12c"),
        ("three-roles-quiz/quiz.xml", b">100<", b">1<", "no answer is right"),
        ("three-roles-quiz/quiz.xml", b"mattext", b"matimage", "cannot have"),
    ],
)  # fmt: skip
def test_the_rules_name_what_is_broken(
    files: dict[str, bytes], path: str, old: bytes, new: bytes, fault: str
) -> None:
    assert old in files[path]
    broken = {**files, path: files[path].replace(old, new)}
    assert any(fault in each for each in faults(broken, VERSIONS["1.1.0"]))


def test_a_package_without_a_manifest_is_none() -> None:
    assert faults({}, VERSIONS["1.1.0"]) == ["there is no imsmanifest.xml at the root"]
