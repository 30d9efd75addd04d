"""Every kind of question in a browser: on the hub with and without JavaScript, and on a stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from learning.bundles.edition import FrozenEdition
from learning.player.progress import course_progress
from learning.publishing.exporters import usb
from learning.publishing.models import Edition
from learning.xapi import progress_files
from learning.xapi.folding import fold
from tests.factories.kinds import COURSE, LESSON
from tests.factories.snapshots import Snapshot
from tests.learning.publishing.exporters.editions import job

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
ORDER = (
    "Choose one service.",
    "Map the journey.",
    "Cut what no law asks for.",
    "Build what is left.",
)
PAIRS = {
    "Owner": "Decides who may look",
    "Keeper": "Runs the server",
    "Watcher": "Reads who looked",
}


@pytest.fixture
def edition(committed_site: None, kinds_snapshot: Snapshot) -> FrozenEdition:
    kinds_snapshot.put()
    return Edition.objects.current().get(slug=COURSE).frozen()


@pytest.fixture
def stick(edition: FrozenEdition, tmp_path: Path) -> Path:
    usb.export(job(edition, out=tmp_path / "stick"))
    return tmp_path / "stick"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 640}
    )
    context.set_default_timeout(10_000)  # ms
    yield context.new_page()
    context.close()


def order_with_buttons(card: Locator) -> None:
    """Bring each item to its place with the keyboard."""
    for place, item in enumerate(ORDER):
        rows = card.locator("[data-order] li")
        up = card.get_by_role("button", name=f"Move up: {item}")
        for _step in range(len(ORDER)):
            if item in rows.nth(place).inner_text():
                break
            up.press("Enter")
            expect(up).to_be_focused()


def answer(card: Locator, *, is_scripted: bool) -> None:
    """Answer the question in `card` rightly, whatever its kind."""
    if card.locator("[data-order]").count():
        if is_scripted:
            order_with_buttons(card)
            return
        for place, item in enumerate(ORDER, start=1):
            card.get_by_label(item).select_option(str(place))
    elif card.locator(".match").count():
        for left, right in PAIRS.items():
            card.get_by_label(left).select_option(label=right)
    elif card.get_by_label("Your answer in visits").count():
        card.get_by_label("Your answer in visits").fill("9 397")
    elif card.get_by_label("Your answer", exact=True).count():
        card.get_by_label("Your answer", exact=True).fill("ONCE-only")
    elif card.get_by_label("False", exact=True).count():
        card.get_by_label("False", exact=True).check()
    else:
        card.get_by_label("Once", exact=True).check()


def is_case(card: Locator) -> bool:
    return "birth certificate" in card.inner_text()


def submit(card: Locator) -> None:
    card.locator("button:not([type=button])").click()


def walk(card: Locator) -> None:
    card.get_by_label("Send her home").check()
    submit(card)
    expect(card).to_contain_text("She loses a day of work")
    card.get_by_label("Accept the copy").check()
    submit(card)
    expect(card).to_contain_text("This is where your way ends.")


def test_each_kind_is_answered_on_the_hub(
    live_server: object, edition: FrozenEdition, phone: Page, request: pytest.FixtureRequest
) -> None:
    is_scripted = "with JavaScript" in request.node.name
    phone.goto(f"{live_server}/courses/{COURSE}/{LESSON}")
    ids = edition.manifest.lesson(LESSON).questions
    for id_ in ids:
        card = phone.locator(f"[id='q-{id_}']")
        if is_case(card):
            walk(card)
            continue
        answer(card, is_scripted=is_scripted)
        submit(card)
        expect(card.locator("[data-feedback].ok")).to_be_visible()
    width = "document.documentElement.scrollWidth"
    assert not is_scripted or phone.evaluate(width) == 360


def test_each_kind_is_answered_on_a_stick(
    page: Page, edition: FrozenEdition, stick: Path, tmp_path: Path
) -> None:
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto((stick / f"{COURSE}.html").as_uri())
    page.evaluate("Atoll.choosePerson(Atoll.addPerson({actor: Atoll.uuid(), name: 'S', code: ''}))")
    page.evaluate(f"location.hash = '#{LESSON}'")
    for id_ in edition.manifest.lesson(LESSON).questions:
        card = page.locator(f"[data-question='{id_}']").first
        submit(card)
        expect(card.locator(".fb.bad")).to_be_visible()
        if is_case(card):
            walk(card)
            continue
        answer(card, is_scripted=True)
        submit(card)
        expect(card.locator(".fb.ok")).to_be_visible()
        expect(card.get_by_text("✓ done")).to_be_visible()
    _expect_no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.locator("#atoll-bar-text")).to_have_text("1 of 2 done")

    page.evaluate("location.hash = '#assessment'")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("alert").filter(has_text="no answer yet")).to_be_focused()
    for card in page.locator("#atoll-attempt fieldset").all():
        answer(card, is_scripted=True)
    page.reload()
    _expect_no_violations(page)
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.locator("#atoll-attempt")).to_contain_text("You answered 5 of 5 rightly.")
    _expect_no_violations(page)
    page.reload()
    expect(page.locator("#atoll-bar-text")).to_have_text("2 of 2 done")

    page.evaluate("location.hash = '#atoll-progress'")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my progress file").click()
    download.value.save_as(tmp_path / "s.progress")
    found = progress_files.read((tmp_path / "s.progress").read_bytes())
    assert found.is_complete
    assert course_progress(edition.manifest, fold(found.statements)).is_complete
    assert trouble == []


def test_what_was_answered_on_a_stick_stands_there_again(page: Page, stick: Path) -> None:
    page.goto((stick / f"{COURSE}.html").as_uri())
    page.evaluate("Atoll.choosePerson(Atoll.addPerson({actor: Atoll.uuid(), name: 'S', code: ''}))")
    page.evaluate(f"location.hash = '#{LESSON}'")
    order = page.locator("[data-question]").filter(has=page.locator("[data-order]")).first
    order_with_buttons(order)
    submit(order)
    page.reload()
    rows = order.locator("[data-order] li span").all_inner_texts()
    assert tuple(rows) == ORDER
    expect(order.locator(".fb.ok")).to_be_visible()


def test_on_paper_each_kind_can_be_read_with_its_answer(browser: Browser, stick: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((stick / f"{COURSE}.html").as_uri())
    for text in (
        "Write these in the right order.",
        "Send her home for the paper.",
        "There is no right or wrong here",
        "Schooling and literacy",
        "once only · once-only · ask once",
        "9394 – 9400 visits",
    ):
        assert text in page.content()
    expect(page.get_by_text("She is back a week later").first).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
def test_axe_finds_nothing_to_mend_on_the_hub(
    live_server: object, edition: FrozenEdition, page: Page, language: str, scheme: str
) -> None:
    page.context.add_cookies(
        [{"name": "django_language", "value": language, "url": str(live_server)}]
    )
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    for slug in (LESSON, "assessment"):
        page.goto(f"{live_server}/courses/{COURSE}/{slug}")
        _expect_no_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def _expect_no_violations(page: Page) -> None:
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
