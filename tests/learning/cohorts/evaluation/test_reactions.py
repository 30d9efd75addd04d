import uuid
from datetime import date

import pytest
from django.core.management import call_command

from learning.accounts.models import User
from learning.cohorts.evaluation.forms import PaperForm, ReactionForm
from learning.cohorts.evaluation.reactions import (
    count_paper,
    day_id,
    paper_counts,
    pseudonym,
    react,
    reactions_by_day,
    summed_over,
)
from learning.cohorts.models import Cohort
from learning.records.facts import facts_of
from learning.records.models import Attestation
from learning.xapi.attestations import Kind

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def fill_in(cohort: Cohort, number: int, *, marks: list[int] | None = None) -> None:
    for place in range(number):
        value = {"marks": marks or [4, 3, 2, 1], "use": f"Cards {place}"}
        react(cohort, MONDAY, uuid.UUID(int=place), value)


def test_fewer_than_five_forms_show_nothing_but_their_number(cohort: Cohort) -> None:
    fill_in(cohort, 4)
    found = reactions_by_day(cohort, [MONDAY, TUESDAY])
    assert (found[MONDAY].forms, found[MONDAY].is_shown) == (4, False)
    assert (found[MONDAY].lines, found[MONDAY].texts) == ((), {})
    assert found[TUESDAY].forms == 0


def test_five_forms_are_added_up(cohort: Cohort) -> None:
    fill_in(cohort, 5)
    found = reactions_by_day(cohort, [MONDAY])[MONDAY]
    assert [line.counts for line in found.lines] == [
        (0, 0, 0, 5),
        (0, 0, 5, 0),
        (0, 5, 0, 0),
        (5, 0, 0, 0),
    ]
    assert [line.good for line in found.lines] == [5, 5, 0, 0]
    assert found.texts["use"] == tuple(f"Cards {place}" for place in range(5))


def test_a_persons_second_form_replaces_the_first(cohort: Cohort) -> None:
    fill_in(cohort, 5)
    fill_in(cohort, 5, marks=[1, 1, 1, 1])
    found = reactions_by_day(cohort, [MONDAY])[MONDAY]
    assert (found.forms, found.lines[0].counts) == (5, (5, 0, 0, 0))


def test_the_record_names_nobody_and_only_the_day(cohort: Cohort, learner: User) -> None:
    react(cohort, MONDAY, learner.pk, {"marks": [4, 4, 4, 4]})
    row = Attestation.objects.get(kind=Kind.REACTION)
    assert str(learner.pk) not in row.content + row.authority
    assert row.learner == row.author == pseudonym(cohort.pk, MONDAY, learner.pk)
    assert row.timestamp.isoformat() == "2026-11-23T12:00:00+00:00"
    assert pseudonym(cohort.pk, TUESDAY, learner.pk) != row.learner


def test_forms_on_paper_are_counted_with_the_others(cohort: Cohort, learner: User) -> None:
    fill_in(cohort, 5)
    count_paper(cohort, MONDAY, [[0, 0, 1, 2]] * 4, author=learner.pk)
    found = reactions_by_day(cohort, [MONDAY])[MONDAY]
    assert (found.forms, found.on_paper) == (8, 3)
    assert found.lines[0].counts == (0, 0, 1, 7)
    assert paper_counts(cohort, MONDAY)[0] == [0, 0, 1, 2]
    count_paper(cohort, MONDAY, [[0] * 4] * 4, author=learner.pk)
    assert reactions_by_day(cohort, [MONDAY])[MONDAY].on_paper == 0
    call_command("refold", "--check", verbosity=0)


def test_what_a_newer_version_says_is_read_as_far_as_it_can_be(cohort: Cohort) -> None:
    for place in range(5):
        value = {"marks": [4, "much", True], "use": 7}
        react(cohort, MONDAY, uuid.UUID(int=place), value)
    found = reactions_by_day(cohort, [MONDAY])[MONDAY]
    assert [line.total for line in found.lines] == [5, 0, 0, 0]
    assert facts_of(cohort.pk, Kind.REACTION, thing=day_id(cohort.pk, MONDAY))


def test_a_form_needs_a_mark_in_each_line_and_no_sentence() -> None:
    form = ReactionForm({"line_0": "4", "line_1": "4", "line_2": "5"})
    assert set(form.errors) == {"line_2", "line_3"}
    whole = ReactionForm({f"line_{place}": "3" for place in range(4)} | {"use": "  Cards "})
    assert whole.is_valid()
    assert whole.value == {"marks": [3, 3, 3, 3], "use": "Cards"}


def test_counts_of_paper_must_agree() -> None:
    uneven = PaperForm({"count_0_4": "5", "count_1_4": "4"})
    assert not uneven.is_valid()
    one_line_left_out = PaperForm({"count_0_4": "5", "count_1_3": "5"})
    assert one_line_left_out.is_valid()
    assert one_line_left_out.counts[1] == [0, 0, 5, 0]


def test_a_count_of_paper_does_not_bring_a_single_form_to_light(
    cohort: Cohort, trainer: User
) -> None:
    fill_in(cohort, 1)
    count_paper(cohort, MONDAY, [[0, 0, 0, 4]] * 4, author=trainer.pk)
    found = reactions_by_day(cohort, [MONDAY])[MONDAY]
    assert (found.forms, found.lines, found.texts) == (5, (), {})
    count_paper(cohort, MONDAY, [[0, 0, 0, 6]] * 4, author=trainer.pk)
    found = reactions_by_day(cohort, [MONDAY])[MONDAY]
    assert found.lines[3].counts == (0, 0, 0, 6)
    assert not any(found.texts.values())


def test_the_sum_of_all_days_does_not_bring_a_single_form_to_light(cohort: Cohort) -> None:
    fill_in(cohort, 5)
    react(cohort, TUESDAY, uuid.UUID(int=0), {"marks": [1, 1, 1, 1], "use": "Nothing"})
    told = summed_over(facts_of(cohort.pk, Kind.REACTION))
    assert (told.forms, told.lines[0].counts) == (6, (0, 0, 0, 5))
    assert "Nothing" not in told.texts["use"]


def test_days_of_few_forms_are_summed_once_they_are_five_together(cohort: Cohort) -> None:
    for day in (MONDAY, TUESDAY):
        for place in range(3):
            react(cohort, day, uuid.UUID(int=place), {"marks": [4, 4, 4, 4]})
    told = summed_over(facts_of(cohort.pk, Kind.REACTION))
    assert (told.forms, told.lines[0].counts) == (6, (0, 0, 0, 6))
