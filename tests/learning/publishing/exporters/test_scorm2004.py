from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import scorm2004
from learning.publishing.exporters.errors import BadOption
from tests.learning.publishing.exporters.editions import course, job
from tests.learning.publishing.exporters.packages import package, tree
from tests.learning.publishing.exporters.toolkits import toolkit

NAMES = {
    "cp": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "ss": "http://www.imsglobal.org/xsd/imsss",
}
NAME = "who-owns-the-data.scorm2004.zip"


def manifest_text(course_: FrozenEdition, out: Path, options: dict[str, str] | None = None) -> str:
    scorm2004.export(job(course_, out=out, options=options or {}))
    return package(out / NAME)["imsmanifest.xml"].decode()


@pytest.mark.parametrize(
    ("options", "version"),
    [
        ({}, "2004 4th Edition"),
        ({"edition": "4th"}, "2004 4th Edition"),
        ({"edition": "3rd"}, "2004 3rd Edition"),
    ],
)
def test_the_version_is_worded_as_platforms_know_it(
    edition: FrozenEdition, tmp_path: Path, options: dict[str, str], version: str
) -> None:
    assert f"<schemaversion>{version}</schemaversion>" in manifest_text(edition, tmp_path, options)


def test_another_edition_of_the_standard_is_refused(edition: FrozenEdition, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="4th or 3rd"):
        scorm2004.export(job(edition, out=tmp_path, options={"edition": "5th"}))


def test_the_content_sets_completion_and_success_itself(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    text = manifest_text(edition, tmp_path)
    assert 'adlcp:scormType="sco"' in text
    assert 'completionSetByContent="true" objectiveSetByContent="true"' in text
    assert "completionThreshold" not in text


def test_only_what_is_needed_counts_for_the_whole_course(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    manifest = tree(manifest_text(edition, tmp_path, {"sco": "lesson"}).encode())
    counting = {}
    for item in manifest.iterfind(".//cp:item[@parameters]", NAMES):
        rules = item.find(".//ss:rollupRules", NAMES)
        assert rules is not None
        counting[item.get("parameters", "").removeprefix("?step=")] = (
            rules.get("rollupProgressCompletion"),
            rules.get("rollupObjectiveSatisfied"),
        )
    assert counting == {
        "atoll-start": ("false", "false"),
        "three-roles": ("true", "false"),
        "reading": ("false", "false"),
        "in-your-office": ("true", "false"),
        "assessment": ("true", "true"),
    }


def test_metadata_stands_in_the_manifest_unless_its_schema_is_missing_among_the_schemas(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    (schemas / "imscp_v1p1.xsd").write_text("<a/>")
    assert "lom:typicalLearningTime" in manifest_text(edition, tmp_path)
    assert "lom:" not in manifest_text(edition, tmp_path, {"schemas": str(schemas)})
    (schemas / "lom.xsd").write_text("<a/>")
    assert "lom.xsd" in manifest_text(edition, tmp_path, {"schemas": str(schemas)})


def test_the_scripts_are_those_of_this_version(tmp_path: Path) -> None:
    scorm2004.export(job(course(tmp_path / "store"), out=tmp_path))
    found = package(tmp_path / NAME)
    assert "atoll/scorm2004.js" in found
    assert "atoll/scorm12.js" not in found


def test_a_toolkit_is_an_asset(tmp_path: Path) -> None:
    scorm2004.export(job(toolkit(tmp_path / "store"), out=tmp_path / "out"))
    found = package(tmp_path / "out" / "small-toolkit.scorm2004.zip")
    assert 'adlcp:scormType="asset"' in found["imsmanifest.xml"].decode()
