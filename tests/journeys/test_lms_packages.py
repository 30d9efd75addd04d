"""A course inside a learning platform by SCORM: what a learner does is what the platform holds."""

import io
import json
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from learning.publishing.exporters import scorm12, scorm2004
from tests.journeys.serving import Quiet, served
from tests.journeys.test_usb import answer, take_assessment
from tests.learning.publishing.exporters.editions import course, job, number

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

STANDARDS: dict[str, Any] = {"1.2": scorm12, "2004": scorm2004}
SPELT = {
    "1.2": {
        "status": "cmi.core.lesson_status",
        "raw": "cmi.core.score.raw",
        "at": "cmi.core.lesson_location",
        "exit": "cmi.core.exit",
        "response": "student_response",
        "wrong": "wrong",
        "time": r"^\d\d:\d\d:\d\d$",
    },
    "2004": {
        "status": "cmi.completion_status",
        "raw": "cmi.score.raw",
        "at": "cmi.location",
        "exit": "cmi.exit",
        "response": "learner_response",
        "wrong": "incorrect",
        "time": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\dZ$",
    },
}
FORGET = """Object.keys(localStorage).filter(key => key.startsWith("atoll/"))
    .forEach(key => localStorage.removeItem(key))"""
# What a platform does: it keeps what was set when it is asked to commit, and says "true" without a
# network too, when it keeps nothing. Committed statuses are written down in their order.
PLATFORM = """<!doctype html><meta charset="utf-8"><title>Platform</title><script>
const standard = new URLSearchParams(location.search).get("standard");
const learner = new URLSearchParams(location.search).get("learner") || "sina";
const kept = JSON.parse(localStorage.getItem("kept/" + learner) || "{}");
const values = Object.assign({}, kept);
const statuses = JSON.parse(localStorage.getItem("statuses") || "[]");
let isOpen = false;
const isOld = standard === "1.2";
const own = isOld
  ? { "cmi.core.student_id": learner, "cmi.core.student_name": "Tuʻi, Sina" }
  : { "cmi.learner_id": learner, "cmi.learner_name": "Tuʻi, Sina" };
const status = isOld ? "cmi.core.lesson_status" : "cmi.completion_status";
const success = "cmi.success_status";
function count() {
  const found = Object.keys(values).map(name => name.match(/^cmi\\.interactions\\.(\\d+)\\.id$/));
  return String(found.filter(Boolean).length);
}
const calls = {
  Initialize() { if (isOpen) return "false"; isOpen = true; return "true"; },
  GetValue(name) {
    if (!isOpen) return "";
    if (name.endsWith("._count")) return count();
    return own[name] || values[name] || (name === status && isOld ? "not attempted" : "");
  },
  SetValue(name, value) { if (!isOpen) return "false"; values[name] = value; return "true"; },
  Commit() {
    if (!isOpen) return "false";
    if ((!navigator.onLine && location.hostname !== 'localhost') || window.isLosing) return "true";
    localStorage.setItem("kept/" + learner, JSON.stringify(values));
    const now = [values[status], values[success]].filter(Boolean).join("/");
    if (statuses[statuses.length - 1] !== now) statuses.push(now);
    localStorage.setItem("statuses", JSON.stringify(statuses));
    return "true";
  },
};
calls[isOld ? "Finish" : "Terminate"] = () => { calls.Commit(); isOpen = false; return "true"; };
const api = {};
Object.keys(calls).forEach(name => { api[(isOld ? "LMS" : "") + name] = calls[name]; });
window[isOld ? "API" : "API_1484_11"] = api;
</script><iframe name="sco" title="Course" width="1100" height="700"></iframe>"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Serve `tmp_path`/site, and give its address."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "platform.html").write_text(PLATFORM)
    with served(partial(Quiet, directory=str(tmp_path / "site"))) as address:
        yield address


def install(module: Any, tmp_path: Path, **options: str) -> None:
    """Unpack a package of the small course where the platform serves it."""
    edition = course(tmp_path / "store")
    module.export(job(edition, out=tmp_path / "out", options=options))
    package = (tmp_path / "out" / f"who-owns-the-data{module.ENDING}").read_bytes()
    zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path / "site" / "course")


def launch(
    page: Page, site: str, standard: str, *, query: str = "", learner: str = "sina"
) -> Frame:
    page.goto(f"{site}/platform.html?standard={standard}&learner={learner}")
    page.evaluate(
        "query => document.querySelector('iframe').src = 'course/index.html' + query", query
    )
    expect(page.frame_locator("iframe").locator("html.usb-scripted")).to_be_attached()
    frame = page.frame("sco")
    assert frame
    return frame


def kept(page: Page, learner: str = "sina") -> dict[str, str]:
    text = page.evaluate("learner => localStorage.getItem('kept/' + learner)", learner)
    found: dict[str, str] = json.loads(text or "{}")
    return found


def told(frame: Frame) -> None:
    """Wait until the platform has everything."""
    expect(frame.locator("#atoll-net")).to_contain_text("answers with your learning platform")


def leave(page: Page) -> None:
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("document.querySelector('iframe').contentDocument.body")
    page.wait_for_function("frames[0].location.href === 'about:blank'")


def open_screen(frame: Frame, slug: str) -> None:
    frame.evaluate("slug => { location.hash = '#' + slug; }", slug)
    expect(frame.locator(f"#{slug}")).to_be_visible()


def do_the_lessons(frame: Any) -> None:
    open_screen(frame, "three-roles")
    answer(frame, "check", "The steward")
    answer(frame, "several", "A name", "A date")
    open_screen(frame, "in-your-office")
    frame.get_by_role("textbox").fill("The land register, السجل")
    frame.get_by_role("button", name="Save my answer").click()


def pass_assessment(frame: Any) -> None:
    open_screen(frame, "assessment")
    frame.get_by_role("button", name="Begin").click()
    take_assessment(frame, "The steward")
    expect(frame.locator("#atoll-attempt")).to_contain_text("✓ Passed")


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_learner_leaves_comes_back_and_completes_the_course(
    standard: str, page: Page, site: str, tmp_path: Path
) -> None:
    install(STANDARDS[standard], tmp_path)
    words = SPELT[standard]
    frame: Any = launch(page, site, standard)
    expect(frame.locator("#atoll-net")).to_contain_text("Tuʻi, Sina")
    expect(frame.get_by_role("link", name="My progress")).to_be_hidden()
    open_screen(frame, "three-roles")
    answer(frame, "check", "The custodian")
    told(frame)
    leave(page)
    found = kept(page)
    assert (found[words["status"]], found[words["exit"]]) == ("incomplete", "suspend")
    assert found[words["at"]] == "three-roles"
    assert found["cmi.interactions.0.id"] == f"q-{number('check')}"
    assert found["cmi.interactions.0.type"] == "choice"
    assert found["cmi.interactions.0." + words["response"]] == "c"
    assert found["cmi.interactions.0.result"] == words["wrong"]
    assert found["cmi.interactions.0.correct_responses.0.pattern"] == "b"

    frame = launch(page, site, standard)
    expect(frame.locator("#three-roles")).to_be_visible()
    do_the_lessons(frame)
    pass_assessment(frame)
    expect(frame.locator("#atoll-attempt")).to_contain_text("Your learning platform gets")
    told(frame)
    leave(page)
    found = kept(page)
    assert found[words["raw"]] == "100"
    assert found["cmi.interactions.5.result"] == "correct"
    assert "cmi.interactions.6.id" not in found
    if standard == "1.2":
        assert found[words["status"]] == "passed"
        assert json.loads(page.evaluate("localStorage.getItem('statuses')")) == [
            "incomplete",
            "completed",
            "passed",
        ]
    else:
        assert (found[words["status"]], found["cmi.success_status"]) == ("completed", "passed")
        assert (found["cmi.score.scaled"], found["cmi.progress_measure"]) == ("1", "1")


def test_another_computer_goes_on_from_what_the_platform_remembers(
    page: Page, site: str, tmp_path: Path
) -> None:
    install(scorm12, tmp_path)
    frame: Any = launch(page, site, "1.2")
    do_the_lessons(frame)
    told(frame)
    leave(page)
    before = kept(page)
    page.evaluate(FORGET)

    frame = launch(page, site, "1.2")
    expect(frame.locator("#in-your-office").get_by_role("textbox")).to_have_value(
        "The land register, السجل"
    )
    expect(frame.locator("#atoll-bar-text")).to_have_text("2 of 3 done")
    told(frame)
    leave(page)
    after = kept(page)
    assert after["cmi.suspend_data"] == before["cmi.suspend_data"]
    assert "cmi.interactions.3.id" not in after


def test_what_is_answered_without_a_network_reaches_the_platform_later(
    page: Page, site: str, tmp_path: Path
) -> None:
    install(scorm2004, tmp_path)
    frame: Any = launch(page, site, "2004")
    told(frame)
    page.context.set_offline(True)
    do_the_lessons(frame)
    expect(frame.locator("#atoll-net")).to_contain_text("not with your learning platform yet: 3")
    assert "cmi.interactions.0.id" not in kept(page)
    page.context.set_offline(False)
    told(frame)
    assert "cmi.interactions.2.id" in kept(page)


def test_what_a_platform_lost_is_told_again_at_the_next_launch(
    page: Page, site: str, tmp_path: Path
) -> None:
    install(scorm12, tmp_path)
    frame: Any = launch(page, site, "1.2")
    told(frame)
    page.evaluate("window.isLosing = true")
    do_the_lessons(frame)
    told(frame)
    leave(page)
    assert "cmi.interactions.0.id" not in kept(page)
    frame = launch(page, site, "1.2")
    told(frame)
    found = kept(page)
    assert "cmi.interactions.2.id" in found
    assert "cmi.interactions.3.id" not in found


def test_a_page_left_without_a_network_keeps_its_answers_for_the_next_launch(
    page: Page, site: str, tmp_path: Path
) -> None:
    install(scorm12, tmp_path)
    frame: Any = launch(page, site, "1.2")
    told(frame)
    page.context.set_offline(True)
    do_the_lessons(frame)
    leave(page)
    page.context.set_offline(False)
    frame = launch(page, site, "1.2")
    expect(frame.locator("#atoll-bar-text")).to_have_text("2 of 3 done")
    told(frame)
    assert "cmi.interactions.2.id" in kept(page)


def test_a_platform_on_the_device_itself_is_told_without_a_network(
    page: Page, site: str, tmp_path: Path
) -> None:
    install(scorm12, tmp_path)
    on_device = site.replace("127.0.0.1", "localhost")
    frame: Any = launch(page, on_device, "1.2")
    told(frame)
    page.context.set_offline(True)
    do_the_lessons(frame)
    told(frame)
    assert "cmi.interactions.2.id" in kept(page)


def test_two_learners_of_one_browser_do_not_see_each_other(
    page: Page, site: str, tmp_path: Path
) -> None:
    install(scorm12, tmp_path)
    frame: Any = launch(page, site, "1.2")
    do_the_lessons(frame)
    told(frame)
    leave(page)
    frame = launch(page, site, "1.2", learner="other")
    told(frame)
    expect(frame.locator("#atoll-bar-text")).to_have_text("0 of 3 done")
    assert "cmi.interactions.0.id" not in kept(page, "other")


def test_a_lesson_can_be_a_unit_of_its_own(page: Page, site: str, tmp_path: Path) -> None:
    install(scorm2004, tmp_path, sco="lesson")
    frame: Any = launch(page, site, "2004", query="?step=three-roles", learner="roles")
    expect(frame.locator("#three-roles")).to_be_visible()
    expect(frame.locator(".out")).to_be_hidden()
    answer(frame, "check", "The steward")
    answer(frame, "several", "A name", "A date")
    told(frame)
    leave(page)
    found = kept(page, "roles")
    assert found["cmi.completion_status"] == "completed"
    assert "cmi.success_status" not in found
    assert "cmi.score.raw" not in found
    frame = launch(page, site, "2004", query="?step=reading", learner="reading")
    told(frame)
    assert kept(page, "reading")["cmi.completion_status"] == "completed"


def test_opened_alone_it_is_the_page_of_a_memory_stick(
    page: Page, site: str, tmp_path: Path
) -> None:
    install(scorm12, tmp_path)
    page.goto((tmp_path / "site" / "course" / "index.html").as_uri())
    page.get_by_role("link", name="Who is learning?").click()
    page.get_by_label("Your name").fill("Sina")
    page.get_by_role("button", name="Start learning").click()
    expect(page.locator("#atoll-net")).to_contain_text("Sina: answers saved here: 0")
    expect(page.get_by_role("link", name="My progress").first).to_be_visible()
