"""A site of plain files for any web server: a page a lesson, readable without scripts.

    index.html, search.html, 404.html
    <name>/index.html          the start of a course: its outline, what it gives, its sources
    <name>/<lesson>.html       a lesson, with its checks to be answered on paper
    <name>/atoll-learn.html    the whole course as one page, which keeps progress in the browser,
                               where there is anything to answer or to fill in
    <name>/card.json           what the start page says of it, when another course joins the site
    <name>/media/              pictures, sound and files
    assets/                    styles and scripts, each named after its content: never changed

Every link is relative, so that the site may stand below any address, and opens from `file://` too.
Beside each text stand its smaller twins (.gz, .br) for servers that hand them out. There is no
service worker: what is to be read without a network is the one page, or the stick.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from html import escape

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Lesson, Manifest, Unit
from learning.bundles.store import sha256
from learning.publishing.exporters import search_index
from learning.publishing.exporters.cards import Card, card_of, common_language, on_the_shelf
from learning.publishing.exporters.compressing import TWINS
from learning.publishing.exporters.course_page import CoursePage, Part, direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job, Progress
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

FORMAT = "atoll-site/1"
JOURNAL = "assets/made.json"
OPTIONS: Mapping[str, str] = {}
LEARN = "atoll-learn.html"
CARD = "card.json"
NAME_LENGTH = 10  # hex digits of an asset's SHA-256 in its name
HTML = "text/html"
LESSONS_AT_ONCE = 20  # for one process of several

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

    def frame(self) -> dict[str, object]:
        return {**_frame(self.manifest.language, self.assets, "../"), "manifest": self.manifest}


def export(job: Job) -> Report:
    """Write the editions as a site into the folder `job.out`, beside courses that it has already.

    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(job.out, JOURNAL, is_flushed=False)
    cards = _cards(folder)
    taken = {card.name: (card.activity, card.language) for card in cards}
    names = names_of([edition.manifest for edition in job.editions], taken)
    every = [names[each.manifest.activity, each.manifest.language] for each in job.editions]
    _refuse_foreign(folder, every)
    assets = _put_assets(folder, job)
    warnings: list[str] = []
    for place, name in enumerate(every):
        course = _Course(job, name, job.editions[place], assets)
        warnings += _put_course(folder, course, place)
    _put_search(folder, dict(zip(every, job.editions, strict=True)), job, assets)
    folder.prune("assets/search-")
    _put_start(folder, job, assets)
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
    known = folder.made.get(path)
    _put_text(folder, path, key, make)
    if folder.made[path] is not known:
        folder.made[path] = replace(folder.made[path], links=tuple(sorted(links())))


def _put_assets(folder: Folder, job: Job) -> Assets:
    """Write styles and scripts, each under the name of its content; give the names."""
    found: dict[str, str] = {}
    for name, path in ASSETS.items():
        found[name] = _put_asset(folder, name, job.asset(path))
        job.hear(f"assets/{found[name]}")
    return found


def _put_asset(folder: Folder, name: str, content: bytes) -> str:
    stem, _dot, ending = name.rpartition(".")
    digest = sha256(content)
    named = f"{stem}.{digest[:NAME_LENGTH]}.{ending}"
    _put_text(folder, f"assets/{named}", digest, lambda: content)
    return named


# A course


def _put_course(folder: Folder, course: _Course, place: int) -> list[str]:
    """Write a course, its start last: it never names a page that is not there yet."""
    job, name, manifest = course.job, course.name, course.manifest
    for file in manifest.media:
        job.hear(f"{name}/{file.path}")
        folder.copy(f"{name}/{file.path}", file.sha256, partial(course.edition.read, file.path))
        folder.made[f"{name}/{file.path}"] = Made(file.sha256, "", file.length)
    if job.jobs < 2:
        _lessons(folder, course, list(_steps(manifest)), job.hear)
    else:
        _share_lessons(folder, course, place)
    key = job.key(manifest.id, manifest.version, name, sorted(course.assets.values()))
    if course.page.is_tracked or has_tools(course.edition):
        _put_text(folder, f"{name}/{LEARN}", key, lambda: _learn(course))
    start = f"{name}/index.html"
    _put_linking(folder, start, key, lambda: _start(course), lambda: _links_around(course))
    length = sum(size for path, size in folder.files.items() if path.startswith(f"{name}/"))
    folder.put(f"{name}/{CARD}", card_of(manifest, length, FORMAT).to_bytes())
    folder.prune(f"{name}/")
    linked = {slug for path in folder.files for slug in _links_of(folder, path, name)}
    return [
        f"{name}/ links to the lesson “{slug}”, which is not in this course."
        for slug in sorted(linked - course.page.slugs)
    ]


def _links_of(folder: Folder, path: str, name: str) -> tuple[str, ...]:
    made = folder.made.get(path)
    return made.links if made and made.links and path.startswith(f"{name}/") else ()


def _links_around(course: _Course) -> set[str]:
    """Give the lessons that the texts around the lessons link to."""
    manifest = course.manifest
    lessons = {lesson.path for lesson in manifest.lessons}
    texts = [file.path for file in manifest.files if file.media_type == HTML]
    return {slug for path in texts if path not in lessons for slug in _links(course, path)}


def _links(course: _Course, path: str) -> set[str]:
    return linked_lessons(course.text(path))


Piece = tuple[str, int, int, int, dict[str, str]]


