"""A course inside a platform by cmi5: the statements come once, in order and in context."""

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from learning.publishing.exporters import cmi5
from tests.journeys.serving import Quiet, served
from tests.journeys.test_usb import answer, take_assessment
from tests.learning.publishing.exporters.editions import course, job, number
from tests.learning.publishing.exporters.toolkits import toolkit

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/"
EXTENSION = "https://w3id.org/xapi/cmi5/context/extensions/"
ACTOR = {
    "objectType": "Agent",
    "name": "Sina Tuʻi",
    "account": {"homePage": "https://platform.example", "name": "s-17"},
}
REGISTRATION = "3f4a1c2e-7f5b-4c7a-9f0e-2d8b6a1c0e11"


def verb_of(statement: dict[str, Any]) -> str:
    return str(statement["verb"]["id"].rpartition("/")[2])


@dataclass
class Platform:
    """What a platform holds: statements in the order they came, documents, and used addresses."""

    mode: str = "Normal"
    mastery: float | None = None
    return_url: str = ""
    is_down: bool = False
    held: str = ""  # statements with this verb are stored, and answered only after `answers`
    answers: threading.Event = field(default_factory=threading.Event)
    statements: list[dict[str, Any]] = field(default_factory=list)
    documents: dict[str, Any] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)  # verbs sent while it was down
    fetched: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def launch_data(self, session: str) -> dict[str, Any]:
        template = {
            "contextActivities": {"grouping": [{"id": "urn:uuid:publisher"}]},
            "extensions": {f"{EXTENSION}sessionid": session},
        }
        found: dict[str, Any] = {
            "contextTemplate": template,
            "launchMode": self.mode,
            "moveOn": "Completed",
        }
        if self.mastery is not None:
            found["masteryScore"] = self.mastery
        return found | ({"returnURL": self.return_url} if self.return_url else {})

    def store(self, statements: list[dict[str, Any]]) -> int:
        known = {each["id"]: each for each in self.statements}
        if any(known.get(each["id"], each) != each for each in statements):
            return 409
        self.statements += [each for each in statements if each["id"] not in known]
        return 200

    def verbs(self, session: str = "") -> list[str]:
        return [
            verb_of(each)
            for each in self.statements
            if session in ("", each["context"]["extensions"][f"{EXTENSION}sessionid"])
        ]


class Handler(Quiet):
    def __init__(self, platform: Platform, *args: Any, **options: Any) -> None:
        self.platform = platform
        super().__init__(*args, **options)

    def do_GET(self) -> None:  # noqa: N802 — the library's name
        url = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(url.query).items()}
        if not url.path.startswith("/xapi/"):
            return super().do_GET()
        if not self._is_allowed():
            return None
        if given.get("stateId") == "LMS.LaunchData":
            return self._answer(200, self.platform.launch_data(self._session()))
        if given.get("stateId"):
            found = self.platform.documents.get(given["activityId"])
            return self._answer(200 if found else 404, found)
        assert given["profileId"] == "cmi5LearnerPreferences"
        return self._answer(404)

    def do_PUT(self) -> None:  # noqa: N802 — the library's name
        given = parse_qs(urlsplit(self.path).query)
        assert json.loads(given["agent"][0]) == ACTOR
        assert given["registration"] == [REGISTRATION]
        content = self._content()
        if self._is_allowed():
            self.platform.documents[given["activityId"][0]] = content
            self._answer(204)

    def do_POST(self) -> None:  # noqa: N802 — the library's name
        url = urlsplit(self.path)
        if url.path == "/fetch":
            session = parse_qs(url.query)["session"][0]
            again = session in self.platform.fetched
            self.platform.fetched.append(session)
            refusal = {"error-code": "1", "error-text": "used"}
            return self._answer(200, refusal if again else {"auth-token": session})
        content = self._content()
        if self.platform.is_down:
            self.platform.missed += [verb_of(each) for each in content]
        if not self._is_allowed():
            return None
        status = self.platform.store(content)
        if any(verb_of(each) == self.platform.held for each in content):
            self.platform.answers.wait(10)
        return self._answer(status, [])

    def _session(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Basic ")

    def _is_allowed(self) -> bool:
        if self.platform.is_down:
            self._answer(503)
            return False
        is_allowed = (
            self._session() in self.platform.fetched
            and self.headers.get("X-Experience-API-Version") == "1.0.3"
        )
        if not is_allowed:
            self.platform.refused.append(self.path)
            self._answer(401)
        return is_allowed

    def _content(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, status: int, content: Any = None) -> None:
        body = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def site(tmp_path: Path, platform: Platform) -> Iterator[str]:
    """Serve `tmp_path`/site and the platform, and give the address."""
    (tmp_path / "site").mkdir()
    with served(partial(Handler, platform, directory=str(tmp_path / "site"))) as address:
        yield address
    assert platform.refused == []


@pytest.fixture(autouse=True)
def _installed(tmp_path: Path, site: str) -> None:
    edition = course(tmp_path / "store")
    cmi5.export(job(edition, out=tmp_path / "out"))
    package = (tmp_path / "out" / f"who-owns-the-data{cmi5.ENDING}").read_bytes()
    zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path / "site" / "course")


