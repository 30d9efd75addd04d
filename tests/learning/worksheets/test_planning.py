from datetime import date

import pytest
import time_machine

from learning.accounts.models import User
from learning.worksheets.answers import answers
from learning.worksheets.instruments import Instrument
from learning.worksheets.models import Worksheet
from learning.worksheets.planning import (
    done,
    due,
    follow_up,
    plan_faults,
    plan_rows,
    plan_section,
    proposed,
    save_plan,
)
from tests.factories.instruments import CHECK
from tests.learning.worksheets.samples import ANSWERS, handed_in
from toolkits.instruments.scoring import score

PLAN = {
    "priority.1": "Begin with one page.",
    "owner.1": "Permanent secretary",
    "date.1": "2027-03-01",
    "indicator.1": "Pages written",
    "baseline.1": "0",
}


@pytest.fixture
def worksheet(check: Instrument, learner: User) -> Worksheet:
    return handed_in(check, learner, ANSWERS)


def test_what_adds_most_is_proposed_with_its_advice() -> None:
    # Both gaps add 20 percent; the first has no advice, so its question stands there.
    assert proposed(CHECK, score(CHECK, answers(CHECK, ANSWERS))) == {
        "priority.1": "Is there a law on open data?",
        "priority.2": "Begin with one page.",
    }


def test_every_field_of_a_row_has_its_place_in_the_form() -> None:
    kept = {f"{field.code}.2": field.code for field in plan_section().fields}
    assert plan_rows(kept)[0].is_empty
    row = plan_rows(kept)[1]
    assert (row.priority, row.day_30, row.day_90) == ("priority", "day-30", "day-90")


def test_a_plans_faults_stand_at_its_fields() -> None:
    plan = {**PLAN, "date.1": "2026-01-01", "priority.3": "Alone"}
    found = {fault.path for fault in plan_faults(plan, date(2026, 11, 22))}
    assert found == {"date.1", "owner.3", "date.3", "indicator.3"}


@time_machine.travel("2026-11-22 10:00+00:00", tick=False)
def test_the_day_of_the_first_plan_counts_for_the_follow_up(worksheet: Worksheet) -> None:
    saved = save_plan(worksheet, PLAN, version=0)
    assert (saved.planned, due(saved, 30)) == (date(2026, 11, 22), date(2026, 12, 22))
    with time_machine.travel("2026-12-24 10:00+00:00"):
        again = save_plan(saved, {"baseline.1": "1"}, version=1)
    assert again.planned == date(2026, 11, 22)


def test_a_tick_keeps_the_day_on_which_it_was_made(worksheet: Worksheet) -> None:
    saved = save_plan(worksheet, PLAN, version=0)
    with time_machine.travel("2026-12-22 10:00+00:00"):
        saved = follow_up(saved, {done(30, 1), done(30, 2), "owner.1"}, version=1)
    assert saved.plan == {**PLAN, "done-30.1": "2026-12-22"}
    with time_machine.travel("2027-02-20 10:00+00:00"):
        saved = follow_up(saved, {done(30, 1), done(90, 1)}, version=2)
    assert (saved.plan["done-30.1"], saved.plan["done-90.1"]) == ("2026-12-22", "2027-02-20")
    assert "done-30.1" not in follow_up(saved, set(), version=3).plan
