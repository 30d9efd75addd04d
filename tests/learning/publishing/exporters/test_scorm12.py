from pathlib import Path
from typing import Any

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import scorm12
from learning.publishing.exporters.errors import BadOption, ForeignFile
from learning.publishing.exporters.lms_package import duration, plain
from tests.learning.publishing.exporters.editions import PICTURE_PATH, course, job, number
from tests.learning.publishing.exporters.packages import package, tree
from tests.learning.publishing.exporters.toolkits import toolkit

NAMES = {"cp": "http://www.imsproject.org/xsd/imscp_rootv1p1p2"}
ADLCP = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
NAME = "who-owns-the-data.scorm12.zip"


def manifest_of(path: Path) -> Any:
    return tree(package(path)["imsmanifest.xml"])


def test_a_package_holds_its_manifest_at_the_root_the_page_the_player_and_the_media(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    scorm12.export(job(edition, out=tmp_path))
    found = package(tmp_path / NAME)
    assert {"imsmanifest.xml", "index.html", "atoll/here.txt", PICTURE_PATH} < found.keys()
    assert all(path.startswith(("atoll/", "media/")) for path in found if "/" in path)
    page = found["index.html"].decode()
    scripts = [path for path in found if path.endswith(".js")]
    assert all(f'src="{path}"' in page for path in scripts)
    order = [page.index(name) for name in ("people.js", "scorm12.js", "scorm.js", "start.js")]
    assert order == sorted(order)
    assert "http://" not in page.replace("http://adlnet", "")


def test_the_manifest_names_every_file_and_is_spelt_as_platforms_read_it(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    scorm12.export(job(edition, out=tmp_path))
    files = package(tmp_path / NAME)
    text = files["imsmanifest.xml"].decode()
    assert "<schemaversion>1.2</schemaversion>" in text
    assert 'adlcp:scormtype="sco"' in text
    assert "masteryscore" not in text
    manifest = tree(files["imsmanifest.xml"])
    named = {each.get("href") for each in manifest.iterfind(".//cp:file", NAMES)}
    assert named == files.keys() - {"imsmanifest.xml"}


def test_title_summary_keywords_length_and_language_stand_in_the_manifest(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    scorm12.export(job(edition, out=tmp_path))
    text = package(tmp_path / NAME)["imsmanifest.xml"].decode()
    for said in (
        '<imsmd:langstring xml:lang="en">Who owns the data?</imsmd:langstring>',
        "Three roles every register needs.",
        "SDG 16.6",
        "<imsmd:datetime>PT26M</imsmd:datetime>",
        "<imsmd:language>en</imsmd:language>",
        "CC BY 4.0",
    ):
        assert said in text


def test_one_unit_holds_the_course_unless_every_lesson_is_asked_for(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    scorm12.export(job(edition, out=tmp_path / "one"))
    scorm12.export(job(edition, out=tmp_path / "many", options={"sco": "lesson"}))
    one = manifest_of(tmp_path / "one" / NAME)
    many = manifest_of(tmp_path / "many" / NAME)
    assert [each.get("parameters") for each in one.iterfind(".//cp:item", NAMES)] == [None]
    steps = [each.get("parameters") for each in many.iterfind(".//cp:item", NAMES)]
    assert [step for step in steps if step] == [
        "?step=atoll-start",
        "?step=three-roles",
        "?step=reading",
        "?step=in-your-office",
        "?step=assessment",
    ]
    titles = [each.text for each in many.iterfind(".//cp:item/cp:title", NAMES)]
    assert {"Unit one", "Unit two", "Final assessment"} < set(titles)


def test_the_same_edition_gives_the_same_bytes(edition: FrozenEdition, tmp_path: Path) -> None:
    scorm12.export(job(edition, out=tmp_path / "one"))
    scorm12.export(job(edition, out=tmp_path / "two"))
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "two" / NAME).read_bytes()


def test_the_report_counts_the_packages(edition: FrozenEdition, tmp_path: Path) -> None:
    arabic = course(tmp_path / "store", language="ar", title="من يملك البيانات؟")
    report = scorm12.export(job(edition, arabic, out=tmp_path / "out"))
    files = {path.name: path.stat().st_size for path in (tmp_path / "out").iterdir()}
    assert len(files) == 2
    assert (report.files, report.bytes) == (2, sum(files.values()))
    assert report.longest_page[1] == max(files.values())


def test_an_arabic_course_is_written_from_right_to_left(tmp_path: Path) -> None:
    arabic = course(tmp_path / "store", language="ar", title="من يملك البيانات؟")
    scorm12.export(job(arabic, out=tmp_path / "out"))
    found = package(tmp_path / "out" / NAME)
    assert '<html lang="ar" dir="rtl">' in found["index.html"].decode()
    assert "من يملك البيانات؟" in found["imsmanifest.xml"].decode()


def test_a_toolkit_is_read_and_tells_the_platform_nothing(tmp_path: Path) -> None:
    scorm12.export(job(toolkit(tmp_path / "store"), out=tmp_path / "out"))
    found = package(tmp_path / "out" / "small-toolkit.scorm12.zip")
    assert 'adlcp:scormtype="asset"' in found["imsmanifest.xml"].decode()
    assert "atoll/scorm.js" not in found
    assert "atoll/instrument-start.js" in found


def test_what_xml_cannot_hold_is_left_out_of_the_manifest(tmp_path: Path) -> None:
    odd = course(tmp_path / "store", title='Less < "more" & \x0b\ufffe odd\nlines')
    scorm12.export(job(odd, out=tmp_path / "out"))
    manifest = manifest_of(tmp_path / "out" / NAME)
    titles = [each.text for each in manifest.iterfind(".//cp:title", NAMES)]
    assert titles == ['Less < "more" & odd lines'] * 2


def test_schemas_that_somebody_has_are_added_at_the_root(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    schemas = tmp_path / "schemas"
    (schemas / "common").mkdir(parents=True)
    (schemas / "imscp_rootv1p1p2.xsd").write_text("<a/>")
    (schemas / "common" / "part.xsd").write_text("<b/>")
    (schemas / "notes.txt").write_text("no schema")
    scorm12.export(job(edition, out=tmp_path / "out", options={"schemas": str(schemas)}))
    found = package(tmp_path / "out" / NAME)
    assert found["imscp_rootv1p1p2.xsd"] == b"<a/>"
    assert found["common/part.xsd"] == b"<b/>"
    assert "notes.txt" not in found


@pytest.mark.parametrize(
    "options",
    [{"sco": "chapter"}, {"schemas": "nowhere"}],
)
def test_an_option_that_cannot_be_followed_is_refused(
    edition: FrozenEdition, tmp_path: Path, options: dict[str, str]
) -> None:
    with pytest.raises(BadOption, match="Nothing was written"):
        scorm12.export(job(edition, out=tmp_path / "out", options=options))
    assert not (tmp_path / "out").exists()


def test_a_file_of_others_in_the_way_is_left_as_it_is(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_bytes(b"mine")
    with pytest.raises(ForeignFile):
        scorm12.export(job(edition, out=tmp_path))
    assert (tmp_path / NAME).read_bytes() == b"mine"


def test_a_package_of_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    scorm12.export(job(course(tmp_path / "store"), out=tmp_path / "out"))
    scorm12.export(job(course(tmp_path / "store", title="A new title"), out=tmp_path / "out"))
    assert b"A new title" in package(tmp_path / "out" / NAME)["imsmanifest.xml"]


def test_a_link_out_of_the_course_is_reported(tmp_path: Path) -> None:
    edition = course(tmp_path / "store", changes={"units": ()})
    report = scorm12.export(job(edition, out=tmp_path / "out"))
    assert any("in-your-office" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "PT0M"), (26, "PT26M"), (60, "PT1H0M"), (135, "PT2H15M")]
)
def test_minutes_are_said_as_a_duration(minutes: int, said: str) -> None:
    assert duration(minutes) == said


def test_a_long_title_is_cut() -> None:
    assert plain("word " * 100, 20) == "word word word word…"


def test_identifiers_are_of_the_course(edition: FrozenEdition, tmp_path: Path) -> None:
    scorm12.export(job(edition, out=tmp_path))
    manifest = manifest_of(tmp_path / NAME)
    assert manifest.get("identifier") == f"course-{number('who-owns-the-data')}"
    assert manifest.find(".//cp:resource", NAMES).get(f"{ADLCP}scormtype") == "sco"
