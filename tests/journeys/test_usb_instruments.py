"""Instruments on a stick: one of each kind is filled in; the results are worked out by hand."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from learning.publishing.exporters import usb
from tests.journeys.test_usb import trouble
from tests.learning.publishing.exporters.editions import job, number
from tests.learning.publishing.exporters.toolkits import ADVICE, assessment, toolkit

pytestmark = pytest.mark.browser
__all__ = ["trouble"]  # the fixture that fails a test in which the browser complained

# 20 + 0 + 0 of the 60 percent for the law; 30 of the 40 for the people: 50 percent.
AGREED = {"data-law": "Yes", "open-law": "No", "strategy": "No", "leader": "Yes", "team": "No"}
NAMES = {
    "data-law": "Is there a law on personal data?",
    "open-law": "Is there a law on open data?",
    "strategy": "Is there a strategy?",
    "leader": "Is there one who leads?",
    "team": "Is there a team?",
}


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a toolkit, the same in Arabic, and one for a single assessor."""
    root = tmp_path_factory.mktemp("usb")
    store = root / "store"
    editions = [
        toolkit(store),
        toolkit(store, slug="arabic", language="ar"),
        toolkit(store, slug="alone", tools={"check": assessment(1)}),
    ]
    usb.export(job(*editions, out=root / "stick"))
    return root / "stick"


def open_tool(page: Page, stick: Path, slug: str, name: str = "small-toolkit") -> Locator:
    page.goto((stick / f"{name}.html").as_uri() + f"#{slug}")
    return page.locator(f"#{slug}")


def begin(page: Page, stick: Path, slug: str, *, title: str = "Apia", **where: str) -> Locator:
    tool = open_tool(page, stick, slug, **where)
    tool.get_by_label("What do you fill it in for?").fill(title)
    tool.get_by_role("button", name="Start a new worksheet").click()
    return tool


def choose(tool: Locator, code: str, answer: str) -> None:
    group = tool.get_by_role("group", name=NAMES[code])
    group.get_by_role("radio", name=answer, exact=True).check()


def give_evidence(tool: Locator, code: str, text: str) -> None:
    tool.locator(f'[data-path="{code}/evidence"] input').fill(text)


def answer_all(tool: Locator, answers: dict[str, str]) -> None:
    """Answer as an assessor does: a group, the next one, and hand in."""
    for code in ("data-law", "open-law", "strategy"):
        choose(tool, code, answers[code])
    tool.get_by_role("button", name="Next group").click()
    for code in ("leader", "team"):
        choose(tool, code, answers[code])
    tool.get_by_role("button", name="Hand in", exact=True).click()


def downloaded(page: Page, act: Callable[[], None]) -> tuple[str, str]:
    with page.expect_download() as download:
        act()
    content = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return download.value.suggested_filename, content


def press(tool: Locator, name: str) -> Callable[[], None]:
    return tool.get_by_role("button", name=name).click


