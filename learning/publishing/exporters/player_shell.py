"""The one-page player: its scripts and styles, and what its template is given.

`exporters/usb/course.html` is the shell of a stick, and of every package that holds the same page.
"""

from collections.abc import Mapping, Sequence

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters.course_page import FORMAT, CoursePage, direction

MEDIA_SCRIPT = "media.js"  # turns captions on
# The order matters: each script uses only what stands before it.
SCRIPTS = (
    "canonical.js",
    "sha256.js",
    "codes.js",
    "statements.js",
    "folding.js",
    "numbers.js",
    "marking.js",
    "limits.js",
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
    MEDIA_SCRIPT,
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
SEARCH_SCRIPT = "search.js"  # of the start page; it comes after the indices
STYLES = ("atoll.css", "usb.css")
# The file's name beside the page and its path among the static files.
ASSETS: Mapping[str, str] = {
    "atoll.css": "learning/atoll.css",
    **{name: f"learning/usb/{name}" for name in ("usb.css", *SCRIPTS, *INSTRUMENT_SCRIPTS)},
    SEARCH_SCRIPT: "learning/usb/search.js",
    # The server's pages use these too.
    "ordering.js": "learning/ordering.js",
    MEDIA_SCRIPT: "learning/media.js",
}


def has_tools(edition: FrozenEdition) -> bool:
    """Whether `edition` has an instrument that can be filled in."""
    return any(lesson.tool for lesson in edition.manifest.lessons)


def assets_of(*, tools: bool) -> Sequence[str]:
    """Give the names in ASSETS that a page needs, with instruments or without."""
    return [name for name in ASSETS if tools or name not in INSTRUMENT_SCRIPTS]


def page_context(page: CoursePage, actor_home: str) -> dict[str, object]:
    """Give what the shell of a course takes. `actor_home`: home page of learners' accounts."""
    tools = page.tools_for_script()
    return {
        **frame(page.edition.manifest.language),
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


def frame(language: str) -> dict[str, object]:
    """Give what every page around it takes."""
    return {
        "language": language,
        "direction": direction(language),
        "format": FORMAT,
        "styles": STYLES,
    }
