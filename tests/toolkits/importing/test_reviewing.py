import json
from pathlib import Path
from typing import Any

import pytest

from media.models import Picture
from tests.factories.documents import ALT, docx, heading, image, paragraph, pptx_file, run
from tests.factories.toolkits import make_guide
from toolkits.importing import reviewing
from toolkits.importing.errors import AlreadyImported, AlreadyOpen, CannotChange, NotReady, Refused
from toolkits.importing.models import ImportedDocument, ImportedPicture, ImportedSection
from toolkits.importing.reading import Incoming
from toolkits.importing.reviewing import (
    accept,
    accept_all,
    discard,
    drop,
    merge_with_previous,
    missing,
    rename,
    restore,
    split,
    start_review,
    units,
)
from toolkits.importing.sources import (
    Details,
    Limits,
    Note,
    Notes,
    Source,
    Text,
    from_json,
    to_json,
)
from toolkits.models import CasePage, ChapterPage, GuidePage, InstrumentPage

SOURCE = "An office, 2024"


def review(
    chapter: ChapterPage, content: bytes | str = docx(), name: str = "hours.docx", **more: Any
) -> ImportedDocument:
    raw = content.encode() if isinstance(content, str) else content
    return start_review(Incoming(name, raw), chapter=chapter, **more)


def section(document: ImportedDocument, heading: str) -> ImportedSection:
    return document.sections.get(heading=heading)


def decisions(document: ImportedDocument) -> list[tuple[str, str]]:
    return [(each.heading, each.decision) for each in document.sections.all()]


def kinds(page: Any) -> list[str]:
    return [block.block_type for block in page.body]


def test_a_review_proposes_units_of_the_highest_level_that_there_are_several_of(
    chapter: ChapterPage,
) -> None:
    word = review(chapter)
    page = review(chapter, "# Title\n## One\na\n### Deep\nb\n## Two\n## Three\nc", "a.md")

    assert decisions(word) == [
        ("Count the visits", "keep"),
        ("What to ask", "merge"),
        ("Take one visit away", "keep"),
    ]
    assert decisions(page) == [
        ("Title", "drop"),
        ("One", "keep"),
        ("Deep", "merge"),
        ("Two", "drop"),
        ("Three", "keep"),
    ]
    assert section(word, "Count the visits").summary == "People came three times for one licence."


def test_a_review_touches_no_page_and_no_picture_of_the_site(chapter: ChapterPage) -> None:
    document = review(chapter)

    assert bytes(document.pictures.get().content).startswith(b"\x89PNG")
    assert not Picture.objects.exists()
    assert not GuidePage.objects.exists()


def test_the_same_file_twice_is_told_and_the_open_review_is_named(chapter: ChapterPage) -> None:
    document = review(chapter)
    with pytest.raises(AlreadyOpen, match="Go on with the open review") as told:
        review(chapter, name="copy.docx")
    assert told.value.document == document

    accept(document)
    with pytest.raises(AlreadyImported, match="say that it shall be imported again"):
        review(chapter)

    assert review(chapter, again=True).is_open


def test_a_discarded_review_leaves_nothing_behind_and_can_begin_anew(chapter: ChapterPage) -> None:
    document = review(chapter)
    discard(document)

    assert not ImportedPicture.objects.exists()
    assert not ImportedSection.objects.exists()
    assert review(chapter).is_open
    with pytest.raises(CannotChange, match="is closed"):
        accept(document)


def test_a_refused_file_leaves_nothing_behind(chapter: ChapterPage) -> None:
    with pytest.raises(Refused):
        review(chapter, docx()[:900])

    assert not ImportedDocument.objects.exists()


