"""The review in Wagtail's admin: plain forms, which work without JavaScript."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from PIL import Image as PillowImage
from wagtail.admin import messages

from media.sanitising import sanitise, sanitise_inline
from toolkits.importing.errors import (
    AlreadyImported,
    AlreadyOpen,
    CannotChange,
    ImportFault,
    ManyFaults,
    NotReady,
    Refused,
)
from toolkits.importing.forms import ChapterForm, PictureForm, SectionForm, UploadForm
from toolkits.importing.models import ImportedDocument, ImportedSection
from toolkits.importing.permissions import chapters_for, check_chapter, documents_for, may_import
from toolkits.importing.proposing import minutes
from toolkits.importing.reading import Incoming, check_size, is_picture, uploads_beside
from toolkits.importing.reviewing import (
    accept,
    discard,
    drop,
    limits,
    merge_with_previous,
    rename,
    restore,
    split,
    start_review,
    units,
)
from toolkits.importing.sources import Block, Details, Image, Notes, Table
from toolkits.models import ChapterPage

SECTIONS_A_PAGE = 25  # with 300 pictures their fields stay below Django's limit of 1000 a form
ENDINGS = ("accept", "discard")  # the buttons that end a review
Upload = UploadedFile[bytes]
DECIDE: dict[str, Callable[[ImportedSection], ImportedSection]] = {
    ImportedSection.Decision.KEEP: restore,
    ImportedSection.Decision.DROP: drop,
    ImportedSection.Decision.MERGE: merge_with_previous,
}


@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Take documents, and show the reviews there are."""
    if not may_import(request.user):
        raise PermissionDenied
    chapters = chapters_for(request.user)
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, chapters=chapters
    )
    faults: Sequence[ImportFault] = []
    if is_sent and form.is_valid():
        try:
            return _to_review(request, _started(request, form))
        except ManyFaults as error:
            faults = error.faults
    context = {
        "form": form,
        "faults": [(fault, _open_review(fault)) for fault in faults],
        "documents": documents_for(request.user),
        "has_chapters": bool(chapters),
        **_heading(_("Import documents")),
    }
    return render(request, "importing/index.html", context)


@never_cache
def review(request: HttpRequest, document: int) -> HttpResponse:
    """Show a review; save what was decided, and do what the pressed button says."""
    found = _document(request, document)
    if request.method != "POST":
        return _shown(_Screen(request, found)) if found.is_open else _closed(found)
    with transaction.atomic():  # what is compared with what was shown is what is written over
        found = ImportedDocument.objects.select_for_update().get(pk=found.pk)
        if not found.is_open:
            return _closed(found)
        screen = _Screen(request, found)
        answer = screen.answer()
    return answer or _shown(screen)


@never_cache
@require_safe
def drafts(request: HttpRequest, document: int) -> HttpResponse:
    """List the drafts that were made of a document."""
    found = _document(request, document)
    if found.is_open:
        return redirect("importing:review", found.pk)
    made = found.sections.exclude(page=None).select_related("page")
    context = {"document": found, "pages": [s.page for s in made], **_heading(found.title)}
    return render(request, "importing/drafts.html", context)


@never_cache
@require_safe
def picture(request: HttpRequest, document: int, number: int) -> HttpResponse:
    """Show a picture that waits, to those who may review it."""
    found = get_object_or_404(_document(request, document).pictures, number=number)
    ending = "." + found.name.rsplit(".", 1)[-1]
    form = PillowImage.registered_extensions().get(ending, "")
    kind = PillowImage.MIME.get(form, "application/octet-stream")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return HttpResponse(bytes(found.content), content_type=kind, headers=headers)


def _shown(screen: "_Screen") -> HttpResponse:
    return render(screen.request, "importing/review.html", screen.context())


def _closed(document: ImportedDocument) -> HttpResponse:
    return redirect("importing:drafts", document.pk)


def _heading(title: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title, "header_icon": "doc-full-inverse"}


def _document(request: HttpRequest, number: int) -> ImportedDocument:
    """Give the document, if its reader may add pages under its chapter."""
    documents = ImportedDocument.objects.select_related("chapter")
    found = get_object_or_404(documents, pk=number)
    check_chapter(request.user, found.chapter)
    return found


