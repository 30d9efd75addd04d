import re
import shutil
import subprocess
from collections import Counter
from html import unescape
from itertools import pairwise
from pathlib import Path

import page as validation
import pytest

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import StoreError
from learning.publishing.exporters import pdf
from learning.publishing.exporters.errors import BadOption, ForeignFile
from learning.publishing.exporters.printing import Page, Sheets
from tests.learning.publishing.exporters.books import asking
from tests.learning.publishing.exporters.editions import PICTURE_PATH, course, job

NAME = "who-owns-the-data"
FACILITATOR = (
    '<details class="card block-facilitator"><summary>Aside</summary><p>Ask twice.</p></details>'
)
LINK = (
    '<p><a href="https://example.org/"><em>Read</em> on</a></p><ol><li><p>a</p><p>b</p></li></ol>'
)


EVERY_BLOCK = f"""
<h3>Heading</h3><p lang="fr" class="lead">Bonjour, <bdi>Awa</bdi> <b>bold</b> <i>italic</i>
<code>x = 1</code> H<sub>2</sub>O m<sup>2</sup> <del>gone</del> <mark>marked</mark><br>new line</p>
<ul><li>one<ol start="3"><li>three</li><li><p>four</p><p>more</p></li></ol></li></ul>
<dl><div><dt>Term</dt><dd>Explained</dd><dd>Twice</dd></div></dl>
<div class="scroll"><table><caption>Figures</caption>
<thead><tr><th scope="col">Head</th><th scope="col" colspan="2">Wide</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">Row</th><td>left</td><td><ul><li>listed</li></ul></td></tr>
<tr><td></td><td>https://example.org/a-very-long-address/that/has/no/spaces/at/all?and=more</td></tr>
</tbody></table></div>
<figure><picture><img src="{PICTURE_PATH}" alt="A dot" width="9"></picture>
<figcaption>Seen</figcaption></figure>
<figure><blockquote><p>Quoted</p></blockquote><figcaption>Somebody</figcaption></figure>
<pre>  kept
    as it is</pre><hr>
<div class="card block-example"><p class="block-label">Case</p>loose words<p>said</p></div>
<unknown>strange <p>words</p> stay</unknown>
<p class="source" dir="rtl" lang="ar">المصدر: الأمم المتحدة 2024</p>
"""


class Pages:
    """What was asked to be printed, without the time to print it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.html = ""
        monkeypatch.setattr(pdf, "printed", self.take)

    def take(self, page: Page, _sheets: Sheets) -> bytes:
        self.html = page.html
        return b"%PDF" + page.mark.encode()


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    return Pages(monkeypatch)


def printed(pages: Pages, tmp_path: Path, pack: str) -> str:
    edition = asking(tmp_path / "store", text=FACILITATOR)
    pdf.export(job(edition, out=tmp_path / "out", options={"pack": pack}))
    return pages.html


def failures(content: bytes) -> list[str]:
    """Give what PDF/UA-1 and PDF/A-2a forbid and the file has."""
    profiles = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)
    return [
        f"{profile}: {each.rule_id}"
        for profile in profiles
        for each in validation.validate_pdf_bytes(content, profile=profile).failures
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_pdf_is_tagged_for_reading_aloud_and_the_same_edition_gives_the_same_bytes(
    language: str, tmp_path: Path
) -> None:
    edition = asking(tmp_path / "store", language=language, text=FACILITATOR + LINK + EVERY_BLOCK)
    for name in ("one", "two"):
        pdf.export(job(edition, out=tmp_path / name))
    content = (tmp_path / "one" / f"{NAME}.pdf").read_bytes()
    assert failures(content) == []
    assert content == (tmp_path / "two" / f"{NAME}.pdf").read_bytes()


def letters(text: str) -> Counter[str]:
    """Count letters and figures: PDF keeps no spaces, and mixes up the order of Arabic clusters."""
    return Counter(each for each in text if each.isalnum())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils reads the words")
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("pack", pdf.PACKS)
def test_no_word_of_an_edition_is_lost(
    pack: str, language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "SHEETS", frozenset({"lesson"}))  # so that handouts have texts too
    asked: list[Page] = []
    real = pdf.printed
    monkeypatch.setattr(
        pdf, "printed", lambda page, sheets: asked.append(page) or real(page, sheets)
    )
    edition = asking(tmp_path / "store", language=language, text=FACILITATOR + EVERY_BLOCK)
    report = pdf.export(job(edition, out=tmp_path, options={"pack": pack}))
    said = subprocess.run(  # noqa: S603
        ["pdftotext", "-raw", tmp_path / report.longest_page[0], "-"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    body = asked[0].html.partition("<body")[2].partition(">")[2]
    written = unescape(re.sub("<[^>]*>", " ", body))
    assert "strange" in written
    assert not letters(written) - letters(said)


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


@pytest.mark.parametrize("mark", ["atoll-edition-0a", "/ID [(atoll-0a) (atoll-0a)]"])
def test_a_pdf_of_ours_is_written_anew(
    mark: str, edition: FrozenEdition, pages: Pages, tmp_path: Path
) -> None:
    (tmp_path / f"{NAME}.pdf").write_bytes(f"%PDF {mark}".encode())
    pdf.export(job(edition, out=tmp_path))
    assert edition.manifest.id.encode() in (tmp_path / f"{NAME}.pdf").read_bytes()


def test_a_pdf_says_in_plain_bytes_which_edition_it_is(
    edition: FrozenEdition, tmp_path: Path
) -> None:
    pdf.export(job(edition, out=tmp_path))
    mark = f"{pdf.MARK}{edition.manifest.id}"
    assert mark.encode() in (tmp_path / f"{NAME}.pdf").read_bytes()
