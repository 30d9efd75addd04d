import pytest
from axes.models import AccessAttempt
from django.test import Client

from learning.accounts.models import User
from tests.learning.accounts.people import PASSWORD, PIN, signed_in

SORRY = "That code and PIN do not fit together. Nothing is lost."


def sign_in(browser: Client, code: str, pin: str, **more: str):
    return browser.post("/in/", {"code": code, "password": pin, **more})


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_learner_signs_in_with_code_and_pin(client: Client, learner: User) -> None:
    answer = sign_in(client, learner.learner_code, PIN)
    assert answer.headers["Location"] == "/me/"
    assert is_signed_in(client)


def test_a_learner_goes_on_to_the_page_asked_for(client: Client, learner: User) -> None:
    answer = sign_in(client, learner.learner_code, PIN, next="/courses/")
    assert answer.headers["Location"] == "/courses/"


def test_the_page_asked_for_survives_a_wrong_pin(client: Client, learner: User) -> None:
    answer = sign_in(client, learner.learner_code, "9753", next="/courses/")
    assert 'name="next" value="/courses/"' in answer.content.decode()


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example/"])
def test_a_learner_never_goes_on_to_a_strange_place(
    client: Client, learner: User, asked: str
) -> None:
    answer = sign_in(client, learner.learner_code, PIN, next=asked)
    assert answer.headers["Location"] == "/me/"


def test_a_wrong_pin_is_answered_kindly(client: Client, learner: User) -> None:
    answer = sign_in(client, learner.learner_code, "9753")
    assert SORRY in answer.content.decode()
    assert not is_signed_in(client)


def test_an_unknown_code_gets_the_same_page_as_a_wrong_pin(client: Client, learner: User) -> None:
    answer = sign_in(client, "00000000", PIN)
    assert SORRY in answer.content.decode()


def test_staff_do_not_come_in_by_the_pin_form(client: Client, administrator: User) -> None:
    answer = sign_in(client, administrator.username, "2580")
    assert SORRY in answer.content.decode()


def test_whoever_is_signed_in_is_sent_on(learner: User) -> None:
    assert signed_in(learner).get("/in/").headers["Location"] == "/me/"
    assert signed_in(learner).get("/register/").headers["Location"] == "/me/"


@pytest.mark.parametrize("code", ["", "00000000"], ids=["a learner's code", "nobody's code"])
def test_after_five_wrong_pins_this_device_waits(client: Client, learner: User, code: str) -> None:
    client.get("/in/")
    for _attempt in range(6):
        answer = sign_in(client, code or learner.learner_code, "9753")
    assert answer.status_code == 429
    assert "Wait 1 minute" in answer.content.decode()
    assert sign_in(client, code or learner.learner_code, PIN).status_code == 429


def test_the_learner_comes_in_on_another_device_meanwhile(client: Client, learner: User) -> None:
    for browser in (client, other := Client()):
        browser.get("/in/")
    for _attempt in range(6):
        sign_in(client, learner.learner_code, "9753")
    assert sign_in(other, learner.learner_code, PIN).status_code == 302


def test_guessing_pins_is_no_business_of_django_axes(client: Client, learner: User) -> None:
    sign_in(client, learner.learner_code, "9753")
    assert not AccessAttempt.objects.exists()


def test_the_device_on_which_an_account_was_made_is_known(client: Client, db: None) -> None:
    client.get("/register/")
    client.post("/register/", {"name": "Amina", "password": PIN, "password_again": PIN})
    assert User.objects.get().guesses.get().is_known


def test_guessing_at_one_account_leaves_the_class_alone(client: Client, learner: User) -> None:
    for _attempt in range(7):
        sign_in(client, learner.learner_code, "9753")
    neighbour = User.objects.create_learner(name="Bilal", pin=PIN)
    assert sign_in(Client(), neighbour.learner_code, PIN).status_code == 302


def test_a_form_left_empty_says_so(client: Client, db: None) -> None:
    answer = client.post("/in/", {"code": "", "password": ""})
    assert "This field is required" in answer.content.decode()


def test_registering_shows_the_learner_code(client: Client, db: None) -> None:
    fields = {"name": "Amina", "password": PIN, "password_again": PIN}
    answer = client.post("/register/", fields, follow=True)
    learner = User.objects.get(name="Amina")
    assert answer.redirect_chain == [("/welcome/", 302)]
    assert learner.learner_code in answer.content.decode()
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "1234", "password_again": "1234"}, "stand in a row"),
        ({"password": "1111", "password_again": "1111"}, "are the same"),
        ({"password": "12", "password_again": "12"}, "4 to 6 digits"),
        ({"password": "2580", "password_again": "2581"}, "PINs differ"),
        ({"name": "  "}, "required"),
    ],
)
def test_registering_tells_what_to_mend(
    client: Client, db: None, fields: dict[str, str], sentence: str
) -> None:
    answer = client.post(
        "/register/", {"name": "Amina", "password": PIN, "password_again": PIN, **fields}
    )
    assert sentence in answer.content.decode()
    assert not User.objects.exists()


def test_the_welcome_page_leads_on_to_where_one_was_going(learner: User) -> None:
    page = signed_in(learner).get("/welcome/", {"next": "/courses/"}).content.decode()
    assert 'class="btn" href="/courses/"' in page


def test_the_welcome_page_is_for_learners(client: Client, trainer: User) -> None:
    assert signed_in(trainer).get("/welcome/").headers["Location"] == "/"
    assert client.get("/welcome/").headers["Location"] == "/in/?next=/welcome/"


def test_staff_sign_in_with_user_name_and_password(client: Client, trainer: User) -> None:
    answer = client.post("/staff/", {"username": "trainer", "password": PASSWORD})
    assert answer.headers["Location"] == "/teach/"


def test_staff_go_on_to_the_page_asked_for_if_it_is_ours(client: Client, trainer: User) -> None:
    fields = {"username": "trainer", "password": PASSWORD}
    ours = client.post("/staff/", {**fields, "next": "/courses/"})
    strange = client.post("/staff/", {**fields, "next": "//evil.example"})
    assert (ours.headers["Location"], strange.headers["Location"]) == ("/courses/", "/teach/")


def test_learners_do_not_come_in_by_the_staff_door(client: Client, learner: User) -> None:
    answer = client.post("/staff/", {"username": learner.username, "password": PIN})
    assert answer.status_code == 200
    assert not is_signed_in(client)


def test_guessing_a_password_is_stopped_too(client: Client, trainer: User) -> None:
    for _attempt in range(6):
        answer = client.post("/staff/", {"username": "trainer", "password": "guess"})
    assert answer.status_code == 429


def test_the_editors_pages_send_strangers_to_the_staff_door(client: Client, db: None) -> None:
    assert client.get("/cms/").headers["Location"].startswith("/staff/")


def test_signing_out_needs_a_post_and_ends_the_session(learner: User) -> None:
    browser = signed_in(learner)
    assert browser.get("/out/").status_code == 405
    assert browser.post("/out/").headers["Location"] == "/"
    assert not is_signed_in(browser)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", ["/in/", "/register/", "/staff/", "/welcome/"])
def test_every_page_speaks_every_language(learner: User, language: str, path: str) -> None:
    browser = signed_in(learner if path == "/welcome/" else None)
    answer = browser.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/in/", "/register/", "/staff/"])
def test_no_page_with_a_secret_is_kept_by_the_browser(client: Client, db: None, path: str) -> None:
    assert "no-store" in client.get(path).headers["Cache-Control"]
