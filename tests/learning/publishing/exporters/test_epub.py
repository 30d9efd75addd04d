import re
import zipfile
from pathlib import Path
from posixpath import normpath

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import epub
from learning.publishing.exporters.errors import ForeignFile
from tests.learning.publishing.exporters.books import asking
from tests.learning.publishing.exporters.editions import PICTURE_PATH, course, job
from tests.learning.publishing.exporters.packages import package, tree
from tests.learning.publishing.exporters.toolkits import toolkit

NAME = "who-owns-the-data.epub"
OPF = "{http://www.idpf.org/2007/opf}"


def book(edition: FrozenEdition, out: Path) -> dict[str, bytes]:
    epub.export(job(edition, out=out))
    return package(next(out.glob("*.epub")))


def text(files: dict[str, bytes], name: str) -> str:
    return files[f"EPUB/{name}"].decode()


def test_the_mimetype_comes_first_and_is_not_compressed(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    epub.export(job(edition, out=tmp_path))
    with zipfile.ZipFile(tmp_path / NAME) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_the_package_names_every_file_once_and_gives_the_reading_order(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    files = book(edition, tmp_path)
    opf = tree(files["EPUB/package.opf"])
    named = [f"EPUB/{item.get('href')}" for item in opf.iter(f"{OPF}item")]
    ours = ["EPUB/package.opf", "META-INF/container.xml", "mimetype"]
    assert sorted([*named, *ours]) == sorted(files)
    assert f"EPUB/{PICTURE_PATH}" in named
    order = [each.get("idref") for each in opf.iter(f"{OPF}itemref")]
    assert order == [
        "start",
        "nav",
        "u01",
        "c001",
        "u02",
        "c002",
        "c003",
        "final",
        "answers",
        "about",
    ]


def test_every_page_is_well_formed_and_every_link_leads_somewhere(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    files = book(asking(tmp_path / "store"), tmp_path / "out")
    pages = {path: tree(content) for path, content in files.items() if path.endswith(".xhtml")}
    ids = {
        f"{path}#{each.get('id')}" for path, page in pages.items() for each in page.iter()
        if each.get("id")
    }  # fmt: skip
    links = [
        normpath(f"EPUB/{each.get('href')}")
        for page in pages.values() for each in page.iter()
        if each.get("href") and not str(each.get("href")).startswith("http")
    ]  # fmt: skip
    assert len(links) > 20
    assert [each for each in links if each not in ids | files.keys()] == []


def test_each_question_leads_to_its_answer_and_back(tmp_path: Path) -> None:
    files = book(asking(tmp_path / "store"), tmp_path / "out")
    answers = text(files, "answers.xhtml")
    asked = "".join(text(files, f"{name}.xhtml") for name in ("c001", "c002", "c003", "final"))
    led = re.findall(r'href="answers.xhtml#(a-\d+)"', asked)
    assert led == re.findall(r'id="(a-\d+)"', answers)
    assert len(led) == 12  # of 16 questions; reflections, polls and cases have no right answer
    back = re.findall(r'href="c\d+.xhtml#(q-\d+)"|href="final.xhtml#(q-\d+)"', answers)
    assert [a or b for a, b in back] == [each.replace("a-", "q-") for each in led]


@pytest.mark.parametrize(
    "said",
    ["✓ Right: The steward", "Item a – Side a", "2 – 4 days", "Two to four.", "data · fact"],
)
def test_the_answers_say_what_is_right_and_why(said: str, tmp_path: Path) -> None:
    assert said in text(book(asking(tmp_path / "store"), tmp_path / "out"), "answers.xhtml")


def test_no_answer_stands_where_the_question_is_asked(tmp_path: Path) -> None:
    files = book(asking(tmp_path / "store"), tmp_path / "out")
    lesson = text(files, "c002.xhtml")
    assert "<h3>B</h3>" in lesson
    assert "It costs a day." in lesson
    assert not [
        each for each in ("✓", "data · fact", "2 – 4", "keeps it correct") if each in lesson
    ]


def test_the_contents_hold_units_and_lessons_and_the_landmarks(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    nav = text(book(edition, tmp_path), "nav.xhtml")
    toc, landmarks = nav.split('epub:type="landmarks"')
    places = re.findall(r'<a href="([\w.]+)"', toc)
    assert places == [
        f"{name}.xhtml"
        for name in ("start", "u01", "c001", "u02", "c002", "c003", "final", "answers", "about")
    ]
    assert 'epub:type="bodymatter" href="u01.xhtml"' in landmarks


def test_a_reader_learns_what_the_book_offers_to_whom_cannot_see_it(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    opf = text(book(edition, tmp_path), "package.opf")
    for said in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        assert f'property="schema:{said}"' in opf
    assert ">alternativeText<" in opf
    assert '<meta property="dcterms:modified">2026-11-22T12:00:00Z</meta>' in opf


def test_an_arabic_book_turns_its_pages_from_right_to_left(tmp_path: Path) -> None:
    files = book(asking(tmp_path / "store", language="ar"), tmp_path / "out")
    assert 'page-progression-direction="rtl"' in text(files, "package.opf")
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in text(files, "c001.xhtml")


def test_editions_in_two_languages_are_two_books(edition: FrozenEdition, tmp_path: Path) -> None:
    arabic = course(tmp_path / "store", language="ar")
    report = epub.export(job(edition, arabic, out=tmp_path / "out"))
    books = sorted((tmp_path / "out").glob("*.epub"))
    known = {
        re.findall(r"urn:uuid:[\w-]+", package(each)["EPUB/package.opf"].decode())[0]
        for each in books
    }
    assert (report.files, len(known)) == (2, 2)
    assert report.bytes == sum(each.stat().st_size for each in books)


def test_a_toolkit_is_a_book_without_answers(tmp_path: Path) -> None:
    files = book(toolkit(tmp_path / "store"), tmp_path / "out")
    assert "EPUB/answers.xhtml" not in files
    assert "The check" in text(files, "c002.xhtml")


def test_a_link_to_a_lesson_of_another_course_is_text_and_is_reported(tmp_path: Path) -> None:
    link = '<a href="elsewhere" data-lesson="elsewhere">there</a>'
    edition = asking(tmp_path / "store", text=f"<p>{link}</p>")
    report = epub.export(job(edition, out=tmp_path / "out"))
    assert "<p>there</p>" in text(package(tmp_path / "out" / NAME), "c002.xhtml")
    assert "“elsewhere”" in report.warnings[0]


def test_the_same_edition_gives_the_same_bytes(edition: FrozenEdition, tmp_path: Path) -> None:
    book(edition, tmp_path / "one")
    book(edition, tmp_path / "two")
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "two" / NAME).read_bytes()


def test_a_file_that_is_no_book_of_ours_is_left_alone(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_bytes(b"a novel")
    with pytest.raises(ForeignFile):
        epub.export(job(edition, out=tmp_path))
    assert (tmp_path / NAME).read_bytes() == b"a novel"
