"""What a question of each kind needs before it can be asked. Pure: no Django models, no Wagtail.

The editor and the library ask here, so that both refuse the same. Each function gives a sentence
about what is wrong, or an empty text.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

FEWEST_ITEMS, MOST_ITEMS = 3, 7  # of an ordering
FEWEST_PAIRS, MOST_PAIRS = 3, 6
FEWEST_STEPS, MOST_STEPS = 2, 5  # of a scenario
FEWEST_CHOICES, MOST_CHOICES = 2, 5  # of one step
FEWEST_CARDS, MOST_CARDS = 2, 12
FEWEST_POLLED, MOST_POLLED = 2, 8
MOST_ANSWERS = 12  # accepted for one gap
LONGEST_ITEM, LONGEST_ANSWER = 160, 100  # characters
LONGEST_TEXT, LONGEST_FEEDBACK = 400, 800
DIGITS = 15  # of a number that people can write (toolkits.instruments.numbers)
PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
END = 0  # where a choice leads that ends a scenario


def number_problem(lowest: str, highest: str) -> str:
    """Say what is wrong with an accepted range, whose ends are plain decimals."""
    for text in (lowest, highest):
        if not PLAIN.fullmatch(text) or sum(map(str.isdigit, text)) > DIGITS:
            return str(_("Write a number in plain digits with a point, such as 9397 or -0.25."))
    if Decimal(lowest) > Decimal(highest):
        return str(_("The lowest number that is right is above the highest."))
    return ""


def decimals_of(*numbers: str) -> int:
    """Give how many digits stand after the point, of the number that has most."""
    return max(len(number.partition(".")[2]) for number in numbers)


def around(answer: str, tolerance: str) -> tuple[str, str]:
    """Give the range of `answer`, `tolerance` more or less. Both are plain decimals."""
    middle, off = Decimal(answer), abs(Decimal(tolerance))
    return f"{middle - off:f}", f"{middle + off:f}"


def items_problem(items: Sequence[str]) -> str:
    """Say what is wrong with the items of an ordering."""
    if not FEWEST_ITEMS <= len(items) <= MOST_ITEMS:
        message = _("Put %(fewest)d to %(most)d items in order.")
        return str(message % {"fewest": FEWEST_ITEMS, "most": MOST_ITEMS})
    return _texts_problem(items)


def pairs_problem(lefts: Sequence[str], rights: Sequence[str]) -> str:
    """Say what is wrong with pairs to match."""
    if not FEWEST_PAIRS <= len(lefts) <= MOST_PAIRS:
        message = _("Match %(fewest)d to %(most)d pairs.")
        return str(message % {"fewest": FEWEST_PAIRS, "most": MOST_PAIRS})
    return _texts_problem(lefts) or _texts_problem(rights)


def answers_problem(answers: Sequence[str]) -> str:
    """Say what is wrong with the accepted answers of a gap."""
    if not 1 <= len(answers) <= MOST_ANSWERS:
        return str(_("List 1 to %d accepted answers.") % MOST_ANSWERS)
    if any(not answer.strip() or len(answer) > LONGEST_ANSWER for answer in answers):
        return str(_("An accepted answer has 1 to %d characters.") % LONGEST_ANSWER)
    if any("[,]" in answer or answer.startswith("{") for answer in answers):
        return str(_("An accepted answer holds no “[,]” and does not start with “{”."))
    return ""


def steps_problem(steps: Sequence[Sequence[tuple[str, int, str]]]) -> str:
    """Say what is wrong with a scenario: of each step its choices, as text, goal, consequence.

    A goal is the number of a later step, or END. So every way ends, and every step can be reached.
    """
    if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
        message = _("A case has %(fewest)d to %(most)d steps.")
        return str(message % {"fewest": FEWEST_STEPS, "most": MOST_STEPS})
    for number, choices in enumerate(steps, start=1):
        if problem := _choices_problem(number, choices, len(steps)):
            return problem
    reached = {1, *(goal for choices in steps for _text, goal, _why in choices)}
    for number in range(2, len(steps) + 1):
        if number not in reached:
            return str(_("No choice leads to step %d.") % number)
    return ""


def _choices_problem(number: int, choices: Sequence[tuple[str, int, str]], last: int) -> str:
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        message = _("Step %(step)d needs %(fewest)d to %(most)d choices.")
        values = {"step": number, "fewest": FEWEST_CHOICES, "most": MOST_CHOICES}
        return str(message % values)
    for text, goal, consequence in choices:
        if goal != END and not number < goal <= last:
            message = _("In step %(step)d, “%(text)s” must lead to a later step, or end the case.")
            return str(message % {"step": number, "text": text[:40]})
        if goal == END and not consequence:
            message = _("In step %(step)d, “%(text)s” ends the case: say what comes of it.")
            return str(message % {"step": number, "text": text[:40]})
        if len(text) > LONGEST_TEXT or len(consequence) > LONGEST_FEEDBACK:
            return str(_("In step %d a choice or its consequence is too long.") % number)
    return ""


def _texts_problem(texts: Sequence[str]) -> str:
    if any(not text.strip() or len(text) > LONGEST_ITEM for text in texts):
        return str(_("Each text has 1 to %d characters.") % LONGEST_ITEM)
    alike = [unicodedata.normalize("NFKC", text).casefold().strip() for text in texts]
    if len(set(alike)) < len(alike):
        return str(_("Two texts are the same, so nobody could tell them apart."))
    return ""
