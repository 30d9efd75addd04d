"""Any history folds the same in the browser as in Python, however it was disturbed on its way."""

import dataclasses
import json
import random
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.xapi.folding import ActivityProgress, fold
from learning.xapi.statements import Checked
from tests.learning.xapi.samples import histories, unhurried

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
AT_ONCE = 20  # histories sent to the browser together


def plain(value: object) -> object:
    """Give a value as the player has it: times in milliseconds, ids as text."""
    if isinstance(value, uuid.UUID):
        return str(value)
    return round(value.timestamp() * 1000) if isinstance(value, datetime) else value


def in_the_browser(folded: Mapping[uuid.UUID, ActivityProgress]) -> dict[str, dict[str, object]]:
    return {
        str(activity): {name: plain(each) for name, each in dataclasses.asdict(state).items()}
        for activity, state in folded.items()
    }


def told(statement: Checked) -> dict[str, Any]:
    return {**json.loads(statement.content), "id": str(statement.id)}


def disturbed(history: list[Checked], chance: random.Random) -> list[Checked]:
    """Shuffle a history, and send parts of it again, as clones and split files do."""
    some = history + chance.choices(history, k=3) if history else []
    chance.shuffle(some)
    return some


@settings(unhurried, max_examples=15)
@given(st.lists(histories(), min_size=1, max_size=AT_ONCE), st.randoms(use_true_random=False))
def test_order_repetition_splitting_and_voids_give_the_same_fold_in_both_languages(
    run: Run, several: list[list[Checked]], chance: random.Random
) -> None:
    sent = [[told(each) for each in disturbed(history, chance)] for history in several]
    found = run("all => all.map(each => Atoll.fold(each))", sent)
    assert found == [in_the_browser(fold(history)) for history in several]
