from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.accounts.devices import Device
from learning.accounts.guessing import CEILING, FREE_TRIES, count_try
from learning.accounts.models import SignIn, User
from learning.accounts.signing_in import change_pin
from learning.cohorts.models import Cohort, Membership
from learning.publishing.models import Edition
from tests.learning.accounts.people import PIN, make_trainer, signed_in
from tests.learning.cohorts.samples import COURSE, do_work, member_of

JOINING = {"name": "Bilal Khan", "password": PIN}


def text(answer) -> str:
    return answer.content.decode()


def join(browser: Client, cohort: Cohort, **fields: str):
    return browser.post("/join/", {"code": cohort.join_code, **JOINING, **fields})


def open_cohort(browser: Client, **fields: str):
    sent = {"name": "June", "course": str(COURSE), "starts": "2026-06-01", "ends": "2026-06-30"}
    return browser.post("/teach/", {**sent, **fields})


# Joining


def test_a_newcomer_joins_and_sees_the_learner_code(client: Client, cohort: Cohort) -> None:
    answer = join(client, cohort)
    learner = User.objects.get(name="Bilal Khan")
    assert answer.headers["Location"] == "/welcome/?next=%2Fcourses%2Fcourse-0001%2F"
    assert learner.learner_code in text(client.get(answer.headers["Location"]))
    assert cohort.memberships.get().learner == learner


def test_the_same_name_and_pin_sign_in_again(client: Client, cohort: Cohort) -> None:
    join(client, cohort)
    answer = join(Client(), cohort)
    assert answer.headers["Location"] == "/courses/course-0001/"
    assert cohort.memberships.count() == 1


def test_a_member_goes_on_to_the_page_asked_for(client: Client, cohort: Cohort) -> None:
    join(client, cohort)
    assert join(Client(), cohort, next="/me/").headers["Location"] == "/me/"


def test_a_known_name_with_another_pin_is_answered_kindly(client: Client, cohort: Cohort) -> None:
    join(client, cohort)
    answer = join(Client(), cohort, password="8642")
    assert "add a second name" in text(answer)
    assert "Nothing is lost" in text(answer)


def test_guessing_a_members_pin_is_stopped(client: Client, cohort: Cohort) -> None:
    join(client, cohort)
    for _attempt in range(6):
        answer = join(Client(), cohort, password="8642")
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "000000"}, "No cohort has this code"),
        ({"code": "nonsense"}, "No cohort has this code"),
        ({"password": "1234"}, "stand in a row"),
        ({"password": "12"}, "4 to 6 digits"),
        ({"name": " "}, "required"),
    ],
)
def test_joining_tells_what_to_mend(
    client: Client, cohort: Cohort, fields: dict[str, str], sentence: str
) -> None:
    assert sentence in text(join(client, cohort, **fields))
    assert not User.objects.learners().exists()


def test_a_learner_who_is_signed_in_joins_with_the_code_alone(
    cohort: Cohort, learner: User
) -> None:
    browser = signed_in(learner)
    assert "password" not in text(browser.get("/join/"))
    assert browser.post("/join/", {"code": cohort.code}).status_code == 302
    assert cohort.memberships.get().learner == learner


def test_staff_who_are_signed_in_are_told_to_sign_out_first(cohort: Cohort, outsider: User) -> None:
    answer = signed_in(outsider).post("/join/", {"code": cohort.code})
    assert "Sign out first" in text(answer)
    assert not cohort.memberships.exists()


def test_the_code_may_come_with_the_address(client: Client, cohort: Cohort) -> None:
    assert f'value="{cohort.code}"' in text(client.get("/join/", {"code": cohort.code}))


def test_without_a_published_course_a_member_comes_to_their_own_page(
    client: Client, cohort: Cohort
) -> None:
    Edition.objects.update(is_current=False)
    assert join(client, cohort).headers["Location"] == "/welcome/?next=%2Fme%2F"


# Teaching


def test_a_trainer_opens_a_cohort_and_gets_a_code(trainer: User, edition: Edition) -> None:
    answer = open_cohort(signed_in(trainer))
    cohort = Cohort.objects.get()
    assert answer.headers["Location"] == f"/teach/{cohort.code}/"
    assert list(cohort.trainers.all()) == [trainer]
    assert cohort.course == COURSE


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends": "2026-05-01"}, "lies before the first day"),
        ({"starts": ""}, "required"),
        ({"course": "c0000000-0000-4000-8000-00000000ffff"}, "Select a valid choice"),
    ],
)
def test_opening_a_cohort_tells_what_to_mend(
    trainer: User, edition: Edition, fields: dict[str, str], sentence: str
) -> None:
    assert sentence in text(open_cohort(signed_in(trainer), **fields))
    assert not Cohort.objects.exists()


