"""A folder of courses that opens by a double click: no server, no installation, no network.

    index.html        the courses in the folder
    <name>.html       a whole course or toolkit, readable without scripts
    <name>.json       its card, from which index.html is made again when another course joins it
    media/            pictures, sound and files, shared by the courses
    atoll/            the style sheet and the player's scripts

Browsers refuse modules, fetch, workers and subtitle files from `file://`, so none is used. Names
are safe on FAT32. Exporting the same editions again gives the same bytes.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Manifest
from learning.publishing.exporters.course_page import FORMAT, CoursePage, direction
from learning.publishing.exporters.errors import ForeignFile, NameTaken
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.names import safe_name
from learning.publishing.exporters.report import Report

Render = Callable[[str, Mapping[str, object]], str]
Progress = Callable[[str], None]

# The order matters: each script uses only what stands before it.
SCRIPTS = (
    "canonical.js",
    "sha256.js",
    "codes.js",
    "statements.js",
    "folding.js",
    "numbers.js",
    "marking.js",
    "interactions.js",
    "progress_file.js",
    "storage.js",
    "ledger.js",
    "page.js",
    "standing.js",
    "learning.js",
    "outline.js",
    "ordering.js",
    "questions.js",
    "scenario.js",
    "checks.js",
    "assessment.js",
    "people.js",
    "carrying.js",
    "start.js",
)
# Only on pages with an instrument that can be filled in; they come after SCRIPTS.
INSTRUMENT_SCRIPTS = (
    "instrument-scoring.js",
    "instrument-filling.js",
    "instrument-calculating.js",
    "instrument-charts.js",
    "instrument-tables.js",
    "instrument-sheets.js",
    "instrument-fields.js",
    "instrument-plan.js",
    "instrument-result.js",
    "instrument-assessment.js",
    "instrument-calculator.js",
    "instrument-canvas.js",
    "instrument-start.js",
)
STYLES = ("atoll.css", "usb.css")
# What `assets` must hold: the file's name in atoll/ and its path among the static files.
ASSETS: Mapping[str, str] = {
    "atoll.css": "learning/atoll.css",
    **{name: f"learning/usb/{name}" for name in ("usb.css", *SCRIPTS, *INSTRUMENT_SCRIPTS)},
    "ordering.js": "learning/ordering.js",  # the server's pages use it too
}
ACTOR_HOME = "https://atoll.invalid/learners"


@dataclass(frozen=True)
class Card:
    """What index.html says of a course; kept beside it as `<name>.json`."""

    slug: str
    title: str
    kind: str
    language: str
    summary: str
    audience: str
    minutes: int
    length: int  # bytes, of the page and its media
    activity: str
    edition: str
    version: int
    format: str = FORMAT
    name: str = field(default="", compare=False)

    @property
    def direction(self) -> str:
        return direction(self.language)

    def to_bytes(self) -> bytes:
        facts = {name: value for name, value in asdict(self).items() if name != "name"}
        return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> "Card":
        """Read a card. Raises: ValueError — it is not one of ours."""
        facts = json.loads(content)
        if not isinstance(facts, dict) or facts.get("format") != FORMAT:
            raise ValueError("another format")
        if any(not isinstance(facts.get(name), kind) for name, kind in FACTS.items()):
            raise ValueError("a fact is missing")
        return cls(**{fact: facts[fact] for fact in FACTS}, name=name)


FACTS = {
    fact.name: int if fact.name in ("minutes", "length", "version") else str
    for fact in fields(Card)
    if fact.name != "name"
}


def export(
    editions: Sequence[FrozenEdition],
    out: Path,
    *,
    render: Render,
    assets: Mapping[str, bytes],
    actor_home: str = ACTOR_HOME,
    progress: Progress | None = None,
) -> Report:
    """Write `editions` into the folder `out`, beside whatever is there already.

    `render` gives a template in the language named by its context; `assets` holds ASSETS;
    `actor_home` is the home page of learners' accounts in statements; `progress` hears each file.
    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(out)
    names = _names(editions, folder)
    _refuse_foreign(folder, names)
    hear = progress or (lambda path: None)
    for name in _needed(assets, editions, folder):
        hear(f"atoll/{name}")
        folder.put(f"atoll/{name}", assets[name])
    warnings: list[str] = []
    for name, edition in zip(names, editions, strict=True):
        warnings += _put_course(folder, name, edition, render, actor_home, hear)
    warnings += _put_index(folder, render, hear)
    return Report(
        len(folder.files), sum(folder.files.values()), folder.longest(".html"), tuple(warnings)
    )


