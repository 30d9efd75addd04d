from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.accounts.models import User
from learning.cohorts import mine
from learning.cohorts.errors import ListClosed
from learning.cohorts.models import Cohort, Membership, Roster, RosterState
from learning.cohorts.people.importing import (
    KEPT,
    TakenBack,
    TakenIn,
    forget_rosters,
    look_at,
    mend,
    planned_for,
    take_back,
    take_in,
)
from learning.cohorts.people.listing import former_people, people_of
from learning.cohorts.people.planning import Decided, Outcome
from learning.cohorts.people.reading import Line, read_text
from learning.cohorts.people.transferring import let_go, transfer
from learning.cohorts.telling import register
from learning.privacy.forgetting import forget
from learning.records.attesting import Saying, say
from learning.records.erasing import erased_among
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind
from tests.learning.cohorts.samples import a_cohort, do_work, member_of


def brought(cohort: Cohort, trainer: User, text: str) -> Roster:
    return look_at(cohort, trainer, read_text(text).lines)


def names(cohort: Cohort) -> list[str]:
    return [each.name for each in people_of(cohort)]


def outcomes(roster: Roster) -> list[Outcome]:
    return [each.outcome for each in planned_for(roster)]


def test_looking_at_a_list_writes_nobody(cohort: Cohort, trainer: User) -> None:
    brought(cohort, trainer, "Awa Diop;Lands\nOmar Sy")
    assert not User.objects.learners().exists()
    assert not Membership.objects.exists()


def test_taking_in_makes_accounts_that_nobody_can_sign_in_to_yet(
    cohort: Cohort, trainer: User
) -> None:
    assert take_in(brought(cohort, trainer, "Awa Diop;Lands;French\nOmar Sy")) == TakenIn(2, 0, 0)
    awa = User.objects.get(name="Awa Diop")
    assert (awa.organisation, awa.language, awa.is_learner) == ("Lands", "fr", True)
    assert not awa.has_usable_password()
    told = {fact.learner: fact.value for fact in facts_of(cohort.pk, Kind.MEMBER)}
    assert told[awa.pk] == {"state": "in"}
    assert names(cohort) == ["Awa Diop", "Omar Sy"]


def test_a_list_is_taken_in_once(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "Awa Diop")
    take_in(roster)
    with pytest.raises(ListClosed):
        take_in(roster)
    assert User.objects.learners().count() == 1


def test_the_same_list_brought_again_brings_nobody(cohort: Cohort, trainer: User) -> None:
    text = "Awa Diop;Lands\nOmar Sy"
    take_in(brought(cohort, trainer, text))
    again = brought(cohort, trainer, text)
    assert outcomes(again) == [Outcome.HERE, Outcome.HERE]
    assert take_in(again) == TakenIn(0, 0, 0)


