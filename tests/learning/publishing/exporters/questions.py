"""One question of each kind that the small made-up editions lack."""

from learning.bundles.manifest import Option, Question, QuestionType, Step
from tests.learning.publishing.exporters.editions import number


def truefalse() -> Question:
    options = (
        Option("true", "True", False, "Look again."),
        Option("false", "False", True, "Yes: it is false."),
    )
    return Question(number("truth"), QuestionType.TRUEFALSE, "<p>All is well.</p>", options)


def numeric(lowest: str = "0.595", highest: str = "0.605", decimals: int = 3) -> Question:
    feedback = {"right": "Yes, 0.6.", "low": "Too low.", "high": "Too high."}
    return Question(
        number("mean"),
        QuestionType.NUMERIC,
        "<p>What is the mean?</p>",
        feedback=feedback,
        lowest=lowest,
        highest=highest,
        decimals=decimals,
        unit="points",
    )


def fillin() -> Question:
    return Question(
        number("gap"),
        QuestionType.FILLIN,
        "<p>The list that counts is a …</p>",
        feedback={"right": "Yes.", "other": "What is it called?"},
        accepted=("régistre", "register"),
        ignores_accents=True,
    )


def ordering() -> Question:
    options = tuple(Option(name, f"Step {name}", True, "") for name in "abcd")
    feedback = {"right": "Yes.", "other": "Ask what comes first."}
    return Question(
        number("order"), QuestionType.ORDERING, "<p>In which order?</p>", options, feedback=feedback
    )


def matching() -> Question:
    options = tuple(
        Option(name, f"Task {name}", True, f"It is of role {name}.", match=f"Role {name}")
        for name in "abc"
    )
    return Question(number("match"), QuestionType.MATCHING, "<p>Who does what?</p>", options)


def poll() -> Question:
    options = (Option("a", "Often", False, ""), Option("b", "Never", False, ""))
    return Question(number("poll"), QuestionType.POLL, "<p>How often?</p>", options)


def scenario() -> Question:
    choices = (Option("x", "Ask", False, "Good."), Option("y", "Wait", False, "They wait too."))
    steps = (Step("one", "<p>A queue.</p>", choices),)
    return Question(number("case"), QuestionType.SCENARIO, "<p>A case.</p>", steps=steps)


EVERY = (truefalse, numeric, fillin, ordering, matching, poll, scenario)
