"""What happens to a line of a list, in words for the trainer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.cohorts.people.planning import (
    TO_MEND,
    UNKNOWN_CODE,
    Decision,
    Outcome,
    Planned,
    count,
)
from learning.cohorts.people.reading import Fault

OUTCOMES: Mapping[str, Promise] = {
    Outcome.NEW: gettext_lazy("New: gets an account and a learner code."),
    Outcome.JOINS: gettext_lazy("Has an account here: comes into the cohort."),
    Outcome.BACK: gettext_lazy("Was in this cohort before: comes back."),
    Outcome.HERE: gettext_lazy("Is in this cohort already: nothing happens."),
    Outcome.REPEATED: gettext_lazy("Stands in this list already: once is enough."),
    Outcome.LEFT_OUT: gettext_lazy("Is left out, as you said."),
    Outcome.DOUBTFUL: gettext_lazy("Somebody has the same name. Say who this is."),
}
FAULTS: Mapping[str, Promise] = {
    Fault.NO_NAME: gettext_lazy("There is no name. Write one, or leave the line out."),
    Fault.TOO_LONG: gettext_lazy("The name or the organisation is too long. Shorten it."),
    Fault.FORMULA: gettext_lazy(
        "It begins like a formula of a spreadsheet (= + - @). Write it as plain text."
    ),
    Fault.LANGUAGE: gettext_lazy("This language is not spoken here. Choose one, or none."),
    Fault.CODE: gettext_lazy("The learner code is mistyped. Compare it with the card."),
    UNKNOWN_CODE: gettext_lazy(
        "Nobody of this name has this learner code here. Compare both with the card, "
        "or leave the code empty."
    ),
}
COUNTED: Mapping[str, Promise] = {
    Outcome.NEW: gettext_lazy("new, with an account made now"),
    Outcome.JOINS: gettext_lazy("known by their learner code"),
    Outcome.BACK: gettext_lazy("back in the cohort"),
    Outcome.HERE: gettext_lazy("in the cohort already"),
    Outcome.REPEATED: gettext_lazy("twice in the list"),
    Outcome.LEFT_OUT: gettext_lazy("left out by you"),
    Outcome.DOUBTFUL: gettext_lazy("doubtful: the same name"),
    Outcome.FAULT: gettext_lazy("to mend"),
}


@dataclass(frozen=True)
class Explained:
    """A line with its sentence, and the answers that may be given to it: value → words."""

    planned: Planned
    sentence: str
    answers: tuple[tuple[str, str], ...] = ()


def explained(planned: Planned) -> Explained:
    if planned.outcome == Outcome.FAULT:
        return Explained(planned, str(FAULTS[planned.fault]), _answers(planned))
    sentence = str(OUTCOMES[planned.outcome])
    return Explained(planned, sentence, _answers(planned) if planned.outcome in TO_MEND else ())


def counted(planned: Iterable[Planned]) -> list[tuple[int, str]]:
    """Give how many lines have each outcome that occurs, with its words."""
    return [(number, str(COUNTED[each])) for each, number in count(planned).items() if number]


def _answers(planned: Planned) -> tuple[tuple[str, str], ...]:
    first = (Decision.OPEN.value, _("Look at it again"))
    last = (Decision.LEAVE_OUT.value, _("Leave this line out"))
    if planned.outcome == Outcome.FAULT:
        return (first, last)
    same = [
        (code, _("The person with the code %(code)s") % {"code": code}) for code in planned.alike
    ]
    another = (Decision.ANOTHER.value, _("Another person: make a new account"))
    return ((Decision.OPEN.value, _("Not decided")), *same, another, last)
