"""Every address of the cohorts, for every role, on one's own cohort and on another's.

The addresses are read from the URLs themselves, so a new page cannot be forgotten: an argument
that nobody filled in here fails the test.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from learning.accounts.models import User
from learning.cohorts.agenda.planning import plan
from learning.cohorts.agenda.sessions import half_days_of, local_now, sessions_of
from learning.cohorts.agenda.templates import Template
from learning.cohorts.cascade.leading import let_lead
from learning.cohorts.cascade.teaching_log import write_down
from learning.cohorts.dialogue.announcing import announce
from learning.cohorts.dialogue.office_hours import OfficeHour, set_office_hour
from learning.cohorts.dialogue.posting import post
from learning.cohorts.enrolling import come_in
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.people.importing import look_at
from learning.cohorts.urls import urlpatterns
from learning.cohorts.work.assignments import assign
from learning.publishing.models import Edition
from learning.records.models import Attestation
from tests.learning.accounts.people import make_trainer, signed_in
from tests.learning.cohorts.samples import a_cohort, member_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

GONE = 404
ANYBODY = {"join"}  # the door itself
ALL_TRAINERS = {"cohorts"}  # a trainer's own list
PATTERNS = {pattern.name: pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)}
OF_COHORTS = sorted(
    name for name, pattern in PATTERNS.items() if "code" in pattern.pattern.converters
)
TEACHING = [name for name in OF_COHORTS if str(PATTERNS[name].pattern).startswith("teach/")]
ABOUT_SOMEBODY = [
    name for name in TEACHING if {"member", "learner"} & PATTERNS[name].pattern.converters.keys()
]
LEARNING = [name for name in OF_COHORTS if str(PATTERNS[name].pattern).startswith("me/")]


# What these show is made of files or of a paper pack that their own tests make; or they only take
# forms, which say 404 to an empty one. A list is shown to who brought it alone, and the way to lead
# to who may. Strangers are asked here all the same.
SHOWN_ELSEWHERE = {
    "work-file",
    "my-file",
    "paper-pack",
    "work-review",
    "work-take-back",
    "roster",
    "lead",
}
# Pages that are no cohort's: the cascade of all one's own, the way in for files, the pool of
# trainers and the slip that makes one. `tests/learning/cohorts/cascade` and `moving` ask for them.
OF_NO_COHORT = {"cascade", "take", "pool", "become-trainer"}
KEYS = {
    "sheet": "half day",
    "day-code": "half day",
    "remove-facilitator": "trainer",
    "roster": "roster",
    "office-hour": "hour",
    "office-hour-file": "hour",
    "my-office-hour": "hour",
    "message": "message",
    "notice": "message",
    "message-read": "message",
    "moderate": "post",
    "withdraw-post": "post",
}


@dataclass(frozen=True)
class Scene:
    """A cohort, and all that its addresses name: `made`, by what it is."""

    cohort: Cohort
    trainer: User
    member: Membership
    made: Mapping[str, uuid.UUID]

    def address(self, name: str) -> str:
        arguments = {each: self.argument(name, each) for each in PATTERNS[name].pattern.converters}
        return reverse(f"cohorts:{name}", kwargs=arguments)

    def argument(self, name: str, argument: str) -> object:
        known: dict[str, object] = {
            "code": self.cohort.code,
            "member": self.member.pk,
            "learner": self.member.learner_id,
            "key": self.made[KEYS.get(name, "session")],
            "thing": self.made["session"],
            "assignment": self.made["assignment"],
            "log": self.made["course"],
            "day": half_days_of(self.cohort)[0].date.isoformat(),
            "number": 1,
            "sha256": "0" * 64,
        }
        return known[argument]


def scene(name: str) -> Scene:
    trainer = make_trainer(name.lower(), name)
    cohort = a_cohort(trainer, name)
    plan(cohort, Template.FACE_TO_FACE, None, author=trainer.pk)
    learner = User.objects.create_learner(name=f"of {name}", pin="2580", organisation=name)
    member = member_of(cohort, learner)
    come_in(member, author=learner.pk)
    let_lead(member, by=trainer)
    return Scene(cohort, trainer, member, made_in(cohort, trainer, learner))


def made_in(cohort: Cohort, trainer: User, learner: User) -> dict[str, uuid.UUID]:
    session, nonce = sessions_of(cohort)[0].id, uuid.uuid4()
    hour = OfficeHour(uuid.uuid4(), local_now(), 60, "Costs", "", None, False, timezone.now())
    set_office_hour(cohort, hour, author=trainer)
    task = {"title": "Map", "instructions": "Map it", "takes_files": True, "rubric": None}
    return {
        "session": session,
        "half day": half_days_of(cohort)[0].id,
        "trainer": trainer.pk,
        "roster": look_at(cohort, trainer, []).pk,
        "hour": hour.id,
        "message": announce(cohort, {"en": "Bring a pen"}, author=trainer, nonce=nonce),
        "post": post(cohort, session, "A question", author=learner, nonce=nonce),
        "assignment": assign(cohort, author=trainer.pk, due=cohort.ends, **task),
        "course": write_down(cohort, learner.pk, {"date": "2026-12-01"}, author=learner.pk),
    }


@pytest.fixture
def ours(edition: Edition) -> Scene:
    return scene("Lands")


@pytest.fixture
def theirs(edition: Edition) -> Scene:
    return scene("Health")


def answers(browser: Client, address: str) -> Iterator[int]:
    """Ask in both ways that change nothing and that could change something."""
    yield browser.get(address).status_code
    yield browser.post(address, {}).status_code


def is_open(browser: Client, address: str) -> bool:
    """Tell whether an address lets somebody in: one that only takes forms says 405 to a look."""
    found = set(answers(browser, address))
    return GONE not in found and 403 not in found


def test_every_address_is_of_trainers_or_of_members_or_known_as_open() -> None:
    others = set(PATTERNS) - set(TEACHING) - set(LEARNING)
    assert others >= ANYBODY | ALL_TRAINERS
    for name in others - ANYBODY - ALL_TRAINERS:
        assert name in OF_NO_COHORT, name


@pytest.mark.parametrize("name", TEACHING)
def test_a_trainers_page_is_open_to_its_own_trainers_and_to_administrators_alone(
    name: str, ours: Scene, theirs: Scene, administrator: User
) -> None:
    address = ours.address(name)
    told = Attestation.objects.count()
    for stranger in (theirs.trainer, ours.member.learner, theirs.member.learner):
        assert set(answers(signed_in(stranger), address)) <= {GONE, 405}
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code in (302, 405)
        door = reverse("accounts:staff-sign-in")
        assert answer.status_code == 405 or answer.headers["Location"].startswith(door)
    assert Attestation.objects.count() == told
    if name not in SHOWN_ELSEWHERE:
        assert is_open(signed_in(ours.trainer), address)
        assert is_open(signed_in(administrator), theirs.address(name))


@pytest.mark.parametrize("name", LEARNING)
def test_a_members_page_is_open_to_members_alone(
    name: str, ours: Scene, theirs: Scene, administrator: User
) -> None:
    address = ours.address(name)
    told = Attestation.objects.count()
    for stranger in (theirs.trainer, theirs.member.learner, ours.trainer, administrator):
        assert set(answers(signed_in(stranger), address)) <= {GONE, 405}
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code in (302, 405)
    assert Attestation.objects.count() == told
    if name not in SHOWN_ELSEWHERE:
        assert is_open(signed_in(ours.member.learner), address)


@pytest.mark.parametrize("name", LEARNING)
def test_who_left_no_longer_comes_in(name: str, ours: Scene) -> None:
    Membership.objects.filter(pk=ours.member.pk).update(left="2026-11-03T12:00:00Z")
    assert set(answers(signed_in(ours.member.learner), ours.address(name))) <= {GONE, 405}


@pytest.mark.parametrize("name", ABOUT_SOMEBODY)
def test_a_member_of_anothers_cohort_is_not_reached_through_ones_own(
    name: str, ours: Scene, theirs: Scene
) -> None:
    """The address names my cohort and somebody of theirs: such a person does not exist here."""
    mixed = replace(ours, member=theirs.member)
    told = Attestation.objects.count()
    assert set(answers(signed_in(ours.trainer), mixed.address(name))) <= {GONE, 405}
    assert Attestation.objects.count() == told
