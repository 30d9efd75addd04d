from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet

from learning.records.inserting import upsert
from learning.records.models import FOLDED, Erased, Progress
from learning.records.preparing import Prepared
from learning.records.recording import record
from tests.learning.xapi.samples import COURSE, LEARNER, QUESTION, answers

pytestmark = pytest.mark.django_db


def of(learner: UUID, course: UUID) -> "QuerySet[Progress, object]":
    return Progress.objects.filter(learner=learner, course=course).values_list(*FOLDED)


def test_rows_are_those_of_the_query_itself_each_time() -> None:
    record(answers(3), evidence="observed", authority="test")
    prepared = Prepared(of, UUID, UUID)
    for _each in range(2):
        assert [tuple(row) for row in prepared.rows(LEARNER, COURSE)] == list(of(LEARNER, COURSE))
        assert prepared.rows(uuid4(), COURSE) == []


def test_one_query_is_written_once(django_assert_num_queries: object) -> None:
    built = []

    def counted(learner: UUID, course: UUID) -> "QuerySet[Progress, object]":
        built.append(learner)
        return of(learner, course)

    prepared = Prepared(counted, UUID, UUID)
    with django_assert_num_queries(2):  # type: ignore[operator]
        prepared.rows(LEARNER, COURSE)
        prepared.rows(LEARNER, COURSE)
    assert len(built) == 1


def test_texts_are_values_too() -> None:
    Erased.objects.create(digest="ab")

    def listed(digest: str) -> "QuerySet[Erased, object]":
        return Erased.objects.filter(digest=digest).values_list("digest")

    prepared = Prepared(listed, str)
    assert prepared.rows("ab") == [["ab"]]
    assert prepared.rows("cd") == []


def test_an_id_may_be_given_as_text() -> None:
    record(answers(1), evidence="observed", authority="test")
    prepared = Prepared(of, UUID, UUID)
    assert prepared.rows(str(LEARNER), str(COURSE)) == prepared.rows(LEARNER, COURSE) != []
    with pytest.raises(ValueError, match="badly formed"):
        prepared.rows("nobody", COURSE)


def test_a_query_that_forgets_a_value_is_refused() -> None:
    prepared = Prepared(lambda learner, course: of(learner, COURSE), UUID, UUID)
    with pytest.raises(ValueError, match="does not name every value"):
        prepared.rows(LEARNER, COURSE)


def test_a_row_takes_the_place_of_the_one_with_its_key_and_keeps_its_id() -> None:
    record(answers(1), evidence="observed", authority="test")
    before = Progress.objects.get()
    told = Progress.objects.get()
    told.pk, told.answers = None, 7
    upsert([told], key=["learner", "activity"])

    after = Progress.objects.get()
    assert (after.pk, after.activity, after.answers) == (before.pk, QUESTION, 7)
