"""A site of plain files for any web server: a page a lesson, readable without scripts.

    index.html, search.html, 404.html
    <name>/index.html          the start of a course: its outline, what it gives, its sources
    <name>/<lesson>.html       a lesson, with its checks to be answered on paper
    <name>/atoll-learn.html    the whole course as one page, which keeps progress in the browser,
                               where there is anything to answer or to fill in
    <name>/search-1.js         what the search finds in its first lessons, and so on
    <name>/edition.js          says on its start which edition it is
    <name>/card.json           the same, and what the start page says of it
    <name>/media/              pictures, sound and files
    assets/                    styles and scripts, each named after its content: never changed

Every link is relative, so that the site may stand below any address, and opens from `file://` too.
Beside each text stand its smaller twins (.gz, .br) for servers that hand them out. There is no
service worker: what is to be read without a network is the one page, or the stick.

Of a file that is large because the course is large, nothing changes with the text of one lesson:
that is why the number of the edition and the indices are files of their own. Only assets never
change; a server should have all others asked for again.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, partial
from html import escape
from itertools import count, takewhile
from urllib.parse import quote

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Lesson, Manifest
from learning.bundles.store import sha256
from learning.publishing.exporters import search_index
from learning.publishing.exporters.cards import Card, card_of, common_language, on_the_shelf
from learning.publishing.exporters.compressing import TWINS
from learning.publishing.exporters.course_page import CoursePage, Part, direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.journal import Made
from learning.publishing.exporters.links import linked_lessons
from learning.publishing.exporters.moulds import Mould, gap, mould_of
from learning.publishing.exporters.names import names_of, safe_name
from learning.publishing.exporters.player_shell import (
    ASSETS,
    MEDIA_SCRIPT,
    SEARCH_SCRIPT,
    STYLES,
    has_tools,
    page_context,
)
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.sheaves import Sheaves, Step, texts_around

FORMAT = "atoll-site/1"
JOURNAL = "assets/made.json"
OPTIONS: Mapping[str, str] = {}
LEARN = "atoll-learn.html"
CARD = "card.json"
EDITION = "edition.js"
NAME_LENGTH = 10  # hex digits of an asset's SHA-256 in its name
HTML = "text/html"

Assets = Mapping[str, str]


@dataclass(frozen=True)
class _Course:
    """A course of the site. `assets`: the names of styles and scripts by those they have here."""

    job: Job
    name: str
    edition: FrozenEdition
    assets: Assets

    @property
    def manifest(self) -> Manifest:
        return self.edition.manifest

    @cached_property
    def page(self) -> CoursePage:
        return CoursePage(self.edition, self.address)

    @cached_property
    def sheaves(self) -> Sheaves:
        return Sheaves(self.edition)

    @cached_property
    def mould(self) -> Callable[["_Kind"], Mould]:
        """What gives the mould of each kind of lesson, made when the first of its kind comes."""
        return cache(partial(_frame_of, self))

    def text(self, path: str) -> str:
        return self.edition.read(path).decode()

    def address(self, slug: str) -> str:
        """Give the file of a lesson; a test is on the page that keeps progress."""
        return f"{LEARN}#{slug}" if slug in self._tests else f"{safe_name(slug)}.html"

    @cached_property
    def _tests(self) -> set[str]:
        return {test.slug for test in self.manifest.assessments}

    @cached_property
    def common(self) -> str:
        """Name all that the page of every lesson is made from, beside the lesson."""
        manifest = self.manifest
        said = (manifest.language, manifest.title, manifest.summary, manifest.licence)
        tests = [(test.slug, test.title) for test in manifest.assessments]
        assets = [self.assets[name] for name in (*STYLES, MEDIA_SCRIPT)]
        return self.job.key(
            said, manifest.code, tests, bool(manifest.assessment), assets, list(TWINS)
        )

    def frame(self) -> dict[str, object]:
        return {**_frame(self.manifest.language, self.assets, "../"), "manifest": self.manifest}


def export(job: Job) -> Report:
    """Write the editions as a site into the folder `job.out`, beside courses that it has already.

    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(job.out, JOURNAL, is_flushed=False)
    taken = {card.name: (card.activity, card.language) for card in _cards(folder)}
    names = names_of([edition.manifest for edition in job.editions], taken)
    every = [names[each.manifest.activity, each.manifest.language] for each in job.editions]
    _refuse_foreign(folder, every)
    assets = _put_assets(folder, job)
    warnings: list[str] = []
    for place, name in enumerate(every):
        course = _Course(job, name, job.editions[place], assets)
        warnings += _put_course(folder, course, place)
    _put_pages(folder, job, assets)
    folder.put_journal()
    return folder.report(".html", warnings)


