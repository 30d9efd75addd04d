"""Where things stand before somebody puts them in order: the same on every shell.

The order is drawn from the question's id, so nobody needs to keep it, and it is never the right
one. The USB player is given it by its page.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from learning.bundles.manifest import Option, Question, QuestionType
from learning.bundles.store import sha256

TARGET_LENGTH = 8  # hex digits
PAIR = "[.]"  # between the two sides of an answer's part (xAPI-Data, interaction activities)


@dataclass(frozen=True)
class Side:
    """What a row can be given: a place or a target. `value` is what the form sends."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """An item to put in its place, or an option to match."""

    option: Option
    sides: tuple[Side, ...]


def rows(question: Question, entries: Collection[str] = ()) -> tuple[Row, ...]:
    """Give an ordering or a matching as rows to fill in; `entries` are filled in already."""
    if question.type == QuestionType.ORDERING:
        items = starting_order(question)
        given = tuple((str(place), str(place)) for place in range(1, len(items) + 1))
    else:
        items, given = question.options, targets(question)
    return tuple(Row(item, tuple(_sides(item, given, entries))) for item in items)


def _sides(
    item: Option, given: Sequence[tuple[str, str]], entries: Collection[str]
) -> Sequence[Side]:
    return [Side(value, text, f"{item.id}{PAIR}{value}" in entries) for value, text in given]


def starting_order(question: Question) -> tuple[Option, ...]:
    """Give the items of an ordering as they are first shown."""
    return _shuffled(question, question.options)


def target_of(question: Question, option: Option) -> str:
    """Give the id of what belongs to `option`; it does not show to what it belongs."""
    return sha256(f"{question.id}:target:{option.id}".encode())[:TARGET_LENGTH]


def targets(question: Question) -> tuple[tuple[str, str], ...]:
    """Give what the options of a matching are matched with: id and text, in the order shown."""
    shown = _shuffled(question, question.options)
    return tuple((target_of(question, option), option.match) for option in shown)


def _shuffled(question: Question, options: Sequence[Option]) -> tuple[Option, ...]:
    drawn = sorted(options, key=lambda option: sha256(f"{question.id}:{option.id}".encode()))
    if drawn == list(options):
        drawn = [*drawn[1:], *drawn[:1]]
    return tuple(drawn)
