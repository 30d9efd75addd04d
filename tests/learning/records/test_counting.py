import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from learning.records.counting import next_seq
from learning.records.models import Origin, Progress, Statement
from learning.records.reading import progress_of
from learning.records.recording import record
from learning.xapi.statements import Checked, check
from tests.learning.xapi.samples import COURSE, LEARNER, QUESTION, answer, answers


@pytest.mark.django_db
def test_numbers_of_the_local_origin_are_given_once() -> None:
    origin, first = next_seq(3)
    assert next_seq() == (origin, first + 3)
    assert next_seq() == (origin, first + 4)
    assert first == 1
    assert Origin.objects.get().name == "hub"


@pytest.mark.django_db
def test_numbers_that_were_rolled_back_are_given_again() -> None:
    origin, first = next_seq()
    with transaction.atomic():
        next_seq(10)
        transaction.set_rollback(True)
    assert next_seq() == (origin, first + 1)


def test_writers_at_the_same_time_store_each_statement_once(committed: None) -> None:
    own = [[check(answer(10 * place + seq)) for seq in range(5)] for place in range(1, 5)]
    shared = answers(5)
    threads = [threading.Thread(target=in_own_connection, args=(each + shared,)) for each in own]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Statement.objects.count() == 25
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 25
    assert next_seq()[1] == 5


def in_own_connection(statements: list[Checked]) -> None:
    try:
        for statement in statements:
            record([statement], evidence="observed", authority="test")
        next_seq()
    finally:
        connection.close()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let a test commit for all connections; its rows are deleted afterwards.

    A transactional test would empty every table instead, and take Wagtail's first page with it.
    """
    with django_db_blocker.unblock():
        yield
        for model in (Statement, Progress, Origin):
            model.objects.all().delete()
        connection.close()