def _refuse_foreign(folder: Folder, names: Sequence[str]) -> None:
    """Raise ForeignFile for a page in our way that no export wrote."""
    for path in ("index.html", *(f"{name}/index.html" for name in names)):
        content = folder.find(path)
        if content is not None and FORMAT.encode() not in content:
            raise ForeignFile(folder.root / path)


def _put_text(folder: Folder, path: str, key: str, make: Callable[[], bytes]) -> None:
    """Have a text at `path`, and its smaller twins beside it."""
    folder.make(path, key, make, TWINS)


def _put_linking(
    folder: Folder, path: str, key: str, make: Callable[[], bytes], links: Callable[[], set[str]]
) -> None:
    """Have a text at `path`, and note the lessons that it links to."""
    known = folder.made.lines.get(path)
    _put_text(folder, path, key, make)
    if folder.made.lines[path] is not known:
        made = Made(*folder.made.lines[path])
        folder.made.note(path, made._replace(links=tuple(sorted(links()))))


def _put_assets(folder: Folder, job: Job) -> Assets:
    """Write styles and scripts, each under the name of its content; give the names."""
    contents = {name: job.asset(path) for name, path in ASSETS.items()}
    names = {name: _named(name, content) for name, content in contents.items()}
    key = job.key(sorted(names.values()), list(TWINS))
    if not folder.keep("assets", key):
        for name, content in contents.items():
            path = f"assets/{names[name]}"
            job.hear(path)
            _put_text(folder, path, names[name], partial(bytes, content))
        folder.bind("assets", key, [f"assets/{name}" for name in names.values()])
    return names


def _named(name: str, content: bytes) -> str:
    stem, _dot, ending = name.rpartition(".")
    return f"{stem}.{sha256(content)[:NAME_LENGTH]}.{ending}"


# A course


def _put_course(folder: Folder, course: _Course, place: int) -> list[str]:
    """Write a course, its start last: it never names a page that is not there yet."""
    name = course.name
    _put_media(folder, course)
    _put_sheaves(folder, course, place)
    _put_whole(folder, course)
    length = sum(size for path, size in folder.files.items() if path.startswith(f"{name}/"))
    folder.put(f"{name}/{CARD}", card_of(course.manifest, length, FORMAT).to_bytes())
    folder.prune(f"{name}/")
    _drop_searches(folder, course)
    linked = set[str]().union(*map(folder.made.links, _below(folder, name)))
    return [
        f"{name}/ links to the lesson “{slug}”, which is not in this course."
        for slug in sorted(linked - course.page.slugs)
    ]


def _put_whole(folder: Folder, course: _Course) -> None:
    """Write what is one for the whole course: the page with the player, the edition, the start."""
    job, name, manifest = course.job, course.name, course.manifest
    if course.page.is_tracked or has_tools(course.edition):
        key = job.key(manifest.id, manifest.version, name, sorted(course.assets.values()))
        _put_text(folder, f"{name}/{LEARN}", key, lambda: _learn(course))
    folder.make(f"{name}/{EDITION}", "", lambda: _naming(course))
    start, key = f"{name}/index.html", _start_key(course)
    _put_linking(folder, start, key, lambda: _start(course), lambda: _links_around(course))


def _put_media(folder: Folder, course: _Course) -> None:
    files = {f"{course.name}/{file.path}": file for file in course.manifest.media}
    sheaf = f"{course.name}/media"
    key = course.job.key([(path, file.sha256) for path, file in files.items()])
    if folder.keep(sheaf, key):
        return
    for path, file in files.items():
        course.job.hear(path)
        folder.copy(path, file.sha256, partial(course.edition.read, file.path))
        folder.made.note(path, Made(file.sha256, "", (file.length,)))
    folder.bind(sheaf, key, files)