def test_nobody_leaves_because_a_list_lacks_them(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member_of(cohort, learner)
    take_in(brought(cohort, trainer, "Awa Diop"))
    assert names(cohort) == ["Awa Diop", learner.name]


def test_somebody_with_an_account_comes_by_code_and_name(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    assert take_in(brought(cohort, trainer, f"{learner.name};;;{learner.learner_code}")) == TakenIn(
        0, 1, 0
    )
    assert cohort.memberships.get().learner == learner


def test_staff_do_not_come_by_their_user_name(cohort: Cohort, trainer: User) -> None:
    assert outcomes(brought(cohort, trainer, "Trainer One;;;trainer")) == [Outcome.FAULT]


def test_who_left_comes_back_by_the_list(cohort: Cohort, trainer: User, learner: User) -> None:
    let_go([member_of(cohort, learner)], author=trainer.pk)
    assert take_in(brought(cohort, trainer, learner.name)) == TakenIn(0, 0, 1)
    assert names(cohort) == [learner.name]


def test_the_same_name_in_another_own_cohort_is_doubtful_and_shows_the_code(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    Membership.objects.create(
        cohort=a_cohort(trainer, "Another"), learner=learner, name_key="learner one"
    )
    planned = planned_for(brought(cohort, trainer, learner.name))[0]
    assert (planned.outcome, planned.alike) == (Outcome.DOUBTFUL, (learner.learner_code,))


def test_others_cohorts_are_not_looked_into(cohort: Cohort, trainer: User, learner: User) -> None:
    foreign = a_cohort(User.objects.create_user("other", password="x" * 12), "Foreign")
    Membership.objects.create(cohort=foreign, learner=learner, name_key="learner one")
    assert outcomes(brought(cohort, trainer, learner.name)) == [Outcome.NEW]


def test_a_mended_line_is_looked_at_again(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "=1+1;Lands\nOmar Sy")
    assert outcomes(roster) == [Outcome.FAULT, Outcome.NEW]
    mend(roster, [Decided(Line(1, "Awa Diop", "Lands"))])
    roster.refresh_from_db()
    assert outcomes(roster) == [Outcome.NEW, Outcome.NEW]


def test_names_are_kept_no_longer_than_the_list_needs_them(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "Awa Diop")
    take_in(roster)
    roster.refresh_from_db()
    assert (roster.rows, roster.state) == ([], RosterState.TAKEN)


def test_a_list_is_forgotten_after_a_day(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "Awa Diop")
    assert forget_rosters(roster.since + KEPT) == 0
    assert forget_rosters(roster.since + KEPT + timedelta(seconds=1)) == 1


def test_forgetting_learners_forgets_old_lists_too(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "Awa Diop")
    late = roster.since + KEPT + timedelta(seconds=1)
    forget(timedelta(days=365), now=late, is_dry=True)
    assert Roster.objects.exists()
    forget(timedelta(days=365), now=late)
    assert not Roster.objects.exists()


# Taking back


def test_taking_back_deletes_accounts_that_nobody_used(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "Awa Diop\nOmar Sy")
    take_in(roster)
    made = set(User.objects.learners().values_list("pk", flat=True))
    assert take_back(roster, by=trainer) == TakenBack(deleted=2, left=0)
    assert not User.objects.learners().exists()
    assert facts_of(cohort.pk, Kind.MEMBER) == []
    assert erased_among(made) == made


def test_who_signed_in_worked_or_was_marked_only_leaves(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "Awa Diop\nOmar Sy\nLi Na\nEmpty One")
    take_in(roster)
    awa, omar, li = (User.objects.get(name=name) for name in ("Awa Diop", "Omar Sy", "Li Na"))
    User.objects.filter(pk=awa.pk).update(last_login=timezone.now())
    do_work(omar)
    say([Saying(register(cohort, Kind.ATTENDANCE, learner=li.pk), {"a": 1})], author=trainer.pk)
    assert take_back(roster, by=trainer) == TakenBack(deleted=1, left=3)
    assert names(cohort) == []
    assert {each.person.name for each in former_people(cohort, {})} == {
        "Awa Diop",
        "Omar Sy",
        "Li Na",
    }


def test_who_is_in_another_cohort_too_keeps_the_account(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "Awa Diop")
    take_in(roster)
    transfer(list(cohort.memberships.all()), a_cohort(trainer, "Another"), author=trainer.pk)
    assert take_back(roster, by=trainer) == TakenBack(deleted=0, left=0)
    assert User.objects.filter(name="Awa Diop").exists()


def test_who_had_an_account_before_only_leaves(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    roster = brought(cohort, trainer, f"{learner.name};;;{learner.learner_code}")
    take_in(roster)
    assert take_back(roster, by=trainer) == TakenBack(deleted=0, left=1)
    assert User.objects.filter(pk=learner.pk).exists()


def test_taking_back_works_for_a_day_and_once(cohort: Cohort, trainer: User) -> None:
    roster, late = (brought(cohort, trainer, name) for name in ("Awa Diop", "Omar Sy"))
    take_in(roster)
    take_in(late)
    take_back(roster, by=trainer)
    Roster.objects.filter(pk=late.pk).update(since=timezone.now() - KEPT - timedelta(seconds=1))
    for each in (roster, late):
        with pytest.raises(ListClosed):
            take_back(each, by=trainer)
    assert names(cohort) == ["Omar Sy"]


# Erasing


def test_a_list_that_names_an_erased_person_forgets_them(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    draft = brought(cohort, trainer, f"{learner.name}\nOmar Sy")
    taken = brought(cohort, trainer, "Awa Diop\nLi Na")
    take_in(taken)
    awa = User.objects.get(name="Awa Diop")
    for person in (learner, awa):
        mine.erase(person)
    draft.refresh_from_db()
    taken.refresh_from_db()
    assert [row[1] for row in draft.rows] == ["Omar Sy"]
    assert str(awa.pk) not in taken.newcomers and len(taken.newcomers) == 1


def test_who_brought_a_list_is_told_of_it(cohort: Cohort, trainer: User) -> None:
    brought(cohort, trainer, "Awa Diop")
    assert mine.of(trainer)["lists_brought"] == [
        {"cohort": cohort.name, "since": Roster.objects.get().since.isoformat()}
    ]


# Many


def test_a_thousand_people_take_few_queries(cohort: Cohort, trainer: User) -> None:
    roster = brought(cohort, trainer, "\n".join(f"Person {number}" for number in range(1000)))
    with CaptureQueriesContext(connection) as queries:
        assert take_in(roster).new == 1000
    assert len(queries) < 100
    with CaptureQueriesContext(connection) as queries:
        assert take_back(roster, by=trainer).deleted == 1000
    assert len(queries) < 350
