import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.records.evidence import Evidence
from learning.records.handing_out import Place, Wanted, found, kept_among, last_stored
from learning.records.recording import record
from learning.xapi.statements import Checked, check, voided
from tests.learning.xapi.samples import LEARNER, QUESTION, STICK, answer, common

pytestmark = pytest.mark.django_db


def kept(*statements: Checked) -> list[uuid.UUID]:
    """Record statements one after the other."""
    for each in statements:
        record([each], evidence=Evidence.OBSERVED, authority="here")
    return [each.id for each in statements]


def answers(count: int) -> list[Checked]:
    return [check(answer(number)) for number in range(count)]


def void_of(statement: Checked) -> Checked:
    return check(voided(statement=statement.id, **common(99, actor=STICK)))


def test_the_latest_is_handed_out_first_and_pages_meet() -> None:
    line = kept(*answers(5))
    first = found(Wanted(), most=2)
    after = Place(first[-1].stored, first[-1].id)
    rest = found(Wanted(), most=9, after=after)
    assert [each.id for each in (*first, *rest)] == line[::-1]
    assert [each.id for each in found(Wanted(), most=9, ascending=True)] == line


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(actor=LEARNER), Wanted(activity=QUESTION)])
def test_what_was_taken_back_is_told_but_not_handed_out(wanted: Wanted) -> None:
    [gone, stays] = answers(2)
    back = void_of(gone)
    kept(gone, stays, back)
    assert {each.id for each in found(wanted, most=9)} == {stays.id, back.id}
    assert kept_among([gone.id])[gone.id].is_voided
    assert not kept_among([back.id])[back.id].is_voided


def test_what_is_handed_out_is_the_statement_with_its_id() -> None:
    [said] = answers(1)
    kept(said)
    [told] = found(Wanted(), most=1)
    assert check(told.said()) == said
    assert (told.authority, told.evidence) == ("here", Evidence.OBSERVED)
    assert told.stored == last_stored()


def test_where_nothing_is_kept_nothing_was_stored() -> None:
    assert last_stored() is None
    assert found(Wanted(), most=1) == []
    assert kept_among([uuid.uuid4()]) == {}


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(actor=LEARNER, activity=QUESTION)])
def test_a_page_costs_one_query(
    wanted: Wanted, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept(*answers(5))
    with django_assert_num_queries(1):
        assert len(found(wanted, most=9)) == 5