def _needed(
    assets: Mapping[str, bytes], editions: Sequence[FrozenEdition], folder: Folder
) -> list[str]:
    """Give the names of the assets that `editions`, or pages already in the folder, use."""
    tools = [lesson.tool for each in editions for lesson in each.manifest.lessons if lesson.tool]
    has_tools = tools or folder.find(f"atoll/{INSTRUMENT_SCRIPTS[-1]}") is not None
    return [name for name in assets if has_tools or name not in INSTRUMENT_SCRIPTS]


def _names(editions: Sequence[FrozenEdition], folder: Folder) -> list[str]:
    """Give each edition its file name; a second language of a slug has its code added."""
    cards, _ = _cards(folder)
    owners = {card.name: (card.activity, card.language) for card in cards}
    return [_name(edition.manifest, owners) for edition in editions]


def _name(manifest: Manifest, owners: dict[str, tuple[str, str]]) -> str:
    owner = (manifest.activity, manifest.language)
    name = safe_name(manifest.slug)
    for candidate in (name, safe_name(f"{name}-{manifest.language}")):
        if owners.setdefault(candidate, owner) == owner:
            return candidate
    raise NameTaken(f"{name}.html")


def _refuse_foreign(folder: Folder, names: Sequence[str]) -> None:
    """Raise ForeignFile for a file in our way that no export wrote."""
    paths = ["index.html", *(f"{name}{ending}" for name in names for ending in (".html", ".json"))]
    for path in paths:
        content = folder.find(path)
        if content is not None and FORMAT.encode() not in content:
            raise ForeignFile(folder.root / path)


def _put_course(
    folder: Folder,
    name: str,
    edition: FrozenEdition,
    render: Render,
    actor_home: str,
    hear: Progress,
) -> list[str]:
    """Write one course, its media first: a page never names a file that is not there yet."""
    for file in edition.manifest.media:
        hear(file.path)
        folder.put(file.path, edition.read(file.path))
    page = CoursePage(edition)
    hear(f"{name}.html")
    html = render("exporters/usb/course.html", _context(page, actor_home)).encode()
    folder.put(f"{name}.html", html)
    media = sum(file.length for file in edition.manifest.media)
    folder.put(f"{name}.json", _card(edition.manifest, len(html) + media).to_bytes())
    return [
        f"{name}.html links to the lesson “{slug}”, which is not in this course."
        for slug in page.broken_links
    ]


def _put_index(folder: Folder, render: Render, hear: Progress) -> list[str]:
    cards, warnings = _cards(folder)
    hear("index.html")
    language = _common_language(cards)
    context = {**_frame(language), "cards": sorted(cards, key=_shelf)}
    folder.put("index.html", render("exporters/usb/index.html", context).encode())
    return warnings


def _common_language(cards: Sequence[Card]) -> str:
    """Give the language of most courses; of equal ones English, or the first by its code."""
    counts = Counter(card.language for card in cards)
    return min(counts, key=lambda code: (-counts[code], code != "en", code), default="en")


def _shelf(card: Card) -> tuple[bool, str, str]:
    """Courses stand before toolkits, each by title."""
    return card.kind == "toolkit", card.title.casefold(), card.name


def _cards(folder: Folder) -> tuple[list[Card], list[str]]:
    """Give the cards in the folder whose page is there, and what was wrong with others."""
    cards: list[Card] = []
    warnings: list[str] = []
    for path in folder.names(".json"):
        name = path.removesuffix(".json")
        content = folder.find(path) or b""
        if FORMAT.encode() not in content or folder.find(f"{name}.html") is None:
            continue
        try:
            cards.append(Card.from_bytes(content, name))
        except ValueError:
            warnings.append(
                f"{path} is damaged: index.html leaves its course out. Export it again."
            )
    return cards, warnings


def _card(manifest: Manifest, length: int) -> Card:
    return Card(
        slug=manifest.slug,
        title=manifest.title,
        kind=manifest.kind.value,
        language=manifest.language,
        summary=manifest.summary,
        audience=manifest.audience,
        minutes=manifest.minutes,
        length=length,
        activity=manifest.activity,
        edition=manifest.id,
        version=manifest.version,
    )


def _context(page: CoursePage, actor_home: str) -> Mapping[str, object]:
    tools = page.tools_for_script()
    return {
        **_frame(page.edition.manifest.language),
        "manifest": page.edition.manifest,
        "introduction": page.introduction,
        "units": page.units,
        "assessment": page.assessment,
        "pretest": page.pretest,
        "is_tracked": page.is_tracked,
        "course_json": page.for_script(actor_home),
        "tools_json": tools,
        "scripts": (*SCRIPTS, *INSTRUMENT_SCRIPTS) if tools else SCRIPTS,
    }


def _frame(language: str) -> Mapping[str, object]:
    return {
        "language": language,
        "direction": direction(language),
        "format": FORMAT,
        "styles": STYLES,
    }
