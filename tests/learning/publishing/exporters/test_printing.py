import os
import re
import shutil
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import page as validation
import pytest
from PIL import Image

from learning.publishing.exporters import printing
from learning.publishing.exporters.errors import BadPicture, LettersMissing, NotPrinted
from learning.publishing.exporters.printing import Page, Sheets, printed
from tests.learning.publishing.exporters.editions import asset

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)
BOOK = Sheets(asset, "book")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils reads the words"
)


def xhtml(body: str, direction: str = "ltr") -> str:
    head = '<head><title>A page</title><meta name="description" content="Of words"/></head>'
    return f'<html lang="en" dir="{direction}">{head}<body><h1>A page</h1>{body}</body></html>'


def picture(form: str, mode: str = "RGB") -> bytes:
    drawn = BytesIO()
    Image.new(mode, (40, 30), 1).save(drawn, form)
    return drawn.getvalue()


def pdf_of(body: str, **pictures: bytes) -> bytes:
    shown = {f"media/{name}": content for name, content in pictures.items()}
    return printed(Page(xhtml(body), MADE, shown), BOOK)


def text_of(content: bytes, folder: Path) -> str:
    (folder / "page.pdf").write_bytes(content)
    done = subprocess.run(  # noqa: S603
        ["pdftotext", "-raw", folder / "page.pdf", "-"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def tags_of(content: bytes) -> bytes:
    """Give what the object streams of a PDF hold."""
    streams = re.findall(rb"/Type/ObjStm[^\n]*\nstream\n(.*?)\r\nendstream", content, re.DOTALL)
    return b"".join(map(zlib.decompress, streams))


def test_the_same_page_gives_the_same_bytes_with_its_own_moment() -> None:
    content = pdf_of("<p>Words</p>")
    assert content == pdf_of("<p>Words</p>")
    assert b"2026-11-22T12:00:00" in content
    failures = validation.validate_pdf_bytes(content, profile=validation.ValidationProfile.PDF_UA_1)
    assert not failures.failures


def test_cells_that_head_a_column_or_a_row_say_so() -> None:
    head = '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
    tags = tags_of(pdf_of(f'<table>{head}<tr><th scope="row">a</th><td>b</td></tr></table>'))
    assert len(re.findall(rb"/S/TH[^\n]*/Scope/Column", tags)) == 2
    assert len(re.findall(rb"/S/TH[^\n]*/Scope/Row>>", tags)) == 1
    assert len(re.findall(rb"/S/TD", tags)) == 1


@needs_poppler
def test_what_fits_on_no_page_goes_on_on_the_next(tmp_path: Path) -> None:
    tall = "".join(f"<p>cell{number}</p>" for number in range(120))
    rows = f"<tr><td>{tall}</td></tr>" + "<tr><td>row</td></tr>" * 90 + "<tr><td>last</td></tr>"
    said = text_of(pdf_of(f"<table>{rows}</table>"), tmp_path)
    assert said.count("\f") > 3
    assert [word for word in ("cell0", "cell119", "last") if word not in said] == []
    assert said.count("row") == 90


@needs_poppler
def test_what_stands_deep_is_printed(tmp_path: Path) -> None:
    lists = f"{'<ul><li>' * 70}down{'</li></ul>' * 70}"
    words = "<b><i><b><i>deep</i></b></i></b>"
    frames = '<div class="card">' * 70 + words + "</div>" * 70
    said = text_of(pdf_of(lists + frames), tmp_path)
    assert "down" in said and "deep" in said


@needs_poppler
def test_nothing_of_a_page_is_read_as_code(tmp_path: Path) -> None:
    code = "#panic() $x$ *b* _i_ = h @a // c"
    assert code in text_of(pdf_of(f"<p>{code}</p>"), tmp_path)


@needs_poppler
def test_the_paper_pack_has_its_forms(tmp_path: Path) -> None:
    head = "<thead><tr>" + "<th>Head</th>" * 5 + "</tr></thead>"
    row = '<tr><th scope="row">{}</th>' + "<td>x</td>" * 4 + "</tr>"
    forms = "".join(
        f'<table class="{name}">{head}{row.format(name)}</table>'
        for name in ("tick wide-box", "to-sign", "rubric")
    )
    session = "<tr><td>09:00</td><td>Open</td><td>Hall</td></tr>"
    times = f'<table class="timetable">{session * 2}</table>'
    lines = f'<p class="write">&#160;</p>{forms}'
    chapter = f'<div class="chapter level-1"><h1>Forms</h1>{times}{lines}</div>'
    pack = Sheets(asset, "pack", ("book", "elements"))
    said = text_of(printed(Page(xhtml(chapter), MADE), pack), tmp_path)
    for words in ("Forms", "09:00", "tick", "to-sign", "rubric"):
        assert words in said


def test_an_empty_page_is_a_page() -> None:
    assert pdf_of("<p></p><table></table><ul></ul>").startswith(b"%PDF-1.7")


def test_pictures_that_a_pdf_cannot_hold_are_written_anew() -> None:
    shown = "".join(f'<p><img src="media/{n}" alt="Dots"/></p>' for n in "abcd")
    content = pdf_of(
        shown,
        a=picture("WEBP"),
        b=picture("GIF", "P"),
        c=picture("JPEG", "CMYK"),
        d=picture("PNG", "RGBA"),
    )
    assert content.count(b"/Subtype/Image") >= 4


@pytest.mark.parametrize("content", [b"no picture", picture("JPEG")[:-60], b""])
def test_a_picture_that_cannot_be_read_is_named(content: bytes) -> None:
    with pytest.raises(BadPicture, match=r"media/a\.jpg"):
        printed(Page(xhtml("<p>x</p>"), MADE, {"media/a.jpg": content}), BOOK)


@pytest.mark.parametrize("path", ["../../../../../../etc/hostname", "media/none.png"])
def test_nothing_but_what_was_handed_over_is_opened(path: str) -> None:
    with pytest.raises(NotPrinted, match=r"escape|not found"):
        pdf_of(f'<p><img src="{path}" alt="x"/></p>')


def test_letters_that_no_font_has_are_an_error_and_no_boxes() -> None:
    with pytest.raises(LettersMissing, match="fonts-noto"):
        pdf_of("<p>\U0001e900 in Adlam</p>")


@needs_poppler
def test_a_sign_that_no_font_has_is_named(tmp_path: Path) -> None:
    said = text_of(pdf_of("<p>Well done \U0001fae1\U0001f3fd</p>"), tmp_path)
    assert "Well done [saluting face]" in said


@needs_poppler
def test_a_letter_of_private_use_is_named(tmp_path: Path) -> None:
    said = text_of(pdf_of("<p>Nom \ue000\U000f0000</p>"), tmp_path)
    assert "Nom [u+e000][u+f0000]" in said


@pytest.mark.parametrize("title", ["Film trailer &lt;&lt; see", "startxref 9 %%EOF"])
@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf reads the file")
def test_a_title_may_look_like_the_end_of_a_file(title: str, tmp_path: Path) -> None:
    html = xhtml("<p>x</p>").replace("<title>A page", f"<title>{title}")
    (tmp_path / "a.pdf").write_bytes(printed(Page(html, MADE), BOOK))
    subprocess.run(["qpdf", "--check", tmp_path / "a.pdf"], check=True, capture_output=True)  # noqa: S603, S607


def test_a_press_that_takes_too_long_is_ended_and_the_print_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printing, "LONGEST", 0.01)
    with pytest.raises(NotPrinted, match=r"longer than 0\.01 seconds"):
        pdf_of("<p>x</p>")


@pytest.mark.parametrize("error", [OSError(28, "No space left"), ValueError("no table")])
def test_whatever_else_stops_a_print_is_the_same_error(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> bytes:
        raise error

    monkeypatch.setattr(printing, "_set", fail)
    with pytest.raises(NotPrinted, match=r"No space left|no table"):
        pdf_of("<p>x</p>")


def test_folders_that_prints_left_behind_are_deleted_after_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    places = {name: tmp_path / name for name in ("atoll-print-old", "atoll-print-new", "other-old")}
    for name, place in places.items():
        (place / "media").mkdir(parents=True)
        if name.endswith("old"):
            os.utime(place, (time.time() - 3601,) * 2)
    monkeypatch.setattr(printing, "_press", lambda command: Path(command[3], "page.pdf").touch())
    with pytest.raises(NotPrinted):
        pdf_of("<p>x</p>")
    assert {path.name for path in tmp_path.iterdir()} == {"atoll-print-new", "other-old"}


@pytest.mark.skipif(sys.platform != "linux", reason="Linux ends a child with its parent")
def test_the_press_binds_itself() -> None:
    code = (
        "import ctypes, resource, runpy, signal, sys\n"
        "runpy.run_path(sys.argv[1])['bind']()\n"
        "of_parent = ctypes.c_int()\n"
        "ctypes.CDLL(None).prctl(2, ctypes.byref(of_parent))  # PR_GET_PDEATHSIG\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0], of_parent.value)\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    command = [sys.executable, "-I", "-c", code, str(printing.PRESS)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert said.split() == ["60", "9", str(4 * 1024**3)]


@needs_poppler
def test_a_page_from_right_to_left_has_its_table_mirrored(tmp_path: Path) -> None:
    table = '<p dir="ltr">first</p><table><tr><td>AAA</td><td>BBB</td></tr></table>'
    (tmp_path / "a.pdf").write_bytes(printed(Page(xhtml(table, "rtl"), MADE), BOOK))
    done = subprocess.run(  # noqa: S603
        ["pdftotext", "-bbox", tmp_path / "a.pdf", "-"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    places = dict(re.findall(r'xMin="([\d.]+)"[^>]*>(AAA|BBB)<', done.stdout))
    left = {word: float(place) for place, word in places.items()}
    assert left["AAA"] > left["BBB"]
