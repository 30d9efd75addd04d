import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import folder, site
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.report import Report
from tests.learning.publishing.exporters.editions import PICTURE, PICTURE_PATH, course, job

NAME = "who-owns-the-data"
LINK = re.compile(r'\s(?:href|src)="([^"#]*)(?:#[^"]*)?"')


def export(*editions: FrozenEdition, out: Path, made_by: str = "") -> Report:
    return site.export(job(*editions, out=out, made_by=made_by))


def files(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


def links(out: Path) -> Iterator[tuple[Path, str]]:
    for page in out.rglob("*.html"):
        for found in LINK.findall(page.read_text()):
            if found and not found.startswith(("https://", "data:")):
                yield page, unquote(found)


@pytest.fixture
def out(tmp_path: Path, edition: FrozenEdition) -> Path:
    export(edition, course(tmp_path / "store", slug="arabic", language="ar"), out=tmp_path / "out")
    return tmp_path / "out"


def test_a_lesson_is_a_page_and_the_course_one_page_that_keeps_progress(out: Path) -> None:
    found = files(out)

    pages = {path for path in found if path.startswith(f"{NAME}/") and path.endswith(".html")}
    assert pages == {
        f"{NAME}/{page}.html"
        for page in ("index", "atoll-learn", "three-roles", "reading", "in-your-office")
    }
    assert found[f"{NAME}/{PICTURE_PATH}"] == PICTURE
    assert {"index.html", "search.html", "404.html", site.JOURNAL} <= found.keys()


def test_every_link_leads_to_a_file_and_none_out_of_the_site(out: Path) -> None:
    every = list(links(out))

    assert every
    for page, link in every:
        assert not link.startswith("/"), (page, link)
        assert (page.parent / link).resolve().is_file(), (page, link)
        assert out in (page.parent / link).resolve().parents


def test_the_answers_stand_on_the_page_to_be_opened_without_scripts(out: Path) -> None:
    page = (out / NAME / "three-roles.html").read_text()

    assert "<details" in page
    assert "Yes: the steward keeps it correct." in page
    assert "<script" not in page
    assert "<template" not in page


def test_a_page_has_smaller_twins_that_say_the_same(out: Path) -> None:
    page = out / NAME / "three-roles.html"

    assert gzip.decompress(page.with_name("three-roles.html.gz").read_bytes()) == page.read_bytes()
    assert page.with_name("three-roles.html.br").is_file()


def test_an_asset_is_named_after_its_content(out: Path, edition: FrozenEdition) -> None:
    before = files(out)
    (style,) = [path for path in before if re.fullmatch(r"assets/atoll\.[0-9a-f]{10}\.css", path)]

    changed = replace(job(edition, out=out), asset=lambda path: b"/* another */")
    site.export(changed)

    assert style in files(out)
    assert files(out)[style] == before[style]
    assert style not in (out / "index.html").read_text()


def test_the_same_editions_give_the_same_bytes_in_any_order(
    tmp_path: Path, edition: FrozenEdition, out: Path
) -> None:
    other = course(tmp_path / "store", slug="arabic", language="ar")
    export(other, out=tmp_path / "again")
    export(edition, out=tmp_path / "again")

    assert files(tmp_path / "again") == files(out)


def edited(root: Path, edition: FrozenEdition) -> FrozenEdition:
    """Give the edition after an edit of one lesson."""
    path = "text/reading.html"
    content = b"<p>Something else to read.</p>"
    digest = edition.store.add(content)
    entries = [
        replace(each, sha256=digest, length=len(content)) if each.path == path else each
        for each in edition.manifest.files
    ]
    manifest = replace(edition.manifest, files=tuple(entries))
    return FrozenEdition(
        manifest.numbered(version=4, frozen_at="2026-11-23T12:00:00Z"), edition.store
    )


def test_after_an_edit_only_what_changed_is_made_and_written(
    tmp_path: Path, edition: FrozenEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(edition, out=tmp_path / "out", made_by="one")
    written: list[str] = []
    real = folder._write_quickly

    def note(place: str, content: bytes) -> None:
        written.append(str(Path(place).relative_to(tmp_path / "out")))
        real(place, content)

    monkeypatch.setattr(folder, "_write_quickly", note)
    export(edited(tmp_path, edition), out=tmp_path / "out", made_by="one")

    pages = {path for path in written if path.endswith(".html")}
    assert pages == {
        f"{NAME}/reading.html",
        f"{NAME}/index.html",
        f"{NAME}/atoll-learn.html",
        "search.html",
    }


def test_an_export_after_an_edit_is_what_a_new_one_would_be(
    tmp_path: Path, edition: FrozenEdition
) -> None:
    after = edited(tmp_path, edition)
    export(edition, out=tmp_path / "old", made_by="one")
    export(after, out=tmp_path / "old", made_by="one")
    export(after, out=tmp_path / "new", made_by="one")

    assert files(tmp_path / "old") == files(tmp_path / "new")


def test_a_lesson_that_is_gone_leaves_no_page(tmp_path: Path, edition: FrozenEdition) -> None:
    out = tmp_path / "out"
    export(edition, out=out)
    (out / NAME / "mine.html").write_text("mine")
    export(course(tmp_path / "store", changes={"units": edition.manifest.units[:1]}), out=out)

    assert not (out / NAME / "reading.html").exists()
    assert not (out / NAME / "reading.html.gz").exists()
    assert (out / NAME / "mine.html").read_text() == "mine"


def test_a_page_that_no_export_wrote_is_never_replaced(
    tmp_path: Path, edition: FrozenEdition
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("my own page")

    with pytest.raises(ForeignFile, match="left as it is"):
        export(edition, out=tmp_path / "out")


def test_the_report_counts_what_belongs_to_the_export(
    tmp_path: Path, edition: FrozenEdition
) -> None:
    report = export(edition, out=tmp_path / "out")
    found = files(tmp_path / "out")

    assert (report.files, report.bytes) == (len(found), sum(map(len, found.values())))
    assert report.warnings == ()
