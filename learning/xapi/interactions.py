"""What kind of answer a question takes (xAPI-Data §4.1.4.1, Interaction Activities)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ACTIVITY_TYPE = "http://adlnet.gov/expapi/activities/cmi.interaction"


class InteractionType(StrEnum):
    """The types in use. Of a poll there is no right answer, nor of a performance."""

    CHOICE = "choice"
    TRUE_FALSE = "true-false"
    SEQUENCING = "sequencing"
    MATCHING = "matching"
    FILL_IN = "fill-in"
    LONG_FILL_IN = "long-fill-in"
    NUMERIC = "numeric"
    LIKERT = "likert"
    PERFORMANCE = "performance"


@dataclass(frozen=True)
class Interaction:
    """`right`: each response that is right, as responses are written; empty where none is."""

    type: InteractionType
    right: tuple[str, ...] = ()

    @property
    def definition(self) -> dict[str, Any]:
        definition: dict[str, Any] = {"type": ACTIVITY_TYPE, "interactionType": self.type.value}
        if self.right:
            definition["correctResponsesPattern"] = list(self.right)
        return definition