def test_two_assessors_answer_settle_and_plan(page: Page, stick: Path) -> None:
    tool = begin(page, stick, "check")
    expect(tool).to_contain_text("Answer alone.")
    choose(tool, "data-law", "Yes")
    give_evidence(tool, "data-law", "Act 12")
    page.reload()
    expect(tool.locator('[data-path="data-law/evidence"] input')).to_have_value("Act 12")
    answer_all(tool, AGREED)

    expect(tool).to_contain_text("those answers are hidden")
    expect(tool.get_by_role("radio", name="Yes", checked=True)).to_have_count(0)
    assert "Act 12" not in tool.inner_html()
    give_evidence(tool, "strategy", "A draft")
    answer_all(tool, AGREED | {"strategy": "Yes"})

    expect(tool).to_contain_text("Answered alike by both assessors: 80.0 % of the questions.")
    expect(tool.locator("dl")).to_have_count(1)
    expect(tool.locator("dl")).to_contain_text("Yes · A draft")
    press(tool, "Show the agreed result")()
    expect(tool.get_by_role("alert").filter(has_text="Agree on yes or no.")).to_be_focused()
    choose(tool, "strategy", "No")
    press(tool, "Show the agreed result")()

    expect(tool.locator(".key")).to_contain_text("our total, not the OSI")
    expect(tool.locator(".usb-total")).to_have_text("50.0\u00a0%")
    expect(tool.locator(".key")).to_contain_text("On the way")
    expect(tool.locator("tbody tr")).to_have_count(2)
    assert tool.locator("tbody tr").all_inner_texts() == [
        "Rules and laws\t33.3\t60\t1\t2\t0",
        "People\t75.0\t40\t1\t1\t0",
    ]
    gaps = tool.locator("section").filter(has=page.get_by_role("heading", name="Gaps"))
    assert [text.split("\n")[0] for text in gaps.locator("li").all_inner_texts()] == [
        "Is there a law on open data? (a yes adds 20.0 %)",
        "Is there a strategy? (a yes adds 20.0 %)",
        "Is there a team? (a yes adds 10.0 %)",
    ]
    expect(gaps.get_by_role("link", name="Read: A guide")).to_have_attribute("href", "#guide")
    expect(gaps).to_contain_text("Read in the other toolkit: national-toolkit/guide-teams")
    expect(tool.locator("section").filter(has_text="Yes without evidence")).to_contain_text(
        NAMES["leader"]
    )
    expect(tool.locator("svg.chart")).to_be_visible()

    name, content = downloaded(page, press(tool, "Save as a table (CSV)"))
    rows = list(csv.reader(io.StringIO(content)))
    assert name == "check-apia-result.csv"
    assert ["our total, not the OSI", "50.0", "On the way"] in rows
    assert ["Rules and laws", "data-law", NAMES["data-law"], "Yes", "Act 12"] in rows

    press(tool, "Make the action plan")()
    first = tool.get_by_role("group", name="Priority 2")
    expect(first.get_by_label("What shall be done")).to_have_value(ADVICE)
    first.get_by_label("Who answers for it").fill("Ministry, head of service")
    page.reload()
    expect(first.get_by_label("Who answers for it")).to_have_value("Ministry, head of service")
    press(tool, "Check the plan")()
    expect(tool.get_by_role("alert").filter(has_text="Say what you will count.")).to_be_focused()
    name, content = downloaded(page, press(tool, "Save as a table (CSV)"))
    assert name == "check-apia-plan.csv"
    assert f'2,{ADVICE},"Ministry, head of service"' in content


def test_one_assessor_gets_the_result_at_once_and_may_go_back(page: Page, stick: Path) -> None:
    tool = begin(page, stick, "check", name="alone")
    tool.get_by_role("button", name="People · 0 of 2").click()
    choose(tool, "leader", "Yes")
    tool.get_by_role("button", name="Hand in", exact=True).click()
    expect(tool).to_contain_text("Questions without an answer: 4")
    press(tool, "Hand in as it is")()
    expect(tool.locator(".usb-total")).to_have_text("30.0\u00a0%")
    expect(tool).to_contain_text("These count as absent.")
    press(tool, "Back to the questions")()
    expect(tool).to_contain_text("People · 1 of 2")


def test_a_calculator_gives_the_published_index(page: Page, stick: Path) -> None:
    tool = begin(page, stick, "egdi", title="Samoa 2024")
    for label, text in (("OSI", "0.36378"), ("TII", "0,46065"), ("HCI", "many")):
        tool.get_by_label(f"{label} *", exact=True).fill(text)
    press(tool, "Calculate")()
    expect(tool.get_by_role("alert").filter(has_text="Write a number")).to_be_focused()
    expect(tool.get_by_label("HCI *")).to_have_attribute("aria-invalid", "true")

    page.reload()
    expect(tool.get_by_label("TII *")).to_have_value("0,46065")
    tool.get_by_label("HCI *").fill("٠٫٦٤٥٣١")
    tool.get_by_label("Published EGDI").fill("0.48990")
    press(tool, "Calculate")()

    assert tool.locator("tbody tr").all_inner_texts() == [
        "Sum of the three parts\t1.46974\t\t",
        "EGDI\t0.4899\t\tMiddle",
        "Difference from the published EGDI\t0.00001\t\t",
        "Needed for the next level, in the three parts together\t0.03026\t\t",
    ]
    expect(tool.get_by_role("heading", name="Result")).to_be_focused()
    tool.get_by_label("Rise of the OSI").fill("0.06")
    expect(tool.locator("tbody")).to_contain_text("0.5099")
    name, content = downloaded(page, press(tool, "Save as a table (CSV)"))
    assert name == "egdi-samoa-2024-result.csv"
    assert "EGDI,0.4899,,Middle\r\n" in content.replace("\n", "\r\n").replace("\r\r", "\r")


