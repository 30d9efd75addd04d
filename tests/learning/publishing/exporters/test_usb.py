import errno
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import ObjectDamaged
from learning.publishing.exporters import folder, names, player_shell, usb
from learning.publishing.exporters.course_page import CoursePage, direction
from learning.publishing.exporters.errors import (
    FolderFull,
    ForeignFile,
    NameTaken,
    UnwritableFolder,
)
from learning.publishing.exporters.links import relink
from learning.publishing.exporters.report import Report
from tests.learning.publishing.exporters.editions import (
    PICTURE,
    PICTURE_PATH,
    course,
    job,
    number,
    read_assets,
)

Export = Callable[..., Report]
PLAYER = {f"atoll/{name}" for name in player_shell.assets_of(tools=False)}


def files(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


def test_the_folder_holds_a_start_page_the_course_its_card_its_media_and_the_player(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    found = files(tmp_path / "out")
    assert found[PICTURE_PATH] == PICTURE
    assert found.keys() == {
        "index.html",
        "who-owns-the-data.html",
        "who-owns-the-data.json",
        PICTURE_PATH,
        usb.JOURNAL,
        "atoll/search-en.js",
        *PLAYER,
    }


def test_the_report_counts_what_belongs_to_the_export(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    report = export(edition, out=tmp_path / "out")
    found = files(tmp_path / "out")
    page = "who-owns-the-data.html"
    assert (report.files, report.bytes) == (len(found), sum(map(len, found.values())))
    assert report.longest_page == (page, len(found[page]))
    assert report.warnings == ()


def test_the_same_edition_gives_the_same_bytes(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "one")
    export(edition, out=tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_second_export_writes_nothing_that_is_there_already(
    export: Export, edition: FrozenEdition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export(edition, out=tmp_path / "out")
    written: list[Path] = []
    monkeypatch.setattr(folder, "write_whole", lambda path, content: written.append(path))
    assert export(edition, out=tmp_path / "out") == first
    assert written == []


def test_a_damaged_file_is_written_again(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    picture = tmp_path / "out" / PICTURE_PATH
    picture.write_bytes(PICTURE[::-1])
    export(edition, out=tmp_path / "out")
    assert picture.read_bytes() == PICTURE


def test_a_course_joins_those_that_are_in_the_folder(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(edition, out=out)
    export(course(tmp_path / "store", slug="another", title="Another one"), out=out)
    start = (out / "index.html").read_text()
    assert 'href="who-owns-the-data.html"' in start
    assert start.index("Another one") < start.index("Who owns the data?")


def test_the_order_of_exports_does_not_matter(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    other = course(tmp_path / "store", slug="another", title="Another one")
    export(edition, out=tmp_path / "one")
    export(other, out=tmp_path / "one")
    export(other, edition, out=tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_files_of_others_stay_in_the_folder(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "holiday.jpg").write_bytes(b"sun")
    (out / "settings.json").write_text("[1]")
    export(edition, out=out)
    assert (out / "holiday.jpg").read_bytes() == b"sun"
    assert (out / "settings.json").read_text() == "[1]"


@pytest.mark.parametrize("name", ["index.html", "who-owns-the-data.html", "who-owns-the-data.json"])
def test_a_file_that_no_export_wrote_is_never_replaced(
    export: Export, edition: FrozenEdition, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("my own page")
    with pytest.raises(ForeignFile, match="left as it is"):
        export(edition, out=out)
    assert files(out) == {name: b"my own page"}


def test_a_second_language_of_a_course_gets_a_file_of_its_own(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(edition, course(tmp_path / "store", language="fr"), out=out)
    export(course(tmp_path / "store", language="fr"), out=out)
    pages = [name for name in files(out) if name.endswith(".html")]
    assert sorted(pages) == ["index.html", "who-owns-the-data-fr.html", "who-owns-the-data.html"]


def test_two_courses_cannot_have_the_same_name(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    others = [
        course(tmp_path / "store", changes={"activity": number(name)}) for name in ("one", "two")
    ]
    with pytest.raises(NameTaken, match=r"who-owns-the-data\.html"):
        export(edition, *others, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("who-owns-the-data", "who-owns-the-data"),
        ("Who-Owns", "who-owns"),
        ("a:b/c\\d?e*f", "a-b-c-d-e-f"),
        ("من-يملك", "من-يملك"),
        ("con", "con-course"),
        ("index", "index-course"),
        ("LPT1", "lpt1-course"),
        ("../..", "course"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_file_name_is_safe_on_fat32(slug: str, name: str) -> None:
    assert names.safe_name(slug) == name


def test_a_folder_below_a_file_cannot_be_written(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnwritableFolder, match="cannot be written"):
        export(edition, out=tmp_path / "file" / "out")


def test_a_full_disk_leaves_nothing_half_written(
    export: Export, edition: FrozenEdition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"

    def full(descriptor: int) -> None:
        if (out / "media").exists():
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FolderFull, match="is full"):
        export(edition, out=out)
    assert not any(out.rglob(".part-*"))
    assert files(out).keys() == PLAYER


def test_a_file_that_cannot_be_read_back_is_reported(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / "out" / "index.html").mkdir(parents=True)
    with pytest.raises(UnwritableFolder):
        export(edition, out=tmp_path / "out")


def test_a_damaged_edition_is_not_exported(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    entry = edition.manifest.file(PICTURE_PATH)
    edition.store.path(entry.sha256).write_bytes(b"rot")
    with pytest.raises(ObjectDamaged):
        export(edition, out=tmp_path / "out")


def test_a_damaged_card_is_named_and_its_course_left_out(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(edition, out=out)
    card = out / "who-owns-the-data.json"
    facts = json.loads(card.read_text())
    card.write_text(json.dumps({**facts, "minutes": "many"}))
    (out / "half.json").write_bytes(card.read_bytes()[:-30] + b"atoll-usb/1")
    (out / "half.html").write_text("atoll-usb/1")
    report = export(course(tmp_path / "store", slug="another", title="Another one"), out=out)
    assert len(report.warnings) == 2
    assert "half.json is damaged" in report.warnings[0]
    assert "Who owns" not in (out / "index.html").read_text()


def test_a_card_without_its_page_is_left_out(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(edition, out=out)
    (out / "who-owns-the-data.html").unlink()
    export(course(tmp_path / "store", slug="another"), out=out)
    assert "who-owns-the-data.html" not in (out / "index.html").read_text()


def test_a_card_says_what_a_chooser_needs(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    card = json.loads((tmp_path / "out" / "who-owns-the-data.json").read_text())
    page = tmp_path / "out" / "who-owns-the-data.html"
    assert card["length"] == page.stat().st_size + len(PICTURE)
    assert (card["edition"], card["version"]) == (edition.manifest.id, 3)
    assert (card["minutes"], card["language"], card["kind"]) == (26, "en", "course")


def test_progress_hears_each_file(edition: FrozenEdition, tmp_path: Path) -> None:
    heard: list[str] = []
    out = tmp_path / "out"
    usb.export(job(edition, out=out, hear=heard.append))
    assert set(heard) == files(out).keys() - {"who-owns-the-data.json", usb.JOURNAL}


def test_links_between_lessons_stay_on_the_page(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    page = (tmp_path / "out" / "who-owns-the-data.html").read_text()
    assert '<a href="#in-your-office" data-lesson="in-your-office">Later</a>' in page
    assert '<a href="https://example.org/">Outside</a>' in page


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a data-lesson="x" href="x">y</a>', '<a data-lesson="x" href="#x">y</a>'),
        ("<a href='x' data-lesson='x'>y</a>", "<a href=\"#x\" data-lesson='x'>y</a>"),
        (
            '<a title="a > b" href="x" data-lesson="x">y</a>',
            '<a title="a > b" href="#x" data-lesson="x">y</a>',
        ),
        ('<abbr data-lesson="x" href="x">y</abbr>', '<abbr data-lesson="x" href="x">y</abbr>'),
        ('<a href="media/x.pdf">y</a>', '<a href="media/x.pdf">y</a>'),
    ],
)
def test_only_links_to_lessons_are_changed(html: str, expected: str) -> None:
    assert relink(html, "#{}".format) == expected


def test_a_link_to_a_lesson_that_is_not_there_is_named(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    kept = edition.manifest.units[1]
    units = (edition.manifest.units[0], replace(kept, lessons=kept.lessons[:1]))
    report = export(course(tmp_path / "store", changes={"units": units}), out=tmp_path / "out")
    assert "“in-your-office”" in report.warnings[0]


def test_no_title_can_end_the_script_that_holds_it(export: Export, tmp_path: Path) -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028"
    export(course(tmp_path / "store", title=title), out=tmp_path / "out")
    page = (tmp_path / "out" / "who-owns-the-data.html").read_text()
    assert "<script>alert" not in page
    assert _facts(page)["title"] == title


def test_captions_stand_in_the_page_where_browsers_load_them(tmp_path: Path) -> None:
    edition = course(tmp_path / "store")
    captions = edition.store.add(b"WEBVTT\n")
    text = edition.store.add(b'<video><track src="media/a.vtt" default></video>')
    entries = list(edition.manifest.files)
    path = "text/reading.html"
    entries = [replace(each, sha256=text) if each.path == path else each for each in entries]
    entries.append(replace(entries[0], path="media/a.vtt", sha256=captions))
    page = CoursePage(replace(edition, manifest=replace(edition.manifest, files=tuple(entries))))
    (part,) = page.units[1].lessons[0].parts
    assert 'src="data:text/vtt;base64,V0VCVlRUCg=="' in getattr(part, "html", "")


def test_the_player_is_told_what_it_needs(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    facts = _facts((tmp_path / "out" / "who-owns-the-data.html").read_text())
    assert facts["edition"] == edition.manifest.id
    assert facts["actorHome"] == "https://atoll.invalid/learners"
    assert facts["questions"].keys() == edition.questions.keys()
    assert [lesson["slug"] for lesson in facts["lessons"]] == [
        "three-roles",
        "reading",
        "in-your-office",
    ]
    assert (facts["assessment"]["draw"], facts["assessment"]["passPercent"]) == (2, 60)


def test_every_question_of_the_bank_is_on_the_page_once(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    page = (tmp_path / "out" / "who-owns-the-data.html").read_text()
    found = re.findall(r'data-question="([^"]+)"', page)
    assert sorted(found) == sorted(edition.questions)


def test_no_id_stands_twice_on_a_page(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    found = re.findall(r'\sid="([^"]+)"', (tmp_path / "out" / "who-owns-the-data.html").read_text())
    assert len(found) == len(set(found))


def test_a_unit_with_a_text_has_a_screen_of_its_own(
    edition: FrozenEdition, export: Export, tmp_path: Path
) -> None:
    units = (replace(edition.manifest.units[0], path="text/introduction.html"),)
    changed = course(tmp_path / "store", changes={"units": units})
    export(changed, out=tmp_path / "out")
    page = (tmp_path / "out" / "who-owns-the-data.html").read_text()
    assert 'id="atoll-unit-1" data-title="Unit one"' in page
    assert '<a href="#atoll-unit-1">Unit one</a>' in page


def test_an_assessment_with_the_slug_of_a_lesson_still_has_an_anchor_of_its_own(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    assessment = edition.manifest.assessment
    assert assessment is not None
    twin = replace(assessment, slug="three-roles")
    page = CoursePage(course(tmp_path / "store", changes={"assessment": twin}))
    assert page.assessment is not None
    assert page.assessment.anchor == "atoll-assessment"


def test_a_toolkit_without_questions_asks_nobody_for_a_name(
    edition: FrozenEdition, export: Export, tmp_path: Path
) -> None:
    lessons = tuple(replace(lesson, questions=()) for lesson in edition.manifest.lessons)
    units = (replace(edition.manifest.units[0], lessons=lessons),)
    toolkit = course(tmp_path / "store", changes={"units": units, "assessment": None})
    export(toolkit, out=tmp_path / "out")
    assert "atoll-people" not in (tmp_path / "out" / "who-owns-the-data.html").read_text()


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", "rtl"), ("dv-MV", "rtl"), ("en", "ltr"), ("fr", "ltr")]
)
def test_a_page_runs_in_the_direction_of_its_language(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_a_page_names_its_language_and_direction(export: Export, tmp_path: Path) -> None:
    export(course(tmp_path / "store", language="ar"), out=tmp_path / "out")
    for name in ("index.html", "who-owns-the-data.html"):
        assert '<html lang="ar" dir="rtl">' in (tmp_path / "out" / name).read_text()


def test_a_page_asks_for_nothing_that_browsers_refuse_from_a_file(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    page = (tmp_path / "out" / "who-owns-the-data.html").read_text()
    scripts = b"".join(read_assets().values()).decode()
    for refused in ('type="module"', "integrity=", "crossorigin", "<use"):
        assert refused not in page
    for refused in ("fetch(", "XMLHttpRequest", "Worker(", "crypto.subtle", "innerHTML", "import("):
        assert refused not in scripts


def test_every_word_that_the_player_says_is_on_the_page(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    page = (tmp_path / "out" / "who-owns-the-data.html").read_text()
    words = set(re.findall(r'data-word="([^"]+)"', page))
    assets = read_assets()
    scripts = b"".join(assets[name] for name in player_shell.SCRIPTS).decode()
    states = {"done", "started", "new", "reading"}
    said = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', scripts)) | states
    called = set(re.findall(r'Atoll\.word\("([^"]+)"', scripts))
    assert called <= words
    assert words <= said


def _facts(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="atoll-course">(.*?)</script>', page)
    assert found is not None
    facts: dict[str, Any] = json.loads(found.group(1))
    return facts