def _started(request: HttpRequest, form: UploadForm) -> list[ImportedDocument]:
    """Open a review of each document, all or none. Raises: ManyFaults."""
    chapter = ChapterPage.objects.get(pk=form.cleaned_data["chapter"])
    check_chapter(request.user, chapter)
    uploads: list[Upload] = form.cleaned_data["documents"]
    beside = uploads_beside({_name(u): _reader(u) for u in uploads if is_picture(_name(u))})
    started: list[ImportedDocument] = []
    faults: list[ImportFault] = []
    with transaction.atomic():
        for upload in _documents_among(uploads):
            try:
                check_size(_name(upload), upload.size or 0, limits())
                started.append(
                    start_review(
                        Incoming(_name(upload), _reader(upload)(), beside),
                        chapter=chapter,
                        by=request.user,
                        kind=form.cleaned_data["kind"],
                        again=form.cleaned_data["again"],
                    )
                )
            except ImportFault as fault:
                faults.append(fault)
        if faults:
            raise ManyFaults(faults)
    return started


def _documents_among(uploads: Sequence[Upload]) -> list[Upload]:
    """Give the uploads that are no pictures. Raises: ManyFaults — there is none."""
    documents = [upload for upload in uploads if not is_picture(_name(upload))]
    if not documents:
        what = _("Only pictures were chosen.")
        remedy = _("Choose the document that they belong to together with them.")
        raise ManyFaults([Refused(_name(uploads[0]), what, remedy)])
    return documents


def _name(upload: Upload) -> str:
    return upload.name or "?"


def _reader(upload: Upload) -> Any:
    def content() -> bytes:
        upload.seek(0)
        return upload.read() if (upload.size or 0) <= limits().file else b""

    return content


def _to_review(request: HttpRequest, started: Sequence[ImportedDocument]) -> HttpResponse:
    if len(started) == 1:
        return redirect("importing:review", started[0].pk)
    told = ngettext("%d review was opened.", "%d reviews were opened.", len(started))
    messages.success(request, told % len(started))
    return redirect("importing:index")


def _open_review(fault: ImportFault) -> str:
    """Give the address of the review that a fault speaks of."""
    if isinstance(fault, AlreadyOpen | AlreadyImported):
        return reverse("importing:review", args=[fault.document.pk])
    return ""


@dataclass(frozen=True)
class Preview:
    """A block as the review shows it. number: of the picture; place: within the section."""

    kind: str
    place: int
    html: str = ""  # has passed the sanitising door
    title: str = ""
    table: Table | None = None
    items: tuple[tuple[str, SafeString], ...] = ()
    picture: PictureForm | None = None
    caption: str = ""


@dataclass(frozen=True)
class Shown:
    """A section as the review shows it. unit: the heading of the unit it goes into."""

    section: ImportedSection
    form: SectionForm
    blocks: tuple[Preview, ...]
    estimate: int


