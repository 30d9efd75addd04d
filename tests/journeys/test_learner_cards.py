"""The cards of a cohort on paper: ten on a sheet of A4, none cut in two."""

import re
from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from learning.accounts.models import User
from learning.cohorts.enrolling import open_cohort
from learning.cohorts.models import Membership
from tests.learning.accounts.people import PASSWORD, make_trainer

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
MARGIN = "10mm"
LONG_NAME = "Marie-Thérèse Nkurunziza-Habyarimana de la Fontaine"


@pytest.mark.parametrize(("cards", "sheets"), [(10, 1), (11, 2)])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_ten_cards_stand_on_a_sheet(
    live_server: object, browser: Browser, cards: int, sheets: int, language: str
) -> None:
    today = date(2026, 11, 22)
    trainer = make_trainer("trainer", "Trainer")
    cohort = open_cohort(name="C", course=uuid4(), starts=today, ends=today, trainer=trainer)
    for _card in range(cards):
        learner = User.objects.create_learner(name=LONG_NAME, pin="2580")
        Membership.objects.create(cohort=cohort, learner=learner)
    context = browser.new_context(extra_http_headers={"Accept-Language": language})
    page = context.new_page()
    page.goto(f"{live_server}/staff/?next=/teach/{cohort.code}/cards/")
    page.locator("#id_username").fill("trainer")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(f"{live_server}/teach/{cohort.code}/cards/")
    margins = dict.fromkeys(("top", "bottom", "left", "right"), MARGIN)
    printed = page.pdf(format="A4", margin=margins)
    context.close()
    assert len(re.findall(rb"/Type /Page\b", printed)) == sheets
