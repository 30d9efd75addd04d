"""Documents to Wagtail pages: all of them, or none.

A page is known by its translation key, which derives from the file's place in the library. It is
written only when what its file says has changed since the last time, so loading again changes
nothing and an author's own edits stay. Courses and toolkits are left as drafts: releasing them to
learners is the publisher's act (`manage.py publish`).
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page, Site

from courses.library.documents import (
    LESSON_KINDS,
    Document,
    is_translation,
    line_of,
    read_library,
)
from courses.library.errors import LibraryError, LibraryErrors
from courses.library.kinds import MARKED
from courses.library.markup import LESSON_MARK, to_html
from courses.models import (
    AssessmentPage,
    CataloguePage,
    CoursePage,
    HomePage,
    LessonPage,
    LibrarySource,
    UnitPage,
)
from courses.taking import take
from courses.tries import Tries
from courses.units import Units
from media.models import File, Picture
from toolkits.instruments.blocks import to_stream
from toolkits.instruments.definition import units as units_of
from toolkits.models import CasePage, ChapterPage, GuidePage, InstrumentPage, ToolkitPage
from toolkits.tags import split_list

PAGE_TYPES: dict[str, type[Page]] = {
    "course": CoursePage,
    "unit": UnitPage,
    "lesson": LessonPage,
    "assessment": AssessmentPage,
    "toolkit": ToolkitPage,
    "chapter": ChapterPage,
    "guide": GuidePage,
    "case": CasePage,
    "instrument": InstrumentPage,
}
FIELD_NAMES = {"sdg": "sdg_targets", "wsis": "wsis_lines"}
ROOTS = ("course", "toolkit")
# Fields that came after pages were loaded, with what a file that does not name them says.
LATER = {"tries": Tries.TWO.value, "attempts": 0, "wait_hours": 0, "minutes_limit": 0}


@dataclass
class LoadReport:
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    unchanged: int = 0


def load_library(root: Path, *, progress: Callable[[str], None] | None = None) -> LoadReport:
    """Load the library at `root` and say what changed. Running it again is safe.

    Raises: LibraryErrors — with file, line and reason; nothing was saved.
    """
    documents = read_library(root)
    report = LoadReport()
    with transaction.atomic():
        main = plant()
        # Courses take units over from toolkits, so toolkits come first.
        units: dict[str, Units] = {}
        for document in sorted(documents, key=lambda document: document.kind != "toolkit"):
            language = str(document.fields["language"])
            if document.kind == "toolkit" or language not in units:
                units[language] = Units(language)
            # A translation stands in a tree of its language, at the address of what it translates.
            home = plant_beside(main, language) if is_translation(document) else main
            _Loading(document, report, progress or _silent, units[language]).load(home)
        _check_web_of_pages(documents)
    return report


def _check_web_of_pages(documents: list[Document]) -> None:
    """See that every unit that one carries out is there. Raises: LibraryErrors."""
    faults: list[LibraryError] = []
    for root in documents:
        units = Units(str(root.fields["language"]))
        for document in root.walk():
            if document.kind in ("guide", "case", "instrument"):
                named = split_list(str(document.fields["implements"]))
                faults += [_missing(document, 1, name) for name in named if not units.find(name)]
            faults += _missing_advice(document, units)
    if faults:
        raise LibraryErrors(faults)


def _missing_advice(document: Document, units: Units) -> list[LibraryError]:
    """Tell of each unit that an instrument sends to and that is not there."""
    named = units_of(document.tool) if document.tool else ()
    path = document.path.with_suffix(".yaml")
    reason = _("there is no live unit “%s”; load its toolkit first, or mend the name")
    return [
        LibraryError(path, line_of(path, name), reason % name)
        for name in named
        if not units.find(name)
    ]


def _missing(document: Document, line: int, name: str) -> LibraryError:
    reason = _("there is no live unit “%s”; load its toolkit first, or mend the name")
    return LibraryError(document.path, line, reason % name)


def plant_beside(main: HomePage, language: str) -> HomePage:
    """Give the home page of the tree in `language` beside `main`; make it if there is none yet."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    if locale.pk == main.locale_id:
        return main
    home = main.get_translation_or_none(locale)
    if home is None:
        slug = f"{main.slug}-{language}"
        key = main.translation_key
        new = HomePage(title=main.title, slug=slug, locale=locale, translation_key=key)
        home = Page.get_first_root_node().add_child(instance=new)
    if not CataloguePage.objects.child_of(home).exists():
        catalogue = CataloguePage.objects.child_of(main).get()
        key = catalogue.translation_key
        new = CataloguePage(
            title=catalogue.title, slug=catalogue.slug, locale=locale, translation_key=key
        )
        home.add_child(instance=new)
    return HomePage.objects.get(pk=home.pk)