def address(site: str, step: str, session: str, *, folder: str = "course") -> str:
    launch = {
        "endpoint": f"{site}/xapi",
        "fetch": f"{site}/fetch?session={session}",
        "actor": json.dumps(ACTOR),
        "registration": REGISTRATION,
        "activityId": f"https://platform.example/au/{step or 'whole'}",
    }
    asked = {"step": step} if step else {}
    return f"{site}/{folder}/index.html?{urlencode({**asked, **launch})}"


def told(page: Page) -> None:
    expect(page.locator("#atoll-net")).to_contain_text("answers with your learning platform")


def leave(page: Page, platform: Platform) -> None:
    page.goto("about:blank")
    until(page, lambda: platform.verbs()[-1] == "terminated")


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for it, but not for ever: what is asserted says the rest."""
    for _ in range(250):
        if is_so():
            return
        page.wait_for_timeout(20)


def answer_lesson(page: Page) -> None:
    answer(page, "check", "The steward")
    answer(page, "several", "A name", "A date")


def test_a_lesson_is_begun_answered_completed_and_ended(
    page: Page, site: str, platform: Platform
) -> None:
    page.goto(address(site, "three-roles", "one"))
    told(page)
    expect(page.locator("#three-roles")).to_be_visible()
    expect(page.locator(".out")).to_be_hidden()
    answer_lesson(page)
    told(page)
    expect(page.locator("#atoll-net")).to_contain_text("Sina Tuʻi")
    leave(page, platform)
    assert platform.verbs() == ["initialized", "answered", "answered", "completed", "terminated"]
    assert platform.fetched == ["one"]
    for statement in platform.statements:
        context = statement["context"]
        verb = verb_of(statement)
        categories = [each["id"] for each in context["contextActivities"].get("category", ())]
        judged = [f"{CATEGORY}moveon"] if verb == "completed" else []
        assert categories == ([] if verb == "answered" else [f"{CATEGORY}cmi5", *judged])
        assert context["registration"] == REGISTRATION
        assert context["contextActivities"]["grouping"] == [{"id": "urn:uuid:publisher"}]
        assert statement["actor"] == ACTOR
        about = statement["object"]["id"]
        assert verb == "answered" or about == "https://platform.example/au/three-roles"
    answers = platform.statements[1:3]
    assert answers[0]["object"]["id"] == f"urn:uuid:{number('check')}"
    assert answers[0]["result"] == {"response": "b", "success": True}
    assert platform.statements[3]["result"]["completion"] is True
    times = [each["timestamp"] for each in platform.statements]
    assert times == sorted(times)


def test_who_fails_and_then_passes_is_told_to_have_passed_once(
    page: Page, site: str, platform: Platform
) -> None:
    platform.mastery = 0.6
    page.goto(address(site, "assessment", "one"))
    told(page)
    page.get_by_role("button", name="Begin").click()
    take_assessment(page, "The owner")
    told(page)
    page.locator("#atoll-attempt").get_by_role("button", name="Try again").click()
    take_assessment(page, "The steward")
    told(page)
    leave(page, platform)
    assert [verb for verb in platform.verbs() if verb != "answered"] == [
        "initialized",
        "completed",
        "passed",
        "terminated",
    ]
    passed = next(each for each in platform.statements if each["verb"]["id"].endswith("/passed"))
    assert passed["result"]["score"] == {"scaled": 1, "raw": 2, "min": 0, "max": 2}
    assert passed["context"]["extensions"][f"{EXTENSION}masteryscore"] == 0.6
    page.goto(address(site, "assessment", "two"))
    told(page)
    leave(page, platform)
    assert platform.verbs("two") == ["initialized", "terminated"]


@pytest.mark.parametrize("held", ["answered", "completed"])
def test_who_leaves_before_the_platform_has_answered_says_the_same_again(
    held: str, page: Page, site: str, platform: Platform
) -> None:
    page.goto(address(site, "three-roles", "one"))
    told(page)
    answer(page, "check", "The steward")
    told(page)
    platform.held = held
    answer(page, "several", "A name", "A date")
    until(page, lambda: platform.verbs()[-1] == held)
    page.wait_for_timeout(50)
    leave(page, platform)
    platform.answers.set()
    assert platform.verbs() == ["initialized", "answered", "answered", "completed", "terminated"]


def test_who_leaves_without_passing_has_failed_this_time(
    page: Page, site: str, platform: Platform
) -> None:
    page.goto(address(site, "assessment", "one"))
    told(page)
    page.get_by_role("button", name="Begin").click()
    take_assessment(page, "The owner")
    told(page)
    leave(page, platform)
    assert platform.verbs()[-2:] == ["failed", "terminated"]
    assert "completed" not in platform.verbs()


def test_the_platforms_own_mark_decides(page: Page, site: str, platform: Platform) -> None:
    platform.mastery = 0.4
    page.goto(address(site, "assessment", "one"))
    told(page)
    page.get_by_role("button", name="Begin").click()
    fieldsets = page.locator("#atoll-attempt fieldset").all()
    for fieldset, option in zip(fieldsets, ("The steward", "The owner"), strict=True):
        fieldset.get_by_label(option).check()
    page.get_by_role("button", name="Hand in my answers").click()
    told(page)
    leave(page, platform)
    assert platform.verbs()[-3:] == ["completed", "passed", "terminated"]


def test_answers_without_a_network_wait_for_it(page: Page, site: str, platform: Platform) -> None:
    page.goto(address(site, "three-roles", "one"))
    told(page)
    page.context.set_offline(True)
    answer_lesson(page)
    expect(page.locator("#atoll-net")).to_contain_text("not with your learning platform yet: 2")
    assert platform.verbs() == ["initialized"]
    page.context.set_offline(False)
    told(page)
    assert platform.verbs() == ["initialized", "answered", "answered", "completed"]


def test_what_a_platform_that_was_down_missed_is_told_in_the_next_visit(
    page: Page, site: str, platform: Platform
) -> None:
    page.goto(address(site, "three-roles", "one"))
    told(page)
    platform.is_down = True
    answer_lesson(page)
    expect(page.locator("#atoll-net")).to_contain_text("not with your learning platform yet: 2")
    page.goto("about:blank")
    until(page, lambda: "terminated" in platform.missed)
    platform.is_down = False
    page.goto(address(site, "three-roles", "two"))
    told(page)
    leave(page, platform)
    assert platform.verbs("one") == ["initialized"]
    assert platform.verbs("two") == [
        "initialized",
        "answered",
        "answered",
        "completed",
        "terminated",
    ]


def test_another_computer_goes_on_and_tells_nothing_twice(
    page: Page, site: str, platform: Platform
) -> None:
    page.goto(address(site, "three-roles", "one"))
    told(page)
    answer_lesson(page)
    told(page)
    leave(page, platform)
    page.goto(f"{site}/course/atoll/here.txt")
    page.evaluate("localStorage.clear()")
    page.goto(address(site, "three-roles", "two"))
    told(page)
    expect(page.locator("#three-roles .tag.ok").first).to_be_visible()
    leave(page, platform)
    assert platform.verbs("two") == ["initialized", "terminated"]


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_looking_around_tells_only_beginning_and_end(
    mode: str, page: Page, site: str, platform: Platform
) -> None:
    platform.mode = mode
    page.goto(address(site, "three-roles", "one"))
    expect(page.locator("#atoll-net")).to_contain_text("kept on this device")
    answer_lesson(page)
    leave(page, platform)
    assert platform.verbs() == ["initialized", "terminated"]


def test_a_page_loaded_again_after_its_end_tells_nothing_more(
    page: Page, site: str, platform: Platform
) -> None:
    page.goto(address(site, "three-roles", "one"))
    told(page)
    page.reload()
    expect(page.locator("#atoll-net")).to_contain_text("This visit is over")
    answer_lesson(page)
    leave(page, platform)
    assert platform.verbs() == ["initialized", "terminated"]
    assert platform.fetched == ["one"]


def test_who_is_to_be_sent_back_is(page: Page, site: str, platform: Platform) -> None:
    platform.return_url = f"{site}/course/atoll/here.txt"
    page.goto(address(site, "reading", "one"))
    told(page)
    page.get_by_role("button", name="Back to the learning platform").click()
    page.wait_for_url(platform.return_url)
    assert platform.verbs() == ["initialized", "completed", "terminated"]


def test_a_toolkit_is_begun_and_ended(
    page: Page, site: str, platform: Platform, tmp_path: Path
) -> None:
    cmi5.export(job(toolkit(tmp_path / "store"), out=tmp_path / "out"))
    package = (tmp_path / "out" / f"small-toolkit{cmi5.ENDING}").read_bytes()
    zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path / "site" / "toolkit")
    page.goto(address(site, "", "one", folder="toolkit"))
    expect(page.locator(".out").first).to_be_visible()
    page.wait_for_function("Atoll.learning.person !== null")
    leave(page, platform)
    assert platform.verbs() == ["initialized", "terminated"]
