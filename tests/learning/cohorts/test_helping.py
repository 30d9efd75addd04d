"""Who brings somebody into a cohort does not get at an account that was there before."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from learning.accounts.models import User
from learning.cohorts.applying import apply
from learning.cohorts.cascade.leading import let_lead
from learning.cohorts.enrolling import join_signed_in, leave, reset_pin
from learning.cohorts.errors import NotYetTheirs
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.moving.taking import take
from learning.cohorts.people.importing import look_at, take_in
from learning.cohorts.people.pins import without_pin
from learning.cohorts.people.reading import read_text
from learning.cohorts.people.transferring import let_in_again, mend_name, transfer
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind
from tests.learning.accounts.people import PIN, make_trainer, signed_in
from tests.learning.cohorts.moving.worlds import empty_server, join, saved
from tests.learning.cohorts.samples import a_cohort, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(db: None) -> User:
    return make_trainer("stranger", "Stranger One")


@pytest.fixture
def brought(learner: User, stranger: User) -> Iterator[Membership]:
    """A known learner as a member of a stranger's cohort, by a file that the stranger wrote."""
    cohort = a_cohort(stranger, "A trap")
    join(cohort, learner)
    file = saved(cohort)
    with empty_server(learner, stranger):
        take(file, by=stranger, authority=str(stranger.pk))
        yield Membership.objects.get(learner=learner)


def page(name: str, member: Membership, *more: object) -> str:
    return reverse(f"cohorts:{name}", args=[member.cohort.code, *more])


def is_untouched(learner: User) -> bool:
    now = User.objects.get(pk=learner.pk)
    return (now.check_password(PIN), now.name) == (True, "Learner One")


def test_the_bringer_of_a_file_gets_no_pin_of_a_learner_who_was_here(
    brought: Membership, learner: User, stranger: User
) -> None:
    browser = signed_in(stranger)
    answer = browser.post(page("new-pin", brought, brought.pk))
    assert answer.status_code == 302
    [told] = map(str, get_messages(answer.wsgi_request))
    assert told == str(NotYetTheirs.sentence)
    assert (
        browser.post(page("several", brought), {"do": "pins", "p": brought.pk}).status_code == 302
    )
    assert "card" not in browser.post(page("first-pins", brought)).context["cards"]
    browser.post(page("person", brought, brought.pk), {"name": "Somebody Else"})
    shown = browser.get(page("person", brought, brought.pk)).content.decode()
    assert "had an account before they came into this cohort" in shown
    assert 'value="pins"' not in shown
    assert is_untouched(learner)


def test_nor_a_slip_that_opens_an_account_without_a_pin(
    brought: Membership, learner: User, stranger: User
) -> None:
    learner.set_unusable_password()
    learner.save()
    brought.refresh_from_db()
    with pytest.raises(NotYetTheirs):
        let_lead(brought, by=stranger)
    assert not without_pin(brought.cohort, by=stranger).exists()
    answer = signed_in(stranger).post(page("slip", brought, brought.pk))
    assert answer.status_code == 302
    assert Client().get(answer["Location"]).status_code == 302  # no slip: a page of the trainer's


def test_nor_the_data_of_the_person(brought: Membership, learner: User, stranger: User) -> None:
    stranger.user_permissions.add(Permission.objects.get(codename="act_for_learners"))
    browser = signed_in(User.objects.get(pk=stranger.pk))
    assert browser.get(f"/people/{learner.pk}/").status_code == 404
    Membership.objects.update(is_brought=False)
    assert browser.get(f"/people/{learner.pk}/").status_code == 200


def test_nor_by_moving_the_person_on(brought: Membership, stranger: User) -> None:
    [there] = transfer([brought], a_cohort(stranger, "Another"), author=stranger.pk)
    with pytest.raises(NotYetTheirs):
        reset_pin(there, by=stranger)


def test_the_learners_own_yes_opens_it(brought: Membership, learner: User, stranger: User) -> None:
    browser = signed_in(learner)
    assert "Do you take part in this cohort?" in browser.get(page("mine", brought)).content.decode()
    assert browser.post(page("taking-part", brought), {"say": "perhaps"}).status_code == 302
    with pytest.raises(NotYetTheirs):
        reset_pin(brought, by=stranger)
    browser.post(page("taking-part", brought), {"say": "yes"})
    assert "Do you take part" not in browser.get(page("mine", brought)).content.decode()
    brought.refresh_from_db()
    assert User.objects.get(pk=learner.pk).check_password(PIN)
    assert reset_pin(brought, by=stranger)


