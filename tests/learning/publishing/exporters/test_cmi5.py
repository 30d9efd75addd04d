from dataclasses import replace
from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import cmi5
from learning.publishing.exporters.cmi5 import mastery_score
from learning.publishing.exporters.course_structure import NAMESPACE, faults
from tests.learning.publishing.exporters.editions import course, job, number
from tests.learning.publishing.exporters.packages import package, tree
from tests.learning.publishing.exporters.toolkits import toolkit

NAMES = {"c": NAMESPACE}
NAME = "who-owns-the-data.cmi5.zip"


def test_every_lesson_and_test_is_a_unit_that_moves_on_by_what_is_needed(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    cmi5.export(job(edition, out=tmp_path))
    structure = tree(package(tmp_path / NAME)["cmi5.xml"])
    units = {
        each.findtext("c:url", "", NAMES): (each.get("moveOn"), each.get("masteryScore"))
        for each in structure.iterfind(".//c:au", NAMES)
    }
    assert units == {
        "index.html?step=atoll-start": ("NotApplicable", None),
        "index.html?step=three-roles": ("Completed", None),
        "index.html?step=reading": ("NotApplicable", None),
        "index.html?step=in-your-office": ("Completed", None),
        "index.html?step=assessment": ("CompletedAndPassed", "0.6"),
    }
    blocks = structure.iterfind("c:block", NAMES)
    assert [each.get("id") for each in blocks] == [
        f"urn:uuid:{number('one')}",
        f"urn:uuid:{number('two')}",
    ]


def test_the_outcomes_are_objectives_of_the_final_assessment(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    cmi5.export(job(edition, out=tmp_path))
    structure = tree(package(tmp_path / NAME)["cmi5.xml"])
    said = structure.findall("c:objectives/c:objective", NAMES)
    named = structure.findall(".//c:au/c:objectives/c:objective", NAMES)
    assert [each.get("id") for each in said] == [each.get("idref") for each in named]
    assert said[0].findtext("c:title/c:langstring", "", NAMES) == "Name the owner of a register"


def test_the_structure_holds_to_every_rule(edition: FrozenEdition, tmp_path: Path) -> None:
    odd = course(
        tmp_path / "store",
        slug="odd",
        title='Less < "more" & \x0b odd',
        language="ar",
        changes={"summary": "", "outcomes": ("One", "One", "Two & three")},
    )
    plain = course(tmp_path / "store", slug="plain", changes={"assessment": None, "outcomes": ()})
    cmi5.export(job(edition, odd, plain, toolkit(tmp_path / "store"), out=tmp_path / "out"))
    packages = sorted((tmp_path / "out").iterdir())
    assert len(packages) == 4
    for path in packages:
        found = package(path)
        assert faults(found["cmi5.xml"], found.keys()) == []


def test_a_toolkit_is_one_unit_that_asks_for_nothing(tmp_path: Path) -> None:
    cmi5.export(job(toolkit(tmp_path / "store"), out=tmp_path / "out"))
    structure = tree(package(tmp_path / "out" / "small-toolkit.cmi5.zip")["cmi5.xml"])
    assert [
        (each.get("moveOn"), each.findtext("c:url", "", NAMES))
        for each in structure.iterfind("c:au", NAMES)
    ] == [("NotApplicable", "index.html")]


def test_a_test_before_the_start_moves_on_by_itself(edition: FrozenEdition, tmp_path: Path) -> None:
    assert edition.manifest.assessment
    pretest = replace(edition.manifest.assessment, activity=number("pretest"), slug="before")
    tested = course(tmp_path / "store", changes={"pretest": pretest})
    cmi5.export(job(tested, out=tmp_path / "out"))
    structure = tree(package(tmp_path / "out" / NAME)["cmi5.xml"])
    unit = structure.find(f"c:au[@id='urn:uuid:{number('pretest')}']", NAMES)
    assert unit is not None
    assert (unit.get("moveOn"), unit.get("masteryScore")) == ("NotApplicable", None)


def test_the_same_edition_gives_the_same_bytes(edition: FrozenEdition, tmp_path: Path) -> None:
    cmi5.export(job(edition, out=tmp_path / "one"))
    cmi5.export(job(edition, out=tmp_path / "two"))
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "two" / NAME).read_bytes()


@pytest.mark.parametrize(
    ("percent", "said"), [(0, "0"), (5, "0.05"), (60, "0.6"), (67, "0.67"), (100, "1")]
)
def test_whole_percent_is_an_exact_decimal(percent: int, said: str) -> None:
    assert mastery_score(percent) == said