def test_a_split_keeps_every_block_and_sends_each_note_with_its_mark(chapter: ChapterPage) -> None:
    text = (
        "## A\nOne.[^1]\n\n**Second part**\n\nTwo.[^2] Again.[^1]\n\n[^1]: First.\n[^2]: Second.\n"
    )
    document = review(chapter, text + "## B\nb", "a.md")

    made = split(section(document, "A"), 1)

    above = section(document, "A")
    assert [each.heading for each in document.sections.all()] == ["A", "Second part", "B"]
    assert [n.mark for b in above.content if isinstance(b, Notes) for n in b.items] == ["1"]
    assert made.content[0] == Text("<p>Two.[2] Again.[1]</p>", ("2", "1"))
    assert [n.mark for b in made.content if isinstance(b, Notes) for n in b.items] == ["1", "2"]


def test_a_split_without_a_bold_line_is_named_as_going_on(chapter: ChapterPage) -> None:
    document = review(chapter, "## A\nOne.\n\nTwo.\n\n## B\nb", "a.md")

    assert split(section(document, "A"), 1).heading == "A (continued)"


@pytest.mark.parametrize("place", [-1, 0, 1, 9])
def test_there_is_no_split_above_the_first_block_or_below_the_last(
    chapter: ChapterPage, place: int
) -> None:
    document = review(chapter, "## A\nOne.[^1]\n\n[^1]: Note.\n\n## B\nb", "a.md")

    with pytest.raises(CannotChange, match="nothing to split"):
        split(section(document, "A"), place)


def test_sections_are_merged_dropped_restored_and_renamed(chapter: ChapterPage) -> None:
    document = review(chapter)
    merge_with_previous(section(document, "Take one visit away"))
    assert [len(unit.sections) for unit in units(document)] == [3]

    drop(section(document, "Count the visits"))
    assert units(document) == []

    restore(section(document, "What to ask"))
    rename(section(document, "What to ask"), "  Ask\nfirst ")
    assert [unit.head.heading for unit in units(document)] == ["Ask first"]


def test_the_first_section_cannot_be_merged_and_none_can_lose_its_heading(
    chapter: ChapterPage,
) -> None:
    first = section(review(chapter), "Count the visits")

    with pytest.raises(CannotChange, match="none above"):
        merge_with_previous(first)
    with pytest.raises(CannotChange, match="needs a heading"):
        rename(first, "  ")


def test_drafts_hold_text_table_figure_and_notes_and_say_where_they_come_from(
    chapter: ChapterPage,
) -> None:
    pages = accept(review(chapter))

    first = GuidePage.objects.get(slug="count-the-visits")
    assert [page.slug for page in pages] == ["count-the-visits", "take-one-visit-away"]
    assert not any(page.live for page in pages)
    assert first.get_parent().specific == chapter
    assert kinds(first) == ["text", "table", "figure", "text"]
    assert first.body[2].value["alt"] == ALT
    assert first.body[3].value.source == (
        '<h2>What to ask</h2><p>Read <a href="https://example.org/survey">the survey</a> first.</p>'
        "<h2>Notes</h2><p>[1] Survey of 40 offices, May 2024.</p>"
    )
    assert first.sources.startswith("Imported from hours.docx, ")
    assert first.minutes == 1
    assert first.latest_revision is not None


def test_drafts_are_such_as_the_editor_would_save(chapter: ChapterPage) -> None:
    for page in [*accept(review(chapter)), *accept(review(chapter, pptx_file(), "q.pptx"))]:
        found = page.__class__.objects.get(pk=page.pk)
        found.full_clean()
        cleaned = found.body.stream_block.clean(found.body)
        assert json.dumps(list(cleaned.get_prep_value())) == json.dumps(
            list(found.body.get_prep_value())
        )


def test_slides_keep_the_speakers_notes_as_details(chapter: ChapterPage) -> None:
    accept(review(chapter, pptx_file(), "queue.pptx"))

    page = GuidePage.objects.get(slug="three-steps")
    assert kinds(page) == ["text", "details"]
    assert page.body[1].value["title"] == "Speaker notes"


