"""Checks of other kinds than a choice: from their settings and body to the value of their block.

What each needs is written in docs/library-format.md. Texts in settings are plain.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from courses import kinds
from courses.library.markup import (
    MarkupError,
    table_cells,
    to_html,
    to_plain,
    without_markup,
)

NUMBERED = re.compile(r"^\d+\. +(.+)$")
BULLET = re.compile(r"^- +(?!\[)(.+)$")
ROW = re.compile(r"^\|")
STEP = re.compile(r"^### +(\d+)\s*$")
CHOICE = re.compile(r"^- \[(\d+|end)\] +(.+)$")
CONSEQUENCE = re.compile(r"^\s*> ?(.*)$")

Settings = Mapping[str, Any]
Value = dict[str, Any]


class KindError(ValueError):
    """The settings of a check do not make a question. The message is for its author."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Kind:
    """How to read a kind of check. `settings`: the names it may have; some of them it needs."""

    read: Callable[[Settings, str, UUID], Value]
    settings: frozenset[str]
    needed: frozenset[str] = frozenset()


def read_kind(type_: str, settings: Settings, body: str, id_: UUID) -> Value:
    """Give the block's value. Raises: KindError; MarkupError — of the body, with its line."""
    kind = READERS[type_]
    for name in sorted(kind.needed):
        if not settings.get(name):
            message = _("a check of type %(type)s needs %(name)s")
            raise KindError(message % {"type": type_, "name": name})
    for name in sorted(FEEDBACK & settings.keys()):
        if len(settings[name]) > kinds.LONGEST_FEEDBACK:
            message = _("%(name)s is longer than %(most)d characters")
            raise KindError(message % {"name": name, "most": kinds.LONGEST_FEEDBACK})
    return kind.read(settings, body, id_)


def read_cards(settings: Settings, body: str, namespace: UUID, place: str) -> Value:
    """Give the value of a block of flashcards. Raises: KindError, MarkupError."""
    _heading, rows = table_cells(body)
    cards = [[without_markup(cell) for cell in row] for row in rows]
    if not kinds.FEWEST_CARDS <= len(cards) <= kinds.MOST_CARDS:
        message = _("write %(fewest)d to %(most)d cards, each a row of a table")
        raise KindError(message % {"fewest": kinds.FEWEST_CARDS, "most": kinds.MOST_CARDS})
    for card in cards:
        if len(card) != 2 or not all(card):
            raise KindError(_("each card is a row with a front and a back"))
        if len(card[0]) > kinds.LONGEST_TEXT or len(card[1]) > kinds.LONGEST_FEEDBACK:
            raise KindError(_("the card “%s…” is too long") % card[0][:40])
    values = [{"front": front, "back": back} for front, back in cards]
    return {
        "title": settings.get("title", ""),
        "cards": _items(namespace, f"{place}/cards", values),
    }


