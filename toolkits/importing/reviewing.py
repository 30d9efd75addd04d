"""A review from its first proposal to the drafts: each deed is one transaction.

Until `accept`, no page and no picture of the site is touched. A section that is merged goes with
the one above it: it becomes a heading within that unit, and is left out when that unit is.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from media.models import Picture
from media.sanitising import sanitise, sanitise_inline
from toolkits.importing import proposing
from toolkits.importing.errors import AlreadyImported, AlreadyOpen, CannotChange, NotReady
from toolkits.importing.models import ImportedDocument, ImportedPicture, ImportedSection
from toolkits.importing.reading import Incoming, read
from toolkits.importing.sources import (
    MEGABYTE,
    Block,
    Details,
    Image,
    Limits,
    Note,
    Notes,
    Source,
    Table,
    Text,
    marks_of,
    to_json,
)
from toolkits.models import COUNTRY, CasePage, ChapterPage, GuidePage, InstrumentPage, lines

Decision = ImportedSection.Decision
Status = ImportedDocument.Status
PAGE_TYPES: dict[str, type[Page]] = {
    ImportedSection.Kind.GUIDE: GuidePage,
    ImportedSection.Kind.CASE: CasePage,
    ImportedSection.Kind.INSTRUMENT: InstrumentPage,
}
RESERVED_SLUGS = frozenset({"media", "start"})  # folders of an edition
SLUG = 100  # ASCII characters, as learners' addresses; a memory card's path cannot be longer
FAKE_HEADING = 80  # characters; a bold paragraph that is longer is a paragraph
User = Any  # an account, or none on the command line; its room stands above this one


def limits() -> Limits:
    """Give what a file may hold, by the settings of this machine."""
    return Limits(
        file=settings.ATOLL_IMPORT_MAX_MB * MEGABYTE,
        picture_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
    )


def start_review(
    incoming: Incoming,
    *,
    chapter: ChapterPage,
    by: User = None,
    kind: str = ImportedSection.Kind.GUIDE,
    again: bool = False,
) -> ImportedDocument:
    """Read the file and open a review of it. again: also if drafts were made of it before.

    Raises: Refused — the file cannot be taken; AlreadyOpen, AlreadyImported — with the document.
    """
    digest = hashlib.sha256(incoming.content).hexdigest()
    _check_news(digest, again=again)
    source = read(incoming, limits())
    try:
        with transaction.atomic():
            document = ImportedDocument.objects.create(
                name=incoming.name[-255:],
                title=source.title,
                sha256=digest,
                uploaded_by=by,
                chapter=chapter,
                warnings=list(source.warnings),
            )
            _keep_pictures(document, source)
            _keep_sections(document, source, kind)
    except IntegrityError:
        _check_news(digest, again=again)  # somebody else brought it while it was read
        raise
    return document


def split(section: ImportedSection, at_block: int) -> ImportedSection:
    """Let a new section begin at that block, and give it. A bold line there becomes its heading.

    Raises: CannotChange — there is nothing above or below.
    """
    with _held(section.document):
        section.refresh_from_db()  # the blocks that another split has taken away stay away
        blocks = [block for block in section.content if not isinstance(block, Notes)]
        if not 0 < at_block < len(blocks):
            raise CannotChange(
                _("There is nothing to split there. Choose a place between two blocks.")
            )
        return _split(section, blocks[:at_block], blocks[at_block:])


def merge_with_previous(section: ImportedSection) -> ImportedSection:
    """Make the section a part of the unit above. Raises: CannotChange — it is the first."""
    with _held(section.document):
        if not section.siblings().filter(place__lt=section.place).exists():
            raise CannotChange(_("The first section has none above. Keep it, or leave it out."))
        return _decide(section, Decision.MERGE)


def drop(section: ImportedSection) -> ImportedSection:
    """Leave the section out, and what is merged with it. It can be restored."""
    return _decide(section, Decision.DROP)


def restore(section: ImportedSection) -> ImportedSection:
    """Make the section a unit of its own."""
    return _decide(section, Decision.KEEP)


def rename(section: ImportedSection, heading: str) -> ImportedSection:
    """Give the section another heading. Raises: CannotChange — an empty one."""
    heading = " ".join(heading.split())[:255]
    with _held(section.document):
        if not heading:
            raise CannotChange(_("Every section needs a heading. The old one was kept."))
        section.heading = heading
        section.save(update_fields=["heading"])
    return section


def discard(document: ImportedDocument) -> None:
    """End the review without drafts. What waited for it is deleted; the file's name stays known."""
    with transaction.atomic():
        _end(document, Status.DISCARDED)
        document.pictures.all().delete()
        document.sections.all().delete()
    document.status = Status.DISCARDED