def test_a_picture_needs_alt_text_or_is_left_out(chapter: ChapterPage, uploads: Path) -> None:
    document = review(chapter, docx(heading("A") + paragraph("x", inner=image(alt=""))))
    with pytest.raises(NotReady, match="say what the picture"):
        accept(document)
    assert not GuidePage.objects.exists()

    document.pictures.update(is_kept=False)
    accept(document)

    assert kinds(GuidePage.objects.get()) == ["text"]
    assert not Picture.objects.exists()


def test_a_case_study_needs_country_source_and_date(chapter: ChapterPage) -> None:
    document = review(chapter, "## One desk\nFour became one.", "a.md", kind="case")

    assert [fault.split(": ", 1)[1] for fault in missing(document)] == [
        "“One desk” is a case study without a country. Write it as FJI.",
        "“One desk” is a case study without a source. Say who reported it.",
        "“One desk” is a case study without the date of its facts.",
    ]
    document.sections.update(country="FJI", sources=SOURCE, facts_date="June 2024")
    accept(document)
    page = CasePage.objects.get()
    assert (page.country, page.facts_date) == ("FJI", "June 2024")
    assert page.source_lines[0] == SOURCE


def test_what_is_missing_is_named_all_at_once(chapter: ChapterPage) -> None:
    empty = review(chapter, "## A\n\n## B\nb", "a.md")
    restore(section(empty, "A"))
    nothing = review(chapter, "## C\nc", "b.md")
    drop(nothing.sections.get())
    ImportedDocument.objects.update(chapter=None)

    with pytest.raises(NotReady) as told:
        accept_all(ImportedDocument.objects.order_by("pk"))

    assert [fault.split(". ")[0] for fault in told.value.faults] == [
        "a.md: the chapter is gone",
        "a.md: “A” has no text",
        "b.md: the chapter is gone",
        "b.md: no section is kept",
    ]


def test_a_slug_that_the_toolkit_has_is_numbered(chapter: ChapterPage) -> None:
    make_guide(chapter, slug="start", title="x")
    make_guide(chapter, slug="count", title="y")

    pages = accept(review(chapter, "## Count\na\n\n## Count\nb\n\n## Media\nc\n\n## …\nd", "a.md"))

    assert [page.slug for page in pages] == ["count-2", "count-3", "media-2", "unit"]


def test_minutes_are_estimated_by_words_unless_the_editor_knows_better(
    chapter: ChapterPage,
) -> None:
    document = review(chapter, f"## A\n{'word ' * 1500}\n\n## B\nb", "a.md", kind="instrument")
    document.sections.filter(heading="B").update(minutes=45)

    accept(document)

    assert list(InstrumentPage.objects.order_by("path").values_list("minutes", flat=True)) == [
        10,
        45,
    ]


