import json
from typing import Any

import pytest
from django.conf import settings

from learning.accounts.models import User
from learning.lrs.documents import mine
from learning.lrs.documents.models import Document
from learning.privacy.rooms import rooms
from learning.records.erasing import erase_actors
from tests.learning.lrs.documents.asking import ACTIVITY, AGENT, JSON, Program

RESOURCE = "activities/state"


@pytest.fixture
def learner(db: None) -> User:
    return User.objects.create(username="learner-1", name="Learner One")


def keep(program: Program, agent: dict[str, Any], content: bytes, kind: str = JSON) -> int:
    asked = {"activityId": ACTIVITY, "agent": agent, "stateId": kind}
    return program.ask("PUT", RESOURCE, asked, content, kind).status_code


def agent_of(learner: User) -> dict[str, Any]:
    return {"account": {"homePage": settings.ATOLL_ACTOR_HOME, "name": str(learner.pk)}}


def test_a_person_sees_and_takes_along_what_programs_keep(program: Program, learner: User) -> None:
    keep(program, agent_of(learner), b'{"page": 3}')
    keep(program, agent_of(learner), b"\xff\x00", "image/png")
    keep(program, AGENT, b"{}")
    told = mine.of(learner)
    assert json.loads(json.dumps(told)) == told
    assert [each.get("text", each.get("base64")) for each in told] == ['{"page": 3}', "/wA="]
    assert [each["name"] for each in mine.brief(learner)] == [JSON, "image/png"]


def test_a_person_deletes_it_and_nothing_of_others(program: Program, learner: User) -> None:
    keep(program, agent_of(learner), b"{}")
    keep(program, AGENT, b"{}")
    mine.erase(learner)
    assert mine.of(learner) == []
    assert Document.objects.count() == 1


def test_nothing_is_kept_any_more_about_who_was_erased(program: Program, learner: User) -> None:
    erase_actors([learner.pk])
    assert keep(program, agent_of(learner), b"{}") == 403
    assert not Document.objects.exists()
    assert keep(program, AGENT, b"{}") == 204


def test_documents_are_deleted_before_the_records_that_say_whose_they_are() -> None:
    names = [room.name for room in rooms()]
    assert names.index("documents") < names.index("records")
