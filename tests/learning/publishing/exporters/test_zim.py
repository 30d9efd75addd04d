import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest
from libzim.reader import Archive
from libzim.search import Query, Searcher
from libzim.suggestion import SuggestionSearcher
from PIL import Image

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import ObjectMissing
from learning.bundles.profiles import Profile, in_profile
from learning.publishing.exporters import zim
from learning.publishing.exporters.errors import FolderFull, ForeignFile, UnwritableFolder
from learning.publishing.exporters.illustration import mark
from learning.publishing.exporters.zim_metadata import alpha_3, metadata, shortened
from tests.learning.publishing.exporters.books import asking
from tests.learning.publishing.exporters.editions import PICTURE, PICTURE_PATH, course, job
from tests.learning.publishing.exporters.toolkits import toolkit

NAME = "who-owns-the-data.zim"
PAGES = ["index", "three-roles", "reading", "in-your-office", "assessment"]
TOLD = {
    "Name": "atoll_en_who-owns-the-data",
    "Title": "Who owns the data?",
    "Language": "eng",
    "Creator": "Atoll",
    "Publisher": "Atoll",
    "Date": "2026-11-22",
    "Description": "Three roles every register needs.",
    "LongDescription": "Who owns the data?\nThree roles every register needs.\n"
    "– Name the owner of a register",
    "Tags": "_ftindex:yes;_pictures:yes;_videos:no;_details:yes;course;D1;SDG 16.6",
    "Flavour": "full",
    "License": "CC BY 4.0",
    "Scraper": "atoll-zim/1",
}
LINK = re.compile(r'\s(?:href|src)="([^"]*)"')


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Give the file of the course of the tests, which every test here only reads."""
    folder = tmp_path_factory.mktemp("zim")
    return archive(course(folder / "store"), folder / "out", made_by="us")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Give the file of the course with every kind of question."""
    folder = tmp_path_factory.mktemp("zim")
    return archive(asking(folder / "store"), folder / "out")


def archive(edition: FrozenEdition, out: Path, **changes: Any) -> Archive:
    zim.export(job(edition, out=out, **changes))
    return Archive(next(out.glob("*.zim")))


def text(opened: Archive, path: str) -> str:
    return bytes(opened.get_entry_by_path(path).get_item().content).decode()


def said(opened: Archive, name: str) -> str:
    return bytes(opened.get_metadata(name)).decode()


def paths(opened: Archive) -> list[str]:
    entries = (opened._get_entry_by_id(place) for place in range(opened.all_entry_count))
    return [entry.path for entry in entries]


def found(opened: Archive, words: str) -> list[str]:
    search = Searcher(opened).search(Query().set_query(words))
    return list(search.getResults(0, search.getEstimatedMatches()))


def links(opened: Archive) -> Iterator[str]:
    for path in [path for path in paths(opened) if path.endswith(".html")]:
        for link in LINK.findall(text(opened, path)):
            if not link.startswith(("https:", "#")):
                yield normpath(link.partition("#")[0])


def test_the_file_is_whole_and_opens_at_the_start(opened: Archive) -> None:
    assert opened.check()
    assert opened.main_entry.get_item().path == "index.html"
    start = text(opened, "index.html")
    assert "<h1>Who owns the data?</h1>" in start
    outline = re.findall(r'<a href="([\w-]+)\.html">', start)
    assert outline == ["three-roles", "reading", "in-your-office", "assessment"]


def test_only_pages_can_be_found_by_title_or_by_chance(opened: Archive) -> None:
    assert opened.article_count == len(PAGES)
    suggestion = SuggestionSearcher(opened).suggest("three")
    assert list(suggestion.getResults(0, 5)) == ["three-roles.html"]


def test_it_holds_pages_media_styles_and_our_mark(opened: Archive) -> None:
    ours = [path for path in paths(opened) if "." in path]
    pages = [f"{name}.html" for name in PAGES]
    assert sorted(ours) == sorted([*pages, *zim.ASSETS, PICTURE_PATH])
    picture = opened.get_entry_by_path(PICTURE_PATH).get_item()
    assert (bytes(picture.content), picture.mimetype) == (PICTURE, "image/png")


