"""What a device sends, and how it asks."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from tests.learning.cohorts.samples import work_of

FORMAT = "atoll-keeping/1"


def sent_by(actor: UUID, *, lessons: int = 2) -> list[dict[str, Any]]:
    """Right answers, and the score of an attempt after two lessons, as a device writes them."""
    return [
        {**json.loads(each.content), "id": str(each.id)} for each in work_of(actor, lessons=lessons)
    ]


def post(browser: Client, learner: UUID | str, sent: object, *, kind: str = FORMAT) -> HttpResponse:
    body = json.dumps({"format": kind, "learner": str(learner), "statements": sent})
    return browser.post("/keep/statements", body, content_type="application/json")
