"""What a trainer mended in a list on the screen, read from the form that was sent."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.http import QueryDict

from learning.cohorts.people.planning import Decided, Decision
from learning.cohorts.people.reading import Line

LONGEST = 400  # characters: too long to be right, and no more is kept to be mended
FIELDS = ("name", "organisation", "language", "code", "decision")


def mended(lines: Iterable[Line], sent: QueryDict) -> Iterator[Decided]:
    """Give the lines that the form held, with what was typed. A chosen code is the line's code."""
    for line in lines:
        if f"name-{line.number}" in sent:
            name, organisation, language, code, decision = _typed(line.number, sent)
            typed = Line(line.number, name, organisation, language, code)
            yield _decided(typed, decision)


def _typed(number: int, sent: QueryDict) -> list[str]:
    return [sent.get(f"{field}-{number}", "")[:LONGEST] for field in FIELDS]


def _decided(line: Line, decision: str) -> Decided:
    if decision in set(Decision):
        return Decided(line, decision)
    return Decided(replace(line, code=decision))