@dataclass(frozen=True)
class Unit:
    """A kept section and those merged with it: what one page will be made of."""

    head: ImportedSection
    merged: tuple[ImportedSection, ...]

    @property
    def sections(self) -> tuple[ImportedSection, ...]:
        return (self.head, *self.merged)

    @property
    def content(self) -> list[Block]:
        return [block for section in self.sections for block in section.content]

    @property
    def minutes(self) -> int:
        return self.head.minutes or proposing.minutes(self.content)


def units(document: ImportedDocument) -> list[Unit]:
    """Give the units that would be made now, in order."""
    groups: list[list[ImportedSection]] = []
    for section in document.sections.all():
        if section.decision == Decision.MERGE and groups:
            groups[-1].append(section)
        else:
            groups.append([section])
    return [
        Unit(group[0], tuple(group[1:])) for group in groups if group[0].decision == Decision.KEEP
    ]


def missing(document: ImportedDocument) -> list[str]:
    """Say, sentence by sentence, what keeps the review from becoming drafts."""
    return list(_missing(document))


def accept(document: ImportedDocument, *, by: User = None) -> list[Page]:
    """Make a draft of each unit below the chapter, all or none, and give the pages.

    Raises: NotReady — with everything that is missing.
    """
    return accept_all([document], by=by)


def accept_all(documents: Sequence[ImportedDocument], *, by: User = None) -> list[Page]:
    """Make the drafts of several reviews, all or none. Raises: NotReady."""
    with _files_taken_back() as remember, transaction.atomic():
        for document in documents:
            _end(document, Status.DONE)
            document.refresh_from_db(fields=["chapter"])
        if faults := [fault for document in documents for fault in _missing(document)]:
            raise NotReady(faults)
        return [page for each in documents for page in _Drafting(each, by, remember).pages()]


def _check_news(digest: str, *, again: bool) -> None:
    known = ImportedDocument.objects.filter(sha256=digest).exclude(status=Status.DISCARDED)
    if document := known.filter(status=Status.OPEN).first():
        raise AlreadyOpen(document)
    if not again and (document := known.first()):
        raise AlreadyImported(document)


@contextmanager
def _held(document: ImportedDocument) -> Iterator[None]:
    """Keep the review open, and its row for this deed alone, until what is inside is done.

    Raises: CannotChange — it was closed, whatever `document` remembers of it.
    """
    with transaction.atomic():
        _end(document, Status.OPEN)
        yield


def _end(document: ImportedDocument, status: str) -> None:
    """Give an open review another status; of two who end it at once, one does.

    Raises: CannotChange — it is closed.
    """
    if not ImportedDocument.objects.filter(pk=document.pk, status=Status.OPEN).update(
        status=status
    ):
        raise _closed(document)


def _closed(document: ImportedDocument) -> CannotChange:
    message = _("The review of %s is closed. Nothing was changed. Import the file again.")
    return CannotChange(message % document.name)


def _keep_pictures(document: ImportedDocument, source: Source) -> None:
    ImportedPicture.objects.bulk_create(
        ImportedPicture(
            document=document,
            number=number,
            name=picture.name,
            content=picture.content,
            alt=picture.alt[:255],
        )
        for number, picture in enumerate(source.pictures)
    )


def _keep_sections(document: ImportedDocument, source: Source, kind: str) -> None:
    proposed = proposing.decisions(source.sections)
    ImportedSection.objects.bulk_create(
        ImportedSection(
            document=document,
            place=place,
            heading=section.heading[:255],
            level=section.level,
            blocks=[to_json(block) for block in section.blocks],
            decision=decision,
            kind=kind,
            summary=proposing.summary(section.blocks),
        )
        for place, (section, decision) in enumerate(zip(source.sections, proposed, strict=True))
    )


def _split(
    section: ImportedSection, above: Sequence[Block], below: Sequence[Block]
) -> ImportedSection:
    notes = _notes_of(section.content)
    heading = _bold_line(below[0]) if len(below) > 1 else ""
    below = below[1:] if heading else below
    theirs, ours = _notes_for(below, notes), _notes_for(above, notes)
    section.siblings().filter(place__gt=section.place).update(place=models.F("place") + 1)
    made = ImportedSection.objects.create(
        document=section.document,
        place=section.place + 1,
        heading=heading or _("%s (continued)") % section.heading[:230],
        level=section.level,
        blocks=_with_notes(below, theirs),
        decision=Decision.MERGE if section.decision == Decision.MERGE else Decision.KEEP,
        kind=section.kind,
        summary=proposing.summary(below),
        sources=section.sources,
        country=section.country,
        facts_date=section.facts_date,
    )
    section.blocks = _with_notes(above, [n for n in notes if n in ours or n not in theirs])
    section.save(update_fields=["blocks"])
    return made