def _below(folder: Folder, name: str) -> list[str]:
    beginning = f"{name}/"
    return [path for path in folder.made if path.startswith(beginning)]


def _links_around(course: _Course) -> set[str]:
    """Give the lessons that the texts around the lessons link to."""
    manifest = course.manifest
    lessons = {lesson.path for lesson in manifest.lessons}
    texts = [file.path for file in manifest.files if file.media_type == HTML]
    return {slug for path in texts if path not in lessons for slug in _links(course, path)}


def _links(course: _Course, path: str) -> set[str]:
    return linked_lessons(course.text(path))


# Lessons, in sheaves

Piece = tuple[str, int, int, dict[str, str]]


def _put_sheaves(folder: Folder, course: _Course, place: int) -> None:
    """Write each sheaf in which something changed, in other processes if there may be several."""
    job, name = course.job, course.name
    keys = [
        job.key(course.common, course.sheaves.facts(number))
        for number in range(len(course.sheaves))
    ]
    left = [number for number, key in enumerate(keys) if not folder.keep(f"{name}/{number}", key)]
    pieces = [(name, place, number, dict(course.assets)) for number in left]
    done: Iterator[list[tuple[str, Made]]]
    if job.jobs < 2:
        done = (_put_sheaf(folder, course, number) for number in left)
    else:
        done = job.spread(_put_piece, job, pieces)
    for number, files in zip(left, done, strict=True):
        for path, made in files:
            job.hear(path)
            folder.take(path, made)
        folder.bind(f"{name}/{number}", keys[number], [path for path, _made in files])


def _put_piece(job: Job, piece: Piece) -> list[tuple[str, Made]]:
    """Write a sheaf of a course in a process of its own."""
    name, place, number, assets = piece
    folder = Folder(job.out, JOURNAL, is_flushed=False)
    return _put_sheaf(folder, _Course(job, name, job.editions[place], assets), number)


def _put_sheaf(folder: Folder, course: _Course, number: int) -> list[tuple[str, Made]]:
    """Write a sheaf of a course; give each page and its index with what it was made from."""
    steps = course.sheaves.steps(number)
    index = _search_path(course.name, number)
    for step in steps:
        page = _LessonPage(course, step)
        _put_linking(folder, _path(course, step), _key(course, step), page.content, page.links)
    _put_text(folder, index, "", lambda: _search(folder, course, number))
    paths = [*(_path(course, step) for step in steps), index]
    return [(path, Made(*folder.made.lines[path])) for path in paths]


def _path(course: _Course, step: Step) -> str:
    return f"{course.name}/{safe_name(step.lesson.slug)}.html"


def _key(course: _Course, step: Step) -> str:
    """Name all that a lesson's page says, so that it is made again only if some of it changed."""
    manifest, lesson = course.manifest, step.lesson
    questions = [repr(course.edition.questions[each]) for each in lesson.questions]
    around = [(each.slug, each.title) if each else () for each in (step.before, step.after)]
    text = manifest.file(lesson.path).sha256
    said = (step.unit.title, lesson.slug, lesson.title, lesson.summary, text, lesson.tool)
    return course.job.key(course.common, said, questions, around)


