import uuid
from datetime import date, datetime

import pytest

from learning.accounts.models import User
from learning.cohorts.agenda import planning
from learning.cohorts.agenda.leading import add_trainer, institutions, remove_trainer
from learning.cohorts.agenda.materials import materials_of
from learning.cohorts.agenda.opening import open_with_agenda
from learning.cohorts.agenda.sessions import half_days_of, sessions_of
from learning.cohorts.agenda.templates import Template
from learning.cohorts.errors import LastTrainer, NoSuchSession, NoSuchTrainer
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.publishing.models import Edition
from learning.records.attesting import Saying, receive, say
from learning.records.facts import fact_of, told
from learning.xapi.attestations import Kind, attest, check_attestation
from tests.learning.accounts.people import make_trainer
from tests.learning.cohorts.samples import COURSE, NOON, a_cohort, member_of

NINE = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001  # of the clock on the wall
KEY = uuid.UUID(int=99, version=4)


@pytest.fixture
def planned(trainer: User, programme: Edition) -> Cohort:
    return open_with_agenda(
        name="Lands",
        course=COURSE,
        starts=date(2026, 11, 2),
        ends=date(2026, 11, 6),
        trainer=trainer,
    )


def put(cohort: Cohort, author: User, **changes: object) -> None:
    fields: dict[str, object] = {
        "title": "A talk",
        "starts": NINE,
        "minutes": 60,
        "place": "Room 3",
    }
    planning.put(cohort, KEY, author=author.pk, **{**fields, **changes})  # type: ignore[arg-type]


def test_a_cohort_of_a_programme_opens_with_its_agenda_on_its_dates(planned: Cohort) -> None:
    assert [(each.title, each.starts.isoformat()) for each in sessions_of(planned)] == [
        ("S 1", "2026-11-02T09:00:00"),
        ("S 2", "2026-11-02T14:00:00"),
        ("S 3", "2026-11-03T09:00:00"),
    ]


def test_planning_again_makes_no_session_twice(planned: Cohort, trainer: User) -> None:
    manifest = materials_of(planned).manifest
    planning.plan(planned, Template.PROGRAMME, manifest, author=trainer.pk)
    assert len(sessions_of(planned)) == 3


def test_a_session_leads_to_its_page(planned: Cohort) -> None:
    page = materials_of(planned).page(sessions_of(planned)[0])
    assert page
    assert page.address.endswith("/s-1")


def test_half_days_are_the_same_on_every_server(planned: Cohort) -> None:
    first, second, third = half_days_of(planned)
    assert [(each.date.day, each.half) for each in (first, second, third)] == [
        (2, "am"),
        (2, "pm"),
        (3, "am"),
    ]
    assert first.id == uuid.uuid5(planned.pk, "2026-11-02 am")


def test_a_session_that_moves_keeps_its_page_and_its_history(
    planned: Cohort, trainer: User
) -> None:
    session = sessions_of(planned)[0]
    later = {"title": "S 1", "starts": NINE.replace(day=5), "minutes": 60, "place": "Hall"}
    planning.put(planned, session.id, author=trainer.pk, **later)  # type: ignore[arg-type]
    moved = planning.found(sessions_of(planned), session.id)
    assert (moved.lesson, moved.starts.day, moved.place) == (session.lesson, 5, "Hall")
    said = [each for each in told(planned.pk, Kind.SESSION) if each.register.thing == session.id]
    assert len(said) == 2


def test_saving_the_same_twice_says_it_once(cohort: Cohort, trainer: User) -> None:
    put(cohort, trainer)
    put(cohort, trainer)
    assert len(told(cohort.pk, Kind.SESSION)) == 1


def test_a_cancelled_session_stays_and_fills_no_half_day(cohort: Cohort, trainer: User) -> None:
    put(cohort, trainer)
    planning.cancel(cohort, KEY, author=trainer.pk)
    assert [each.is_cancelled for each in sessions_of(cohort)] == [True]
    assert half_days_of(cohort) == []
    planning.take_up(cohort, KEY, author=trainer.pk)
    assert len(half_days_of(cohort)) == 1


