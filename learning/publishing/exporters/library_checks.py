"""Questions and reflections as the text format writes them.

A question's id is its activity, a UUID. The format takes a UUID for what it says, so an answer that
was given before counts after loading too.
"""

from collections.abc import Callable, Mapping

from learning.bundles.manifest import TRIES, UNTIL_RIGHT, Option, Question, QuestionType
from learning.publishing.exporters import library_markdown as md
from learning.publishing.exporters.library_blocks import directive, one_line, table
from learning.publishing.exporters.library_yaml import Value

Settings = dict[str, Value]
Written = tuple[Settings, str]  # settings of its own, and what stands below the question


def check(question: Question, *, in_test: bool) -> str:
    """Give the directive of `question`. Raises: CannotSay."""
    prompt = prompt_of(question.prompt)
    if question.is_reflection:
        return directive("reflection", {"id": question.id}, prompt)
    own, below = WRITERS[question.type](question)
    settings: Settings = {"id": question.id, "type": question.type.value}
    if in_test:
        settings["review"] = question.review
    elif question.is_marked and question.tries != TRIES:
        settings["tries"] = _tries(question.tries)
    body = "\n\n".join(filter(None, (prompt, below)))
    return directive("check", {**settings, **own}, body)


def prompt_of(html: str) -> str:
    """Give a question's text, in which nothing is taken for an option."""
    return md.markdown(md.parsed(html).children, within_check=True)


def _tries(tries: int) -> int | str:
    return "until-right" if tries == UNTIL_RIGHT else tries


def _choice(question: Question) -> Written:
    lines = [_option("x" if each.correct else " ", each) for each in question.options]
    return {}, "\n".join(lines)


def _option(mark: str, option: Option) -> str:
    why = f"\n  > {md.line(option.feedback)}" if option.feedback.strip() else ""
    return f"- [{mark}] {md.line(option.text)}{why}"


def _true_false(question: Question) -> Written:
    said = next(option for option in question.options if option.correct)
    other = next(option for option in question.options if not option.correct)
    right, wrong = one_line(said.feedback), one_line(other.feedback)
    return {"answer": said.id == "true", "right": right, "other": wrong}, ""


def _feedback(question: Question, *names: str) -> Settings:
    return {name: one_line(question.feedback.get(name, "")) for name in names}


def _numeric(question: Question) -> Written:
    span: Settings = {"from": question.lowest, "to": question.highest}
    unit: Settings = {"unit": question.unit} if question.unit else {}
    return {**span, **unit, **_feedback(question, "right", "low", "high")}, ""


def _ordering(question: Question) -> Written:
    items = enumerate(question.options, start=1)
    below = "\n".join(f"{number}. {md.line(item.text)}" for number, item in items)
    return _feedback(question, "right", "other"), below


def _matching(question: Question) -> Written:
    has_why = any(option.feedback.strip() for option in question.options)
    rows = [
        [md.plain_cell(text) for text in _pair(option, has_why=has_why)]
        for option in question.options
    ]
    return {}, table(["A", "B", "C"] if has_why else ["A", "B"], rows)


def _pair(option: Option, *, has_why: bool) -> list[str]:
    return [option.text, option.match, *([option.feedback] if has_why else [])]


def _fill_in(question: Question) -> Written:
    settings: Settings = {"answers": [one_line(answer) for answer in question.accepted]}
    if question.ignores_accents:
        settings["accents"] = "ignore"
    return {**settings, **_feedback(question, "right", "other")}, ""


def _poll(question: Question) -> Written:
    after = one_line(question.feedback.get("other", ""))
    below = "\n".join(f"- {md.line(option.text)}" for option in question.options)
    if any(option.text.lstrip().startswith("[") for option in question.options):
        below = below.replace("- [", "- \\[")
    return ({"after": after} if after else {}), below


def _scenario(question: Question) -> Written:
    numbers = {step.id: number for number, step in enumerate(question.steps, start=1)}
    steps = []
    for step in question.steps:
        choices = [
            _option(str(numbers[option.goes]) if option.goes else "end", option)
            for option in step.options
        ]
        head = f"### {numbers[step.id]}\n{prompt_of(step.text)}"
        steps.append("\n".join([head, "", *choices]))
    return {}, "\n\n".join(steps)


WRITERS: Mapping[QuestionType, Callable[[Question], Written]] = {
    QuestionType.SINGLE: _choice,
    QuestionType.MULTIPLE: _choice,
    QuestionType.TRUEFALSE: _true_false,
    QuestionType.NUMERIC: _numeric,
    QuestionType.ORDERING: _ordering,
    QuestionType.MATCHING: _matching,
    QuestionType.FILLIN: _fill_in,
    QuestionType.POLL: _poll,
    QuestionType.SCENARIO: _scenario,
}
