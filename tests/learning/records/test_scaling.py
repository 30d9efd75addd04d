"""What a page and an answer cost does not grow with what is stored."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.records.hearing import heard_of
from learning.records.inserting import insert, insert_new
from learning.records.models import Progress, Statement
from learning.records.proving import trusted_progress_of
from learning.records.reading import (
    answers_of,
    answers_to,
    attempt_at,
    courses_of,
    progress_by_course,
    progress_of_many,
    responses_in,
)
from learning.records.recording import record
from learning.records.refolding import differences, rebuild
from learning.records.tests_taken import answers_given
from learning.records.tests_taken import tests_taken as taken_by
from learning.xapi.statements import check
from tests.benchmarks.generating import fill
from tests.learning.xapi.samples import (
    ASSESSMENT,
    ATTEMPT,
    COURSE,
    LEARNER,
    QUESTION,
    STICK,
    answer,
    answers,
)

pytestmark = pytest.mark.django_db

DEEDS: list[Callable[[], object]] = [
    lambda: progress_by_course(LEARNER),
    lambda: progress_of_many([LEARNER, STICK], COURSE),
    lambda: answers_of(LEARNER),
    lambda: answers_to(LEARNER, QUESTION),
    lambda: attempt_at(LEARNER, ASSESSMENT, ATTEMPT),
    lambda: responses_in(LEARNER, ATTEMPT),
    lambda: courses_of(LEARNER),
    lambda: taken_by([LEARNER, STICK], [ASSESSMENT]),
    lambda: answers_given({ATTEMPT: LEARNER}),
    lambda: trusted_progress_of(LEARNER, COURSE),
    lambda: heard_of([LEARNER, STICK]),
    lambda: record([check(answer(90))], evidence="observed", authority="test"),
]


def queries_of(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


def test_the_number_of_queries_does_not_depend_on_what_is_stored() -> None:
    record(answers(3), evidence="observed", authority="test")
    before = [queries_of(deed) for deed in DEEDS]
    Statement.objects.filter(id=check(answer(90)).id).delete()
    fill(1_000)
    assert [queries_of(deed) for deed in DEEDS] == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole")
@pytest.mark.parametrize("deed", DEEDS)
def test_no_table_of_the_store_is_read_from_end_to_end(deed: Callable[[], object]) -> None:
    fill(500)
    with CaptureQueriesContext(connection) as queries:
        deed()
    said = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert said
    assert [step for each in said for step in plan_of(each) if step.startswith("SCAN")] == []


def plan_of(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return [str(row[-1]) for row in cursor.fetchall()]


def test_generated_statements_are_true_to_their_ids_and_fold() -> None:
    fill(450)
    assert [row.checked().id for row in Statement.objects.all()[:5]]
    assert rebuild() == 40 + 40 + 40
    assert list(differences()) == []


def test_a_batch_is_stored_as_one_by_one() -> None:
    told = [*answers(150), *[check(answer(seq, actor=STICK)) for seq in range(5)]]
    record(told[:100], evidence="observed", authority="test")
    for start in range(100, len(told), 10):
        record(told[start : start + 10], evidence="observed", authority="test")
    assert {row.checked() for row in Statement.objects.all()} == set(told)
    assert list(differences()) == []


def test_many_activities_at_once_are_kept_whether_new_or_known() -> None:
    fill(200)
    assert rebuild() == 40
    fill(800, first=200)
    Progress.objects.filter(pk__in=Progress.objects.values("pk")[:20]).delete()
    assert rebuild() == 180
    assert Progress.objects.count() == 200


def test_nothing_to_put_in_is_no_fault() -> None:
    insert_new([])
    insert(Statement, [])
    assert not Statement.objects.exists()