def test_a_canvas_is_filled_in_checked_and_saved(page: Page, stick: Path) -> None:
    tool = begin(page, stick, "plan", title="")
    press(tool, "Check what is missing")()
    expect(
        tool.get_by_role("alert").filter(has_text="Which decision?: Fill this in.")
    ).to_be_focused()
    tool.get_by_label("Which decision? *").fill("=The bus")
    tool.get_by_label("Level").select_option("consultation")
    expect(tool.get_by_role("button", name="Add a row")).to_be_hidden()
    row = tool.get_by_role("group", name="The people, row 2")
    row.get_by_label("How many").fill("1,200")

    page.reload()
    expect(tool.get_by_label("Level")).to_have_value("consultation")
    press(tool, "Check what is missing")()
    expect(tool.get_by_role("alert").filter(has_text="Group: Fill this in.")).to_be_visible()
    row.get_by_label("Group *").fill("Fishers")
    press(tool, "Check what is missing")()
    expect(tool).to_contain_text("Nothing is missing.")

    name, content = downloaded(page, press(tool, "Save as a table (CSV)"))
    rows = list(csv.reader(io.StringIO(content)))
    assert name == "plan-sheet.csv"
    assert ["Which decision?", "'=The bus"] in rows
    assert ["Fishers", "1,200"] in rows
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(tool.locator(".usb-print")).to_contain_text("Fishers")
    expect(tool.locator("form")).to_be_hidden()


def test_a_worksheet_is_deleted_only_after_a_second_word(page: Page, stick: Path) -> None:
    tool = begin(page, stick, "plan")
    press(tool, "Delete this worksheet")()
    press(tool, "Keep it")()
    page.reload()
    expect(tool.get_by_role("heading", name="Apia")).to_be_visible()
    press(tool, "Delete this worksheet")()
    press(tool, "Delete it for good")()
    expect(tool.get_by_role("button", name="Start a new worksheet")).to_be_visible()
    expect(tool.get_by_role("button", name="Go on: Apia")).to_have_count(0)
    expect(tool.get_by_text("Only to read.")).to_be_visible()


def test_a_file_carries_a_worksheet_to_another_computer(
    page: Page, browser: Browser, stick: Path, tmp_path: Path
) -> None:
    tool = begin(page, stick, "plan")
    tool.get_by_label("Which decision? *").fill("The bus")
    name, content = downloaded(page, press(tool, "Save as a file"))
    assert name == "plan-apia.worksheet.json"
    path = tmp_path / name
    path.write_text(content)
    other = browser.new_context().new_page()
    there = open_tool(other, stick, "plan")
    load = there.get_by_label("Load a worksheet from a file")
    load.set_input_files(path)
    expect(there).to_contain_text("The worksheet is loaded: Apia")
    load.set_input_files(path)
    expect(there).to_contain_text("with the same answers")
    path.write_text(content.replace("The bus", "The ferry"))
    load.set_input_files(path)
    expect(there).to_contain_text("Both are kept")
    expect(there.get_by_role("button", name="Go on: Apia")).to_have_count(2)
    there.get_by_role("button", name="Go on: Apia").first.click()
    expect(there.get_by_label("Which decision? *")).to_have_value("The ferry")
    other.context.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a picture", "This is not a worksheet"),
        ('{"format": "atoll-worksheet/1", "sheet": []}', "This is not a worksheet"),
        (
            '{"format": "atoll-worksheet/1", "instrument": "x", "name": "Other <b>",'
            ' "sheet": {"id": "1"}}',
            "Load it there: Other <b>",
        ),
    ],
)
def test_a_file_of_no_use_changes_nothing(
    page: Page, stick: Path, content: str, sentence: str
) -> None:
    tool = open_tool(page, stick, "plan")
    payload = {"name": "x.json", "mimeType": "text/plain", "buffer": content.encode()}
    tool.get_by_label("Load a worksheet from a file").set_input_files(payload)  # type: ignore[arg-type]
    expect(tool).to_contain_text(sentence)
    expect(tool).to_contain_text("Nothing was changed.")
    assert page.evaluate("localStorage.length") == 0


