"""The sentences of the engine for instruments, for pages whose scripts are an engine themselves.

They stand in `toolkits.instruments` once, and so are translated once. A script knows them by name:
`line-<code>` of an outcome, `warn-<code>` of a warning, `fault-<name>` of what is wrong.
"""

import re
from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from toolkits.instruments import calculating, filling, numbers, planning, scoring

register = template.Library()

PLACE = re.compile(r"%\((\w+)\)[ds]")
FAULTS: Mapping[str, str] = {
    "needed": filling.NEEDED,
    "too-small": filling.TOO_SMALL,
    "too-large": filling.TOO_LARGE,
    "whole": filling.WHOLE,
    "too-fine": filling.TOO_FINE,
    "not-a-date": filling.NOT_A_DATE,
    "not-an-option": filling.NOT_AN_OPTION,
    "too-long": filling.TOO_LONG,
    "not-a-number": numbers.NOT_A_NUMBER,
    "number-too-long": numbers.TOO_LONG,
    "above-zero": calculating.ABOVE_ZERO,
    "not-negative": calculating.NOT_NEGATIVE,
    "above-one": calculating.ABOVE_ONE,
    "rise-above-one": calculating.RISE_ABOVE_ONE,
    "no-weight": calculating.NO_WEIGHT,
    "no-page": calculating.NO_PAGE,
    "undecided": scoring.UNDECIDED,
    "too-many": planning.TOO_MANY,
    "past": planning.PAST,
    **{f"plan-{name}": sentence for name, sentence in planning.NEEDED.items()},
}
WARNINGS: Mapping[str, str] = {
    "differs": calculating.DIFFERS,
    "over-target": calculating.OVER_TARGET,
    "offline": calculating.OFFLINE,
    "cost-moved": calculating.COST_MOVED,
    "no-visit-saved": calculating.NO_VISIT_SAVED,
    "no-hour-saved": calculating.NO_HOUR_SAVED,
    "too-heavy": calculating.TOO_HEAVY,
    "too-many-files": calculating.TOO_MANY_FILES,
    "next-too-heavy": calculating.NEXT_TOO_HEAVY,
    **{f"{part}-too-heavy": said for part, said in calculating.PART_TOO_HEAVY.items()},
}


@register.simple_tag
def instrument_sentences() -> dict[str, str]:
    """Give each sentence in the language of the page, with its places as the player has them."""
    named = {
        **{f"line-{code}": label for code, label in calculating.LABELS.items()},
        **{f"warn-{code}": sentence for code, sentence in WARNINGS.items()},
        **{f"fault-{name}": sentence for name, sentence in FAULTS.items()},
    }
    return {name: PLACE.sub(r"{\1}", gettext(sentence)) for name, sentence in named.items()}