def test_it_says_of_itself_what_readers_ask_for(opened: Archive) -> None:
    assert {name: said(opened, name) for name in opened.metadata_keys if name in TOLD} == TOLD


def test_its_picture_is_our_mark(opened: Archive) -> None:
    content = bytes(opened.get_illustration_item(48).content)
    assert content == mark(48)
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (48, 48))


@pytest.mark.parametrize(
    ("word", "page"),
    [("steward", "three-roles"), ("desk", "in-your-office"), ("logo", "three-roles")],
)
def test_a_search_finds_the_page_with_the_word(word: str, page: str, opened: Archive) -> None:
    assert opened.has_fulltext_index
    assert f"{page}.html" in found(opened, word)


def test_every_link_is_relative_and_leads_somewhere(asked: Archive) -> None:
    every = list(links(asked))
    assert len(every) > 25
    assert set(every) - set(paths(asked)) == set()


def test_checks_are_read_with_their_answers_folded(asked: Archive) -> None:
    page = text(asked, "reading.html")
    # Single, multiple, true or false, number, order, matching, gap; the others have no answer.
    assert page.count("<details") == 7
    assert "The steward keeps it correct" not in page.split("<details")[0]
    assert "Yes: the steward keeps it correct." in page
    assert "<script" not in page


def test_a_test_is_a_page_with_its_whole_bank(opened: Archive) -> None:
    page = text(opened, "assessment.html")
    assert "Show what you know." in page
    assert [f"bank-{place}" in page for place in range(3)] == [True] * 3


def test_pages_follow_one_another(opened: Archive) -> None:
    pager = re.compile(r'class="btn( q)?" href="([\w-]+)\.html"')
    ways = [[to for _, to in pager.findall(text(opened, f"{name}.html"))] for name in PAGES[1:]]
    assert ways == [
        ["index", "reading"],
        ["three-roles", "in-your-office"],
        ["reading", "assessment"],
        ["in-your-office", "index"],
    ]


def test_an_arabic_course_runs_from_right_to_left_and_is_searched(tmp_path: Path) -> None:
    edition = asking(tmp_path / "store", language="ar", text="<p>تبدأ المدرسة غدا</p>")
    opened = archive(edition, tmp_path / "out")
    assert said(opened, "Language") == "ara"
    assert '<html lang="ar" dir="rtl">' in text(opened, "reading.html")
    assert found(opened, "المدرسة") == ["reading.html"]


def test_editions_in_two_languages_are_two_files(edition: FrozenEdition, tmp_path: Path) -> None:
    arabic = course(tmp_path / "store", language="ar")
    report = zim.export(job(edition, arabic, out=tmp_path / "out"))
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == ["who-owns-the-data-ar.zim", NAME]
    assert (report.files, report.bytes) == (2, sum(file.stat().st_size for file in files))


def test_the_text_profile_holds_no_media(edition: FrozenEdition, tmp_path: Path) -> None:
    reduced = in_profile(edition, Profile.TEXT)
    opened = archive(reduced, tmp_path / "out", profile=Profile.TEXT)
    assert [path for path in paths(opened) if path.startswith("media/")] == []
    assert said(opened, "Flavour") == "text"
    assert "_pictures:no" in said(opened, "Tags")
    assert "A register" in text(opened, "three-roles.html")


def test_a_toolkit_is_a_file_too(tmp_path: Path) -> None:
    opened = archive(toolkit(tmp_path / "store"), tmp_path / "out")
    assert text(opened, "check.html").count("<h1>The check</h1>") == 1
    assert set(links(opened)) - set(paths(opened)) == set()


def test_a_link_to_a_lesson_of_another_course_is_text_and_is_reported(tmp_path: Path) -> None:
    link = '<a href="elsewhere" data-lesson="elsewhere">the <b>other</b></a>'
    edition = asking(tmp_path / "store", text=f"<p>See {link}.</p>")
    report = zim.export(job(edition, out=tmp_path / "out"))
    opened = Archive(tmp_path / "out" / NAME)
    assert "<p>See the <b>other</b>.</p>" in text(opened, "reading.html")
    assert set(links(opened)) - set(paths(opened)) == set()
    assert "“elsewhere”" in report.warnings[0]


