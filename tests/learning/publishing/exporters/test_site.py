import gzip
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import FileEntry
from learning.publishing.exporters import folder, sheaves, site
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.report import Report
from tests.learning.publishing.exporters.editions import PICTURE, PICTURE_PATH, course, job
from tests.learning.publishing.exporters.generated import generated

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

    texts = {path for path in written if path.endswith((".html", ".js", ".json"))}
    assert texts == {
        f"{NAME}/reading.html",
        f"{NAME}/search-1.js",
        f"{NAME}/atoll-learn.html",
        f"{NAME}/edition.js",
        f"{NAME}/card.json",
        site.JOURNAL,
    }


def test_exporting_what_did_not_change_writes_nothing(
    tmp_path: Path, edition: FrozenEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    export(edition, out=out, made_by="one")
    before = export(edition, out=out, made_by="one")
    monkeypatch.setattr(folder, "_write_quickly", lambda place, content: pytest.fail(place))

    assert export(edition, out=out, made_by="one") == before


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


def test_the_start_of_a_course_names_its_edition_in_a_script_of_its_own(
    tmp_path: Path, edition: FrozenEdition
) -> None:
    export(edition, out=tmp_path)

    start = (tmp_path / NAME / "index.html").read_text()
    assert '<script src="edition.js"></script>' in start
    assert edition.manifest.id[:12] not in start
    said = (tmp_path / NAME / "edition.js").read_text()
    assert "version 3" in said
    assert edition.manifest.id[:12] in said


def test_a_file_that_has_another_length_is_made_again(
    tmp_path: Path, edition: FrozenEdition
) -> None:
    export(edition, out=tmp_path, made_by="one")
    before = files(tmp_path)
    media = f"{NAME}/{PICTURE_PATH}"
    spoilt = (f"{NAME}/reading.html", f"{NAME}/three-roles.html.gz", f"{NAME}/search-1.js", media)
    for path in spoilt:
        (tmp_path / path).write_bytes(b"spoilt")

    export(edition, out=tmp_path, made_by="one")

    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"{", b""), (b'"files":{', b'"files":[{'), (b".html", b"\\u0000"), (b"[", b"{"), (b",", b"")],
)
def test_a_damaged_journal_costs_time_and_nothing_else(
    tmp_path: Path, edition: FrozenEdition, old: bytes, new: bytes
) -> None:
    export(edition, out=tmp_path / "out", made_by="one")
    made = tmp_path / "out" / site.JOURNAL
    made.write_bytes(made.read_bytes().replace(old, new))
    after = edited(tmp_path, edition)

    export(after, out=tmp_path / "out", made_by="one")
    export(after, out=tmp_path / "new", made_by="one")

    damaged, whole = files(tmp_path / "out"), files(tmp_path / "new")
    damaged.pop(site.JOURNAL), whole.pop(site.JOURNAL)
    assert damaged == whole


def test_the_indices_of_a_longer_edition_go_without_a_journal_too(tmp_path: Path) -> None:
    store, out = tmp_path / "store", tmp_path / "out"
    export(generated(store, 2 * sheaves.LESSONS), out=out)
    assert {"search-1.js", "search-2.js"} <= {path.name for path in (out / "generated").iterdir()}
    (out / site.JOURNAL).unlink()

    export(generated(store, sheaves.LESSONS), out=out)

    assert not list((out / "generated").glob("search-2.js*"))
    page = (out / "search.html").read_text()
    assert "generated/search-1.js" in page
    assert "generated/search-2.js" not in page


def test_an_edit_changes_the_index_of_its_sheaf_only(tmp_path: Path) -> None:
    store, place = tmp_path / "store", sheaves.LESSONS + 5
    export(generated(store, 3 * sheaves.LESSONS), out=tmp_path / "old")
    export(generated(store, 3 * sheaves.LESSONS, [place]), out=tmp_path / "new")

    old, new = files(tmp_path / "old"), files(tmp_path / "new")
    changed = {path for path in new if new[path] != old[path]}
    assert {path for path in changed if not path.endswith((".gz", ".br"))} == {
        f"generated/page-{place}.html",
        "generated/search-2.js",
        "generated/card.json",
        "generated/edition.js",
        site.JOURNAL,
    }


# Any edit

LESSONS = ("three-roles", "reading", "in-your-office")
EDITS = st.fixed_dictionaries(
    {
        "said": st.tuples(*[st.sampled_from(["", "more", "<h2>A heading</h2>"])] * 3),
        "titles": st.tuples(*[st.sampled_from(["One", "Two"])] * 3),
        "summaries": st.tuples(*[st.sampled_from(["", "In short"])] * 3),
        "order": st.permutations(LESSONS).flatmap(
            lambda order: st.sampled_from([order, order[:2], order[:1]])
        ),
        "course": st.fixed_dictionaries(
            {
                "title": st.sampled_from(["A course", "Another title"]),
                "summary": st.sampled_from(["About it", "About much"]),
                "licence": st.sampled_from(["", "CC BY 4.0"]),
                "outcomes": st.sampled_from([(), ("Name a register",)]),
            }
        ),
        "has_test": st.booleans(),
    }
)


def after(edition: FrozenEdition, edit: Mapping[str, Any]) -> FrozenEdition:
    """Give the edition after an edit of anything that its pages are made from."""
    manifest = edition.manifest
    entries = {each.path: each for each in manifest.files}
    lessons = {}
    for place, slug in enumerate(LESSONS):
        lesson = manifest.lesson(slug)
        content = edition.read(lesson.path) + edit["said"][place].encode()
        entries[lesson.path] = FileEntry(
            lesson.path, edition.store.add(content), len(content), "text/html"
        )
        lessons[slug] = replace(
            lesson, title=edit["titles"][place], summary=edit["summaries"][place]
        )
    units = tuple(
        replace(manifest.units[0], slug=f"unit-{slug}", lessons=(lessons[slug],))
        for slug in edit["order"]
    )
    changed = replace(
        manifest,
        units=units,
        files=tuple(entries.values()),
        assessment=manifest.assessment if edit["has_test"] else None,
        **edit["course"],
    )
    return FrozenEdition(
        changed.numbered(version=1, frozen_at="2026-11-23T12:00:00Z"), edition.store
    )


@settings(max_examples=5, deadline=None)
@given(st.lists(EDITS, min_size=2, max_size=3))
def test_after_any_edits_the_site_is_what_a_new_one_would_be(
    edits: list[Mapping[str, Any]],
) -> None:
    with tempfile.TemporaryDirectory() as work, patch.object(sheaves, "LESSONS", 2):
        edition = course(Path(work, "store"))
        for edit in edits:
            export(after(edition, edit), out=Path(work, "again"), made_by="one")
        export(after(edition, edits[-1]), out=Path(work, "new"), made_by="one")

        assert files(Path(work, "again")) == files(Path(work, "new"))
