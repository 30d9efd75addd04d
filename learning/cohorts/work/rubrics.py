"""Rubrics: at most six criteria with four levels each, and the mark that levels come to. Pure.

The teach-back's own rubric and its sum are those of the library's handout “teach-back rubric”
(Training of Trainers, day 4). Levels and marks are whole numbers; a mark is in tenths, so 30 is
3.0 of 5. Every mean is exact until the one rounding at the end: a 5 in the second decimal goes up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from django.utils.translation import gettext as _

LEVELS = 4
MOST_CRITERIA = 6
TITLE_LENGTH = 80  # characters
LEVEL_LENGTH = 160  # characters; six criteria in the widest script stay below 16 KB
BEST_MARK = 50  # tenths


@dataclass(frozen=True)
class Criterion:
    """What is looked at, and what one sees at each level, the lowest first."""

    title: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Rubric:
    criteria: tuple[Criterion, ...]

    @property
    def value(self) -> dict[str, Any]:
        """The rubric as an attestation says it."""
        said = [{"title": each.title, "levels": list(each.levels)} for each in self.criteria]
        return {"criteria": said}


def rubric_from(value: Mapping[str, Any] | None) -> Rubric | None:
    """Read a rubric; None if there is none, or it is of a shape that is not known here."""
    said = (value or {}).get("criteria")
    if not isinstance(said, list) or not 1 <= len(said) <= MOST_CRITERIA:
        return None
    read = [_criterion(each) for each in said]
    known = tuple(each for each in read if each)
    return Rubric(known) if len(known) == len(said) else None


def _criterion(said: object) -> Criterion | None:
    if not isinstance(said, dict) or not isinstance(said.get("title"), str):
        return None
    levels = said.get("levels")
    if not isinstance(levels, list) or len(levels) != LEVELS:
        return None
    if not all(isinstance(each, str) for each in levels):
        return None
    return Criterion(said["title"], tuple(levels))


def levels_from(value: object) -> tuple[int, ...]:
    """Read the levels of one mark, 1 to 4 each; empty if they are none that are known here."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_CRITERIA:
        return ()
    is_known = all(type(each) is int and 1 <= each <= LEVELS for each in value)
    return tuple(value) if is_known else ()


def mark_of(marks: Sequence[Sequence[int]]) -> int | None:
    """Give the mark of several observers, in tenths of 5; None where nobody marked.

    The mean of each observer's mean level, times 5, divided by 4. A mean level of 2.4 is 3.0.
    """
    if not marks:
        return None
    means = [Fraction(sum(levels), len(levels)) for levels in marks]
    mean = sum(means, Fraction()) / len(means)
    return rounded(mean * BEST_MARK / LEVELS)


def spread_of(marks: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Give how many levels lie between the highest and the lowest mark, criterion by criterion.

    Empty where there is nothing to compare: fewer than two marks, or of different rubrics.
    """
    if len(marks) < 2 or len({len(levels) for levels in marks}) > 1:
        return ()
    return tuple(max(levels) - min(levels) for levels in zip(*marks, strict=True))


def rounded(value: Fraction) -> int:
    """Round to a whole number; a half goes up."""
    return floor(value + Fraction(1, 2))


def teach_back_rubric() -> Rubric:
    """Give the rubric of the library's handout, in the reader's language."""
    return Rubric((_purpose(), _one_idea(), _active(), _checked(), _without_power()))


def _purpose() -> Criterion:
    return Criterion(
        _("The purpose is said"),
        (
            _("No purpose is said. Learners do not know what it is for"),
            _("A topic is said, not what people will be able to do"),
            _("The purpose is said as something that people can do"),
            _("As 3, tied to a situation at work, and taken up again at the end"),
        ),
    )


def _one_idea() -> Criterion:
    return Criterion(
        _("One idea"),
        (
            _("Many ideas side by side. Learners name different ones"),
            _("One main idea, but two or more others take its time"),
            _("One idea, explained in plain words, with one example"),
            _("As 3, with an example of the learners’ own service; a learner says it in own words"),
        ),
    )


def _active() -> Criterion:
    return Criterion(
        _("People are active"),
        (
            _("Only the leader speaks. Learners listen"),
            _("Some learners answer; the same few each time"),
            _("All learners do a task, for at least five minutes"),
            _("All do a task on their own work, nine minutes or more; quiet people are brought in"),
        ),
    )


def _checked() -> Criterion:
    return Criterion(
        _("Understanding is checked"),
        (
            _("No check, or only “Is it clear?”"),
            _("A question to the room; one or two answer"),
            _("Every learner shows an answer, by fingers, card or work"),
            _("As 3, and the leader reacts to a wrong answer by explaining or changing something"),
        ),
    )


def _without_power() -> Criterion:
    return Criterion(
        _("It works without power"),
        (
            _("It needs a machine, and stops without it"),
            _("It runs without power, but people in the last row cannot read or hear"),
            _("It runs fully without power. All can read and hear"),
            _("As 3; cheap, easy to make again, and fit for those who see, hear or move less well"),
        ),
    )
