"""What can be wrong with an instrument, by who can mend it.

InstrumentError
├── DefinitionErrors      every fault of a definition, each with its place (the author)
├── InputErrors           every field of a calculator that cannot be read (who fills it in)
└── UndecidedErrors       differences between two assessors with no decision yet (the assessors)

This module is pure. A sentence is English with `%(name)s` in it; the edge translates it:
`fault.told(gettext)`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Translate = Callable[[str], str]


def gettext_noop(text: str) -> str:
    """Mark `text` for translation; the edge translates it."""
    return text


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `path`: its place, such as `dimensions[2].weight`."""

    path: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, translate: Translate = gettext_noop) -> str:
        """Give the sentence, filled in, in the language that `translate` speaks."""
        return translate(self.sentence) % self.values

    def __str__(self) -> str:
        return f"{self.path}: {self.told()}" if self.path else self.told()


class InstrumentError(Exception):
    """What an instrument cannot do. `faults` says why, one sentence each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class DefinitionErrors(InstrumentError):
    """Every fault of a definition."""


class InputErrors(InstrumentError):
    """Every field that cannot be read; a fault's path is the field's code."""


class UndecidedErrors(InstrumentError):
    """Answers on which two assessors differ without a decision; a path is a question's code."""
