import uuid
from datetime import timedelta

import pytest

from learning.accounts.models import User
from learning.records import retelling
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.models import Statement
from learning.records.recording import record
from learning.records.retelling import Place, known_among, retell
from learning.xapi.statements import check
from tests.learning.accounts.people import learner
from tests.learning.cohorts.samples import COURSE, NOON, work_of

__all__ = ["learner"]

STICK = uuid.UUID("50000000-0000-4000-8000-000000000001")


def tell(actor: uuid.UUID) -> None:
    record(work_of(actor), evidence=Evidence.OBSERVED, authority="test")


def stored_a_minute_apart() -> list[Statement]:
    rows = list(Statement.objects.order_by("id"))
    for minutes, row in enumerate(rows):
        Statement.objects.filter(pk=row.pk).update(stored=NOON + timedelta(minutes=minutes))
    return rows


def test_what_is_told_is_what_was_stored_word_for_word(learner: User) -> None:
    tell(learner.pk)
    told = retell(learner.pk, COURSE)
    assert [check(each).id for each in told.statements] == [
        uuid.UUID(each["id"]) for each in told.statements
    ]
    assert known_among([check(each).id for each in told.statements]) == {
        row.pk for row in Statement.objects.all()
    }


def test_what_a_linked_stick_said_is_told_too(learner: User) -> None:
    tell(STICK)
    assert retell(learner.pk, COURSE).statements == []
    link(STICK, learner, by=None)
    assert len(retell(learner.pk, COURSE).statements) == 3


def test_another_course_and_another_person_are_not_told(learner: User) -> None:
    tell(learner.pk)
    assert retell(learner.pk, uuid.uuid4()).statements == []
    assert retell(uuid.uuid4(), COURSE).statements == []


def test_the_rest_is_told_with_what_may_have_been_on_its_way(learner: User) -> None:
    tell(learner.pk)
    first, second, third = stored_a_minute_apart()
    place = Place(NOON + timedelta(minutes=1), second.pk)
    assert [each["id"] for each in retell(learner.pk, COURSE, place=place).statements] == [
        str(second.pk),
        str(third.pk),
    ]
    late = Place(place.stored + retelling.OVERLAP * 2, second.pk)
    told = retell(learner.pk, COURSE, place=late)
    assert [each["id"] for each in told.statements] == [str(third.pk)]
    assert first.pk not in {uuid.UUID(each["id"]) for each in told.statements}


@pytest.mark.parametrize("at_once", [1, 2, 3, 10])
def test_many_are_told_in_parts_with_none_twice_and_none_left_out(
    at_once: int, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retelling, "MOST", at_once)
    tell(learner.pk)
    Statement.objects.update(stored=NOON)
    told = retell(learner.pk, COURSE)
    found = [each["id"] for each in told.statements]
    while told.has_more:
        told = retell(learner.pk, COURSE, place=told.place, goes_on=True)
        found += [each["id"] for each in told.statements]
    assert sorted(found) == sorted(str(row.pk) for row in Statement.objects.all())


def test_who_was_told_everything_stays_where_they_are(learner: User) -> None:
    place = Place(NOON, STICK)
    told = retell(learner.pk, COURSE, place=place)
    assert (told.statements, told.place, told.has_more) == ([], place, False)
