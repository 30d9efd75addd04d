"""A certificate as it is printed: one page, in the course's language, black on white."""

import math
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.accounts.drawing import qr_code
from learning.cohorts.work.certifying import mark_in_words, needed_in_words
from learning.cohorts.work.rules import NAMES, Condition
from learning.credentials.models import Award
from learning.player.topics import Topic, TopicKind
from learning.records.evidence import Evidence

MOST_OUTCOMES = 6
OUTCOME_LENGTH = 160  # characters: two or three lines
MOST_TARGETS = 6  # with their wording; of more, the numbers


@dataclass(frozen=True)
class Size:
    """How small the print is: letters that fit on a line of each part, and lines on the page.

    Measured in Chromium with DejaVu Sans, a wide face, less 12 % of the letters and 6 mm of the
    height, for faces that are wider and for labels that other languages break.
    """

    name: str
    person: int
    title: int
    outcome: int
    fact: int
    lines: int


SIZES = (
    Size("roomy", person=30, title=40, outcome=68, fact=49, lines=19),
    Size("dense", person=36, title=47, outcome=80, fact=60, lines=29),
    Size("denser", person=43, title=59, outcome=97, fact=72, lines=41),
)
PERSON, TITLE = 1.8, 1.4  # height of a line of these, in lines of the rest


@dataclass(frozen=True)
class Certificate:
    """What the page shows of an award. `verify_address`: where its code is verified."""

    award: Award
    issuer: str
    issuer_address: str
    verify_address: str

    @property
    def language(self) -> str:
        """The language of the printed words: the course's if we speak it, else the reader's."""
        spoken = {code for code, _own_name in settings.LANGUAGES}
        language: str = self.award.language
        return language if language in spoken else get_language() or "en"

    @property
    def outcomes(self) -> list[str]:
        return [_cut(each) for each in self.award.snapshot["outcomes"][:MOST_OUTCOMES]]

    @property
    def proof(self) -> str:
        """What the certificate rests on, in words."""
        if self.is_programme:
            return _("Attested: facilitators confirmed that the rule of the programme is met")
        if self.award.evidence == Evidence.SELF_REPORTED:
            return _(
                "Self-reported: learned from a copy without a network; "
                "the records were brought in afterwards"
            )
        return _("Observed: answered and marked on the issuer’s server")

    @property
    def is_programme(self) -> bool:
        """Whether it says that the rule of a programme was met, not that a course was done."""
        return "rule" in self.award.snapshot

    @property
    def rule(self) -> list[tuple[str, str]]:
        """The lines of the rule: what was asked, and the figure reached, where it is one."""
        known = set(Condition)
        lines = (each for each in self.award.snapshot.get("rule", []) if each[0] in known)
        return [_rule_line(Condition(name), figure, needed) for name, figure, needed in lines]

    @property
    def minutes(self) -> int:
        return int(self.award.snapshot["minutes"])

    @property
    def targets(self) -> list[Topic]:
        return [Topic(TopicKind.SDG, code) for code in self._codes[:MOST_TARGETS]]

    @property
    def other_targets(self) -> str:
        """The numbers of the targets there is no room to word."""
        return ", ".join(self._codes[MOST_TARGETS:])

    @property
    def density(self) -> str:
        """How small the print must be for one page; the smallest there is, if nothing fits."""
        fitting = (size.name for size in SIZES if self._lines(size) <= size.lines)
        return next(fitting, SIZES[-1].name)

    @property
    def qr(self) -> SafeString:
        """The address of the verification as a picture, dark on light on any screen."""
        label = _("QR code with the address where this certificate is verified")
        return qr_code(self.verify_address, label=label)

    @property
    def _codes(self) -> list[str]:
        return list(self.award.snapshot["sdg_targets"])

    def _lines(self, size: Size) -> float:
        """Estimate the height of all that differs between certificates, in lines."""
        facts = [topic.label for topic in self.targets]
        facts += [f"{name}: {words}" for name, words in self.rule]
        facts += [self.proof, f"{self.issuer}, {self.issuer_address}", self.other_targets]
        return (
            PERSON * _lines_of(self.award.name, size.person)
            + TITLE * _lines_of(self.award.title, size.title)
            + sum(_lines_of(each, size.outcome) for each in self.outcomes)
            + sum(_lines_of(each, size.fact) for each in facts if each)
        )


def _rule_line(condition: Condition, figure: int | None, needed: int) -> tuple[str, str]:
    """Word a condition of the rule and the figure reached; an accepted plan has no figure."""
    figures = {
        Condition.ATTENDANCE: f"{figure} %",
        Condition.POST_TEST: f"{figure} %",
        Condition.TEACH_BACK: mark_in_words(figure or 0),
    }
    asked = needed_in_words(condition, needed)
    reached = figures.get(condition)
    return str(NAMES[condition]), f"{reached} ({asked})" if reached else asked


def certificate_of(award: Award) -> Certificate:
    return Certificate(
        award=award,
        issuer=settings.ATOLL_NAME,
        issuer_address=address(""),
        verify_address=address(reverse("credentials:verified", args=[award.printed_code])),
    )


def address(path: str) -> str:
    """Give the whole address of a path as the world sees it: paper is read elsewhere."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def _lines_of(text: str, width: int) -> int:
    """Estimate how many lines of `width` letters the text takes."""
    return max(1, math.ceil(sum(map(_breadth, text)) / width))


def _breadth(character: str) -> float:
    """How broad a character is, in small Latin letters."""
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 1.3 if character.isupper() else 1


def _cut(text: str) -> str:
    if len(text) <= OUTCOME_LENGTH:
        return text
    return text[: OUTCOME_LENGTH - 1].rstrip() + "…"
