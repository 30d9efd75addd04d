import re
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.accounts.models import User
from learning.cohorts.dialogue.announcing import announce
from learning.cohorts.dialogue.office_hours import office_hours_in
from learning.cohorts.dialogue.posting import post, set_approval
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.people.importing import look_at, take_in
from learning.cohorts.people.reading import read_text
from learning.cohorts.people.transferring import let_go
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind
from tests.learning.accounts.people import make_trainer, signed_in

HOUR = {
    "topic": "Land registers, with a surveyor",
    "date": "2026-12-01",
    "time": "15:00",
    "minutes": "45",
    "where": "Room 4",
}


def text(answer) -> str:
    return answer.content.decode()


def teach(cohort: Cohort, rest: str = "") -> str:
    return f"/teach/{cohort.code}/messages/{rest}"


def own(cohort: Cohort, rest: str = "") -> str:
    return f"/me/cohorts/{cohort.code}/messages/{rest}"


def talk(cohort: Cohort, thing: UUID | None = None) -> str:
    return f"talk/{thing or cohort.pk}/"


def say(browser: Client, where: str, words: str = "Hello", **fields: object):
    return browser.post(where, {"text": words, "nonce": uuid4(), **fields}, follow=True)


# Announcements


def test_a_trainer_writes_to_everybody_and_a_participant_reads_it_once(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    sent = {"nonce": uuid4(), "text_en": "Room 4 at nine", "text_fr": ""}
    page = text(signed_in(trainer).post(teach(cohort, "new/"), sent, follow=True))
    assert f"Room 4 at nine\n\n{cohort.name}\nhttp://testserver/join/?code={cohort.code}" in page
    browser = signed_in(member.learner)
    me = text(browser.get("/me/"))
    assert "From your trainers" in me and "Room 4 at nine" in me
    where = re.search(r'action="(/me/cohorts/[^"]+/read)"', me).group(1)
    assert browser.post(where, {"next": "/me/"}).headers["Location"] == "/me/"
    assert "From your trainers" not in text(browser.get("/me/"))
    assert "Room 4 at nine" in text(browser.get(own(cohort)))
    assert "read by 1 of 1" in text(signed_in(trainer).get(teach(cohort)))


def test_a_message_needs_a_text_in_one_language(cohort: Cohort, trainer: User) -> None:
    page = signed_in(trainer).post(teach(cohort, "new/"), {"nonce": uuid4()})
    assert "one language at least" in text(page)
    assert "2000" in text(
        signed_in(trainer).post(teach(cohort, "new/"), {"nonce": uuid4(), "text_en": "a" * 2001})
    )


def test_a_message_to_some_names_them_before_it_is_sent(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    browser = signed_in(trainer)
    form = browser.get(teach(cohort, "new/"), {"to": member.pk, "reason": "absent on Monday"})
    assert member.learner.name in text(form) and "absent on Monday" in text(form)
    sent = {"nonce": uuid4(), "text_en": "Come", "to": member.pk, "reason": "absent on Monday"}
    assert "to 1 person" in text(browser.post(teach(cohort, "new/"), sent, follow=True))


def test_a_message_to_people_who_left_meanwhile_goes_to_nobody(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    let_go([member], author=trainer.pk)
    sent = {"nonce": uuid4(), "text_en": "Come", "to": member.pk}
    page = signed_in(trainer).post(teach(cohort, "new/"), sent, follow=True)
    assert "to 0 people" in text(page)


def test_a_message_is_printed_as_a_notice_and_taken_back(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    key = announce(cohort, {"ar": "القاعة ٤"}, author=trainer, nonce=uuid4())
    browser = signed_in(trainer)
    notice = text(browser.get(teach(cohort, f"{key}/notice/")))
    assert "القاعة ٤" in notice and "<svg" in notice
    assert "taken back" in text(browser.post(teach(cohort, f"{key}/"), follow=True))
    assert browser.get(teach(cohort, f"{key}/")).status_code == 404
    assert "القاعة" not in text(signed_in(member.learner).get(own(cohort)))


def test_only_what_one_was_told_can_be_read(cohort: Cohort, member: Membership) -> None:
    assert signed_in(member.learner).post(own(cohort, f"{uuid4()}/read")).status_code == 404


# Discussions


def test_participants_and_trainers_talk(cohort: Cohort, trainer: User, member: Membership) -> None:
    page = text(say(signed_in(member.learner), own(cohort, talk(cohort)), "When is it?"))
    assert "When is it?" in page and member.learner.name in page
    key = re.search(r'href="\?answer=([^"#]+)#', page).group(1)
    form = text(signed_in(trainer).get(teach(cohort, talk(cohort)), {"answer": key}))
    assert "You answer:" in form and f'name="to" value="{key}"' in form
    page = text(say(signed_in(trainer), teach(cohort, talk(cohort)), "At nine", to=key))
    assert "At nine" in page and "Trainer One" in page
    assert "At nine" in text(signed_in(member.learner).get(own(cohort, talk(cohort))))


def test_what_is_written_is_plain_text(cohort: Cohort, member: Membership) -> None:
    page = text(say(signed_in(member.learner), own(cohort, talk(cohort)), "<b>&</b>"))
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in page


@pytest.mark.parametrize("words", ["", "  \n", "a" * 2001])
def test_an_empty_or_endless_text_is_refused_and_kept_in_the_form(
    cohort: Cohort, member: Membership, words: str
) -> None:
    page = say(signed_in(member.learner), own(cohort, talk(cohort)), words)
    assert page.status_code != 302 and "Please look at this again" in text(page)
    assert facts_of(cohort.pk, Kind.POST) == []


def test_the_thirty_first_post_of_a_day_is_refused_and_kept_in_the_form(
    cohort: Cohort, member: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.cohorts.dialogue.posting.A_DAY", 1)
    browser, where = signed_in(member.learner), own(cohort, talk(cohort))
    say(browser, where)
    page = text(say(browser, where, "One more"))
    assert "You have written 30 posts today" in page and "One more" in page


def test_an_answer_to_nothing_is_refused(cohort: Cohort, member: Membership) -> None:
    browser = signed_in(member.learner)
    assert say(browser, own(cohort, talk(cohort)), to=uuid4()).status_code == 404
    assert browser.get(own(cohort, talk(cohort, uuid4()))).status_code == 404


def test_a_trainer_hides_with_a_reason_and_shows_again(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    key = post(cohort, cohort.pk, "Rude", author=member.learner, nonce=uuid4())
    browser, where = signed_in(trainer), teach(cohort, f"{talk(cohort)}{key}")
    assert "Rude" in text(browser.get(where))
    assert "required" in text(browser.post(where, {"hide": "1"}))
    assert "Be kind" in text(browser.post(where, {"hide": "1", "why": "Be kind"}, follow=True))
    assert "Be kind" in text(signed_in(member.learner).get(own(cohort, talk(cohort))))
    assert "Show it again" not in text(browser.post(where, follow=True))


def test_where_posts_wait_the_trainer_is_told(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    browser = signed_in(trainer)
    browser.post(teach(cohort, "approval"), {"posts": "approved"})
    say(signed_in(member.learner), own(cohort, talk(cohort)))
    assert "1 waits for you" in text(browser.get(teach(cohort)))
    assert "waits for a trainer" in text(signed_in(member.learner).get(own(cohort, talk(cohort))))
    browser.post(teach(cohort, "approval"), {"posts": "open"})


def test_one_takes_back_ones_own_and_nobody_elses(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    mine = post(cohort, cohort.pk, "Mine", author=member.learner, nonce=uuid4())
    theirs = post(cohort, cohort.pk, "Theirs", author=trainer, nonce=uuid4(), as_trainer=True)
    browser = signed_in(member.learner)
    assert browser.post(own(cohort, f"{talk(cohort)}{theirs}")).status_code == 404
    page = text(browser.post(own(cohort, f"{talk(cohort)}{mine}"), follow=True))
    assert "Mine" not in page and "Theirs" in page


# Office hours


def test_an_office_hour_is_offered_asked_about_changed_and_cancelled(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    browser = signed_in(trainer)
    page = browser.post(teach(cohort, "hours/"), {**HOUR, "nonce": uuid4()}, follow=True)
    assert HOUR["topic"] in text(page)
    hour = office_hours_in(facts_of(cohort.pk, Kind.OFFICE_HOUR))[0]
    learner = signed_in(member.learner)
    assert "Send a question beforehand" in text(learner.get(own(cohort)))
    assert "Why so?" in text(say(learner, own(cohort, talk(cohort, hour.id)), "Why so?"))
    where = teach(cohort, f"hours/{hour.id}/")
    browser.post(where, {**HOUR, "nonce": uuid4(), "time": "16:00"})
    for client, file in (
        (browser, teach(cohort, f"hours/{hour.id}.ics")),
        (learner, own(cohort, f"hours/{hour.id}.ics")),
    ):
        calendar = text(client.get(file))
        assert "DTSTART:20261201T160000" in calendar and "SEQUENCE:1" in calendar
    assert "Cancelled" in text(browser.post(where, {"cancel": "1"}, follow=True))
    assert "STATUS:CANCELLED" in text(learner.get(own(cohort, f"hours/{hour.id}.ics")))


def test_an_office_hour_says_what_to_mend(cohort: Cohort, trainer: User) -> None:
    sent = {**HOUR, "nonce": uuid4(), "minutes": "0", "topic": ""}
    page = text(signed_in(trainer).post(teach(cohort, "hours/"), sent))
    assert "Please look at this again" in page
    assert facts_of(cohort.pk, Kind.OFFICE_HOUR) == []


# Who may


def test_others_find_neither_the_messages_of_a_cohort_nor_its_talk(
    cohort: Cohort, trainer: User, learner: User, outsider: User
) -> None:
    key = announce(cohort, {"en": "x"}, author=trainer, nonce=uuid4())
    other = make_trainer("other", "Other")
    pages = ["", "new/", "hours/", talk(cohort), f"{key}/", f"{key}/notice/"]
    for person in (learner, outsider, other):
        assert {signed_in(person).get(teach(cohort, page)).status_code for page in pages} == {404}
        for page in ("", talk(cohort)):
            assert signed_in(person).get(own(cohort, page)).status_code == 404
    assert signed_in(None).get(own(cohort)).status_code == 302
    for rest in (f"{talk(cohort)}{key}", "approval"):
        assert signed_in(other).post(teach(cohort, rest)).status_code == 404


def test_who_left_reads_nothing_more(cohort: Cohort, trainer: User, member: Membership) -> None:
    let_go([member], author=trainer.pk)
    assert signed_in(member.learner).get(own(cohort)).status_code == 404


# Size


def test_two_hundred_people_and_many_messages_take_few_queries(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    people = "\n".join(f"Person {number}" for number in range(199))
    take_in(look_at(cohort, trainer, read_text(people).lines))
    for number in range(25):
        announce(cohort, {"en": f"Message {number}"}, author=trainer, nonce=uuid4())
        post(cohort, cohort.pk, f"Post {number}", author=member.learner, nonce=uuid4())
        said = {"author": trainer, "nonce": uuid4(), "as_trainer": True}
        post(cohort, cohort.pk, f"Post {number}", **said)
    set_approval(cohort, is_needed=False, author=trainer)
    for browser, where in (
        (signed_in(trainer), teach(cohort)),
        (signed_in(trainer), teach(cohort, talk(cohort))),
        (signed_in(member.learner), own(cohort)),
        (signed_in(member.learner), own(cohort, talk(cohort))),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(where)
        assert len(queries) <= 12
        assert len(answer.content) <= 60_000, where
