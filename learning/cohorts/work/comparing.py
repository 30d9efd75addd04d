"""What several people said of one thing, side by side, as pages show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.cohorts.work.assignments import Assignment, Submission
from learning.cohorts.work.keeping_files import HandedFile, is_here
from learning.cohorts.work.pages import name_in
from learning.cohorts.work.plans import PlanReview, plan_lines
from learning.cohorts.work.rubrics import Rubric
from learning.cohorts.work.teach_backs import Marked, Round


@dataclass(frozen=True)
class Compared:
    """One line and what each person said of it. apart: levels between them; own: by oneself."""

    title: str
    said: tuple[str, ...]
    apart: int = 0
    own: str = ""


@dataclass(frozen=True)
class Voice:
    """One person and what they wrote. others: what they are said to have said elsewhere."""

    name: str
    comment: str
    at: datetime
    is_contested: bool = False
    others: tuple[str, ...] = ()
    is_current: bool = True


@dataclass(frozen=True)
class Comparison:
    voices: tuple[Voice, ...]
    lines: tuple[Compared, ...]


@dataclass(frozen=True)
class ShownFile:
    """A file and whether it can be opened here."""

    file: HandedFile
    is_here: bool

    @property
    def kilobytes(self) -> int:
        return max(1, self.file.size // 1024)


def with_presence(owner: UUID, files: Iterable[HandedFile]) -> list[ShownFile]:
    return [ShownFile(each, is_here(owner, each)) for each in files]


def compare_marks(rubric: Rubric, seen: Round, names: Mapping[str, str]) -> Comparison:
    """Give the observers' marks of a teach-back side by side, the participant's own beside them."""
    voices = tuple(_voice(each, names) for each in seen.marks)
    titles = _titles(rubric, [*seen.marks, *([seen.own] if seen.own else [])])
    lines = (
        Compared(
            title=title,
            said=tuple(_at(each.levels, place) for each in seen.marks),
            apart=seen.spread[place] if place < len(seen.spread) else 0,
            own=_at(seen.own.levels, place) if seen.own else "",
        )
        for place, title in enumerate(titles)
    )
    return Comparison(voices, tuple(lines))


def _titles(rubric: Rubric, marks: Sequence[Marked]) -> list[str]:
    """Give a title for every criterion that was marked, whatever the rubric has become since."""
    known = [each.title for each in rubric.criteria]
    longest = max((len(each.levels) for each in marks), default=0)
    return [*known, *(str(n + 1) for n in range(len(known), longest))]


def _voice(marked: Marked, names: Mapping[str, str]) -> Voice:
    others = tuple(", ".join(map(str, each)) for each in marked.others)
    name = name_in(names, marked.by)
    return Voice(name, marked.comment, marked.at, marked.is_contested, others)


def _at(levels: Sequence[int], place: int) -> str:
    return str(levels[place]) if place < len(levels) else "–"


def compare_readings(plan: PlanReview, names: Mapping[str, str]) -> Comparison:
    """Give what the readers of a plan say, line by line."""
    voices = tuple(
        Voice(
            name_in(names, each.reader),
            each.comment,
            each.at,
            each.is_contested,
            tuple(_signs(lines) for lines in each.others),
            each.is_current,
        )
        for each in plan.readings
    )
    lines = (
        Compared(line, tuple(_sign(each.lines[place]) for each in plan.readings))
        for place, line in enumerate(plan_lines())
    )
    return Comparison(voices, tuple(lines))


def _sign(is_yes: bool) -> str:
    return "✓" if is_yes else "✗"


def _signs(lines: Iterable[bool]) -> str:
    return " ".join(map(_sign, lines))


def compare_reviews(
    assignment: Assignment, submission: Submission, names: Mapping[str, str]
) -> Comparison:
    """Give the reviews of what was handed in, criterion by criterion."""
    voices = tuple(
        Voice(
            name_in(names, each.by),
            each.comment,
            each.at,
            each.is_contested,
            each.others,
            each.is_current,
        )
        for each in submission.reviews
    )
    criteria = assignment.rubric.criteria if assignment.rubric else ()
    lines = (
        Compared(
            title=criterion.title,
            said=tuple(_at(each.levels, place) for each in submission.reviews),
            apart=submission.spread[place] if place < len(submission.spread) else 0,
        )
        for place, criterion in enumerate(criteria)
    )
    return Comparison(voices, tuple(lines))
