import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import page as validation
import pytest
from PIL import ImageFile

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import StoreError
from learning.publishing.exporters import pdf
from learning.publishing.exporters.errors import BadOption, ForeignFile
from tests.learning.publishing.exporters.books import asking
from tests.learning.publishing.exporters.editions import course, job

NAME = "who-owns-the-data"
FACILITATOR = (
    '<details class="card block-facilitator"><summary>Aside</summary><p>Ask twice.</p></details>'
)
LINK = (
    '<p><a href="https://example.org/"><em>Read</em> on</a></p><ol><li><p>a</p><p>b</p></li></ol>'
)


class Pages:
    """What WeasyPrint was asked to write, without the time to write it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.html = ""
        monkeypatch.setattr(pdf.weasyprint, "HTML", self.take)

    def take(self, *, string: str, **_options: Any) -> "Pages":
        self.html = string
        return self

    def write_pdf(self, **_options: Any) -> bytes:
        return b"%PDF" + pdf.OURS


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    return Pages(monkeypatch)


def printed(pages: Pages, tmp_path: Path, pack: str) -> str:
    edition = asking(tmp_path / "store", text=FACILITATOR)
    pdf.export(job(edition, out=tmp_path / "out", options={"pack": pack}))
    return pages.html


def test_a_pdf_is_tagged_for_reading_aloud_and_the_same_edition_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    edition = asking(tmp_path / "store", language="ar", text=FACILITATOR + LINK)
    for name in ("one", "two"):
        pdf.export(job(edition, out=tmp_path / name))
    content = (tmp_path / "one" / f"{NAME}.pdf").read_bytes()
    profile = validation.ValidationProfile.PDF_UA_1
    failures = validation.validate_pdf_bytes(content, profile=profile).failures
    assert [each.rule_id for each in failures] == []
    assert content == (tmp_path / "two" / f"{NAME}.pdf").read_bytes()
    assert pdf.OURS in content


def test_the_reader_has_its_answers_at_the_end_and_no_notes(pages: Pages, tmp_path: Path) -> None:
    html = printed(pages, tmp_path, "reader")
    course_, answers = html.split('id="answers"')
    assert 'href="#a-1"' in course_
    assert "✓ Right:" not in course_
    assert "✓ Right: The steward" in answers
    assert "Ask twice." not in html


def test_the_facilitator_has_notes_and_each_answer_below_its_question(
    pages: Pages, tmp_path: Path
) -> None:
    html = printed(pages, tmp_path, "facilitator")
    assert "Ask twice." in html
    assert "For the facilitator" in html
    assert html.index('id="q-1"') < html.index("✓ Right: The steward") < html.index('id="q-2"')
    assert 'id="answers"' not in html


def test_handouts_hold_the_questions_and_no_answers(pages: Pages, tmp_path: Path) -> None:
    html = printed(pages, tmp_path, "handouts")
    assert len(re.findall(r'id="q-\d+"', html)) == 16
    assert "At your desk." not in html
    assert not [each for each in ("✓", "#a-1", "Ask twice.", "data · fact") if each in html]


def test_a_handout_is_printed_whole(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "SHEETS", frozenset({"lesson"}))
    assert "At your desk." in printed(pages, tmp_path, "handouts")


def test_headings_step_down_one_level_at_a_time(pages: Pages, tmp_path: Path) -> None:
    for pack in pdf.PACKS:
        html = printed(pages, tmp_path, pack)
        levels = [int(level) for level in re.findall(r"<h(\d)", html)]
        steps = [after - before for before, after in pairwise(levels)]
        assert levels[0] == 1
        assert max(steps) <= 1


def test_every_link_within_the_book_leads_somewhere(pages: Pages, tmp_path: Path) -> None:
    html = printed(pages, tmp_path, "reader")
    led = set(re.findall(r'href="#([\w-]+)"', html))
    assert led <= set(re.findall(r'id="([\w-]+)"', html))


@pytest.mark.parametrize(
    ("pack", "name"),
    [
        ("reader", f"{NAME}.pdf"),
        ("facilitator", f"{NAME}.facilitator.pdf"),
        ("handouts", f"{NAME}.handouts.pdf"),
    ],
)
def test_each_pack_has_a_name_of_its_own(
    pack: str, name: str, edition: FrozenEdition, pages: Pages, tmp_path: Path
) -> None:
    report = pdf.export(job(edition, out=tmp_path, options={"pack": pack}))
    assert [each.name for each in tmp_path.glob("*.pdf")] == [name]
    assert report.longest_page[0] == name


def test_an_unknown_pack_is_refused(edition: FrozenEdition, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="pack=poster"):
        pdf.export(job(edition, out=tmp_path, options={"pack": "poster"}))
    assert not list(tmp_path.glob("*.pdf"))


def test_a_file_that_is_no_pdf_of_ours_is_left_alone(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    (tmp_path / f"{NAME}.pdf").write_bytes(b"%PDF a novel")
    with pytest.raises(ForeignFile):
        pdf.export(job(edition, out=tmp_path))
    assert (tmp_path / f"{NAME}.pdf").read_bytes() == b"%PDF a novel"


def test_a_picture_that_is_gone_stops_the_export(tmp_path: Path) -> None:
    edition = course(tmp_path / "store")
    digest = edition.manifest.media[0].sha256
    next(path for path in (tmp_path / "store").rglob("*") if path.name == digest).unlink()
    with pytest.raises(StoreError):
        pdf.export(job(edition, out=tmp_path / "out"))
    assert not list((tmp_path / "out").glob("*"))


def test_nothing_outside_the_edition_is_opened(edition: FrozenEdition) -> None:
    pictures = pdf._Pictures(pdf._book(edition, "reader"))
    for address in ("file:///etc/passwd.png", "https://edition.invalid/../x.png"):
        with pytest.raises(KeyError):
            pictures.fetch(address)


def test_writing_books_does_not_let_the_server_take_cut_off_pictures() -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
