import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.accounts.models import Access, User
from learning.cohorts.models import Cohort, Membership, Roster
from learning.cohorts.people.importing import look_at, take_in
from learning.cohorts.people.pins import MOST, without_pin
from learning.cohorts.people.reading import MOST_BYTES, read_text
from learning.cohorts.people.transferring import let_go
from learning.cohorts.telling import register
from learning.publishing.exporters.errors import ExportError, LettersMissing, NotPrinted
from learning.records.attesting import receive
from learning.xapi.attestations import Kind, attest, check_attestation
from tests.learning.accounts.people import PIN, make_trainer, signed_in
from tests.learning.cohorts.samples import a_cohort, member_of

SHOWN_PIN = re.compile(r'<bdi dir="ltr">(\d{4})</bdi>')


def text(answer) -> str:
    return answer.content.decode()


def address(cohort: Cohort, rest: str = "") -> str:
    return f"/teach/{cohort.code}/people/{rest}"


def bring(browser: Client, cohort: Cohort, **fields: object):
    return browser.post(address(cohort, "list/"), fields, follow=True)


def taken(cohort: Cohort, trainer: User, *names: str) -> Roster:
    roster = look_at(cohort, trainer, read_text("\n".join(names)).lines)
    take_in(roster)
    return roster


def former_ids(roster: Roster) -> list[str]:
    return Roster.objects.get(pk=roster.pk).newcomers


# Bringing a list


def test_a_pasted_list_is_shown_first_and_taken_in_then(cohort: Cohort, trainer: User) -> None:
    browser = signed_in(trainer)
    answer = bring(browser, cohort, text="Name\tOrganisation\tPhone\nAwa Diop\tLands\t12")
    page = text(answer)
    assert "Nothing has happened yet" in page and "Take in 1 person" in page
    assert "These columns were left aside: Phone" in page
    assert not User.objects.learners().exists()
    where = answer.redirect_chain[-1][0]
    page = text(browser.post(where, {"do": "take"}, follow=True))
    assert "1 person came into the cohort" in page and "has no PIN yet" in page
    page = text(browser.post(where, {"do": "take"}, follow=True))
    assert "This list is closed" in page
    assert User.objects.learners().count() == 1


def test_a_line_is_mended_on_the_screen_and_taken_in_with_the_same_click(
    cohort: Cohort, trainer: User
) -> None:
    browser = signed_in(trainer)
    answer = bring(browser, cohort, text="=1+1;Lands\nOmar Sy")
    assert "It begins like a formula" in text(answer)
    mended = {"name-1": "Awa Diop", "organisation-1": "Lands", "language-1": "", "code-1": ""}
    browser.post(answer.redirect_chain[-1][0], {**mended, "decision-1": "", "do": "take"})
    assert set(User.objects.learners().values_list("name", flat=True)) == {"Awa Diop", "Omar Sy"}


def test_a_doubtful_line_is_decided_by_choosing_the_person(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    other = a_cohort(trainer, "Another")
    Membership.objects.create(cohort=other, learner=learner, name_key="learner one")
    browser = signed_in(trainer)
    answer = bring(browser, cohort, text=learner.name)
    assert f"The person with the code {learner.learner_code}" in text(answer)
    sent = {"name-1": learner.name, "decision-1": learner.learner_code, "do": "take"}
    browser.post(answer.redirect_chain[-1][0], sent)
    assert cohort.memberships.get().learner == learner


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "There is nobody in this list"),
        ({"text": "a\n" * 10_001}, "This list is too long"),
        ({"file": SimpleUploadedFile("x.csv", b"a" * (MOST_BYTES + 1))}, "This list is too long"),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}, "This file cannot be read"),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "There is nobody in this list"),
    ],
)
def test_a_list_that_cannot_be_read_says_why_and_changes_nothing(
    cohort: Cohort, trainer: User, fields: dict[str, object], sentence: str
) -> None:
    assert sentence in text(bring(signed_in(trainer), cohort, **fields))
    assert not Roster.objects.exists()


def test_taking_back_says_what_was_done(cohort: Cohort, trainer: User) -> None:
    roster = taken(cohort, trainer, "Awa Diop")
    browser, where = signed_in(trainer), address(cohort, f"list/{roster.pk}/")
    assert "you can take the list back" in text(browser.get(where))
    assert "1 new accounts are deleted" in text(browser.post(where, {"do": "undo"}, follow=True))