def test_a_browser_that_keeps_nothing_says_so_and_the_file_still_holds_all(
    page: Page, stick: Path
) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    tool = begin(page, stick, "plan")
    tool.get_by_label("Which decision? *").fill("The bus")
    expect(tool.get_by_role("alert").filter(has_text="cannot be kept")).to_be_visible()
    _name, content = downloaded(page, press(tool, "Save as a file"))
    assert json.loads(content)["sheet"]["values"] == {"decision": "The bus"}
    page.on("dialog", lambda dialog: dialog.accept())


def test_two_tabs_lose_no_answer(page: Page, stick: Path) -> None:
    tool = begin(page, stick, "plan")
    other = page.context.new_page()
    there = open_tool(other, stick, "plan")
    there.get_by_role("button", name="Go on: Apia").click()
    key = f"atoll/1/worksheets/{number('plan')}"
    # A browser tells its other tabs in its own time; nobody changes tabs faster than that.
    said = "([key, words]) => localStorage.getItem(key).includes(words)"
    there.get_by_label("What is fixed, and why?").fill("The fare")
    page.wait_for_function(said, arg=[key, "The fare"])
    tool.get_by_label("Which decision? *").fill("The bus")
    other.wait_for_function(said, arg=[key, "The bus"])
    there.get_by_label("Level").select_option("information")
    page.wait_for_function(said, arg=[key, "information"])
    expect(tool.get_by_label("What is fixed, and why?")).to_have_value("The fare")
    (sheet,) = json.loads(page.evaluate("key => localStorage.getItem(key)", key))["sheets"].values()
    assert sheet["values"] == {"fixed": "The fare", "decision": "The bus", "tier": "information"}


def test_without_scripts_the_paper_version_stands_alone(browser: Browser, stick: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    tool = open_tool(page, stick, "plan")
    expect(tool.get_by_text("Only to read.")).to_be_visible()
    expect(page.get_by_text("Start a new worksheet")).to_have_count(0)
    context.close()


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("small-toolkit", 1200, "dark"), ("arabic", 360, "light")]
)
def test_axe_finds_nothing_to_mend(
    page: Page, stick: Path, name: str, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 640})
    for slug in ("check", "egdi", "plan"):
        tool = open_tool(page, stick, slug, name)
        if slug == "check":
            _expect_no_violations(page)
        tool.locator("form button").click()
        if slug != "check":
            tool.locator(".usb-form .btn:not(.q)").click()
        _expect_no_violations(page)
    page.evaluate(HANDED_IN, f"atoll/1/worksheets/{number('check')}")
    tool = open_tool(page, stick, "check", name)
    page.reload()
    _expect_no_violations(page)
    tool.locator(".actions .btn:not(.q)").click()
    _expect_no_violations(page)


HANDED_IN = """key => {
    const record = JSON.parse(localStorage.getItem(key));
    Object.values(record.sheets).forEach(sheet => {
        sheet.first.answers.team = {value: "no", evidence: "a page"};
        sheet.second.answers.team = {value: "no", evidence: ""};
        sheet.first.isHandedIn = sheet.second.isHandedIn = sheet.isDecided = true;
    });
    localStorage.setItem(key, JSON.stringify(record));
}"""


def _expect_no_violations(page: Page) -> None:
    # Its preloading of style sheets asks for what file:// pages may not read.
    options = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}
    found = Axe().run(page, context=".usb-open", options=options).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) == 0
