"""Several programs that write at once, each over a connection of its own."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from learning.lrs.documents import finding, keeping
from learning.lrs.documents.keeping import Sent, delete, post, put
from learning.lrs.documents.models import Address, Document, Kind, Shelf
from learning.lrs.documents.preconditions import Preconditions
from learning.lrs.errors import LrsError

WRITERS = 6
JSON = "application/json"
ADDRESS = Address(Shelf(Kind.STATE, activity="https://a.example/1", agent='{"mbox":1}'), "state")


def at_once(deed: Callable[[int], object]) -> list[object]:
    """Run a deed in several threads that begin together; give what each gave or raised."""
    gate = threading.Barrier(WRITERS)

    def run(number: int) -> object:
        gate.wait()
        try:
            return deed(number)
        except LrsError as error:
            return error.status
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def sent(content: object) -> Sent:
    return Sent(json.dumps(content).encode(), JSON)


@pytest.mark.usefixtures("committed_site")
def test_of_several_that_merge_at_once_none_is_lost() -> None:
    done = at_once(lambda number: post(ADDRESS, sent({str(number): 1}), Preconditions()))
    assert all(isinstance(each, Document) for each in done)
    found = json.loads(bytes(finding.document(ADDRESS).content))
    assert found == {str(number): 1 for number in range(WRITERS)}


@pytest.mark.usefixtures("committed_site")
def test_of_several_that_make_the_same_document_one_does() -> None:
    new = Preconditions(if_none_match="*", needed=True)
    done = at_once(lambda number: put(ADDRESS, sent({"by": number}), new))
    assert sorted(each for each in done if isinstance(each, int)) == [412] * (WRITERS - 1)
    [made] = [each for each in done if isinstance(each, Document)]
    assert bytes(finding.document(ADDRESS).content) == bytes(made.content)


@pytest.mark.usefixtures("committed_site")
def test_of_several_that_read_the_same_one_writes() -> None:
    first = put(ADDRESS, sent({"by": "first"}), Preconditions())
    read = Preconditions(if_match=f'"{first.etag}"', needed=True)
    done = at_once(lambda number: put(ADDRESS, sent({"by": number}), read))
    assert sorted(each for each in done if isinstance(each, int)) == [412] * (WRITERS - 1)


@pytest.mark.usefixtures("committed_site")
def test_writing_without_a_condition_ends_with_one_of_them_whole() -> None:
    done = at_once(lambda number: put(ADDRESS, sent({"by": number}), Preconditions()))
    assert all(isinstance(each, Document) for each in done)
    assert Document.objects.count() == 1
    assert json.loads(bytes(finding.document(ADDRESS).content))["by"] in range(WRITERS)


@pytest.mark.django_db
def test_who_meets_a_document_made_since_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL two may both find nothing; the database lets one of them make it."""
    put(ADDRESS, sent({"a": 1}), Preconditions())
    held = keeping._held
    tries: list[int] = []

    def blind_at_first(address: Address, change: Callable[[Document | None], object]) -> object:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        return held(address, change)

    monkeypatch.setattr(keeping, "_held", blind_at_first)
    post(ADDRESS, sent({"b": 2}), Preconditions())
    assert json.loads(bytes(finding.document(ADDRESS).content)) == {"a": 1, "b": 2}


@pytest.mark.django_db
def test_nobody_tries_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object) -> object:
        raise IntegrityError

    monkeypatch.setattr(keeping, "_held", never)
    with pytest.raises(IntegrityError):
        delete(ADDRESS, Preconditions())