def test_what_is_there_and_made_from_the_same_is_not_written_again(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    first = zim.export(job(edition, out=tmp_path / "out", made_by="us"))
    identity = Archive(tmp_path / "out" / NAME).uuid
    again = zim.export(job(edition, out=tmp_path / "out", made_by="us"))
    assert (again, Archive(tmp_path / "out" / NAME).uuid) == (first, identity)
    zim.export(job(edition, out=tmp_path / "out", made_by="newer templates"))
    assert Archive(tmp_path / "out" / NAME).uuid != identity


@pytest.mark.parametrize("damage", ["flipped", "cut"])
def test_a_file_of_ours_that_is_damaged_is_known(
    damage: str, opened: Archive, tmp_path: Path
) -> None:
    content = bytearray(opened.filename.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / NAME).write_bytes(content if damage == "flipped" else content[:-40])
    assert zim._known_key(opened.filename)
    assert zim._known_key(tmp_path / NAME) == ""


def test_the_library_prints_nothing(
    edition: FrozenEdition, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    zim.export(job(edition, out=tmp_path))
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_not_ours_is_left_alone(edition: FrozenEdition, tmp_path: Path) -> None:
    for content in (b"an encyclopedia", b""):
        (tmp_path / NAME).write_bytes(content)
        with pytest.raises(ForeignFile):
            zim.export(job(edition, out=tmp_path))
        assert (tmp_path / NAME).read_bytes() == content


def test_a_write_that_is_interrupted_leaves_nothing(
    edition: FrozenEdition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_part: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(zim, "_flush", stop)
    with pytest.raises(KeyboardInterrupt):
        zim.export(job(edition, out=tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_edition_leaves_the_file_of_before(tmp_path: Path) -> None:
    edition = course(tmp_path / "store")
    zim.export(job(edition, out=tmp_path / "out"))
    before = (tmp_path / "out" / NAME).read_bytes()
    edition.store.path(edition.manifest.file(PICTURE_PATH).sha256).unlink()
    with pytest.raises(ObjectMissing):
        zim.export(job(edition, out=tmp_path / "out"))
    assert [each.read_bytes() for each in (tmp_path / "out").iterdir()] == [before]


@pytest.mark.parametrize(("free", "error"), [(0, FolderFull), (2**30, UnwritableFolder)])
def test_what_stops_the_library_is_said_in_our_words(
    free: int,
    error: type[Exception],
    edition: FrozenEdition,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_volume: zim.Volume) -> Iterator[zim.Entry]:
        raise RuntimeError("it cannot be written")

    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(zim, "_entries", fail)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(error):
        zim.export(job(edition, out=tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_is_a_file_is_said_to_be_unwritable(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a note")
    with pytest.raises(UnwritableFolder):
        zim.export(job(edition, out=tmp_path / "out"))


@pytest.mark.parametrize(
    ("language", "code"),
    [("fr", "fra"), ("zh-hans", "zho"), ("sw", "swa"), ("ckb", "ckb"), ("x9", "und")],
)
def test_languages_are_named_by_three_letters(language: str, code: str) -> None:
    assert alpha_3(language) == code


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Data, and who keeps it", "Data, and who keeps it"),
        ("Data for everybody, and who keeps it", "Data for everybody, and who…"),
        ("x" * 31, "x" * 29 + "…"),
        ("é" * 30, "é" * 30),
        ("e\u0301" * 31, "e\u0301" * 29 + "…"),
    ],
)
def test_a_long_title_is_cut_between_words_and_never_within_a_letter(long: str, short: str) -> None:
    assert shortened(long, 30) == short


def test_a_course_without_summary_and_licence_says_its_title(edition: FrozenEdition) -> None:
    told = metadata(replace(edition.manifest, summary="", licence=""), Profile.LIGHT)
    assert told["Description"] == "Who owns the data?"
    assert "License" not in told
    assert len(told["LongDescription"]) >= len(told["Description"])