def test_a_trainer_sees_only_own_cohorts(cohort: Cohort, trainer: User) -> None:
    other = make_trainer("other", "Other")
    assert cohort.name in text(signed_in(trainer).get("/teach/"))
    page = text(signed_in(other).get("/teach/"))
    assert cohort.name not in page
    assert "You have no cohort yet" in page


def test_a_cohort_without_members_says_what_to_do_next(cohort: Cohort, trainer: User) -> None:
    page = text(signed_in(trainer).get(f"/teach/{cohort.code}/"))
    assert cohort.join_code in page
    assert "Nobody has joined yet" in page


def test_a_cohorts_page_shows_how_members_get_on(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member_of(cohort, learner)
    do_work(learner)
    page = text(signed_in(trainer).get(f"/teach/{cohort.code}/"))
    for expected in (learner.name, learner.learner_code, "3/3", "2/2", "22 Nov 2026"):
        assert expected in page


def test_a_cohort_of_a_withdrawn_course_can_still_be_seen(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member_of(cohort, learner)
    Edition.objects.update(is_current=False)
    page = text(signed_in(trainer).get(f"/teach/{cohort.code}/"))
    assert "not published" in page
    assert learner.name in page


def test_the_code_in_the_address_may_be_typed_as_it_is_printed(
    cohort: Cohort, trainer: User
) -> None:
    assert signed_in(trainer).get(f"/teach/{cohort.join_code.lower()}/").status_code == 200


def test_the_poster_shows_address_and_code(cohort: Cohort, trainer: User) -> None:
    page = text(signed_in(trainer).get(f"/teach/{cohort.code}/poster/"))
    assert "http://testserver/join/" in page
    assert cohort.join_code in page


def test_two_hundred_members_cost_few_queries_and_few_bytes(cohort: Cohort, trainer: User) -> None:
    learners = User.objects.bulk_create(
        User(name=f"Learner Number {n:03} of Many", username=f"{n:08}", signs_in_with=SignIn.PIN)
        for n in range(200)
    )
    for learner in learners:
        member_of(cohort, learner)
    do_work(*learners)
    browser = signed_in(trainer)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(f"/teach/{cohort.code}/")
    assert text(answer).count("<tr>") == 201
    assert len(queries) <= 13
    assert len(answer.content) <= 60_000


# PINs


def test_a_trainer_gives_a_member_a_new_pin_and_sees_it_once(
    cohort: Cohort, trainer: User, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.cohorts.enrolling.new_pin", lambda: "8642")
    member = member_of(cohort, learner)
    answer = signed_in(trainer).post(f"/teach/{cohort.code}/{member.pk}/pin")
    learner.refresh_from_db()
    assert "8642" in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert learner.check_password("8642")


def test_a_new_pin_ends_the_sessions_of_the_old_one(learner: User) -> None:
    browser = signed_in(learner)
    change_pin(User.objects.get(pk=learner.pk), "8642")
    assert browser.get("/welcome/").status_code == 302


def test_a_new_pin_lets_a_learner_in_who_was_locked_out(
    cohort: Cohort, trainer: User, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.cohorts.enrolling.new_pin", lambda: "8642")
    member = member_of(cohort, learner)
    for _attempt in range(7):
        Client().post("/in/", {"code": learner.username, "password": "9753"})
    signed_in(trainer).post(f"/teach/{cohort.code}/{member.pk}/pin")
    answer = Client().post("/in/", {"code": learner.username, "password": "8642"})
    assert answer.status_code == 302


def test_a_pin_is_never_changed_by_following_a_link(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member = member_of(cohort, learner)
    assert signed_in(trainer).get(f"/teach/{cohort.code}/{member.pk}/pin").status_code == 405


def test_a_trainer_cannot_change_the_pin_of_a_member_of_another_cohort(
    cohort: Cohort, learner: User
) -> None:
    other = make_trainer("other", "Other")
    member = member_of(cohort, learner)
    open_cohort(signed_in(other))
    own = Cohort.objects.get(name="June")
    for code in (cohort.code, own.code):
        assert signed_in(other).post(f"/teach/{code}/{member.pk}/pin").status_code == 404
    assert User.objects.get(pk=learner.pk).check_password(PIN)


# Guessing and cards


def guess(learner: User, times: int) -> None:
    for place in range(times):
        count_try(learner.username, Device(f"device {place // FREE_TRIES}", is_own=True))


def test_the_trainer_is_told_whose_pin_was_guessed_at_too_often(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member = member_of(cohort, learner)
    browser = signed_in(trainer)
    guess(learner, CEILING - 1)
    assert "somebody tried too many PINs" not in text(browser.get(f"/teach/{cohort.code}/"))
    count_try(learner.username, Device("one more", is_own=True))
    assert "somebody tried too many PINs" in text(browser.get(f"/teach/{cohort.code}/"))
    browser.post(f"/teach/{cohort.code}/{member.pk}/pin")
    assert "somebody tried too many PINs" not in text(browser.get(f"/teach/{cohort.code}/"))


def test_a_trainer_is_not_told_about_members_of_other_cohorts(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    guess(learner, CEILING)
    assert "somebody tried too many PINs" not in text(
        signed_in(trainer).get(f"/teach/{cohort.code}/")
    )


def test_the_name_and_pin_of_a_closed_account_are_refused_on_a_new_device(
    client: Client, cohort: Cohort
) -> None:
    client.get("/join/")
    join(client, cohort)
    guess(User.objects.get(name="Bilal Khan"), CEILING)
    answer = join(Client(), cohort)
    assert answer.status_code == 429
    assert "ask your trainer for a new PIN" in text(answer)
    client.post("/out/")
    assert join(client, cohort).status_code == 302, "the device of old still opens it"


def test_a_trainer_prints_a_card_for_every_member(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    member_of(cohort, learner)
    page = text(signed_in(trainer).get(f"/teach/{cohort.code}/cards/"))
    assert learner.learner_code in page
    assert page.count('<svg viewBox="0 0 37 37">') == 1


def test_a_cohort_without_members_has_no_cards_yet(cohort: Cohort, trainer: User) -> None:
    browser = signed_in(trainer)
    assert "Nobody has joined yet" in text(browser.get(f"/teach/{cohort.code}/cards/"))
    assert "Print the learner cards" not in text(browser.get(f"/teach/{cohort.code}/"))


def test_the_cards_of_many_cost_few_queries(cohort: Cohort, trainer: User) -> None:
    costs = []
    browser = signed_in(trainer)
    for _time in range(2):
        for _learner in range(5):
            member_of(cohort, User.objects.create_learner(name=f"L {uuid4()}", pin=PIN))
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/teach/{cohort.code}/cards/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8


# Who may see what


def overview(_cohort: Cohort, _member: Membership) -> str:
    return "/teach/"


def page(cohort: Cohort, _member: Membership) -> str:
    return f"/teach/{cohort.code}/"


def poster(cohort: Cohort, _member: Membership) -> str:
    return f"/teach/{cohort.code}/poster/"


def cards(cohort: Cohort, _member: Membership) -> str:
    return f"/teach/{cohort.code}/cards/"


@pytest.mark.parametrize("address", [overview, page, poster, cards])
def test_only_trainers_and_administrators_see_the_teaching_pages(
    address: Callable[[Cohort, Membership], str],
    cohort: Cohort,
    learner: User,
    trainer: User,
    administrator: User,
    outsider: User,
) -> None:
    path = address(cohort, member_of(cohort, learner))
    people = [learner, outsider, trainer, administrator]
    statuses = [signed_in(person).get(path).status_code for person in people]
    assert statuses == [404, 404, 200, 200]
    assert Client().get(path).headers["Location"] == f"/staff/?next={path}"


def test_only_trainers_and_administrators_reset_pins(
    cohort: Cohort, learner: User, trainer: User, administrator: User, outsider: User
) -> None:
    path = f"/teach/{cohort.code}/{member_of(cohort, learner).pk}/pin"
    people = [None, learner, outsider, trainer, administrator]
    statuses = [signed_in(person).post(path).status_code for person in people]
    assert statuses == [302, 404, 404, 200, 200]


def test_a_cohort_of_another_trainer_does_not_exist(cohort: Cohort) -> None:
    browser = signed_in(make_trainer("other", "Other"))
    for path in (f"/teach/{cohort.code}/", f"/teach/{cohort.code}/poster/", "/teach/nonsense/"):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_speaks_every_language(
    cohort: Cohort, trainer: User, learner: User, language: str
) -> None:
    member_of(cohort, learner)
    do_work(learner)
    browser = signed_in(trainer)
    for path in ("/teach/", f"/teach/{cohort.code}/", f"/teach/{cohort.code}/cards/", "/join/"):
        answer = browser.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'lang="{language}"' in text(answer)
