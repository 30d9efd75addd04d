"""The page “What I agree to”: what it asks whom, and what an answer does."""

import pytest
from django.conf import LazySettings
from django.test import Client

from learning.accounts.choosing import allows, choices_of, choose
from learning.accounts.models import Choice, Purpose, User
from learning.cohorts.cascade import pooling
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.lrs.forwarding.models import Target, What
from learning.privacy.agreeing import questions
from learning.privacy.collecting import collect
from learning.privacy.erasing import erase
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import member_of

PAGE = "/me/agree/"


@pytest.fixture
def ministry(db: None) -> Target:
    return Target.objects.create(
        name="ministry", endpoint="https://lrs.example.org/xapi", key="atoll", what=What.OWN
    )


@pytest.fixture(autouse=True)
def without_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learning.privacy.agreeing.find_spec", lambda name: None)


def page(person: User) -> str:
    return signed_in(person).get(PAGE).content.decode()


def asked(person: User) -> list[Purpose]:
    return [each.purpose for each in questions(person)]


def certify(cohort: Cohort, learner: User, trainer: User) -> None:
    place = register(cohort, Kind.CERTIFIED, learner=learner.pk)
    say([Saying(place, {"state": "met"})], author=trainer.pk)


def test_only_what_is_really_done_is_asked(
    learner: User, cohort: Cohort, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(learner) == []
    assert "There is nothing to ask you now." in page(learner)
    member_of(cohort, learner)
    assert asked(learner) == [Purpose.FOLLOW_UP]
    Target.objects.create(name="off", key="a", what=What.OWN, is_active=False)
    assert asked(learner) == [Purpose.FOLLOW_UP]
    Target.objects.update(is_active=True)
    monkeypatch.setattr("learning.privacy.agreeing.find_spec", lambda name: object())
    certify(cohort, learner, trainer)
    assert asked(learner) == list(Purpose)


def test_the_store_is_named_and_a_no_holds_at_once(learner: User, ministry: Target) -> None:
    browser = signed_in(learner)
    shown = browser.get(PAGE).content.decode()
    assert "ministry" in shown
    assert "lrs.example.org" in shown
    assert "It is done unless you say no." in shown
    assert browser.post(f"{PAGE}forward", {"say": "no"})["Location"] == PAGE
    assert not allows(learner, Purpose.FORWARD)
    shown = browser.get(PAGE).content.decode()
    assert "You said no on" in shown
    assert "It is not done" in shown
    browser.post(f"{PAGE}forward", {"say": "yes"})
    assert allows(learner, Purpose.FORWARD)
    assert Choice.objects.count() == 2


@pytest.mark.parametrize(
    ("purpose", "sent"),
    [("nothing", {"say": "yes"}), ("forward", {"say": "perhaps"}), ("forward", {})],
)
def test_what_is_no_answer_changes_nothing(
    learner: User, ministry: Target, purpose: str, sent: dict[str, str]
) -> None:
    assert signed_in(learner).post(f"{PAGE}{purpose}", sent).status_code == 404
    assert not Choice.objects.exists()


def test_an_answer_is_posted_by_its_person_alone(learner: User, ministry: Target) -> None:
    assert signed_in(learner).get(f"{PAGE}forward").status_code == 405
    assert Client().post(f"{PAGE}forward", {"say": "yes"}).status_code == 302
    assert not Choice.objects.exists()


def test_a_duty_has_no_switch(learner: User, ministry: Target, settings: LazySettings) -> None:
    settings.ATOLL_FORWARDING_RESTS_ON = "duty"
    shown = page(learner)
    assert "have a duty to do this" in shown
    assert "lrs.example.org" in shown
    assert 'name="say"' not in shown
    for word in ("yes", "no"):
        assert signed_in(learner).post(f"{PAGE}forward", {"say": word}).status_code == 404
    assert not Choice.objects.exists()


@pytest.mark.parametrize("word", ["yes", "no"])
def test_who_is_not_confirmed_is_not_asked_to_be_found(learner: User, word: str) -> None:
    assert signed_in(learner).post(f"{PAGE}pool", {"say": word}).status_code == 404
    assert not Choice.objects.exists()


def test_who_is_confirmed_no_longer_can_only_say_no(
    learner: User, cohort: Cohort, trainer: User
) -> None:
    member_of(cohort, learner)
    certify(cohort, learner, trainer)
    pooling.offer(cohort, learner.pk, {"reach": "here"})
    assert "Yes: say how to find me" in page(learner)
    say([Saying(register(cohort, Kind.CERTIFIED, learner=learner.pk), None)], author=trainer.pk)
    browser, shown = signed_in(learner), page(learner)
    assert shown.count('value="no"') == shown.count('value="yes"') + 1
    assert "Yes: say how to find me" not in shown
    assert browser.post(f"{PAGE}pool", {"say": "yes"}).status_code == 404
    assert browser.post(f"{PAGE}pool", {"say": "no"})["Location"] == PAGE
    assert pooling.own_offer(learner.pk) is None


def test_who_must_say_yes_first_is_asked_on_their_own_page(
    learner: User, ministry: Target, settings: LazySettings
) -> None:
    browser = signed_in(learner)
    assert "question for you about your data" not in browser.get("/me/").content.decode()
    settings.ATOLL_FORWARDING_RESTS_ON = "consent"
    assert "There is 1 question for you about your data" in browser.get("/me/").content.decode()
    choose(learner, Purpose.FORWARD, says_yes=False)
    assert "question for you about your data" not in browser.get("/me/").content.decode()


def test_changed_words_are_asked_again_on_their_own_page(
    learner: User, ministry: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(learner, Purpose.FORWARD, says_yes=True)
    monkeypatch.setattr("learning.accounts.choosing.version_of", lambda purpose: 2)
    browser = signed_in(learner)
    assert "There is 1 question for you about your data" in browser.get("/me/").content.decode()
    assert "The words have changed since." in browser.get(PAGE).content.decode()


def test_being_found_as_a_trainer_is_agreed_to_where_the_rest_is_said(
    learner: User, cohort: Cohort, trainer: User
) -> None:
    member_of(cohort, learner)
    certify(cohort, learner, trainer)
    browser = signed_in(learner)
    own = f"/me/cohorts/{cohort.code}/pool/"
    assert browser.post(f"{PAGE}pool", {"say": "yes"})["Location"] == own
    assert not Choice.objects.exists()
    pooling.offer(cohort, learner.pk, {"reach": "Telephone 20 100"})
    assert choices_of(learner)[Purpose.POOL].says_yes
    assert [each.reach for each in pooling.offers()] == ["Telephone 20 100"]
    browser.post(f"{PAGE}pool", {"say": "no"})
    assert pooling.offers() == []
    assert pooling.own_offer(learner.pk) is None
    assert not choices_of(learner)[Purpose.POOL].says_yes


def test_who_agreed_to_other_words_is_found_again_after_another_yes(
    learner: User, cohort: Cohort, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_of(cohort, learner)
    certify(cohort, learner, trainer)
    pooling.offer(cohort, learner.pk, {"reach": "here"})
    Choice.objects.all().delete()  # as one who came in a cohort file: the fact is the consent
    assert len(pooling.offers()) == 1
    pooling.offer(cohort, learner.pk, {"reach": "here"})
    monkeypatch.setattr("learning.accounts.choosing.version_of", lambda purpose: 2)
    assert pooling.offers() == []
    pooling.offer(cohort, learner.pk, {"reach": "here"})
    assert len(pooling.offers()) == 1


def test_choices_are_taken_along_and_deleted(learner: User) -> None:
    choose(learner, Purpose.ARCHIVE, says_yes=False)
    [told] = collect(learner)["privacy"]["choices"]
    assert (told["said_yes"], told["wording"]) == (False, 1)
    assert told["at"]
    erase(learner)
    assert not Choice.objects.exists()


def test_the_public_page_names_the_store_and_what_goes_there(ministry: Target) -> None:
    shown = Client().get("/privacy/").content.decode()
    assert "lrs.example.org" in shown
    assert "answers, results and times, without a name" in shown
    assert "Who says no is not told about." in shown
    assert "What other programs reported" not in shown
    Target.objects.update(what=What.ALL)
    assert "What other programs reported" in Client().get("/privacy/").content.decode()


def test_the_public_page_speaks_of_no_store_where_there_is_none(ministry: Target) -> None:
    Target.objects.update(is_active=False)
    shown = Client().get("/privacy/").content.decode()
    assert "another store of records" not in shown
    assert "No other web site is told" in shown
