import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Kind, Manifest
from learning.bundles.profiles import Profile, in_profile
from learning.publishing.exporters import library
from learning.publishing.exporters.errors import (
    EditedFile,
    ForeignFile,
    NameTaken,
    NotInLibrary,
)
from learning.publishing.exporters.library_blocks import Blocks, sections
from learning.publishing.exporters.library_markdown import CannotSay, Node
from learning.publishing.exporters.library_units import _chosen
from learning.publishing.exporters.library_yaml import definition, scalar
from learning.publishing.exporters.report import Report
from tests.learning.publishing.exporters.editions import course, job

SLUG = "who-owns-the-data"
TEXTS = {
    "introduction.html": '<div class="block-text"><p>Begin here.</p></div>',
    "three-roles.html": '<div class="block-text"><p>Three roles.</p></div>',
    "in-your-office.html": "",
    "reading.html": "",
    "assessment.html": "",
}


def with_texts(edition: FrozenEdition, texts: dict[str, str]) -> FrozenEdition:
    """Give `edition` with other words in its fragments."""
    new = {f"text/{name}": text.encode() for name, text in texts.items()}
    files = tuple(
        replace(file, sha256=edition.store.add(new[file.path])) if file.path in new else file
        for file in edition.manifest.files
    )
    return replace_manifest(edition, replace(edition.manifest, files=files))


def replace_manifest(edition: FrozenEdition, manifest: Manifest) -> FrozenEdition:
    return FrozenEdition(manifest, edition.store)


@pytest.fixture
def plain(edition: FrozenEdition) -> FrozenEdition:
    return with_texts(edition, TEXTS)


def exported(edition: FrozenEdition, out: Path, profile: Profile = Profile.FULL) -> Report:
    return library.export(job(in_profile(edition, profile), out=out, profile=profile))


def test_fields_stand_in_one_order(plain: FrozenEdition, tmp_path: Path) -> None:
    exported(plain, tmp_path)

    assert (tmp_path / SLUG / "course.md").read_text(encoding="utf-8") == (
        "---\ntitle: Who owns the data?\n"
        f"key: {plain.manifest.activity}\n"
        "kind: course\ncode: D1\nsummary: Three roles every register needs.\n"
        "audience: People who keep a register\noutcomes:\n  - Name the owner of a register\n"
        'sdg: ["16.6"]\nsources:\n  - A guide, 2024\nlanguage: en\n---\n\nBegin here.\n'
    )


def test_the_number_before_a_name_is_the_place_and_not_the_address(
    plain: FrozenEdition, tmp_path: Path
) -> None:
    edition = replace_manifest(plain, replace(plain.manifest, slug="2030-agenda", language="ar"))
    exported(edition, tmp_path)

    assert (tmp_path / "01-2030-agenda.ar" / "02-two" / "01-reading.md").is_file()


def test_an_address_that_is_no_file_name_is_refused(plain: FrozenEdition, tmp_path: Path) -> None:
    edition = replace_manifest(plain, replace(plain.manifest, slug="données"))
    with pytest.raises(NotInLibrary, match=r"données \(en\).*a-z, 0-9 and hyphens"):
        exported(edition, tmp_path)
    assert not list(tmp_path.rglob("*.md"))


def test_what_has_no_words_is_told_with_its_place(plain: FrozenEdition, tmp_path: Path) -> None:
    text = {"reading.html": '<div class="block-text"><p>m<sup>2</sup></p></div>'}
    with pytest.raises(NotInLibrary, match=r"Something to read.*<sup>.*publish again"):
        exported(with_texts(plain, text), tmp_path)


def test_a_toolkit_of_before_its_level_was_kept_is_to_be_published_again(
    plain: FrozenEdition, tmp_path: Path
) -> None:
    edition = replace_manifest(plain, replace(plain.manifest, kind=Kind.TOOLKIT))
    with pytest.raises(NotInLibrary, match=r"its level.*publish it again"):
        exported(edition, tmp_path)


def test_a_file_that_is_gone_from_the_edition_is_told(plain: FrozenEdition, tmp_path: Path) -> None:
    shown = '<div class="card block-download"><a href="media/gone.pdf">Sheet</a></div>'
    with pytest.raises(NotInLibrary, match=r"media/gone\.pdf, which the edition does not hold"):
        exported(with_texts(plain, {"reading.html": shown}), tmp_path)
    assert not list(tmp_path.rglob("*.md"))


