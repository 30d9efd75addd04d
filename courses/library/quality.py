"""What a good library holds to beyond its format: every unit checks, every figure has its source.

The rules are docs/library-format.md's "What good content holds to". Each finding names its file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from courses.library.documents import Document
from courses.library.kinds import MARKED
from courses.library.readability import prose, readability
from toolkits.sections import sections

GUIDE_SECTIONS = ("What", "Why", "How", "Case", "Check out", "Submit your case")
LAZY_OPTIONS = ("all of the above", "none of the above")
MADE_UP = ("made-up", "made up")
BANK_TIMES = 3  # how many times longer than one attempt a final assessment's bank is
OLDEST_READER = 12  # years: the reading age of the hardest page
LONGEST_MEAN = 20  # words a sentence, on average
WORDS_TO_JUDGE = 80  # in fewer words the measure says nothing


@dataclass(frozen=True)
class Finding:
    path: Path
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def findings(root: Document) -> Iterator[Finding]:
    """Give what is to be mended in a course or toolkit and everything below it."""
    for document in root.walk():
        for rule in RULES.get(document.kind, ()):
            yield from (Finding(document.path, message) for message in rule(document))
        yield from (Finding(document.path, message) for message in _hard_words(document))


def _checks(document: Document) -> list[Mapping[str, Any]]:
    return [block["value"] for block in document.body.blocks if block["type"] in MARKED]


def _has_check(unit: Document) -> Iterator[str]:
    if not any(_checks(lesson) for lesson in unit.children):
        yield _("no lesson of this unit has a knowledge check")


def _has_a_long_bank(assessment: Document) -> Iterator[str]:
    questions = len(_checks(assessment))
    draw = int(assessment.fields.get("draw") or questions)
    if assessment.fields.get("role") == "final" and questions < BANK_TIMES * draw:
        message = _("the bank has %(is)d questions; an attempt draws %(draw)d, so write %(want)d")
        yield message % {"is": questions, "draw": draw, "want": BANK_TIMES * draw}


def _has_honest_options(document: Document) -> Iterator[str]:
    for check in _checks(document):
        for option in check.get("options", ()):
            text = option["value"]["text"]
            if any(lazy in text.lower() for lazy in LAZY_OPTIONS):
                yield _("an option says “%s”; write an option that can be wrong") % text


def _has_sourced_examples(document: Document) -> Iterator[str]:
    for block in document.body.blocks:
        if block["type"] != "example" or block["value"]["source"]:
            continue
        title = block["value"]["title"]
        if not any(words in title.lower() for words in MADE_UP):
            yield _("the example “%s” has no source, and does not say that it is made up") % title


def _keeps_the_pattern(guide: Document) -> Iterator[str]:
    found = tuple(part.heading for part in sections(guide.body.blocks) if part.heading)
    if found != GUIDE_SECTIONS:
        message = _("a guide has the headings %(want)s; this one has %(is)s")
        yield message % {"want": " / ".join(GUIDE_SECTIONS), "is": " / ".join(found)}


def _serves_targets(document: Document) -> Iterator[str]:
    if not document.fields.get("sdg"):
        yield _("it names no SDG target")


def _hard_words(document: Document) -> Iterator[str]:
    if document.kind == "assessment":
        return
    measured = readability(prose(document.body.blocks))
    if measured.words < WORDS_TO_JUDGE:
        return
    if measured.age > OLDEST_READER:
        message = _("its reading age is %(age)s; %(limit)d is the limit")
        yield message % {"age": measured.age, "limit": OLDEST_READER}
    if measured.mean > LONGEST_MEAN:
        message = _("its sentences have %(mean).0f words on average; %(limit)d is the limit")
        yield message % {"mean": measured.mean, "limit": LONGEST_MEAN}


Rule = Callable[[Document], Iterator[str]]
RULES: Mapping[str, tuple[Rule, ...]] = {
    "course": (_serves_targets,),
    "toolkit": (_serves_targets,),
    "unit": (_has_check,),
    "chapter": (_serves_targets,),
    "lesson": (_has_honest_options, _has_sourced_examples),
    "assessment": (_has_a_long_bank, _has_honest_options),
    "guide": (_keeps_the_pattern, _has_sourced_examples),
    "case": (_has_sourced_examples,),
    "instrument": (_has_sourced_examples,),
}
