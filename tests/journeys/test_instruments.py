"""One instrument of each kind on the hub, without JavaScript; the results are worked out by hand.

The toolkit is loaded from files and published, as an author does it.
"""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from learning.accounts.models import User
from learning.worksheets.models import Worksheet
from tests.factories.instruments import load_instruments, write_instruments
from tests.learning.accounts.people import PIN

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
NAMES = {
    "data-law": "Is there a law on personal data?",
    "open-law": "Is there a law on open data?",
    "strategy": "Is there a strategy?",
    "leader": "Is there one who leads?",
    "team": "Is there a team?",
}
# Each of the three laws is worth 20 percent, the leader 30 and the team 10.
FIRST = {"data-law": "Yes", "open-law": "No", "strategy": "No", "leader": "Yes", "team": "No"}
SECOND = FIRST | {"open-law": "Yes"}


@pytest.fixture
def hub(live_server: object, tmp_path: Path) -> str:
    load_instruments(write_instruments(tmp_path / "library"))
    return str(live_server)


def someone(request: pytest.FixtureRequest, browser: Browser, hub: str, name: str = "") -> Page:
    """Give a page of a phone without JavaScript, and sign its person in."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 640}, accept_downloads=True
    )
    context.set_default_timeout(10_000)  # ms
    request.addfinalizer(context.close)
    page = context.new_page()
    if name:
        learner = User.objects.create_learner(name=name, pin=PIN)
        page.goto(f"{hub}/in/")
        form = page.locator("form", has=page.get_by_label("Learner code"))
        form.get_by_label("Learner code").fill(learner.learner_code)
        form.get_by_label("PIN").fill(PIN)
        form.get_by_role("button").click()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def answer(page: Page, given: dict[str, str]) -> None:
    """Answer the questions that stand on this page; only the law on personal data has evidence."""
    for code, value in given.items():
        group = page.get_by_role("group", name=NAMES[code])
        if group.count():
            group.get_by_role("radio", name=value, exact=True).check()
            if code == "data-law":
                group.get_by_role("textbox").fill("Act 7 of 2021")


def answer_all(page: Page, given: dict[str, str]) -> None:
    answer(page, given)
    press(page, "Save and next")
    answer(page, given)
    press(page, "Save and check")
    press(page, "Hand in")


def test_two_assessors_fill_in_agree_and_make_a_plan(
    request: pytest.FixtureRequest, browser: Browser, hub: str
) -> None:
    first = someone(request, browser, hub, "First Person")
    first.goto(f"{hub}/toolkits/tools/instrument-pair")
    follow(first, "Fill it in")
    first.get_by_label("What is assessed").fill("Town of Apia")
    press(first, "Begin")
    answer_all(first, FIRST)
    expect(first.get_by_text("The second assessor has not come in yet.")).to_be_visible()
    code = first.locator(".code").inner_text()

    second = someone(request, browser, hub, "Second Person")
    second.goto(f"{hub}/worksheets/join")
    second.get_by_label("Code of the worksheet").fill(code)
    press(second, "Join")
    follow(second, "Rules and laws")
    answer_all(second, SECOND)

    follow(second, "Decide on the differences")
    difference = second.get_by_role("group", name=NAMES["open-law"])
    expect(difference.get_by_text("First assessor")).to_be_visible()
    assert second.locator("main fieldset").count() == 1
    difference.get_by_label("We agree: yes").check()
    press(second, "Save the decisions")
    # Two laws of three and the leader: 20 + 20 + 30.
    expect(second.locator(".stat").first).to_contain_text("70.0 %")
    expect(second.locator(".stat").first).to_contain_text("our total, not the OSI")

    first.goto(f"{hub}/worksheets/")
    follow(first, "Town of Apia")
    follow(first, "See the result")
    expect(first.locator(".stat").first).to_contain_text("70.0 %")
    expect(first.get_by_role("row", name="Rules and laws 66.7 % 60 %")).to_be_visible()
    expect(first.get_by_role("row", name="People 75.0 % 40 %")).to_be_visible()
    expect(first.locator("svg.chart")).to_be_visible()
    follow(first, "Make the action plan")
    plan = first.get_by_role("group", name="Priority 1")
    expect(plan.get_by_label("What shall be done")).to_have_value("Begin with one page.")
    for row in ("Priority 1", "Priority 2"):
        plan = first.get_by_role("group", name=row)
        plan.get_by_label("Who answers for it").fill("Town clerk")
        plan.get_by_label("Done by").fill(timezone.localdate().isoformat())
        plan.get_by_label("What you count").fill("Pages")
    press(first, "Save the plan")
    first.get_by_label("Done after 30 days").first.check()
    press(first, "Save what is done")
    expect(first.get_by_label("Done after 30 days").first).to_be_checked()


def test_a_visitor_gets_the_same_score_and_takes_it_away(
    request: pytest.FixtureRequest, browser: Browser, hub: str, tmp_path: Path
) -> None:
    page = someone(request, browser, hub)
    page.goto(f"{hub}/toolkits/tools/instrument-check/fill")
    press(page, "Fill it in without an account")
    answer(page, FIRST)
    press(page, "Next")
    answer(page, FIRST)
    press(page, "Back")
    expect(page.get_by_role("group", name=NAMES["data-law"]).get_by_label("Yes")).to_be_checked()
    press(page, "Next")
    press(page, "See the result")
    expect(page.locator(".stat").first).to_contain_text("50.0 %")  # 20 + 30
    expect(page.locator(".stat").nth(1)).to_contain_text("On the way")
    with page.expect_download() as download:
        press(page, "Download CSV")
    download.value.save_as(tmp_path / "check.csv")
    assert "50.0" in (tmp_path / "check.csv").read_text(encoding="utf-8-sig")
    assert not Worksheet.objects.exists()


def test_a_calculator_gives_the_sum_on_its_own_page(
    request: pytest.FixtureRequest, browser: Browser, hub: str
) -> None:
    page = someone(request, browser, hub)
    page.goto(f"{hub}/toolkits/tools/instrument-egdi/fill")
    for label, value in (("OSI", "0,61"), ("TII", "0.72"), ("HCI", "٠٫٨٣")):
        page.get_by_label(re.compile(f"^{label} ")).fill(value)
    page.get_by_label(re.compile("^HCI ")).press("Enter")
    # (0.61 + 0.72 + 0.83) / 3 = 0.72; what is missing to above 0.75: 3 × 0.03.
    expect(page.get_by_role("row", name="EGDI 0.7200 High")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Needed for the next level"))).to_contain_text(
        "0.09000"
    )
    expect(page.get_by_label(re.compile("^OSI "))).to_have_value("0,61")


def test_a_canvas_is_kept_as_it_was_typed(
    request: pytest.FixtureRequest, browser: Browser, hub: str
) -> None:
    page = someone(request, browser, hub, "Planner")
    page.goto(f"{hub}/toolkits/tools/instrument-canvas/fill")
    page.get_by_label("What is assessed").fill("Budget 2027")
    press(page, "Begin")
    page.get_by_label("Which decision?").fill("The budget of 2027")
    page.get_by_label("The date of our answer").fill("soon")
    press(page, "Save and see all")
    expect(page.get_by_role("alert")).to_contain_text("year-month-day")
    expect(page.get_by_label("The date of our answer")).to_have_value("soon")
    page.get_by_label("The date of our answer").fill("2027-03-01")
    press(page, "Save and see all")
    expect(page.get_by_text("The budget of 2027")).to_be_visible()
    expect(page.get_by_text("2027-03-01")).to_be_visible()


def faults(page: Page) -> list[str]:
    found = [
        f"{page.url} {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url} scrolls sideways")
    return found


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(360, "light", "en"), (1200, "dark", "ar")]
)
def test_no_page_of_an_instrument_keeps_anybody_out(
    browser: Browser, hub: str, width: int, scheme: str, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        extra_http_headers={"Accept-Language": language},
    )
    page, found = context.new_page(), []
    for slug in ("check", "egdi", "canvas"):
        page.goto(f"{hub}/toolkits/tools/instrument-{slug}/fill")
        found += faults(page)
        if slug == "egdi":
            page.locator("[name=a-osi]").fill("many")
            page.locator("button[value=calculate]").last.click()
            found += faults(page)
            continue
        page.locator("button[value=to-1]").click()
        found += faults(page)
        for _page in range(2):
            if page.locator("button[value=next]").count():
                page.locator("button[value=next]").click()
                found += faults(page)
    context.close()
    assert found == []