def test_a_course_and_a_toolkit_of_one_folder_are_refused(
    plain: FrozenEdition, tmp_path: Path
) -> None:
    toolkit = replace_manifest(plain, replace(plain.manifest, kind=Kind.TOOLKIT, level="national"))
    with pytest.raises(NameTaken, match=SLUG):
        library.export(job(plain, toolkit, out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_hundred_lessons_keep_their_order(plain: FrozenEdition, tmp_path: Path) -> None:
    unit = plain.manifest.units[1]
    slugs = [f"reading-{number}" for number in range(100)]
    lessons = tuple(replace(unit.lessons[0], slug=slug) for slug in slugs)
    units = (plain.manifest.units[0], replace(unit, lessons=lessons))
    exported(replace_manifest(plain, replace(plain.manifest, units=units)), tmp_path)

    names = sorted(path.stem for path in tmp_path.rglob("*-reading-*.md"))
    assert [name.partition("-")[2] for name in names] == slugs
    assert names[0] == "001-reading-0"


def test_a_text_of_others_is_left_as_it_is(plain: FrozenEdition, tmp_path: Path) -> None:
    mine = tmp_path / SLUG / "course.md"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")

    with pytest.raises(ForeignFile):
        exported(plain, tmp_path)
    assert [path.name for path in tmp_path.rglob("*.md")] == ["course.md"]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_text_that_was_changed_since_is_left_as_it_is(
    plain: FrozenEdition, tmp_path: Path
) -> None:
    exported(plain, tmp_path)
    changed = tmp_path / SLUG / "02-two" / "01-reading.md"
    changed.write_text("better words", encoding="utf-8")

    with pytest.raises(EditedFile, match="load_library"):
        exported(plain, tmp_path)
    assert changed.read_text(encoding="utf-8") == "better words"


def test_a_lesson_that_is_gone_leaves_no_file_behind(plain: FrozenEdition, tmp_path: Path) -> None:
    exported(plain, tmp_path)
    shorter = replace(plain.manifest, units=plain.manifest.units[:1])
    (tmp_path / SLUG / "notes.txt").write_text("mine", encoding="utf-8")
    exported(replace_manifest(plain, shorter), tmp_path)

    assert not list(tmp_path.rglob("*reading*"))
    assert (tmp_path / SLUG / "notes.txt").is_file()


def test_the_same_edition_gives_the_same_bytes(plain: FrozenEdition, tmp_path: Path) -> None:
    for name in ("one", "two"):
        exported(plain, tmp_path / name)
    first, second = (
        {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert first == second
    assert len(first) == 8


def test_a_lighter_profile_is_written_whole_and_says_so(
    tmp_path: Path, plain: FrozenEdition
) -> None:
    shown = '<p class="card block-download"><a href="{}" download>Sheet</a></p>'
    picture = plain.manifest.media[0].path
    edition = with_texts(plain, {"reading.html": shown.format(picture)})

    report = exported(edition, tmp_path, Profile.TEXT)

    assert f"file: {picture}\n" in (tmp_path / SLUG / "02-two" / "01-reading.md").read_text()
    assert (tmp_path / SLUG / picture).is_file()
    assert "knows no profile “text”" in report.warnings[0]


def no_unit(node: Node) -> list[str]:
    raise CannotSay(node.tag)


@pytest.mark.parametrize(
    "html", ["words between", '<div class="block-new">x</div>', '<section class="block-unit">x']
)
def test_a_block_that_is_not_known_is_refused(html: str) -> None:
    with pytest.raises(CannotSay):
        Blocks(no_unit).written(html)


UNIT = ["First.\n\n## What\n\nWhat it is.", ":::key\nOnce.\n:::", "## How\n\nSo.\n\n## Why\n\nFor."]


@pytest.mark.parametrize(
    ("written", "headings"),
    [
        (UNIT, []),
        (["## What\n\nWhat it is.", ":::key\nOnce.\n:::"], ["What"]),
        (["## What\n\nWhat it is.", ":::key\nOnce.\n:::", "## Why\n\nFor."], ["What", "Why"]),
        (["## How\n\nIn another way."], None),
        (["First."], None),
        ([], None),
    ],
)
def test_the_sections_that_a_lesson_takes_are_found_by_their_words(
    written: Sequence[str], headings: list[str] | None
) -> None:
    assert _chosen(UNIT, written) == headings


def test_a_heading_is_named_as_it_is_read() -> None:
    assert [heading for heading, _pieces in sections(["## A *b* \\& c\n\nx"])] == ["A b & c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Plain words", "Plain words"),
        ("yes", '"yes"'),
        ("12", '"12"'),
        ("a: b", '"a: b"'),
        ('# "x"', '"# \\"x\\""'),
        (" x", '" x"'),
        ("a\u2028b", '"a\\u2028b"'),
        ("", '""'),
        ("مرحبا", "مرحبا"),
    ],
)
def test_a_value_is_quoted_only_where_it_must_be(text: str, said: str) -> None:
    assert scalar(text) == said


def test_a_definition_leaves_out_what_stands_for_nothing() -> None:
    entry = {
        "title": "T",
        "kind": "canvas",
        "note": "",
        "levels": [{"from_percent": 0, "rows": []}],
    }
    text = definition(json.loads(json.dumps(entry)))
    assert text == "kind: canvas\ntitle: T\nlevels:\n- from_percent: 0\n"


def test_a_made_up_course_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(NotInLibrary, match="Who owns the data"):
        exported(course(tmp_path / "store"), tmp_path / "out")
