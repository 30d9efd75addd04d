from uuid import uuid4

from learning.accounts.models import User
from learning.cohorts.dialogue.announcements import (
    ALL,
    Received,
    announcement_of,
    received_by,
    sent_in,
)
from learning.cohorts.dialogue.announcing import announce, have_read, withdraw
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import register
from learning.records.facts import facts_of, history
from learning.xapi.attestations import Kind
from tests.learning.cohorts.samples import member_of

TEXTS = {"fr": "Salle 4", "ar": "القاعة ٤"}


def received(member: Membership, language: str = "en") -> list[Received]:
    return received_by(member.learner, language, [member])


def test_each_reads_their_own_language_or_the_first(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    announce(cohort, TEXTS, author=trainer, nonce=uuid4())
    assert received(member, "ar")[0].wording.text == "القاعة ٤"
    assert received(member, "en")[0].wording.text == "Salle 4"


def test_a_message_to_some_is_seen_by_them_alone(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    other = member_of(cohort, User.objects.create_learner(name="Other", pin="2580"))
    announce(cohort, TEXTS, author=trainer, nonce=uuid4(), to=[other], reason="absent on Monday")
    assert received(member) == []
    assert received(other)[0].announcement.reason == "absent on Monday"


def test_a_form_that_is_sent_twice_announces_once(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    nonce = uuid4()
    first = announce(cohort, TEXTS, author=trainer, nonce=nonce)
    assert announce(cohort, TEXTS, author=trainer, nonce=nonce) == first
    assert announce(cohort, {"en": "Else"}, author=trainer, nonce=nonce) != first
    assert len(received(member)) == 2


def test_reading_is_counted_once_a_person(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    key = announce(cohort, TEXTS, author=trainer, nonce=uuid4())
    for _twice in range(2):
        have_read(cohort, key, learner=member.learner)
    assert received(member)[0].is_read
    sent = sent_in(facts_of(cohort.pk), people=7)[0]
    assert (sent.to, sent.read) == (7, 1)


def test_a_message_taken_back_is_seen_by_nobody_and_kept_in_the_history(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    key = announce(cohort, TEXTS, author=trainer, nonce=uuid4())
    withdraw(cohort, announcement_of(cohort, key), author=trainer)
    assert received(member) == []
    told = history(register(cohort, Kind.ANNOUNCEMENT, key, part="fr"))
    assert [each.value for each in told] == [{"text": "Salle 4", "place": 0, "to": ALL}, None]


def test_the_longest_text_in_every_language_can_be_told(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    texts = dict.fromkeys(("en", "fr", "ar"), "😀" * 2000)
    announce(cohort, texts, author=trainer, nonce=uuid4())
    assert len(received(member)[0].announcement.wordings) == 3