def test_nothing_is_half_imported_when_the_drafts_fail(
    chapter: ChapterPage, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = heading("A") + paragraph("x", inner=image()) + heading("B") + paragraph("y")
    document = review(chapter, docx(body))
    save = GuidePage.save_revision

    def full(self: GuidePage, **more: Any) -> Any:
        if self.title == "B":
            raise OSError("No space left on device")
        return save(self, **more)

    monkeypatch.setattr(GuidePage, "save_revision", full)
    with pytest.raises(OSError, match="No space"):
        accept(document)

    document.refresh_from_db()
    assert document.is_open
    assert document.pictures.count() == 1
    assert not GuidePage.objects.exists()
    assert not Picture.objects.exists()
    assert [path for path in uploads.rglob("*") if path.is_file()] == []


def test_once_drafts_are_made_no_bytes_wait_any_more(chapter: ChapterPage) -> None:
    document = review(chapter)
    accept(document)

    assert document.status == ImportedDocument.Status.DONE
    assert not ImportedPicture.objects.exists()
    assert Picture.objects.get().title == ALT


def test_a_bold_line_within_a_paragraph_is_no_heading(chapter: ChapterPage) -> None:
    body = heading("A") + paragraph("One.") + f"<w:p>{run('Two', bold=True)}{run(' more')}</w:p>"
    document = review(chapter, docx(body + paragraph("Three.")))

    assert split(document.sections.get(), 1).heading == "A (continued)"


def test_a_button_pressed_twice_makes_one_set_of_drafts(chapter: ChapterPage) -> None:
    document = review(chapter)
    the_same = ImportedDocument.objects.get()
    accept(document)

    with pytest.raises(CannotChange, match="is closed"):
        accept(the_same)

    assert GuidePage.objects.count() == 2


def test_the_same_file_brought_twice_at_once_is_reviewed_once(
    chapter: ChapterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reviewing.read

    def slowly(incoming: Incoming, limits: Limits) -> Source:
        monkeypatch.setattr(reviewing, "read", read)
        review(chapter)
        return read(incoming, limits)

    monkeypatch.setattr(reviewing, "read", slowly)
    with pytest.raises(AlreadyOpen):
        review(chapter)

    assert ImportedDocument.objects.count() == 1


def test_a_split_sends_a_note_within_a_note_with_it(chapter: ChapterPage) -> None:
    text = "## A\nOne.\n\nTwo.[^1]\n\n[^1]: First.[^2]\n[^2]: Second.\n\n## B\nb"
    document = review(chapter, text, "a.md")

    made = split(section(document, "A"), 1)

    assert section(document, "A").content == [Text("<p>One.</p>")]
    assert [n.mark for b in made.content if isinstance(b, Notes) for n in b.items] == ["1", "2"]


def test_a_split_follows_the_notes_of_details(chapter: ChapterPage) -> None:
    text = '## A\n<p>One.</p><details><p>Two.<a href="#fn1">1</a></p></details><p id="fn1">N</p>'
    document = review(chapter, f"{text}\n\n## B\nb", "a.md")

    made = split(section(document, "A"), 1)

    assert section(document, "A").content == [Text("<p>One.</p>")]
    assert [n.mark for b in made.content if isinstance(b, Notes) for n in b.items] == ["1"]


def test_sections_from_before_details_and_notes_had_marks_are_still_read() -> None:
    details = {"type": "details", "title": "More", "html": "<p>x</p>"}
    notes = {"type": "notes", "items": [{"mark": "1", "html": "One"}]}

    assert from_json(details) == Details("More", "<p>x</p>")
    assert from_json(notes) == Notes((Note("1", "One"),))
    assert from_json(to_json(Notes((Note("1", "x", ("2",)),)))) == Notes((Note("1", "x", ("2",)),))


@pytest.mark.parametrize(
    "deed",
    [
        lambda section: discard(section.document),
        lambda section: accept(section.document),
        lambda section: split(section, 1),
        lambda section: rename(section, "Other"),
        lambda section: merge_with_previous(section),
        lambda section: drop(section),
        lambda section: restore(section),
    ],
    ids=["discard", "accept", "split", "rename", "merge", "drop", "restore"],
)
def test_a_review_that_somebody_else_has_ended_cannot_be_changed(
    chapter: ChapterPage, deed: Any
) -> None:
    document = review(chapter, "## A\nOne.\n\nTwo.\n\n## B\nb\n\nc", "a.md")
    stale = ImportedSection.objects.select_related("document").get(heading="B")
    accept(document)
    before = list(ImportedSection.objects.values())

    assert stale.document.is_open
    with pytest.raises(CannotChange, match="is closed"):
        deed(stale)

    assert list(ImportedSection.objects.values()) == before
    assert ImportedDocument.objects.get().status == ImportedDocument.Status.DONE


def test_a_section_that_somebody_else_has_split_is_split_as_it_is_now(
    chapter: ChapterPage,
) -> None:
    document = review(chapter, "## A\nOne.\n\nTwo.\n\nThree.\n\n## B\nb", "a.md")
    stale = section(document, "A")
    split(section(document, "A"), 1)

    with pytest.raises(CannotChange, match="nothing to split"):
        split(stale, 2)

    assert [len(each.blocks) for each in document.sections.all()] == [1, 2, 1]
