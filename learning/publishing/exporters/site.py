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
from dataclasses import asdict, dataclass
from functools import cached_property, partial

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Lesson, Manifest, Unit
from learning.bundles.store import sha256
from learning.publishing.exporters import search_index
from learning.publishing.exporters.cards import Card, card_of, common_language, on_the_shelf
from learning.publishing.exporters.compressing import twins
from learning.publishing.exporters.course_page import CoursePage, direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.journal import Made
from learning.publishing.exporters.names import names_of, safe_name
from learning.publishing.exporters.player_shell import (
    ASSETS,
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

    def address(self, slug: str) -> str:
        """Give the file of a lesson; a test is on the page that keeps progress."""
        if slug in {test.slug for test in self.manifest.assessments}:
            return f"{LEARN}#{slug}"
        return f"{safe_name(slug)}.html"

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
    folder.make(path, key, make)
    for ending, pack in twins().items():
        packed = partial(_packed, folder, path, pack)
        folder.make(f"{path}{ending}", key, packed)


def _packed(folder: Folder, path: str, pack: Callable[[bytes], bytes]) -> bytes:
    return pack(folder.find(path) or b"")


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
        folder.made[f"{name}/{file.path}"] = Made(file.sha256, "")
    for pages in job.spread(_put_lessons, job, _pieces(course, place)):
        for path, length, made in pages:
            job.hear(path)
            folder.take(path, length, made)
    key = job.key(manifest.id, manifest.version, name, sorted(course.assets.values()))
    if course.page.is_tracked or has_tools(course.edition):
        _put_text(folder, f"{name}/{LEARN}", key, lambda: _learn(course))
    _put_text(folder, f"{name}/index.html", key, lambda: _start(course))
    length = sum(size for path, size in folder.files.items() if path.startswith(f"{name}/"))
    folder.put(f"{name}/{CARD}", card_of(manifest, length, FORMAT).to_bytes())
    folder.prune(f"{name}/")
    return [
        f"{name}/ links to the lesson “{slug}”, which is not in this course."
        for slug in course.page.broken_links
    ]


Piece = tuple[str, int, int, int, dict[str, str]]


def _pieces(course: _Course, place: int) -> Iterator[Piece]:
    """Share out the lessons: all to one process, or a few at a time to several."""
    count = len(course.manifest.lessons)
    step = LESSONS_AT_ONCE if course.job.jobs > 1 else max(count, 1)
    for start in range(0, count, step):
        yield course.name, place, start, start + step, dict(course.assets)


def _put_lessons(job: Job, piece: Piece) -> list[tuple[str, int, Made]]:
    """Write some lessons of a course; give each file with its bytes and what it was made from."""
    name, place, start, end, assets = piece
    course = _Course(job, name, job.editions[place], assets)
    folder = Folder(job.out, JOURNAL, is_flushed=False)
    steps = list(_steps(course.manifest))[start:end]
    for step in steps:
        path = f"{name}/{safe_name(step.lesson.slug)}.html"
        _put_text(folder, path, _key(course, step), partial(_lesson, course, step))
    return [(path, length, folder.made[path]) for path, length in folder.files.items()]


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
    questions = [asdict(course.edition.questions[each]) for each in lesson.questions]
    around = [(each.slug, each.title) if each else () for each in (step.before, step.after)]
    return course.job.key(
        [manifest.language, manifest.title, manifest.licence, manifest.code, step.unit.title],
        [lesson.slug, lesson.title, lesson.summary, manifest.file(lesson.path).sha256, questions],
        [around, bool(manifest.assessment), [course.assets[style] for style in STYLES]],
    )


def _lesson(course: _Course, step: _Step) -> bytes:
    context = {
        **course.frame(),
        "unit": step.unit,
        "lesson": step.lesson,
        "parts": course.page.parts(step.lesson.path),
        "before": step.before and _link(course, step.before),
        "after": step.after and _link(course, step.after),
        "learn": LEARN,
    }
    return course.job.render("exporters/site/lesson.html", context).encode()


def _link(course: _Course, lesson: Lesson) -> Mapping[str, str]:
    return {"title": lesson.title, "address": course.address(lesson.slug)}


def _start(course: _Course) -> bytes:
    units = [
        {
            "title": unit.title,
            "parts": course.page.parts(unit.path),
            "lessons": [(lesson, course.address(lesson.slug)) for lesson in unit.lessons],
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