def test_a_session_that_there_is_not_cannot_be_cancelled(cohort: Cohort, trainer: User) -> None:
    with pytest.raises(NoSuchSession):
        planning.cancel(cohort, KEY, author=trainer.pk)
    with pytest.raises(NoSuchSession):
        planning.found([], KEY)


def test_a_whole_day_moves_at_its_times(planned: Cohort, trainer: User) -> None:
    day, to = date(2026, 11, 2), date(2026, 11, 9)
    assert planning.move_day(planned, day, to, author=trainer.pk) == 2
    assert planning.move_day(planned, to, to, author=trainer.pk) == 0
    assert [each.starts.day for each in sessions_of(planned)] == [3, 9, 9]


def test_all_sessions_meet_at_a_place(planned: Cohort, trainer: User) -> None:
    assert planning.meet_at(planned, "Room 3", author=trainer.pk) == 3
    assert {each.place for each in sessions_of(planned)} == {"Room 3"}


def test_two_changes_that_did_not_see_each_other_both_stand(cohort: Cohort, trainer: User) -> None:
    put(cohort, trainer)
    about = register(cohort, Kind.SESSION, KEY)
    elsewhere = attest(
        about,
        {"title": "Another", "starts": "2026-11-03T09:00", "minutes": 30},
        author=KEY,
        home="https://atoll.invalid/learners",
        origin=KEY,
        seq=1,
        timestamp=NOON,
    )
    receive([check_attestation(elsewhere)], authority="a station")
    assert len(sessions_of(cohort)[0].others) == 1
    put(cohort, trainer, title="Settled")
    (settled,) = sessions_of(cohort)
    assert (settled.title, settled.others) == ("Settled", ())


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"title": "", "starts": "2026-11-02T09:00", "minutes": 60},
        {"title": "A", "starts": "2026-13-02T09:00", "minutes": 60},
        {"title": "A", "starts": "2026-11-02T09:00+02:00", "minutes": 60},
        {"title": "A", "starts": "2026-11-02T09:00", "minutes": 0},
        {"title": "A", "starts": "2026-11-02T09:00", "minutes": "60"},
        {"title": "A", "starts": "2026-11-02T09:00", "minutes": 60, "place": 3},
    ],
)
def test_a_value_that_cannot_be_read_is_kept_and_not_shown(
    cohort: Cohort, trainer: User, value: dict[str, object]
) -> None:
    say([Saying(register(cohort, Kind.SESSION, KEY), value)], author=trainer.pk)
    assert sessions_of(cohort) == []
    assert half_days_of(cohort) == []


def test_a_trainer_is_added_once_and_it_is_told(cohort: Cohort, trainer: User) -> None:
    second = make_trainer("second", "Trainer Two")
    for _time in range(2):
        add_trainer(cohort, "second", author=trainer.pk)
    assert cohort.trainers.count() == 2
    assert fact_of(register(cohort, Kind.TRAINER, second.pk)) is not None


@pytest.mark.parametrize("username", ["nobody", "outsider"])
def test_only_who_may_teach_can_be_added(
    cohort: Cohort, trainer: User, outsider: User, username: str
) -> None:
    with pytest.raises(NoSuchTrainer):
        add_trainer(cohort, username, author=trainer.pk)


def test_a_trainer_leaves_and_it_is_told_but_not_the_last_one(
    cohort: Cohort, trainer: User
) -> None:
    second = make_trainer("second", "Trainer Two")
    add_trainer(cohort, "second", author=trainer.pk)
    remove_trainer(cohort, second.pk, author=trainer.pk)
    assert fact_of(register(cohort, Kind.TRAINER, second.pk)) is None
    with pytest.raises(LastTrainer):
        remove_trainer(cohort, trainer.pk, author=trainer.pk)
    assert cohort.trainers.get() == trainer


def test_who_came_alone_stands_first(trainer: User) -> None:
    cohort = a_cohort(trainer)
    for name, organisation in (("A", "School"), ("B", " school"), ("C", "Ministry"), ("D", "")):
        learner = User.objects.create_learner(name=name, pin="2580", organisation=organisation)
        member_of(cohort, learner)
    found = institutions(cohort.memberships.select_related("learner"))
    assert [(each.name, each.people) for each in found] == [
        ("", ("D",)),
        ("Ministry", ("C",)),
        ("School", ("A", "B")),
    ]