def test_the_learners_no_ends_it(brought: Membership, learner: User, stranger: User) -> None:
    answer = signed_in(learner).post(page("taking-part", brought), {"say": "no"})
    assert answer["Location"] == "/me/"
    brought.refresh_from_db()
    assert brought.left
    assert brought.is_brought
    assert signed_in(stranger).post(page("new-pin", brought, brought.pk)).status_code == 404


def test_typing_the_cohorts_code_is_a_yes(
    brought: Membership, learner: User, stranger: User
) -> None:
    join_signed_in(learner, code=brought.cohort.code)
    brought.refresh_from_db()
    assert reset_pin(brought, by=stranger)


def test_an_administrator_may_all_the_same(brought: Membership, learner: User) -> None:
    chief = User.objects.create_superuser("chief", password="a long password", name="Chief")
    assert signed_in(chief).post(page("new-pin", brought, brought.pk)).status_code == 200
    assert not User.objects.get(pk=learner.pk).check_password(PIN)


def test_nobody_says_yes_for_somebody_else(brought: Membership, stranger: User) -> None:
    other = User.objects.create_learner(name="Other One", pin=PIN)
    for person in (other, stranger):
        answer = signed_in(person).post(page("taking-part", brought), {"say": "yes"})
        assert answer.status_code == 404
    assert Membership.objects.get().is_brought


def test_a_code_in_a_list_opens_no_account_but_a_cohort_one_knows_does(
    cohort: Cohort, trainer: User, learner: User, stranger: User
) -> None:
    for by in (stranger, trainer):
        other = a_cohort(by, "By a list")
        take_in(look_at(other, by, read_text(f"{learner.name};;;{learner.username}").lines))
    strangers, own = Membership.objects.filter(cohort__name="By a list").order_by("pk")
    member_of(cohort, learner)
    with pytest.raises(NotYetTheirs):
        mend_name(strangers, "Somebody Else", by=stranger)
    mend_name(own, "Learner Óne", by=trainer)
    assert reset_pin(own, by=trainer)


def test_who_is_new_by_a_file_gets_a_first_pin_from_the_trainer(
    learner: User, trainer: User
) -> None:
    cohort = a_cohort(trainer)
    join(cohort, learner)
    file = saved(cohort)
    with empty_server(trainer):
        take(file, by=trainer, authority="test")
        member = Membership.objects.get()
        assert list(without_pin(member.cohort, by=trainer)) == [member]
        assert reset_pin(member, by=trainer)


def test_who_named_somebody_first_does_not_get_the_account_that_another_file_makes(
    learner: User, trainer: User, stranger: User
) -> None:
    trap, honest = a_cohort(stranger, "A trap"), a_cohort(trainer)
    for cohort in (trap, honest):
        join(cohort, learner)
    name = learner.name.encode()
    trap_file = b"".join(line for line in saved(trap).splitlines(True) if name not in line)
    file = saved(honest)
    with empty_server(trainer, stranger):
        take(trap_file, by=stranger, authority="test")
        assert not Membership.objects.exists()
        take(file, by=trainer, authority="test")
        with pytest.raises(NotYetTheirs):
            reset_pin(Membership.objects.get(cohort=trap.pk), by=stranger)
        assert reset_pin(Membership.objects.get(cohort=honest.pk), by=trainer)


def by_hand(member: Membership, by: User) -> None:
    let_in_again([member], author=by.pk)


def by_a_list(member: Membership, by: User) -> None:
    take_in(look_at(member.cohort, by, read_text(member.learner.name).lines))


def by_moving(member: Membership, by: User) -> None:
    transfer([join(a_cohort(by, "Another"), member.learner)], member.cohort, author=by.pk)


def by_a_file(member: Membership, by: User) -> None:
    place = register(member.cohort, Kind.MEMBER, learner=member.learner_id)
    say([Saying(place, {"state": "in"})], author=by.pk)
    apply(member.cohort_id)


@pytest.mark.parametrize("let_in", [by_hand, by_a_list, by_moving, by_a_file])
def test_who_left_and_is_let_in_by_somebody_else_must_say_yes_again(
    cohort: Cohort, trainer: User, learner: User, let_in: Callable[[Membership, User], None]
) -> None:
    member = join(cohort, learner)
    leave(member, author=learner.pk)
    let_in(member, trainer)
    member.refresh_from_db()
    assert member.left is None
    with pytest.raises(NotYetTheirs):
        reset_pin(member, by=trainer)
    join_signed_in(learner, code=cohort.code)
    member.refresh_from_db()
    assert reset_pin(member, by=trainer)