def _decide(section: ImportedSection, decision: str) -> ImportedSection:
    with _held(section.document):
        section.decision = decision
        section.save(update_fields=["decision"])
    return section


def _notes_of(blocks: Iterable[Block]) -> list[Note]:
    """Give the notes of the blocks, each once."""
    notes = [note for block in blocks if isinstance(block, Notes) for note in block.items]
    return list(dict.fromkeys(notes))


def _notes_for(blocks: Iterable[Block], notes: Sequence[Note]) -> list[Note]:
    """Give those of the notes that the blocks point to, and those that these notes point to."""
    by_mark = {note.mark: note for note in notes}
    waiting = [mark for block in blocks for mark in marks_of(block)]
    found: set[str] = set()
    while waiting:
        mark = waiting.pop()
        if mark in by_mark and mark not in found:
            found.add(mark)
            waiting += by_mark[mark].marks
    return [note for note in notes if note.mark in found]


def _with_notes(blocks: Sequence[Block], notes: Sequence[Note]) -> list[dict[str, Any]]:
    ending = [Notes(tuple(notes))] if notes else []
    return [to_json(block) for block in (*blocks, *ending)]


def _bold_line(block: Block) -> str:
    """Give the text of a short paragraph that is bold from end to end: a heading by its looks."""
    if not isinstance(block, Text) or block.marks:
        return ""
    text = proposing.plain(block.html)
    bold = (f"<p><{tag}>{escape(text)}</{tag}></p>" for tag in ("strong", "b"))
    return text if 0 < len(text) <= FAKE_HEADING and block.html in bold else ""


def _missing(document: ImportedDocument) -> Iterator[str]:
    if document.chapter is None:
        yield _("%s: the chapter is gone. Choose another one.") % document.name
    found = units(document)
    if not found:
        yield _("%s: no section is kept. Keep at least one.") % document.name
    needed = {n for unit in found for section in unit.sections for n in section.picture_numbers}
    pictures = document.pictures.filter(number__in=needed, is_kept=True).defer("content")
    for picture in pictures:
        if not picture.alt.strip():
            words = {"document": document.name, "picture": picture.name}
            yield (
                _("%(document)s: say what the picture “%(picture)s” shows, or leave it out.")
                % words
            )
    dropped = set(document.pictures.filter(is_kept=False).values_list("number", flat=True))
    for unit in found:
        for sentence in _missing_in(unit, dropped):
            yield f"{document.name}: {sentence}"


def _missing_in(unit: Unit, dropped: set[int]) -> Iterator[str]:
    head = unit.head
    content = [b for b in unit.content if not (isinstance(b, Image) and b.number in dropped)]
    if not content:
        yield _("“%s” has no text. Leave it out, or merge it with the unit above.") % head.heading
    if head.kind != ImportedSection.Kind.CASE:
        return
    if not _is_country(head.country):
        yield _("“%s” is a case study without a country. Write it as FJI.") % head.heading
    if not lines(head.sources):
        yield _("“%s” is a case study without a source. Say who reported it.") % head.heading
    if not head.facts_date.strip():
        yield _("“%s” is a case study without the date of its facts.") % head.heading


def _is_country(code: str) -> bool:
    try:
        COUNTRY(code)
    except ValidationError:
        return False
    return True


@contextmanager
def _files_taken_back() -> Iterator[Callable[[Picture], None]]:
    """Delete the files of the pictures it was told of, if the drafts fail: no disk rolls back."""
    written: list[Picture] = []
    try:
        yield written.append
    except BaseException:
        for picture in written:
            picture.file.delete(save=False)
        raise


