import pytest
from django.conf import settings
from django.test import Client

from learning.accounts.models import User
from tests.learning.accounts.people import PIN, signed_in

ABOUT = {"name": "Learner One", "language": "", "email": ""}
PINS = {"old_password": PIN, "password": "8642", "password_again": "8642"}


def text(answer) -> str:
    return answer.content.decode()


def test_a_person_mends_the_spelling_of_their_name(learner: User) -> None:
    signed_in(learner).post("/me/account/", {**ABOUT, "name": "  Ame\u0301lie  One "})
    learner.refresh_from_db()
    assert learner.name == "Amélie One"


def test_an_e_mail_address_is_kept_and_never_needed(learner: User) -> None:
    browser = signed_in(learner)
    for address in ("amelie@example.org", ""):
        browser.post("/me/account/", {**ABOUT, "email": address})
        learner.refresh_from_db()
        assert learner.email == address


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "required"),
        ({"name": "x" * 151}, "at most 150"),
        ({"email": "nobody"}, "valid email"),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_the_account_tells_what_to_mend_and_keeps_the_rest(
    learner: User, fields: dict[str, str], sentence: str
) -> None:
    page = text(signed_in(learner).post("/me/account/", {**ABOUT, **fields}))
    learner.refresh_from_db()
    assert sentence in page
    assert learner.name == "Learner One"


def test_a_chosen_language_is_spoken_at_once_and_after_every_sign_in(learner: User) -> None:
    answer = signed_in(learner).post("/me/account/", {**ABOUT, "language": "fr"})
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    elsewhere = Client()
    elsewhere.post("/in/", {"code": learner.username, "password": PIN})
    assert 'lang="fr"' in text(elsewhere.get("/me/account/"))


def test_without_a_chosen_language_the_device_has_its_own(learner: User) -> None:
    browser = Client()
    answer = browser.post("/in/", {"code": learner.username, "password": PIN})
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_a_learner_changes_the_pin_and_stays_signed_in(learner: User) -> None:
    browser, elsewhere = signed_in(learner), signed_in(learner)
    answer = browser.post("/me/account/pin", PINS, follow=True)
    learner.refresh_from_db()
    assert "You have a new PIN" in text(answer)
    assert learner.check_password("8642")
    assert browser.get("/me/card/").status_code == 200
    assert elsewhere.get("/me/card/").status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old_password": "9753"}, "This is not your PIN"),
        ({"old_password": "12"}, "4 to 6 digits"),
        ({"password": "1234", "password_again": "1234"}, "stand in a row"),
        ({"password_again": "8643"}, "PINs differ"),
    ],
)
def test_changing_the_pin_tells_what_to_mend(
    learner: User, fields: dict[str, str], sentence: str
) -> None:
    page = text(signed_in(learner).post("/me/account/pin", {**PINS, **fields}))
    learner.refresh_from_db()
    assert sentence in page
    assert learner.check_password(PIN)


def test_guessing_the_old_pin_is_slowed_down_too(learner: User) -> None:
    browser = signed_in(learner)
    for _time in range(6):
        answer = browser.post("/me/account/pin", {**PINS, "old_password": "9753"})
    assert answer.status_code == 429
    assert "Wait 1 minute" in text(answer)


def test_staff_have_an_account_but_no_pin(trainer: User) -> None:
    browser = signed_in(trainer)
    page = text(browser.get("/me/account/"))
    assert "About me" in page
    assert "old_password" not in page
    assert browser.post("/me/account/pin", PINS).headers["Location"] == "/me/account/"


def test_the_card_shows_name_code_and_a_way_in_and_never_the_pin(learner: User) -> None:
    page = text(signed_in(learner).get("/me/card/"))
    for expected in ("Learner One", learner.learner_code, "http://testserver/in/", "<svg"):
        assert expected in page
    assert "style=" not in page
    assert PIN not in page


def test_only_learners_have_a_card(trainer: User) -> None:
    assert signed_in(trainer).get("/me/card/").headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/me/account/", "/me/card/"])
def test_strangers_are_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/in/?next={path}"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", ["/me/account/", "/me/card/", "/shared/"])
def test_every_page_speaks_every_language(learner: User, language: str, path: str) -> None:
    answer = signed_in(learner).get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'lang="{language}"' in text(answer)
