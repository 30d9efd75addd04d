"""A folder of courses that opens by a double click: no server, no installation, no network.

    index.html        the courses in the folder
    <name>.html       a whole course or toolkit, readable without scripts
    <name>.json       its card, from which index.html is made again when another course joins it
    atoll-countries-<language>.html   what the E-Government Survey says of every country
    media/            pictures, sound and files, shared by the courses
    atoll/            the style sheet, the scripts, an index for the search in each language

Browsers refuse modules, fetch, workers and subtitle files from `file://`, so none is used. Names
are safe on FAT32. Exporting the same editions again gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import search_index
from learning.publishing.exporters.cards import Card, card_of, common_language, on_the_shelf
from learning.publishing.exporters.course_page import FORMAT, CoursePage, direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.names import names_of, safe_name
from learning.publishing.exporters.player_shell import (
    ASSETS,
    INSTRUMENT_SCRIPTS,
    SEARCH_SCRIPT,
    assets_of,
    frame,
    has_tools,
    page_context,
)
from learning.publishing.exporters.report import Report

JOURNAL = "atoll/made.json"
OPTIONS: Mapping[str, str] = {}
HAS_COUNTRIES = True
COUNTRIES = "atoll-countries"


def export(job: Job) -> Report:
    """Write the editions into the folder `job.out`, beside whatever is there already.

    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(job.out, JOURNAL)
    names = _names(job.editions, folder)
    _refuse_foreign(folder, names)
    for name in assets_of(tools=_has_tools(job.editions, folder)):
        job.hear(f"atoll/{name}")
        folder.put(f"atoll/{name}", job.asset(ASSETS[name]))
    warnings: list[str] = []
    for name, edition in zip(names, job.editions, strict=True):
        warnings += _put_course(folder, name, edition, job)
    _put_countries(folder, job)
    _put_searches(folder, dict(zip(names, job.editions, strict=True)), job)
    warnings += _put_index(folder, job)
    folder.put_journal()
    return folder.report(".html", warnings)


def _has_tools(editions: Sequence[FrozenEdition], folder: Folder) -> bool:
    """Whether these editions, or pages already in the folder, have instruments to fill in."""
    there = folder.find(f"atoll/{INSTRUMENT_SCRIPTS[-1]}") is not None
    return there or any(map(has_tools, editions))


def _names(editions: Sequence[FrozenEdition], folder: Folder) -> list[str]:
    """Give each edition its file name; the cards in the folder keep theirs."""
    cards, _ = _cards(folder)
    taken = {card.name: (card.activity, card.language) for card in cards}
    taken |= {_countries(each.manifest.language): ("", "") for each in editions}
    names = names_of([edition.manifest for edition in editions], taken)
    return [names[each.manifest.activity, each.manifest.language] for each in editions]


def _refuse_foreign(folder: Folder, names: Sequence[str]) -> None:
    """Raise ForeignFile for a file in our way that no export wrote."""
    paths = ["index.html", *(f"{name}{ending}" for name in names for ending in (".html", ".json"))]
    paths += [path for path in folder.names(".html") if path.startswith(f"{COUNTRIES}-")]
    for path in paths:
        content = folder.find(path)
        if content is not None and FORMAT.encode() not in content:
            raise ForeignFile(folder.root / path)


def _put_course(folder: Folder, name: str, edition: FrozenEdition, job: Job) -> Sequence[str]:
    """Write one course, its media first: a page never names a file that is not there yet."""
    for file in edition.manifest.media:
        job.hear(file.path)
        folder.copy(file.path, file.sha256, partial(edition.read, file.path))
    page = CoursePage(edition)
    job.hear(f"{name}.html")
    key = job.key(edition.manifest.id, edition.manifest.version)
    length = folder.make(f"{name}.html", key, lambda: _page(page, job))
    media = sum(file.length for file in edition.manifest.media)
    folder.put(f"{name}.json", card_of(edition.manifest, length + media, FORMAT).to_bytes())
    return [
        f"{name}.html links to the lesson “{slug}”, which is not in this course."
        for slug in page.broken_links
    ]


def _page(page: CoursePage, job: Job) -> bytes:
    return job.render("exporters/usb/course.html", page_context(page, job.actor_home)).encode()


def _put_countries(folder: Folder, job: Job) -> None:
    """Write a page of the countries in each language of the folder, where there are data."""
    if job.countries is None:
        return
    for language in _languages(_cards(folder)[0]):
        path = f"{_countries(language)}.html"
        job.hear(path)
        context = {
            **frame(language),
            "table": job.countries,
            "rows": job.countries.rows(language),
        }
        folder.put(path, job.render("exporters/usb/countries.html", context).encode())


def _countries(language: str) -> str:
    return f"{COUNTRIES}-{safe_name(language)}"


def _countries_title(language: str, job: Job) -> str:
    context = {"language": language}
    return job.render("exporters/usb/countries_title.html", context).strip()


def _languages(cards: Sequence[Card]) -> list[str]:
    return sorted({card.language for card in cards})


def _put_searches(folder: Folder, editions: Mapping[str, FrozenEdition], job: Job) -> None:
    """Write an index for each language of the folder; courses that were there before stay in it."""
    cards, _ = _cards(folder)
    for language in _languages(cards):
        path = _search_path(language)
        known = search_index.from_bytes(folder.find(path), language)
        countries = _countries(language)
        here = {countries, *(card.name for card in cards if card.language == language)}
        index = known.without(known.courses.keys() - here)
        for name, edition in editions.items():
            if edition.manifest.language == language:
                index = index.joined(search_index.index_of(edition, name, index))
        if job.countries:
            title = _countries_title(language, job)
            index = index.joined(job.countries.index(language, countries, title))
        job.hear(path)
        folder.put(path, search_index.to_bytes(index))


def _search_path(language: str) -> str:
    return f"atoll/search-{safe_name(language)}.js"


def _put_index(folder: Folder, job: Job) -> list[str]:
    cards, warnings = _cards(folder)
    job.hear("index.html")
    language = common_language(cards)
    searches = [_search_path(code) for code in _languages(cards)]
    scripts = [path.removeprefix("atoll/") for path in searches] + [SEARCH_SCRIPT]
    shelf = on_the_shelf(cards)
    context = {
        **frame(language),
        "cards": shelf,
        "countries": _country_pages(folder, _languages(cards)),
        "search_scripts": scripts if cards else [],
    }
    folder.put("index.html", job.render("exporters/usb/index.html", context).encode())
    return warnings


def _country_pages(folder: Folder, languages: Sequence[str]) -> list[tuple[str, str, str]]:
    """Give language, its direction and address of each page of countries that is there."""
    pages = [(code, direction(code), f"{_countries(code)}.html") for code in languages]
    return [page for page in pages if folder.find(page[2]) is not None]


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
            cards.append(Card.from_bytes(content, name, FORMAT))
        except ValueError:
            warnings.append(
                f"{path} is damaged: index.html leaves its course out. Export it again."
            )
    return cards, warnings