class _Screen:
    """One page of one review."""

    def __init__(self, request: HttpRequest, document: ImportedDocument) -> None:
        self.request = request
        self.document = document
        sections = list(document.sections.all())
        self.first = sections[0].pk if sections else None
        self.page: PaginatorPage[ImportedSection] = Paginator(sections, SECTIONS_A_PAGE).get_page(
            request.GET.get("p")
        )
        self.version = _version(document, list(self.page))
        self.chapters = chapters_for(request.user)
        data = request.POST if request.method == "POST" else None
        self.chapter_form = ChapterForm(data, document=document, chapters=self.chapters)
        self.estimates = {unit.head.pk: minutes(unit.content) for unit in units(document)}
        self.forms = {
            section.pk: SectionForm(
                data,
                instance=section,
                is_first=section.pk == self.first,
                estimate=self.estimates.get(section.pk),
            )
            for section in self.page
        }
        self.pictures = self._picture_forms(data)
        self.faults: list[str] = []

    def _picture_forms(self, data: Any) -> dict[int, PictureForm]:
        """Give a form for each picture of this page, where it is seen first."""
        numbers = {number for section in self.page for number in section.picture_numbers}
        pictures = self.document.pictures.filter(number__in=numbers).defer("content")
        return {picture.number: PictureForm(data, instance=picture) for picture in pictures}

    def answer(self) -> HttpResponse | None:
        """Save what was decided and do what was asked; none if something must be mended first."""
        deed, *words = self.request.POST.get("deed", "save").split(":")
        if not self._is_as_shown(deed):
            self.faults = [
                _(
                    "Somebody changed this review in the meantime, so nothing of yours was saved. "
                    "Look at it as it is now, and decide again."
                )
            ]
            self._forget()
            return None
        if deed == "discard":
            return self._discard()
        if not self._save():
            return None
        self.version = _version(self.document, list(self.page))
        try:
            return self._do(deed, words)
        except NotReady as error:
            self.faults = error.faults
        except CannotChange as error:
            self.faults = [str(error)]
        return None

    def _is_as_shown(self, deed: str) -> bool:
        """Say whether nobody changed what the form showed; to end the review, on any page of it."""
        shown, now = self.request.POST.get("version", ""), self.version
        if deed in ENDINGS:
            return shown == now
        return shown.split(".")[0] == now.split(".")[0]

    def _forget(self) -> None:
        for form in self._all_forms():
            form.is_bound = False

    def _all_forms(self) -> list[Any]:
        return [self.chapter_form, *self.forms.values(), *self.pictures.values()]

    def _save(self) -> bool:
        """Save every form of this page, all or none."""
        wrong = [form for form in self._all_forms() if not form.is_valid()]  # judges every one
        if wrong:
            self.faults = [_("Nothing was saved yet. Mend what is marked below.")]
            return False
        with transaction.atomic():
            self.document.chapter = ChapterPage.objects.get(
                pk=self.chapter_form.cleaned_data["chapter"]
            )
            self.document.save(update_fields=["chapter"])
            for form in self.forms.values():
                _save_section(form)
            for picture_form in self.pictures.values():
                picture_form.save()
        return True

    def _do(self, deed: str, words: Sequence[str]) -> HttpResponse:
        if deed == "accept":
            return self._accept()
        if deed == "split":
            number, block = (int(word) if word.isdecimal() else 0 for word in words)
            made = split(get_object_or_404(self.document.sections, pk=number), block)
            messages.success(self.request, _("Split. The new section is “%s”.") % made.heading)
            return redirect(f"{self._address()}#section-{made.pk}")
        messages.success(self.request, _("Saved."))
        return redirect(self._address())

    def _accept(self) -> HttpResponse:
        pages = accept(self.document, by=self.request.user)
        told = ngettext("%d draft was made.", "%d drafts were made.", len(pages))
        messages.success(self.request, told % len(pages))
        return redirect("importing:drafts", self.document.pk)

    def _discard(self) -> HttpResponse:
        discard(self.document)
        told = _("The review of %s was discarded. No draft was made.")
        messages.success(self.request, told % self.document.name)
        return redirect("importing:index")

    def _address(self) -> str:
        return f"{reverse('importing:review', args=[self.document.pk])}?p={self.page.number}"

    def context(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "version": self.version,
            "faults": self.faults,
            "chapter_form": self.chapter_form,
            "shown": self._shown(),
            "sections": self.page,
            "number_of_units": len(self.estimates),
            "media": self.chapter_form.media,
            **_heading(self.document.title),
            "page_subtitle": self.document.name,
        }

    def _shown(self) -> list[Shown]:
        waiting = dict(self.pictures)  # a picture that stands twice is asked for once
        return [
            Shown(
                section,
                self.forms[section.pk],
                tuple(_preview(b, n, waiting) for n, b in enumerate(section.content)),
                self.estimates.get(section.pk, 0),
            )
            for section in self.page
        ]


def _save_section(form: SectionForm) -> None:
    """Do what the form says of its section, and write nothing that did not change."""
    section, changed = form.instance, set(form.changed_data)
    if "heading" in changed:
        rename(section, form.cleaned_data["heading"])
    if "decision" in changed:
        DECIDE[section.decision](section)
    if others := changed - {"heading", "decision"}:
        section.save(update_fields=others)


def _version(document: ImportedDocument, shown: Sequence[ImportedSection]) -> str:
    """Give two marks with a dot between them: of what a page shows, and of the whole review.

    They change with whatever a reviewer could write over unseen. How all sections are cut and
    what becomes of them belongs to every page: the buttons name blocks by their place.
    """
    sections = list(document.sections.values())
    pictures = list(document.pictures.values("number", "alt", "is_kept"))
    numbers = {section.pk for section in shown}
    seen = {number for section in shown for number in section.picture_numbers}
    page = [
        document.chapter_id,
        [(each["id"], each["decision"], len(each["blocks"])) for each in sections],
        [each for each in sections if each["id"] in numbers],
        [each for each in pictures if each["number"] in seen],
    ]
    return f"{_mark(page)}.{_mark([sections, pictures])}"


def _mark(state: Sequence[Any]) -> str:
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def _preview(block: Block, place: int, waiting: dict[int, PictureForm]) -> Preview:
    if isinstance(block, Table):
        return Preview("table", place, table=block)
    if isinstance(block, Image):
        form = waiting.pop(block.number, None)
        return Preview("image", place, picture=form, caption=block.caption)
    if isinstance(block, Notes):
        items = tuple((n.mark, SafeString(sanitise_inline(n.html))) for n in block.items)
        return Preview("notes", place, items=items)
    title = block.title if isinstance(block, Details) else ""
    kind = "details" if isinstance(block, Details) else "text"
    return Preview(kind, place, html=SafeString(sanitise(block.html)), title=title)
