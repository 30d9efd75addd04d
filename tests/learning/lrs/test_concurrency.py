"""Several programs at once (Communication 2.1.1, 2.1.2): an id is one statement."""

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from learning.lrs.models import LrsStatement
from tests.learning.lrs.documents.asking import Program, made
from tests.learning.lrs.samples import get, name, post, put, statement, void

pytestmark = pytest.mark.usefixtures("committed_site")
AT_ONCE = 4


def test_of_several_statements_under_one_id_one_stays() -> None:
    program, identifier, met = Program(made()), name(), Barrier(AT_ONCE)

    def send(number: int) -> int:
        said = statement(id=identifier, result={"response": str(number)})
        met.wait()
        try:
            return put(program, said).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as workers:
        answers = sorted(workers.map(send, range(AT_ONCE)))
    assert answers == [204] + [409] * (AT_ONCE - 1)
    assert LrsStatement.objects.count() == 1


def test_a_statement_and_its_void_may_come_at_once() -> None:
    program, met = Program(made()), Barrier(2)
    said = statement()

    def send(each: dict[str, object]) -> int:
        met.wait()
        try:
            return post(program, each).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert list(workers.map(send, [said, void(said["id"])])) == [200, 200]
    assert get(program, voidedStatementId=said["id"]).status_code == 200


def test_times_of_storing_are_in_the_order_of_being_seen() -> None:
    program, met = Program(made()), Barrier(AT_ONCE)

    def send(_: int) -> list[str]:
        met.wait()
        try:
            found: list[str] = json.loads(post(program, [statement() for _ in range(5)]).content)
            return found
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as workers:
        sent = list(workers.map(send, range(AT_ONCE)))
    rows = LrsStatement.objects.order_by("stored").values_list("id", flat=True)
    line = [str(each) for each in rows]
    assert sorted(line) == sorted(itertools.chain(*sent))
    for each in sent:
        first = line.index(each[0])
        assert line[first : first + 5] == each