def plant() -> HomePage:
    """Give the site's home page; make it, and the catalogue below it, if there is none yet."""
    home = HomePage.objects.order_by("path").first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title=_("Home"), slug="atoll"))
        site = Site.objects.filter(is_default_site=True).first()
        _welcome_page_of_wagtail(root, site, home)
    if not CataloguePage.objects.child_of(home).exists():
        home.add_child(instance=CataloguePage(title=_("Courses"), slug="courses"))
    return HomePage.objects.get(pk=home.pk)


def _welcome_page_of_wagtail(root: Page, site: Site | None, home: HomePage) -> None:
    """Point the site at our home page; the welcome page that Wagtail plants goes."""
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return
    welcome, site.root_page = site.root_page, home
    site.save()
    if type(welcome.specific) is Page and welcome.pk != home.pk and not welcome.numchild:
        welcome.delete()


def _silent(_path: str) -> None:
    return None


@contextmanager
def _told_as_fault(document: Document) -> Iterator[None]:
    """Tell what Wagtail refuses, such as an address that is taken, like any other fault."""
    try:
        yield
    except ValidationError as error:
        fault = LibraryError(document.path, 1, " ".join(error.messages))
        raise LibraryErrors([fault]) from error


@dataclass
class _Loading:
    """Loads one course or toolkit."""

    root: Document
    report: LoadReport
    progress: Callable[[str], None]
    units: Units
    pages: dict[UUID, Page] = field(default_factory=dict)
    lessons: dict[str, Page] = field(default_factory=dict)
    sources: dict[int, LibrarySource] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.root.path.parent

    def load(self, home: HomePage) -> None:
        locale, _made = Locale.objects.get_or_create(
            language_code=self.root.fields["language"] or "en"
        )
        parent: Page = home
        if self.root.kind == "course":
            parent = CataloguePage.objects.child_of(home).first()
        keys = [document.key for document in self.root.walk()]
        known = Page.objects.filter(translation_key__in=keys, locale=locale).specific()
        self.pages = {page.translation_key: page for page in known}
        ids = [page.pk for page in self.pages.values()]
        found = LibrarySource.objects.filter(page_id__in=ids)
        self.sources = {source.page_id: source for source in found}
        self._refuse_other_kinds()
        self._refuse_pages_of_others()
        self._ensure(self.root, parent, locale)
        for document in self.root.walk():
            with _told_as_fault(document):
                self._write(document)
        self._order(self.root)
        self._withdraw(locale)

    def _refuse_other_kinds(self) -> None:
        """See that no key is of a page of another kind. Raises: LibraryErrors."""
        reason = _(
            "its key is of a page of another kind; leave the key away, or take the right one"
        )
        faults = [
            LibraryError(document.path, 1, reason)
            for document in self.root.walk()
            if (page := self.pages.get(document.key))
            and not isinstance(page, PAGE_TYPES[document.kind])
        ]
        if faults:
            raise LibraryErrors(faults)

    def _refuse_pages_of_others(self) -> None:
        """See that no key is of a page of another course or toolkit. Raises: LibraryErrors."""
        faults = [
            LibraryError(document.path, 1, _("its key is that of %s too") % self._place(page))
            for document in self.root.walk()
            if (page := self.pages.get(document.key)) and not self._is_ours(page)
        ]
        if faults:
            raise LibraryErrors(faults)

    def _is_ours(self, page: Page) -> bool:
        """Say whether a page was loaded from this folder before or, if it was written in the
        admin, stands below the page of this course or toolkit, or is that page.
        """
        if source := self.sources.get(page.pk):
            return source.root == self.root.key
        top = self.pages.get(self.root.key)
        return top is not None and page.path.startswith(top.path)

    def _place(self, page: Page) -> str:
        source = self.sources.get(page.pk)
        return source.path if source else f"“{page.title}”"

    def _ensure(self, document: Document, parent: Page, locale: Locale) -> None:
        """See that `document` and all below it have a page under the right parent."""
        page = self.pages.get(document.key)
        if page is None:
            with _told_as_fault(document):
                page = parent.add_child(instance=self._new(document, locale))
        elif page.path[: -page.steplen] != parent.path:
            page.move(parent, pos="last-child")
            self._read_again()
        self.pages[document.key] = self.pages.get(document.key, page)
        if document.kind in LESSON_KINDS:
            self.lessons[document.slug] = self.pages[document.key]
        for child in document.children:
            self._ensure(child, self.pages[document.key], locale)

    def _read_again(self) -> None:
        """Read every page again: moving one changes the paths of others."""
        ids = [page.pk for page in self.pages.values()]
        pages = Page.objects.filter(pk__in=ids).specific()
        self.pages = {page.translation_key: page for page in pages}

    def _new(self, document: Document, locale: Locale) -> Page:
        return PAGE_TYPES[document.kind](
            title=document.fields["title"],
            slug=document.slug,
            translation_key=document.key,
            locale=locale,
            live=False,
            **self._required(document),
        )

    def _required(self, document: Document) -> dict[str, Any]:
        names = {f.name for f in PAGE_TYPES[document.kind]._meta.get_fields()}
        values = {FIELD_NAMES.get(k, k): v for k, v in document.fields.items()}
        return {k: v for k, v in values.items() if k in names and k not in ("title",)}

    def _write(self, document: Document) -> None:
        self.progress(str(document.path))
        desired = self._desired(document)
        said = {k: v for k, v in desired.items() if k not in LATER or LATER[k] != v}
        digest = _digest(said, self._file_digests(document))
        page = self.pages[document.key]
        source = self.sources.get(page.pk)
        if source and source.digest == digest and source.root == self.root.key:
            self.report.unchanged += 1
            if source.path != str(document.path):
                LibrarySource.objects.filter(pk=source.pk).update(path=str(document.path))
            return
        self._save(document, page, desired)
        (self.report.updated if source else self.report.created).append(str(document.path))
        LibrarySource.objects.update_or_create(
            page_id=page.pk,
            defaults={"root": self.root.key, "path": str(document.path), "digest": digest},
        )

    def _desired(self, document: Document) -> dict[str, Any]:
        """Give what the page shall say, links between lessons still by name."""
        desired: dict[str, Any] = {"slug": document.slug, "title": document.fields["title"]}
        desired |= self._required(document)
        blocks = document.body.blocks
        if document.kind == "assessment":
            desired["bank"] = [block for block in blocks if block["type"] in MARKED]
            blocks = [block for block in blocks if block["type"] not in MARKED]
        if document.kind != "unit":
            desired["body"] = blocks
        if document.kind == "instrument":
            tool = to_stream(document.tool, document.key) if document.tool else []
            desired["tool"] = json.dumps(tool, ensure_ascii=False)
        return desired

    def _file_digests(self, document: Document) -> list[str]:
        names = sorted({name for name, _line, _setting in document.body.files})
        return [hashlib.sha256((self.folder / name).read_bytes()).hexdigest() for name in names]

    def _save(self, document: Document, page: Page, desired: dict[str, Any]) -> None:
        for name, value in desired.items():
            stream = name in ("body", "bank")
            setattr(page, name, self._resolved(document, value) if stream else value)
        page.draft_title = page.title
        page.full_clean()
        is_root = document.kind in ROOTS
        revision = page.save_revision(changed=True)
        if not is_root:
            revision.publish()
            self.pages[document.key] = page.__class__.objects.get(pk=page.pk)

    def _resolved(self, document: Document, blocks: list[dict[str, Any]]) -> str:
        """Give the stream as JSON, with ids for the names of lessons, files and toolkit units."""
        with_units = [self._with_unit(document, block) for block in blocks]
        with_files = [self._with_files(block) for block in with_units]
        return json.dumps(_map_strings(with_files, self._with_links), ensure_ascii=False)

    def _with_links(self, text: str) -> str:
        return LESSON_MARK.sub(
            lambda match: f'<a linktype="page" id="{self.lessons[match[1]].pk}">', text
        )

    def _with_unit(self, document: Document, block: dict[str, Any]) -> dict[str, Any]:
        """Put the wording that a toolkit's unit has now in the place of its name."""
        if block["type"] != "unit":
            return block
        named = block["value"]["unit"]
        unit = self.units.find(named["unit"])
        if unit is None:
            raise LibraryErrors([_missing(document, named["line"], named["unit"])])
        try:
            taken = take(unit, named["sections"])
        except KeyError as error:
            reason = _("the unit has no section “%s”") % error.args[0]
            raise LibraryErrors([LibraryError(document.path, named["line"], reason)]) from error
        return {**block, "value": {**block["value"], "unit": unit.pk, **taken.pinned()}}

    def _with_files(self, block: dict[str, Any]) -> dict[str, Any]:
        value = block["value"]
        if not isinstance(value, dict):
            return block
        return {**block, "value": {name: self._file(entry) for name, entry in value.items()}}

    def _file(self, entry: Any) -> Any:
        if not isinstance(entry, dict):
            return entry
        if "picture" in entry:
            return self._picture(entry["picture"], entry["title"]).pk
        if "file" in entry:
            return self._document(entry["file"], entry["title"]).pk
        return to_html((self.folder / entry["markdown"]).read_text(encoding="utf-8"))

    def _picture(self, name: str, title: str) -> Picture:
        content = (self.folder / name).read_bytes()
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if picture := Picture.objects.filter(file_hash=digest, title=title).first():
            return picture
        picture = Picture(title=title, collection=Collection.get_first_root_node())
        picture.licence = str(self.root.fields.get("licence", ""))
        picture.file = ImageFile(ContentFile(content), name=Path(name).name)
        picture._set_file_hash()
        picture.full_clean(exclude=["width", "height", "file_size", "file_hash"])
        picture.save()
        return picture

    def _document(self, name: str, title: str) -> File:
        content = (self.folder / name).read_bytes()
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if file := File.objects.filter(file_hash=digest, title=title).first():
            return file
        file = File(title=title, collection=Collection.get_first_root_node())
        file.licence = str(self.root.fields.get("licence", ""))
        file.file = ContentFile(content, name=Path(name).name)
        file._set_document_file_metadata()
        file.save()
        return file

    def _order(self, document: Document) -> None:
        """Bring the pages below `document` into the order of their files."""
        if not _stand_in_order([self.pages[child.key] for child in document.children]):
            self._put_in_order(document)
            self._read_again()
        for child in document.children:
            self._order(child)

    def _put_in_order(self, document: Document) -> None:
        previous: Page | None = None
        for child in document.children:
            page = Page.objects.get(pk=self.pages[child.key].pk)
            if previous is None:
                first = page.get_parent().get_first_child()
                if first.pk != page.pk:
                    page.move(first, pos="left")
            elif previous.get_next_sibling().pk != page.pk:
                page.move(previous, pos="right")
            previous = Page.objects.get(pk=page.pk)

    def _withdraw(self, locale: Locale) -> None:
        """Unpublish the pages whose file is gone; their history stays."""
        kept = [page.pk for page in self.pages.values()]
        here = LibrarySource.objects.filter(root=self.root.key, page__locale=locale)
        gone = here.exclude(page_id__in=kept)
        for source in gone.select_related("page"):
            if source.page.live:
                source.page.specific.unpublish()
                self.report.withdrawn.append(source.path)
            source.delete()


def _stand_in_order(siblings: list[Page]) -> bool:
    """Say whether `siblings` are the first children of their parent, in this order."""
    places = [page._str2int(page.path[-page.steplen :]) for page in siblings]
    return places == list(range(1, len(siblings) + 1))


def _map_strings(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_map_strings(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _map_strings(item, change) for key, item in value.items()}
    return value


def _digest(desired: dict[str, Any], files: list[str]) -> str:
    text = json.dumps([desired, files], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