class _Drafting:
    """Makes the drafts of one review."""

    def __init__(
        self, document: ImportedDocument, by: User, remember: Callable[[Picture], None]
    ) -> None:
        self.document = document
        self.chapter: ChapterPage = ChapterPage.objects.get(pk=document.chapter_id)
        self.by = by
        self.remember = remember
        self.alts: dict[int, str] = {}
        self.pictures: dict[int, Picture] = {}

    def pages(self) -> list[Page]:
        with translation.override(self.chapter.locale.language_code):
            found = units(self.document)
            self._keep_pictures(found)
            pages = [self._page(unit) for unit in found]
        self.document.pictures.all().delete()
        self.document.status = Status.DONE
        return pages

    def _keep_pictures(self, found: Iterable[Unit]) -> None:
        needed = {n for unit in found for section in unit.sections for n in section.picture_numbers}
        for picture in self.document.pictures.filter(number__in=needed, is_kept=True):
            self.alts[picture.number] = picture.alt.strip()
            self.pictures[picture.number] = self._picture(picture)

    def _picture(self, waiting: ImportedPicture) -> Picture:
        content = bytes(waiting.content)
        title = (waiting.alt.strip() or waiting.name)[:255]
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if known := Picture.objects.filter(file_hash=digest, title=title).first():
            return known
        picture = Picture(title=title, collection=Collection.get_first_root_node())
        picture.uploaded_by_user = self.by
        picture.file = ImageFile(ContentFile(content), name=waiting.name)
        picture._set_file_hash()
        picture.full_clean(exclude=["width", "height", "file_size", "file_hash"])
        picture.save()
        self.remember(picture)
        return picture

    def _page(self, unit: Unit) -> Page:
        page = PAGE_TYPES[unit.head.kind](
            title=unit.head.heading,
            slug=self._free_slug(unit.head.heading),
            live=False,
            owner=self.by,
            locale=self.chapter.locale,
            **self._fields(unit),
        )
        page.body = json.dumps(self._body(unit), ensure_ascii=False)
        Page.objects.get(pk=self.chapter.pk).add_child(instance=page)
        page.save_revision(user=self.by, log_action="wagtail.create")
        unit.head.page = page
        unit.head.save(update_fields=["page"])
        return page

    def _fields(self, unit: Unit) -> dict[str, Any]:
        head = unit.head
        fields = {
            "summary": head.summary.strip() or proposing.summary(unit.content) or head.heading,
            "minutes": unit.minutes,
            "sources": "\n".join([*lines(head.sources), self._provenance()]),
        }
        if head.kind == ImportedSection.Kind.CASE:
            fields |= {"country": head.country, "facts_date": head.facts_date.strip()}
        return fields

    def _provenance(self) -> str:
        day = date_format(timezone.localdate(), "DATE_FORMAT")
        return _("Imported from %(file)s, %(day)s") % {"file": self.document.name, "day": day}

    def _free_slug(self, heading: str) -> str:
        """Give a slug that no page of the toolkit has: an edition's units share one folder."""
        toolkit = self.chapter.get_parent()
        taken = set(toolkit.get_descendants().values_list("slug", flat=True)) | RESERVED_SLUGS
        plain = slugify(heading)[:SLUG].strip("-") or "unit"
        slug, number = plain, 1
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        return slug

    def _body(self, unit: Unit) -> list[dict[str, Any]]:
        """Give the stream: running text in one block, tables, figures and details between."""
        body: list[dict[str, Any]] = []
        for section in unit.sections:
            if section is not unit.head:
                tag = "h2" if section.level <= unit.head.level + 1 else "h3"
                _add_text(body, f"<{tag}>{escape(section.heading)}</{tag}>")
            for block in section.content:
                self._add(body, block, section.heading)
        if notes := _notes_of(unit.content):
            items = "".join(f"<p>[{note.mark}] {note.html}</p>" for note in notes)
            _add_text(body, f"<h2>{escape(_('Notes'))}</h2>{items}")
        return body

    def _add(self, body: list[dict[str, Any]], block: Block, heading: str) -> None:
        if isinstance(block, Text):
            _add_text(body, block.html)
        elif isinstance(block, Table):
            _add_block(body, "table", _table_value(block, heading))
        elif isinstance(block, Details):
            _add_block(body, "details", {"title": block.title, "text": sanitise(block.html)})
        elif isinstance(block, Image) and block.number in self.pictures:
            value = {
                "image": self.pictures[block.number].pk,
                "alt": self.alts[block.number],
                "caption": block.caption,
                "source": "",
            }
            _add_block(body, "figure", value)


def _table_value(table: Table, heading: str) -> dict[str, Any]:
    return {
        "caption": sanitise_inline(table.caption or escape(heading)),
        "heading": [sanitise_inline(cell) for cell in table.heading],
        "rows": [[sanitise_inline(cell) for cell in row] for row in table.rows],
        "source": "",
    }


def _add_text(body: list[dict[str, Any]], html: str) -> None:
    """Add sanitised HTML to the text block at the end, or begin one."""
    if body and body[-1]["type"] == "text":
        body[-1]["value"] += sanitise(html)
    else:
        _add_block(body, "text", sanitise(html))


def _add_block(body: list[dict[str, Any]], kind: str, value: Any) -> None:
    body.append({"type": kind, "value": value, "id": str(uuid4())})