@dataclass(frozen=True)
class _LessonPage:
    course: _Course
    step: Step

    @cached_property
    def parts(self) -> Sequence[Part]:
        return self.course.page.parts(self.step.lesson.path)

    def links(self) -> set[str]:
        return {slug for each in self.parts if isinstance(each, Text) for slug in _linked(each)}

    def content(self) -> bytes:
        return self.course.mould(self._kind()).filled(self._words()).encode()

    def _kind(self) -> "_Kind":
        """Say what of the page is not the same for every lesson, beside its words."""
        lesson = self.step.lesson
        has_captions = any("<track" in each.html for each in self.parts if isinstance(each, Text))
        return _Kind(
            has_unit=bool(self.step.unit.title),
            has_captions=has_captions,
            is_asking=bool(lesson.questions or lesson.tool),
            is_first=self.step.before is None,
            is_last=self.step.after is None,
        )

    def _words(self) -> Mapping[str, str]:
        course, lesson = self.course, self.step.lesson
        around = {"before": self.step.before, "after": self.step.after}
        words = {
            "unit": self.step.unit.title,
            "title": lesson.title,
            "summary": lesson.summary or course.manifest.summary,
            "slug": lesson.slug,
            **{f"{name}_title": each.title for name, each in around.items() if each},
            **{f"{name}_at": course.address(each.slug) for name, each in around.items() if each},
        }
        return {"parts": self._body(), **{name: escape(each) for name, each in words.items()}}

    def _body(self) -> str:
        if all(isinstance(each, Text) for each in self.parts):
            return "".join(each.html for each in self.parts if isinstance(each, Text))
        language = self.course.manifest.language
        context = {"language": language, "is_paper": True, "parts": self.parts}
        return self.course.job.render("exporters/usb/parts.html", context).removesuffix("\n")


@dataclass(frozen=True)
class _Kind:
    """What decides how the frame of a lesson's page looks."""

    has_unit: bool
    has_captions: bool
    is_asking: bool
    is_first: bool
    is_last: bool


def _frame_of(course: _Course, kind: _Kind) -> Mould:
    """Render the page of a lesson of this kind once, with gaps for its words."""
    lesson = {"title": gap("title"), "summary": gap("summary"), "slug": gap("slug")}
    context = {
        **course.frame(),
        "unit": {"title": gap("unit") if kind.has_unit else ""},
        "lesson": {**lesson, "questions": kind.is_asking},
        "parts": [Text(gap("parts"))],
        "media_script": course.assets[MEDIA_SCRIPT] if kind.has_captions else "",
        "before": None if kind.is_first else _gaps("before"),
        "after": None if kind.is_last else _gaps("after"),
        "learn": LEARN,
    }
    return mould_of(course.job.render("exporters/site/lesson.html", context))


def _gaps(name: str) -> Mapping[str, str]:
    return {"title": gap(f"{name}_title"), "address": gap(f"{name}_at")}


def _linked(text: Text) -> set[str]:
    return linked_lessons(text.html)


def _start_key(course: _Course) -> str:
    """Name all that the start of a course says; which edition it is, is said beside it."""
    manifest = course.manifest
    asked = manifest.file(manifest.questions).sha256
    lines = [
        (unit.title, [(each.slug, each.title, each.minutes) for each in unit.lessons])
        for unit in manifest.units
    ]
    said = (manifest.audience, manifest.outcomes, manifest.sources, manifest.kind.value)
    facts = (manifest.minutes, course.page.is_tracked, texts_around(manifest), asked)
    return course.job.key(course.common, lines, said, facts)


def _start(course: _Course) -> bytes:
    lasting = {minutes: _lasting(course, minutes) for minutes in _all_minutes(course)}
    units = [
        {
            "title": unit.title,
            "parts": course.page.parts(unit.path),
            "lines": "".join(_line(course, each, lasting[each.minutes]) for each in unit.lessons),
        }
        for unit in course.manifest.units
    ]
    context = {
        **course.frame(),
        "introduction": course.page.introduction,
        "units": units,
        "learn": LEARN,
        "is_tracked": course.page.is_tracked,
        "edition_script": EDITION,
    }
    return course.job.render("exporters/site/course.html", context).encode()


def _line(course: _Course, lesson: Lesson, lasting: str) -> str:
    """Give the line of a lesson in the outline; of some hundreds, a template takes its time."""
    address, title = escape(course.address(lesson.slug)), escape(lesson.title)
    small = f'<small class="muted">{lasting}</small>'
    return f'<li><a href="{address}">{title}</a> {small}</li>\n      '


def _naming(course: _Course) -> bytes:
    """Give a script that says where it stands which edition this is."""
    said = course.job.render("exporters/site/edition.html", course.frame()).removesuffix("\n")
    written = json.dumps(said, ensure_ascii=False)
    return f'document.currentScript.insertAdjacentHTML("afterend", {written});\n'.encode()