def _items(namespace: UUID, key: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    """Give `values` as Wagtail writes the items of a list block."""
    return [
        {"type": "item", "value": value, "id": str(uuid5(namespace, f"{key}/{place}"))}
        for place, value in enumerate(values)
    ]


def _refuse(problem: str) -> None:
    if problem:
        raise KindError(problem)


def _prompt(text: str) -> str:
    if not text.strip():
        raise KindError(_("a check begins with its question"))
    return to_html(text)


def _split(body: str, first: re.Pattern[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Give the lines before the first that `first` matches, and the others, numbered from 0."""
    lines = body.split("\n")
    start = next((n for n, line in enumerate(lines) if first.match(line)), len(lines))
    return lines[:start], list(enumerate(lines))[start:]


def _list(body: str, item: re.Pattern[str]) -> tuple[str, list[str]]:
    """Give the question and the texts of the list below it."""
    prompt, rest = _split(body, item)
    texts: list[str] = []
    for number, line in rest:
        if match := item.match(line):
            texts.append(to_plain(match[1]))
        elif line.strip():
            raise MarkupError(
                _("after the question only its list stands, one line an item"), number
            )
    return _prompt("\n".join(prompt)), texts


def _true_false(settings: Settings, body: str, _id: UUID) -> Value:
    answer = settings["answer"].lower()
    if answer not in {"true", "false"}:
        raise KindError(_("write `answer: true` or `answer: false`"))
    return {
        "question": _prompt(body),
        "is_true": answer == "true",
        "right": settings["right"],
        "other": settings["other"],
    }


def _numeric(settings: Settings, body: str, _id: UUID) -> Value:
    lowest, highest = _range(settings)
    _refuse(kinds.number_problem(lowest, highest))
    feedback = {name: settings[name] for name in ("right", "low", "high")}
    unit = settings.get("unit", "")
    return {
        "question": _prompt(body),
        "lowest": lowest,
        "highest": highest,
        "unit": unit,
        **feedback,
    }


def _range(settings: Settings) -> tuple[str, str]:
    given = settings.keys() & {"answer", "tolerance", "from", "to"}
    if given == {"from", "to"}:
        return settings["from"], settings["to"]
    if "answer" not in given or given & {"from", "to"}:
        raise KindError(_("give `answer`, with `tolerance` if need be, or else `from` and `to`"))
    answer, tolerance = settings["answer"], settings.get("tolerance") or "0"
    _refuse(kinds.number_problem(answer, answer) or kinds.number_problem(tolerance, tolerance))
    return kinds.around(answer, tolerance)


def _ordering(settings: Settings, body: str, id_: UUID) -> Value:
    prompt, items = _list(body, NUMBERED)
    _refuse(kinds.items_problem(items))
    return {
        "question": prompt,
        "sequence": _items(id_, "option", items),
        "right": settings["right"],
        "other": settings["other"],
    }


def _matching(_settings: Settings, body: str, id_: UUID) -> Value:
    prompt, table = _split(body, ROW)
    try:
        heading, rows = table_cells("\n".join(line for _number, line in table))
    except MarkupError as error:
        raise MarkupError(error.reason, error.line + len(prompt)) from error
    if len(heading) not in (2, 3):
        reason = _("a matching is a table of two columns, and a third for why")
        raise MarkupError(reason, len(prompt))
    cells = [[without_markup(cell) for cell in [*row, "", ""][:3]] for row in rows]
    _refuse(kinds.pairs_problem([row[0] for row in cells], [row[1] for row in cells]))
    pairs = [{"text": text, "match": match, "feedback": why} for text, match, why in cells]
    return {"question": _prompt("\n".join(prompt)), "pairs": _items(id_, "option", pairs)}


def _fill_in(settings: Settings, body: str, id_: UUID) -> Value:
    accents = settings.get("accents") or "matter"
    if accents not in {"matter", "ignore"}:
        raise KindError(_("write `accents: matter` or `accents: ignore`"))
    _refuse(kinds.answers_problem(settings["answers"]))
    return {
        "question": _prompt(body),
        "answers": _items(id_, "answer", settings["answers"]),
        "ignores_accents": accents == "ignore",
        "right": settings["right"],
        "other": settings["other"],
    }


def _poll(settings: Settings, body: str, id_: UUID) -> Value:
    prompt, options = _list(body, BULLET)
    if not kinds.FEWEST_POLLED <= len(options) <= kinds.MOST_POLLED:
        message = _("a poll has %(fewest)d to %(most)d options, each in a line that starts with -")
        raise KindError(message % {"fewest": kinds.FEWEST_POLLED, "most": kinds.MOST_POLLED})
    if any(len(option) > kinds.LONGEST_TEXT for option in options):
        raise KindError(_("an option is longer than %d characters") % kinds.LONGEST_TEXT)
    options_ = _items(id_, "option", options)
    return {"question": prompt, "options": options_, "after": settings.get("after", "")}


@dataclass
class _Step:
    text: list[str]
    start: int  # line of the body
    choices: list[list[str]]  # text, goal, consequence


def _scenario(_settings: Settings, body: str, id_: UUID) -> Value:
    prompt, rest = _split(body, STEP)
    steps = _steps(rest)
    goals = [
        [(text, kinds.END if goal == "end" else int(goal), why) for text, goal, why in s.choices]
        for s in steps
    ]
    _refuse(kinds.steps_problem(goals))
    values = [_step(step, id_, number) for number, step in enumerate(steps)]
    return {"question": _prompt("\n".join(prompt)), "steps": _items(id_, "step", values)}


def _steps(lines: Sequence[tuple[int, str]]) -> list[_Step]:
    steps: list[_Step] = []
    for number, line in lines:
        if match := STEP.match(line):
            if int(match[1]) != len(steps) + 1:
                raise MarkupError(_("number the steps 1, 2, 3 in their order"), number)
            steps.append(_Step([], number + 1, []))
        elif match := CHOICE.match(line):
            steps[-1].choices.append([to_plain(match[2]), match[1], ""])
        elif steps[-1].choices and (match := CONSEQUENCE.match(line)):
            choice = steps[-1].choices[-1]
            choice[2] = f"{choice[2]} {to_plain(match[1])}".strip()
        elif not steps[-1].choices:
            steps[-1].text.append(line)
        elif line.strip():
            reason = _("after the choices of a step only choices and their consequences stand")
            raise MarkupError(reason, number)
    return steps


def _step(step: _Step, id_: UUID, number: int) -> Value:
    if not "".join(step.text).strip():
        raise MarkupError(_("a step begins with what happens"), step.start - 1)
    try:
        text = to_html("\n".join(step.text))
    except MarkupError as error:
        raise MarkupError(error.reason, error.line + step.start) from error
    choices = [
        {"text": text_, "goes": None if goal == "end" else int(goal), "consequence": why}
        for text_, goal, why in step.choices
    ]
    return {"text": text, "choices": _items(id_, f"step/{number}/choice", choices)}


FEEDBACK = frozenset({"right", "low", "high", "other", "after"})
BOTH = frozenset({"right", "other"})
NUMBERS = frozenset({"right", "low", "high"})
READERS: Mapping[str, Kind] = {
    "truefalse": Kind(_true_false, BOTH | {"answer"}, BOTH | {"answer"}),
    "numeric": Kind(_numeric, NUMBERS | {"answer", "tolerance", "from", "to", "unit"}, NUMBERS),
    "ordering": Kind(_ordering, BOTH, BOTH),
    "matching": Kind(_matching, frozenset()),
    "fillin": Kind(_fill_in, BOTH | {"answers", "accents"}, BOTH | {"answers"}),
    "poll": Kind(_poll, frozenset({"after"})),
    "scenario": Kind(_scenario, frozenset()),
}
UNGRADED = frozenset({"poll", "scenario"})
MARKED = frozenset({"check", *READERS}) - UNGRADED  # blocks of questions with a right answer
