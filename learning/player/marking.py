"""Marking answers and drawing questions: pure, and the same in the USB player (`marking.js`).

An answer comes as *entries*, as a form sends them: the ids of chosen options; `item[.]place` and
`option[.]target` of what was put in order or matched; what was written; `step[.]choice` of a
scenario. It is kept as *parts*, which the response of its statement joins with `[,]` (xAPI-Data
§4.1.1.1, interaction activities). tests/vectors/answers.json holds both languages to the rules.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from learning.bundles.arranging import PAIR, target_of
from learning.bundles.manifest import Assessment, Option, Question, QuestionType, Step
from learning.bundles.store import sha256
from toolkits.instruments.numbers import NotANumber, read_number

SEPARATOR = "[,]"  # between the parts of one response
MOST_TYPED = 200  # characters of a number or a gap
SPACES = re.compile(r"[ \t\n\r\f\v\u1680\u2028\u2029]+")  # other spaces are gone by NFKC
# The accents of Latin, Greek and Cyrillic letters and the vowel signs of Arabic. The signs of
# other scripts are letters of their own.
ACCENTS = re.compile(r"[\u0300-\u036f\u064b-\u0652]")


class Fault(StrEnum):
    """Why entries are no answer yet. Nothing of them is kept."""

    NOTHING = "nothing"
    PLACES = "places"  # two items in one place, or one in none
    PAIRS = "pairs"  # an option without its target
    NUMBER = "number"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Reason:
    """A piece of feedback: of the option with the id `option`, or of the whole answer.

    `is_right` is None where nothing is right or wrong. `place` counts from 1.
    """

    is_right: bool | None
    option: str
    why: str
    place: int = 0


@dataclass(frozen=True)
class Marking:
    """An answer and what it is worth. `is_correct` is None where there is no right answer."""

    parts: tuple[str, ...]
    is_correct: bool | None
    reasons: tuple[Reason, ...] = ()

    @property
    def is_answered(self) -> bool:
        return bool(self.parts)

    @property
    def response(self) -> str:
        return SEPARATOR.join(self.parts)


def read_entries(
    question: Question, entries: Iterable[str]
) -> tuple[tuple[str, ...], Fault | None]:
    """Give the parts that `entries` make, or why they make none.

    What the question does not have is ignored: forged, or of an older edition.
    """
    return READERS[question.type](question, list(entries))


def mark(question: Question, parts: Sequence[str]) -> Marking:
    """Mark `parts`. What makes no answer to this question is not answered, and not right."""
    known, fault = read_entries(question, entries_of(question, parts))
    if fault:
        return Marking((), False if question.is_marked else None)
    return MARKERS[question.type](question, known)


def right_parts(question: Question) -> list[str]:
    """Give the parts of the right answer, or of one of them; empty where nothing is right."""
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE | QuestionType.TRUEFALSE:
            return [option.id for option in question.options if option.correct]
        case QuestionType.ORDERING:
            return [option.id for option in question.options]
        case QuestionType.MATCHING:
            return [_pair(each.id, target_of(question, each)) for each in question.options]
        case QuestionType.NUMERIC:
            return [question.lowest]
        case QuestionType.FILLIN:
            return list(question.accepted[:1])
        case _:
            return []


def entries_of(question: Question, parts: Sequence[str]) -> list[str]:
    """Give the entries of a form that holds `parts`."""
    if question.type != QuestionType.ORDERING:
        return list(parts)
    return [f"{item}{PAIR}{place}" for place, item in enumerate(parts, start=1)]


def read_response(response: str) -> list[str]:
    """Give the parts in the response of a statement."""
    return [part for part in response.split(SEPARATOR) if part]


def walk(question: Question, parts: Iterable[str]) -> tuple[list[tuple[Step, Option]], Step | None]:
    """Give the choices in a scenario that `parts` make, and the step they lead to: None at an end.

    What does not follow from the step before ends the walk.
    """
    steps = {step.id: step for step in question.steps}
    here: Step | None = question.steps[0]
    taken: list[tuple[Step, Option]] = []
    for part in parts:
        found = [o for o in (here.options if here else ()) if here and part == _pair(here.id, o.id)]
        if not found or here is None:
            break
        taken.append((here, found[0]))
        here = steps.get(found[0].goes)
    return taken, here


def fold(text: str, *, ignores_accents: bool) -> str:
    """Give `text` as answers of a gap are compared: letters of one case and shape, single spaces.

    Upper case and then lower case stands for Python's casefold, which JavaScript has not.
    """
    alike = unicodedata.normalize("NFKC", text).upper().lower().replace("ς", "σ")
    if ignores_accents:
        alike = ACCENTS.sub("", unicodedata.normalize("NFD", alike))
    return SPACES.sub(" ", unicodedata.normalize("NFKC", alike)).strip(" ")


Read = tuple[tuple[str, ...], Fault | None]


def _pair(left: str, right: str) -> str:
    return f"{left}{PAIR}{right}"


def _read_choice(question: Question, entries: list[str]) -> Read:
    known = tuple(option.id for option in question.options if option.id in entries)
    if question.type != QuestionType.MULTIPLE and len(known) > 1:
        return (), Fault.NOTHING
    return known, None if known else Fault.NOTHING


def _read_pairs(question: Question, entries: list[str], sides: Sequence[str]) -> dict[str, str]:
    """Give the side of each option that has one; of two for one option, the last."""
    known = {option.id for option in question.options}
    found = [entry.partition(PAIR)[::2] for entry in entries]
    return {option: side for option, side in found if option in known and side in sides}


def _read_order(question: Question, entries: list[str]) -> Read:
    places = [str(number) for number in range(1, len(question.options) + 1)]
    given = _read_pairs(question, entries, places)
    if not given:
        return (), Fault.NOTHING
    if sorted(given.values()) != sorted(places):
        return (), Fault.PLACES
    return tuple(sorted(given, key=lambda item: int(given[item]))), None


def _read_matches(question: Question, entries: list[str]) -> Read:
    given = _read_pairs(question, entries, [target_of(question, o) for o in question.options])
    if not given:
        return (), Fault.NOTHING
    if len(given) < len(question.options):
        return (), Fault.PAIRS
    return tuple(_pair(option.id, given[option.id]) for option in question.options), None


def _read_number(question: Question, entries: list[str]) -> Read:
    text = "".join(entries[:1]).strip()
    if not text:
        return (), Fault.NOTHING
    if len(text) > MOST_TYPED:
        return (), Fault.NUMBER
    try:
        return (f"{read_number(text, decimals=question.decimals):f}",), None
    except NotANumber:
        return (), Fault.NUMBER


def _read_gap(question: Question, entries: list[str]) -> Read:
    text = unicodedata.normalize("NFC", "".join(entries[:1]).replace("\0", ""))
    text = SPACES.sub(" ", text).strip(" ").replace(SEPARATOR, ",")
    if not fold(text, ignores_accents=question.ignores_accents):
        return (), Fault.NOTHING
    return ((), Fault.TOO_LONG) if len(text) > MOST_TYPED else ((text,), None)


def _read_path(question: Question, entries: list[str]) -> Read:
    taken, here = walk(question, entries)
    if here is not None:
        return (), Fault.NOTHING
    return tuple(_pair(step.id, option.id) for step, option in taken), None


def _read_text(question: Question, entries: list[str]) -> Read:
    return tuple(entries[:1]), None if "".join(entries[:1]) else Fault.NOTHING


def _mark_choice(question: Question, parts: tuple[str, ...]) -> Marking:
    chosen = [option for option in question.options if option.id in parts]
    if question.type == QuestionType.POLL:
        return Marking(parts, None, (Reason(None, parts[0], question.feedback.get("other", "")),))
    reasons = tuple(Reason(option.correct, option.id, option.feedback) for option in chosen)
    return Marking(parts, frozenset(parts) == question.correct, reasons)


def _mark_order(question: Question, parts: tuple[str, ...]) -> Marking:
    pairs = enumerate(zip(parts, question.options, strict=True), start=1)
    astray = next(((place, item) for place, (item, right) in pairs if item != right.id), None)
    if astray is None:
        return Marking(parts, True, (Reason(True, "", question.feedback.get("right", "")),))
    place, item = astray
    why = question.feedback.get("other", "")
    return Marking(parts, False, (Reason(False, item, why, place),))


def _mark_matches(question: Question, parts: tuple[str, ...]) -> Marking:
    reasons = tuple(
        Reason(part == _pair(option.id, target_of(question, option)), option.id, option.feedback)
        for option, part in zip(question.options, parts, strict=True)
    )
    return Marking(parts, all(reason.is_right for reason in reasons), reasons)


def _mark_number(question: Question, parts: tuple[str, ...]) -> Marking:
    number = Decimal(parts[0])
    outcome = "right"
    if number < Decimal(question.lowest):
        outcome = "low"
    elif number > Decimal(question.highest):
        outcome = "high"
    return _outcome(question, parts, outcome)


def _mark_gap(question: Question, parts: tuple[str, ...]) -> Marking:
    given, *accepted = (
        fold(text, ignores_accents=question.ignores_accents)
        for text in (*parts, *question.accepted)
    )
    return _outcome(question, parts, "right" if given in accepted else "other")


def _outcome(question: Question, parts: tuple[str, ...], outcome: str) -> Marking:
    is_right = outcome == "right"
    return Marking(parts, is_right, (Reason(is_right, "", question.feedback.get(outcome, "")),))


def _mark_path(question: Question, parts: tuple[str, ...]) -> Marking:
    taken, _end = walk(question, parts)
    reasons = tuple(Reason(None, option.id, option.feedback) for _step, option in taken)
    return Marking(parts, None, reasons)


def _mark_text(_question: Question, parts: tuple[str, ...]) -> Marking:
    return Marking(parts, None)


READERS: Mapping[QuestionType, Callable[[Question, list[str]], Read]] = {
    QuestionType.SINGLE: _read_choice,
    QuestionType.MULTIPLE: _read_choice,
    QuestionType.TRUEFALSE: _read_choice,
    QuestionType.POLL: _read_choice,
    QuestionType.REFLECTION: _read_text,
    QuestionType.NUMERIC: _read_number,
    QuestionType.ORDERING: _read_order,
    QuestionType.MATCHING: _read_matches,
    QuestionType.FILLIN: _read_gap,
    QuestionType.SCENARIO: _read_path,
}
MARKERS: Mapping[QuestionType, Callable[[Question, tuple[str, ...]], Marking]] = {
    QuestionType.SINGLE: _mark_choice,
    QuestionType.MULTIPLE: _mark_choice,
    QuestionType.TRUEFALSE: _mark_choice,
    QuestionType.POLL: _mark_choice,
    QuestionType.REFLECTION: _mark_text,
    QuestionType.NUMERIC: _mark_number,
    QuestionType.ORDERING: _mark_order,
    QuestionType.MATCHING: _mark_matches,
    QuestionType.FILLIN: _mark_gap,
    QuestionType.SCENARIO: _mark_path,
}


def draw(assessment: Assessment, attempt: str) -> tuple[str, ...]:
    """Give the questions that the attempt with the UUID `attempt` draws, in its order.

    The order is by SHA-256 of "attempt:question", so anyone who knows the attempt can draw again.
    """
    ordered = sorted(
        assessment.questions, key=lambda question: sha256(f"{attempt}:{question}".encode())
    )
    return tuple(ordered[: assessment.draw])


def is_pass(*, raw: int, maximum: int, pass_percent: int) -> bool:
    """Whether `raw` of `maximum` points reach `pass_percent`, in whole numbers."""
    return raw * 100 >= pass_percent * maximum