def _all_minutes(course: _Course) -> set[int]:
    return {lesson.minutes for lesson in course.manifest.lessons}


def _lasting(course: _Course, minutes: int) -> str:
    """Say how long a lesson lasts: once for all that last as long."""
    context = {"language": course.manifest.language, "minutes": minutes}
    return course.job.render("exporters/site/minutes.html", context).strip()


def _learn(course: _Course) -> bytes:
    """Give the course as one page with the player, as on a stick."""
    context = page_context(CoursePage(course.edition), course.job.actor_home)
    scripts = [course.assets[name] for name in ASSETS if name in _scripts(context)]
    shell = {"scripts": scripts, "styles": [course.assets[style] for style in STYLES]}
    around = {"folder": "../assets", "home": "../index.html", "format": FORMAT}
    return course.job.render("exporters/usb/course.html", {**context, **shell, **around}).encode()


def _scripts(context: Mapping[str, object]) -> Sequence[str]:
    scripts = context["scripts"]
    return scripts if isinstance(scripts, tuple) else ()


# Searching


def _search_path(name: str, number: int) -> str:
    return f"{name}/search-{number + 1}.js"


def _search(folder: Folder, course: _Course, number: int) -> bytes:
    """Give the index of a sheaf, beginning with the one that is there."""
    path = _search_path(course.name, number)
    there = folder.find(path) if folder.is_whole(path) else None
    known = search_index.from_bytes(there, course.manifest.language)
    lessons = [step.lesson for step in course.sheaves.steps(number)]
    start = None if number else "index.html"
    found = search_index.part_of(
        course.edition, course.name, lessons, known, anchor=_page_of, start=start
    )
    return search_index.to_bytes(found)


def _page_of(slug: str) -> str:
    return f"{safe_name(slug)}.html"


def _searches(folder: Folder, name: str) -> Iterator[str]:
    """Give the indices of a course that are there."""
    paths = (_search_path(name, number) for number in count())
    return takewhile(lambda path: (folder.root / path).is_file(), paths)


def _drop_searches(folder: Folder, course: _Course) -> None:
    """Delete indices of a longer edition that no journal knows, or their words would be found."""
    for path in list(_searches(folder, course.name))[len(course.sheaves) :]:
        folder.drop(path, search_index.BEGINNING.encode())


# The pages around the courses


def _put_pages(folder: Folder, job: Job, assets: Assets) -> None:
    """Write the page that searches, the start page, and what is shown for a page that is not."""
    cards = _cards(folder)
    frame = _frame(common_language(cards), assets, "")
    indices = [quote(path) for card in cards for path in _searches(folder, card.name)]
    contexts: Mapping[str, Mapping[str, object]] = {
        "search.html": {"search_scripts": [*indices, f"assets/{assets[SEARCH_SCRIPT]}"]},
        "index.html": {"cards": on_the_shelf(cards)},
        "404.html": {},
    }
    told = [(c.name, c.title, c.summary, c.kind, c.language, c.minutes) for c in cards]
    for path, context in contexts.items():
        job.hear(path)
        key = job.key(path, told, sorted(assets.values()), context.get("search_scripts"))
        _put_text(folder, path, key, partial(_page, job, path, {**frame, **context}))


def _page(job: Job, path: str, context: Mapping[str, object]) -> bytes:
    return job.render(f"exporters/site/{path}", context).encode()


def _cards(folder: Folder) -> list[Card]:
    """Give the cards of the courses whose start is there; a damaged one is left out."""
    cards = []
    for path in sorted(folder.root.glob(f"*/{CARD}")):
        name = path.parent.name
        content = folder.find(f"{name}/{CARD}")
        if content is None or not path.with_name("index.html").is_file():
            continue
        with suppress(ValueError):
            cards.append(Card.from_bytes(content, name, FORMAT))
    return cards


def _frame(language: str, assets: Assets, root: str) -> dict[str, object]:
    return {
        "language": language,
        "direction": direction(language),
        "format": FORMAT,
        "styles": [assets[style] for style in STYLES],
        "root": root,
    }
