"""A course on a stick, from the double click to the progress file that comes home."""

import base64
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from learning.bundles.edition import FrozenEdition
from learning.player.progress import course_progress
from learning.publishing.exporters import usb
from learning.xapi import progress_files
from learning.xapi.folding import fold
from tests.learning.publishing.exporters.editions import course, job, number

pytestmark = pytest.mark.browser

CODE = "K7QX4T2"  # without its check


@pytest.fixture
def edition(tmp_path: Path) -> FrozenEdition:
    return course(tmp_path / "store")


@pytest.fixture
def stick(tmp_path: Path, edition: FrozenEdition) -> Path:
    """A folder with a course, and the same in Arabic."""
    out = tmp_path / "stick"
    arabic = course(tmp_path / "store", slug="arabic", title="من يملك البيانات؟", language="ar")
    usb.export(job(edition, arabic, out=out))
    return out


@pytest.fixture(autouse=True)
def trouble(page: Page) -> Iterator[list[str]]:
    """Fail a test in which the browser complained or asked the network for something."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(f"failed: {request.url}"))
    page.on("request", lambda request: _note_outside(request.url, found))
    yield found
    assert found == []


def _note_outside(address: str, found: list[str]) -> None:
    if not address.startswith(("file:", "data:", "blob:")):
        found.append(f"asked the network: {address}")


def open_course(page: Page, stick: Path, anchor: str = "") -> None:
    page.goto((stick / "who-owns-the-data.html").as_uri() + anchor)


def name_oneself(page: Page, name: str = "Sina Tuʻi") -> None:
    page.evaluate("location.hash = '#atoll-people'")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Start learning").click()


def answer(page: Page, question: str, *options: str) -> None:
    card = page.locator(f'[data-question="{number(question)}"]')
    for box in card.get_by_role("checkbox").all():
        box.uncheck()
    for option in options:
        card.get_by_label(option, exact=True).check()
    card.get_by_role("button").click()


def take_assessment(page: Page, option: str) -> None:
    for fieldset in page.locator("#atoll-attempt fieldset").all():
        fieldset.get_by_label(option).check()
    page.get_by_role("button", name="Hand in my answers").click()


def do_the_lessons(page: Page) -> None:
    page.evaluate("location.hash = '#three-roles'")
    answer(page, "check", "The steward")
    answer(page, "several", "A name", "A date")
    page.evaluate("location.hash = '#in-your-office'")
    page.get_by_role("textbox").fill("The land register, السجل")
    page.get_by_role("button", name="Save my answer").click()


def do_everything(page: Page) -> None:
    do_the_lessons(page)
    page.evaluate("location.hash = '#assessment'")
    page.get_by_role("button", name="Begin").click()
    take_assessment(page, "The steward")


def save_progress(page: Page, to: Path) -> Path:
    page.evaluate("location.hash = '#atoll-progress'")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my progress file").click()
    path = to / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_learner_goes_from_the_double_click_to_a_complete_course(
    page: Page,
    stick: Path,
    edition: FrozenEdition,
    tmp_path: Path,
) -> None:
    page.goto((stick / "index.html").as_uri())
    page.get_by_role("link", name="Who owns the data?").click()
    name_oneself(page)
    page.get_by_role("link", name="Start: Three roles").click()
    expect(page).to_have_title("Three roles – Who owns the data?")
    expect(page.get_by_role("heading", name="Three roles")).to_be_focused()

    answer(page, "check", "The custodian")
    feedback = page.locator("#three-roles .usb-feedback").first
    expect(feedback).to_contain_text("Not quite. Try again.")
    expect(feedback).to_contain_text("The custodian runs the server.")
    expect(feedback).to_be_focused()
    answer(page, "check", "The steward")
    expect(feedback).to_contain_text("Yes: the steward keeps it correct.")
    answer(page, "several", "A name")
    expect(page.locator("#three-roles")).to_contain_text("Another right answer is still missing.")
    answer(page, "several", "A name", "A date")
    expect(page.locator("#atoll-bar-text")).to_have_text("1 of 3 done")

    page.locator("#three-roles").get_by_role("link", name="Next: Something to read").click()
    page.locator("#reading").get_by_role("link", name="Next: In your office").click()
    page.get_by_role("textbox").fill("The land register, السجل")
    page.get_by_role("button", name="Save my answer").click()
    expect(page.locator("#in-your-office")).to_contain_text("Your answer is saved.")

    page.locator("#in-your-office").get_by_role("link", name="Next: Final assessment").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("alert").filter(has_text="no answer yet")).to_be_focused()
    take_assessment(page, "The owner")
    expect(page.locator("#atoll-attempt")).to_contain_text("You answered 0 of 2 rightly.")
    expect(page.get_by_role("link", name="Read again: Three roles").first).to_be_visible()
    page.locator("#atoll-attempt").get_by_role("button", name="Try again").click()
    take_assessment(page, "The steward")
    expect(page.locator("#atoll-attempt")).to_contain_text("✓ Passed")

    page.reload()
    expect(page.locator("#atoll-attempt")).to_contain_text("Your best result: 2 of 2.")
    page.evaluate("location.hash = ''")
    expect(page.get_by_role("heading", name="You have completed this course.")).to_be_visible()
    expect(page.locator("#atoll-net")).to_contain_text("Sina Tuʻi: answers saved here: 9")

    path = save_progress(page, tmp_path)
    assert path.name == "progress-who-owns-the-data-sina-tu-i.progress"
    found = progress_files.read(path.read_bytes())
    assert found.is_complete
    assert [statement.seq for statement in found.statements] == list(range(1, 13))
    progress = course_progress(edition.manifest, fold(found.statements))
    assert (progress.is_complete, progress.best_score, progress.attempts) == (True, (2, 2), 2)


def test_without_scripts_every_lesson_and_every_answer_can_be_read(
    browser: Browser,
    stick: Path,
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_course(page, stick)
    for text in ("Three roles.", "At your desk.", "Only to read.", "Show what you know."):
        expect(page.get_by_text(text, exact=False).first).to_be_visible()
    expect(page.get_by_text("does not run the scripts")).to_be_visible()
    expect(page.get_by_text("Write your answer on paper.")).to_be_visible()
    page.get_by_text("Answer and reasons").first.click()
    expect(page.get_by_text("Yes: the steward keeps it correct.").first).to_be_visible()
    expect(page.get_by_text("Bring my progress home")).to_be_hidden()
    context.close()


def test_the_back_button_leads_to_the_lesson_before(
    page: Page,
    stick: Path,
) -> None:
    open_course(page, stick, "#three-roles")
    page.locator("#three-roles").get_by_role("link", name="Later").click()
    expect(page.locator("#in-your-office")).to_be_visible()
    expect(page.locator("#three-roles")).to_be_hidden()
    page.go_back()
    expect(page.locator("#three-roles")).to_be_visible()
    expect(page.get_by_role("link", name="Three roles").first).to_have_attribute(
        "aria-current", "page"
    )


def test_a_heading_inside_a_lesson_can_be_linked_to(
    page: Page,
    stick: Path,
) -> None:
    open_course(page, stick, f"#q-{number('thought')}")
    expect(page.locator("#in-your-office")).to_be_visible()


def test_an_answer_before_a_name_waits_for_the_name(
    page: Page,
    stick: Path,
) -> None:
    open_course(page, stick, "#in-your-office")
    page.get_by_role("textbox").fill("The land register")
    page.get_by_role("button", name="Save my answer").click()
    page.get_by_label("Your name").fill("Sina")
    page.get_by_role("button", name="Start learning").click()
    expect(page.get_by_role("textbox")).to_have_value("The land register")
    page.get_by_role("button", name="Save my answer").click()
    expect(page.locator("#atoll-net")).to_contain_text("Sina: answers saved here: 1")


def test_two_people_share_a_computer_and_not_their_answers(
    page: Page,
    stick: Path,
) -> None:
    open_course(page, stick)
    name_oneself(page, "Sina")
    do_the_lessons(page)
    name_oneself(page, "Tomasi")
    expect(page.locator("#atoll-bar-text")).to_have_text("0 of 3 done")
    page.evaluate("location.hash = '#in-your-office'")
    expect(page.get_by_role("textbox")).to_have_value("")
    page.evaluate("location.hash = '#atoll-people'")
    page.get_by_role("button", name="Sina").click()
    expect(page.locator("#atoll-bar-text")).to_have_text("2 of 3 done")


def test_a_name_is_asked_for_and_a_code_is_checked(
    page: Page,
    stick: Path,
) -> None:
    open_course(page, stick, "#atoll-people")
    page.get_by_role("button", name="Start learning").click()
    expect(page.locator("#atoll-name-error")).to_have_text("✗ Write your name.")
    page.get_by_label("Your name").fill("<img src=x onerror=alert(1)>")
    page.get_by_label("Learner code").fill(CODE + "0")
    page.get_by_role("button", name="Start learning").click()
    expect(page.locator("#atoll-code-error")).to_contain_text("This is not a learner code.")
    expect(page.get_by_label("Learner code")).to_be_focused()
    page.get_by_label("Learner code").fill("")
    page.get_by_role("button", name="Start learning").click()
    expect(page.locator("#atoll-net")).to_contain_text("<img src=x onerror=alert(1)>")
    name_oneself(page, "<IMG src=x onerror=alert(1)>")
    expect(page.locator("#atoll-name-error")).to_contain_text("in the list already")


def test_an_attempt_that_is_not_handed_in_survives_a_reload(
    page: Page,
    stick: Path,
) -> None:
    open_course(page, stick)
    name_oneself(page)
    page.evaluate("location.hash = '#assessment'")
    page.get_by_role("button", name="Begin").click()
    before = page.locator("#atoll-attempt legend").all_inner_texts()
    page.locator("#atoll-attempt").get_by_label("The steward").first.check()
    page.reload()
    assert page.locator("#atoll-attempt legend").all_inner_texts() == before
    expect(page.locator("#atoll-attempt").get_by_label("The steward").first).to_be_checked()


def test_a_progress_file_moves_a_learner_to_another_computer(
    page: Page,
    browser: Browser,
    stick: Path,
    tmp_path: Path,
) -> None:
    open_course(page, stick)
    name_oneself(page)
    do_everything(page)
    path = save_progress(page, tmp_path)
    context = browser.new_context()
    other = context.new_page()
    open_course(other, stick, "#atoll-progress")
    other.get_by_label("Your progress file").set_input_files(path)
    loaded = other.locator("#atoll-loaded")
    expect(loaded).to_contain_text("The progress of Sina Tuʻi is loaded.")
    expect(loaded).to_contain_text("New records: 7. Already here: 0.")
    expect(other.locator("#atoll-bar-text")).to_have_text("3 of 3 done")
    other.get_by_label("Your progress file").set_input_files(path)
    expect(loaded).to_contain_text("New records: 0. Already here: 7.")
    again = progress_files.read(save_progress(other, tmp_path / "again").read_bytes())
    first = progress_files.read(path.read_bytes())
    assert [each.id for each in again.statements] == [each.id for each in first.statements]
    context.close()


def test_a_damaged_progress_file_gives_what_is_whole_and_says_so(
    page: Page,
    stick: Path,
    tmp_path: Path,
) -> None:
    open_course(page, stick)
    name_oneself(page)
    do_everything(page)
    path = save_progress(page, tmp_path)
    page.evaluate("localStorage.clear()")
    lines = path.read_text().splitlines()
    lines[2] = lines[2].replace("true", "tru")
    path.write_text("\n".join(lines))
    page.reload()
    page.get_by_label("Your progress file").set_input_files(path)
    expect(page.locator("#atoll-loaded")).to_contain_text("New records: 6.")
    expect(page.locator("#atoll-loaded")).to_contain_text("Lines that could not be used: 1.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x00\x01 a picture", "This is not a progress file"),
        (b'{"format":"atoll-progress/1","title":"Another"}\n', "It says it belongs to: Another"),
    ],
)
def test_a_file_that_is_of_no_use_changes_nothing(
    page: Page,
    stick: Path,
    content: bytes,
    sentence: str,
) -> None:
    open_course(page, stick, "#atoll-progress")
    payload = {"name": "x.progress", "mimeType": "text/plain", "buffer": content}
    page.get_by_label("Your progress file").set_input_files(payload)  # type: ignore[arg-type]
    expect(page.locator("#atoll-loaded")).to_contain_text(sentence)
    expect(page.locator("#atoll-loaded")).to_contain_text("Nothing was changed.")


def test_a_browser_that_keeps_nothing_says_so_and_can_still_save_the_file(
    page: Page,
    stick: Path,
    tmp_path: Path,
) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    open_course(page, stick)
    name_oneself(page)
    do_the_lessons(page)
    expect(page.locator("#atoll-notice")).to_contain_text("cannot be kept in this browser")
    found = progress_files.read(save_progress(page, tmp_path).read_bytes())
    assert len(found.statements) == 4
    assert found.statements[0].activity == uuid.UUID(number("who-owns-the-data"))
    page.on("dialog", lambda dialog: dialog.accept())


def test_what_one_tab_answers_another_shows(
    page: Page,
    stick: Path,
) -> None:
    open_course(page, stick)
    name_oneself(page)
    other = page.context.new_page()
    open_course(other, stick)
    do_the_lessons(other)
    expect(page.locator("#atoll-bar-text")).to_have_text("2 of 3 done")
    page.evaluate("location.hash = '#in-your-office'")
    page.get_by_role("textbox").fill("Another register")
    page.get_by_role("button", name="Save my answer").click()
    expect(page.locator("#atoll-net")).to_contain_text("answers saved here: 4")


def test_who_gives_a_name_and_then_loads_a_file_stands_in_the_list_once(
    page: Page,
    stick: Path,
    tmp_path: Path,
) -> None:
    open_course(page, stick)
    name_oneself(page, "سينا")
    do_the_lessons(page)
    path = save_progress(page, tmp_path)
    page.evaluate("localStorage.clear()")
    page.goto((stick / "who-owns-the-data.html").as_uri() + "#atoll-people")
    page.reload()
    name_oneself(page, "سينا")
    page.evaluate("location.hash = '#atoll-progress'")
    page.get_by_label("Your progress file").set_input_files(path)
    expect(page.locator("#atoll-loaded")).to_contain_text(
        "The progress of \u2068سينا\u2069 is loaded."
    )
    expect(page.locator("#atoll-names li")).to_have_count(1)
    expect(page.locator("#atoll-bar-text")).to_have_text("2 of 3 done")


def test_captions_are_shown_from_a_file(
    page: Page,
    stick: Path,
) -> None:
    cues = base64.b64encode(b"WEBVTT\n\n00:00.000 --> 00:09.000\nHello\n").decode()
    video = f'<video><track kind="captions" src="data:text/vtt;base64,{cues}" default></video>'
    path = stick / "film.html"
    path.write_text(f"<!doctype html><title>Film</title>{video}")
    page.goto(path.as_uri())
    page.wait_for_function("document.querySelector('track').readyState === 2")
    assert page.evaluate("document.querySelector('track').track.cues[0].text") == "Hello"


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("name", ["who-owns-the-data.html", "arabic.html"])
def test_axe_finds_nothing_to_mend(
    page: Page,
    stick: Path,
    name: str,
    width: int,
    scheme: str,
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 640})
    page.goto((stick / name).as_uri())
    page.evaluate("scheme => (document.documentElement.dataset.theme = scheme)", scheme)
    page.evaluate("Atoll.choosePerson(Atoll.addPerson({actor: Atoll.uuid(), name: 'S', code: ''}))")
    for anchor in ("", "#three-roles", "#atoll-people", "#atoll-progress", "#assessment"):
        page.evaluate(f"location.hash = '{anchor}'")
        if anchor == "#three-roles":
            page.locator("#three-roles label").first.click()
            page.locator("#three-roles button").first.click()
        if anchor == "#assessment":
            page.locator("#atoll-attempt button").click()
            page.locator("#atoll-attempt form > p > button").click()
        _expect_no_violations(page)
        assert _sideways(page) == 0


def test_axe_finds_nothing_to_mend_on_the_start_page_or_without_scripts(
    page: Page,
    stick: Path,
) -> None:
    page.goto((stick / "index.html").as_uri())
    _expect_no_violations(page)
    for script in (stick / "atoll").glob("*.js"):
        script.write_text("")
    open_course(page, stick)
    _expect_no_violations(page)


def test_a_lesson_begins_on_the_first_screen_of_a_phone(
    page: Page,
    stick: Path,
) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    open_course(page, stick, "#three-roles")
    box = page.locator("#three-roles h1").bounding_box()
    assert box is not None
    assert box["y"] <= 400  # px


def _sideways(page: Page) -> int:
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


def _expect_no_violations(page: Page) -> None:
    # Its preloading of style sheets asks for what file:// pages may not read.
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