def _pieces(course: _Course, place: int) -> Iterator[Piece]:
    """Share out the lessons, a few at a time."""
    for start in range(0, len(course.manifest.lessons), LESSONS_AT_ONCE):
        yield course.name, place, start, start + LESSONS_AT_ONCE, dict(course.assets)


def _share_lessons(folder: Folder, course: _Course, place: int) -> None:
    job = course.job
    for pages in job.spread(_put_lessons, job, _pieces(course, place)):
        for path, made in pages:
            job.hear(path)
            folder.take(path, made)


def _put_lessons(job: Job, piece: Piece) -> list[tuple[str, Made]]:
    """Write some lessons of a course; give each page with what it was made from."""
    name, place, start, end, assets = piece
    course = _Course(job, name, job.editions[place], assets)
    folder = Folder(job.out, JOURNAL, is_flushed=False)
    _lessons(folder, course, list(_steps(course.manifest))[start:end], _nobody_hears)
    return [(path, folder.made[path]) for path in folder.files if path in folder.made]


def _nobody_hears(path: str) -> None:
    """Progress that is told by another process."""


def _lessons(folder: Folder, course: _Course, steps: Sequence["_Step"], hear: Progress) -> None:
    for step in steps:
        path = f"{course.name}/{safe_name(step.lesson.slug)}.html"
        page = _LessonPage(course, step)
        _put_linking(folder, path, _key(course, step), page.content, page.links)
        hear(path)


@dataclass(frozen=True)
class _Step:
    unit: Unit
    lesson: Lesson
    before: Lesson | None
    after: Lesson | None


def _steps(manifest: Manifest) -> Iterator[_Step]:
    lessons = manifest.lessons
    around = zip((None, *lessons), (*lessons[1:], None), strict=False)
    neighbours = dict(zip(range(len(lessons)), around, strict=True))
    place = 0
    for unit in manifest.units:
        for lesson in unit.lessons:
            yield _Step(unit, lesson, *neighbours[place])
            place += 1


def _key(course: _Course, step: _Step) -> str:
    """Name all that a lesson's page says, so that it is made again only if some of it changed."""
    manifest, lesson = course.manifest, step.lesson
    questions = [repr(course.edition.questions[each]) for each in lesson.questions]
    around = [(each.slug, each.title) if each else () for each in (step.before, step.after)]
    assets = [course.assets[name] for name in (*STYLES, MEDIA_SCRIPT)]
    return course.job.key(
        [manifest.language, manifest.title, manifest.licence, manifest.code, step.unit.title],
        [lesson.slug, lesson.title, lesson.summary, manifest.file(lesson.path).sha256, questions],
        [around, bool(manifest.assessment), assets],
    )


@dataclass(frozen=True)
class _LessonPage:
    course: _Course
    step: _Step

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
    }
    return course.job.render("exporters/site/course.html", context).encode()


def _line(course: _Course, lesson: Lesson, lasting: str) -> str:
    """Give the line of a lesson in the outline; of some hundreds, a template takes its time."""
    address, title = escape(course.address(lesson.slug)), escape(lesson.title)
    small = f'<small class="muted">{lasting}</small>'
    return f'<li><a href="{address}">{title}</a> {small}</li>\n      '


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


# The pages around the courses


def _put_search(
    folder: Folder, editions: Mapping[str, FrozenEdition], job: Job, assets: Assets
) -> None:
    """Write an index a language, and the page that searches in them."""
    cards = _cards(folder)
    scripts = []
    for language in sorted({card.language for card in cards}):
        here = {card.name for card in cards if card.language == language}
        index = _index(folder, language, here, editions)
        content = search_index.to_bytes(index)
        scripts.append(_put_asset(folder, f"search-{safe_name(language)}.js", content))
    context = {
        **_frame(common_language(cards), assets, ""),
        "search_scripts": [*scripts, assets[SEARCH_SCRIPT]],
    }
    page = job.render("exporters/site/search.html", context).encode()
    _put_text(folder, "search.html", sha256(page), lambda: page)


def _index(
    folder: Folder, language: str, here: set[str], editions: Mapping[str, FrozenEdition]
) -> search_index.Index:
    """Give the index of a language, beginning with the one that is there."""
    beginning = f"assets/search-{safe_name(language)}."
    paths = [path for path in folder.made if path.startswith(beginning) and path.endswith(".js")]
    index = search_index.Index(language, {}, [])
    for path in paths:
        index = search_index.from_bytes(folder.find(path), language)
    index = index.without(index.courses.keys() - here)
    for name, edition in editions.items():
        if edition.manifest.language == language:
            new = search_index.index_of(
                edition, name, index, lambda slug: f"{safe_name(slug)}.html", "index.html"
            )
            index = index.joined(new)
    return index


def _put_start(folder: Folder, job: Job, assets: Assets) -> None:
    cards = _cards(folder)
    frame = _frame(common_language(cards), assets, "")
    for path, more in (("index.html", {"cards": on_the_shelf(cards)}), ("404.html", {})):
        job.hear(path)
        page = job.render(f"exporters/site/{path}", {**frame, **more}).encode()
        _put_text(folder, path, sha256(page), partial(bytes, page))


def _cards(folder: Folder) -> list[Card]:
    """Give the cards of the courses whose start is there; a damaged one is left out."""
    cards = []
    for path in sorted(folder.root.glob(f"*/{CARD}")):
        name = path.parent.name
        content = folder.find(f"{name}/{CARD}")
        if content is None or folder.find(f"{name}/index.html") is None:
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
