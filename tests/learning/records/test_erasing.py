import uuid

import pytest

from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.erasing import Entry, digest_of_actor, take_erased
from learning.records.models import Attestation, Fact
from learning.xapi.attestations import Kind
from tests.learning.cohorts.samples import NOON

PERSON, TRAINER, COHORT = (uuid.UUID(int=place, version=4) for place in (71, 72, 73))


@pytest.mark.django_db
def test_what_was_said_of_somebody_without_an_account_goes_with_another_servers_list() -> None:
    say(
        [Saying(register(COHORT, Kind.ATTENDANCE, learner=PERSON), {"state": "present"})],
        author=TRAINER,
    )
    take_erased([Entry(digest_of_actor(PERSON), NOON)])
    assert not Attestation.objects.filter(learner=PERSON).exists()
    assert not Fact.objects.filter(learner=PERSON).exists()