def test_a_list_is_shown_to_who_brought_it_only(cohort: Cohort, trainer: User) -> None:
    other = make_trainer("other", "Other")
    cohort.trainers.add(other)
    roster = look_at(cohort, trainer, read_text("Awa Diop").lines)
    assert signed_in(other).get(address(cohort, f"list/{roster.pk}/")).status_code == 404


# PINs and cards


def test_first_pins_are_shown_once_and_let_people_in(cohort: Cohort, trainer: User) -> None:
    taken(cohort, trainer, "Awa Diop", "Omar Sy")
    browser = signed_in(trainer)
    pins = SHOWN_PIN.findall(text(browser.post(address(cohort, "pins"))))
    learners = User.objects.learners().order_by("name")
    assert [learner.check_password(pin) for learner, pin in zip(learners, pins, strict=True)] == [
        True,
        True,
    ]
    assert not without_pin(cohort, by=trainer).exists()
    assert SHOWN_PIN.findall(text(browser.post(address(cohort, "pins")))) == []
    assert Access.objects.filter(what="pin").count() == 2


def test_cards_come_as_pdf_with_pins_and_without(cohort: Cohort, trainer: User) -> None:
    pytest.importorskip("typst")
    taken(cohort, trainer, "Awa Diop", "ليلى حسن")
    browser = signed_in(trainer)
    for answer in (
        browser.post(address(cohort, "pins"), {"pdf": "1"}),
        browser.get(address(cohort, "cards.pdf")),
    ):
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(LettersMissing("ණ"), "no letters for"), (NotPrinted("error: Too hot"), "(Too hot)")],
)
def test_where_cards_cannot_be_printed_the_pins_are_shown_on_the_page(
    error: ExportError,
    sentence: str,
    cohort: Cohort,
    trainer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unprintable(*_args: object) -> bytes:
        raise error

    monkeypatch.setattr("learning.cohorts.people.views.can_print", lambda: True)
    monkeypatch.setattr("learning.cohorts.people.views.cards_pdf", unprintable)
    taken(cohort, trainer, "Awa Diop")
    browser = signed_in(trainer)
    assert sentence in text(browser.get(address(cohort, "cards.pdf"), follow=True))
    page = text(browser.post(address(cohort, "pins"), {"pdf": "1"}))
    assert sentence in page
    assert SHOWN_PIN.search(page)


def test_a_server_without_pdf_prints_from_the_browser(
    cohort: Cohort, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.cohorts.pdf.find_spec", lambda name: None)
    monkeypatch.setattr("learning.cohorts.people.views.can_print", lambda: False)
    taken(cohort, trainer, "Awa Diop")
    browser = signed_in(trainer)
    assert "cards.pdf" not in text(browser.get(address(cohort)))
    assert browser.get(address(cohort, "cards.pdf")).status_code == 404
    assert SHOWN_PIN.search(text(browser.post(address(cohort, "pins"), {"pdf": "1"})))


# Several people, and one


def several(browser: Client, cohort: Cohort, do: str, *members: Membership, **fields: object):
    sent = {"do": do, "p": [each.pk for each in members], **fields}
    return browser.post(address(cohort, "several/"), sent, follow=True)


def test_several_people_move_and_both_cohorts_remember(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    other, member = a_cohort(trainer, "Another"), member_of(cohort, learner)
    browser = signed_in(trainer)
    asked = browser.get(address(cohort, "several/"), {"do": "move", "p": member.pk})
    assert learner.name in text(asked) and "Another" in text(asked)
    page = text(several(browser, cohort, "move", member, to=other.pk))
    assert "Done, for 1 person" in page and "moved to <bdi>Another</bdi>" in page
    assert other.memberships.present().get().learner == learner
    assert not cohort.memberships.present().exists()
    history = text(browser.get(address(cohort, f"{member.pk}/")))
    assert "moved to" in history and "told by Trainer One" in history


def test_what_two_facilitators_said_differently_is_told_and_settled_by_saying_it_again(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member = member_of(cohort, learner)
    let_go([member], author=trainer.pk)
    told = register(cohort, Kind.MEMBER, learner=learner.pk)
    at = timezone.now() + timedelta(seconds=1)
    unseen = attest(
        told,
        {"state": "in"},
        author=trainer.pk,
        home="https://x.invalid",
        origin=uuid4(),
        seq=1,
        timestamp=at,
    )
    receive([check_attestation(unseen)], authority="station")
    browser, where = signed_in(trainer), address(cohort, f"{member.pk}/")
    assert "Two facilitators said different things" in text(browser.get(where))
    several(browser, cohort, "back", member)
    assert "Two facilitators said different things" not in text(browser.get(where))


def test_nobody_is_moved_into_a_cohort_of_others(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    foreign, member = a_cohort(make_trainer("other", "Other")), member_of(cohort, learner)
    several(signed_in(trainer), cohort, "move", member, to=foreign.pk)
    assert not foreign.memberships.exists()


def test_people_leave_and_come_back(cohort: Cohort, trainer: User, learner: User) -> None:
    member, browser = member_of(cohort, learner), signed_in(trainer)
    several(browser, cohort, "leave", member)
    assert not cohort.memberships.present().exists()
    several(browser, cohort, "back", member)
    assert cohort.memberships.present().get() == member


def test_members_of_other_cohorts_cannot_be_touched(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member = member_of(a_cohort(make_trainer("other", "Other")), learner)
    page = text(several(signed_in(trainer), cohort, "leave", member))
    assert "Nobody was chosen" in page
    assert Membership.objects.present().get() == member


def test_new_pins_are_for_two_sheets_of_people_at_once(cohort: Cohort, trainer: User) -> None:
    taken(cohort, trainer, *(f"Person {number}" for number in range(MOST + 1)))
    members = list(cohort.memberships.all())
    page = signed_in(trainer).get(
        address(cohort, "several/"), {"do": "pins", "p": [each.pk for each in members]}
    )
    assert text(page).count("<li><bdi>Person") == MOST


def test_writing_to_several_goes_to_the_message_form(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member = member_of(cohort, learner)
    answer = signed_in(trainer).get(address(cohort, "several/"), {"do": "write", "p": member.pk})
    assert answer.headers["Location"] == f"/teach/{cohort.code}/messages/new/?to={member.pk}"


def test_a_name_is_mended_and_the_old_one_still_lets_in(
    client: Client, cohort: Cohort, trainer: User, learner: User
) -> None:
    member = member_of(cohort, learner)
    page = signed_in(trainer).post(
        address(cohort, f"{member.pk}/"), {"name": " Learner  The First "}, follow=True
    )
    assert "The name is mended" in text(page)
    learner.refresh_from_db()
    assert learner.name == "Learner The First"
    for name in ("Learner One", "Learner The First"):
        sent = {"code": cohort.code, "name": name, "password": PIN}
        assert Client().post("/join/", sent).status_code == 302


def test_the_name_of_staff_is_theirs_to_mend(cohort: Cohort, trainer: User, outsider: User) -> None:
    member = member_of(cohort, outsider)
    page = signed_in(trainer).post(address(cohort, f"{member.pk}/"), {"name": "X"}, follow=True)
    assert "signs in with a password" in text(page)


# The list itself


def test_the_roster_downloads_without_formulas(cohort: Cohort, trainer: User) -> None:
    member_of(cohort, User.objects.create_learner(name="=1+1", pin=PIN))
    answer = signed_in(trainer).get(address(cohort), {"as": "csv"})
    assert "'=1+1" in text(answer)
    assert signed_in(trainer).get(address(cohort), {"as": "xlsx"}).content.startswith(b"PK")
    assert signed_in(trainer).get(address(cohort), {"as": "exe"}).status_code == 404


def test_two_hundred_people_take_few_queries_and_little_data(cohort: Cohort, trainer: User) -> None:
    taken(cohort, trainer, *(f"Somebody Number {number};Ministry" for number in range(200)))
    names = [f"Former Number {number};Ministry" for number in range(30)]
    former = former_ids(taken(cohort, trainer, *names))
    let_go(list(cohort.memberships.filter(learner__in=former)), author=trainer.pk)
    browser = signed_in(trainer)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address(cohort))
    assert len(queries) <= 12
    assert text(answer).count("Former Number") == 20
    assert len(answer.content) <= 60_000


def test_others_do_not_find_the_people_of_a_cohort(
    cohort: Cohort, outsider: User, learner: User
) -> None:
    for rest in ("", "list/", "several/", "cards.pdf"):
        for person in (outsider, learner, make_trainer(f"t{rest[:2]}", "Other")):
            assert signed_in(person).get(address(cohort, rest)).status_code == 404
        assert signed_in(None).get(address(cohort, rest)).status_code == 302
