import pytest
from django.db import models

from learning.records.models import ActorLink, Origin, Progress, Quarantine, Statement
from learning.records.recording import next_seq, record
from learning.xapi.folding import ActivityProgress
from tests.learning.xapi.samples import LEARNER, QUESTION, STICK, answers


def test_progress_keeps_every_field_of_the_fold() -> None:
    names = {field.name for field in Progress._meta.get_fields()}
    assert names == {"id", "learner", *ActivityProgress.__dataclass_fields__}


@pytest.mark.django_db
def test_rows_name_themselves_without_naming_anybody() -> None:
    (statement,) = answers(1)
    next_seq()
    record([statement], evidence="observed", authority="test")
    rows: list[models.Model] = [
        Statement.objects.get(),
        Progress.objects.get(),
        Origin.objects.get(),
        ActorLink(actor=STICK),
        Quarantine(digest="ab"),
    ]
    assert [str(row) for row in rows] == [
        str(statement.id),
        f"{LEARNER} {QUESTION}",
        "hub",
        str(STICK),
        "ab",
    ]
