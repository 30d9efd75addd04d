"""A cmi5 package of ours reports to our own Experience API, in a browser, from another site."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, Request, Response
from pytest_django import Settings

from learning.lrs.documents.models import Document, Kind
from learning.lrs.models import LrsStatement
from learning.publishing.exporters import cmi5
from tests.journeys.serving import Quiet, served
from tests.journeys.test_cmi5_packages import (
    ACTOR,
    CATEGORY,
    EXTENSION,
    REGISTRATION,
    answer_lesson,
    told,
    until,
    verb_of,
)
from tests.learning.lrs.documents.asking import SECRET, Program, made
from tests.learning.publishing.exporters.editions import course, job

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.usefixtures("committed_site"),
]

ACTIVITY = "https://platform.example/au/three-roles"
ABOUT = {"activityId": ACTIVITY, "agent": ACTOR, "registration": REGISTRATION}
LAUNCH_DATA = {
    "contextTemplate": {
        "contextActivities": {"grouping": [{"id": "urn:uuid:publisher"}]},
        "extensions": {f"{EXTENSION}sessionid": "one"},
    },
    "launchMode": "Normal",
    "moveOn": "Completed",
}


class Handler(Quiet):
    """A platform that launches the package, and has the records kept elsewhere."""

    def __init__(self, token: str, *args: Any, **options: Any) -> None:
        self.token = token
        super().__init__(*args, **options)

    def do_POST(self) -> None:  # noqa: N802 — the library's name
        body = json.dumps({"auth-token": self.token}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def program(committed_site: None) -> Program:
    return Program(made("the platform", "statements/write statements/read/mine state profile"))


@pytest.fixture
def platform(tmp_path: Path, program: Program, settings: Settings) -> Iterator[str]:
    """Serve the package on a site of its own, from which pages may speak to ours."""
    cmi5.export(job(course(tmp_path / "store"), out=tmp_path / "out"))
    package = (tmp_path / "out" / f"who-owns-the-data{cmi5.ENDING}").read_bytes()
    zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path / "site" / "course")
    token = base64.b64encode(f"{program.client.key}:{SECRET}".encode()).decode()
    with served(partial(Handler, token, directory=str(tmp_path / "site"))) as address:
        settings.ATOLL_XAPI_ORIGINS = [address]
        yield address


@pytest.fixture
def asked(page: Page, live_server: object) -> Iterator[list[tuple[str, str, int]]]:
    """Give what the package asks our store: method, resource, status."""
    found: list[tuple[str, str, int]] = []

    def note(response: Response) -> None:
        request: Request = response.request
        if request.url.startswith(f"{live_server}/xapi/"):
            resource = request.url.removeprefix(f"{live_server}/xapi/").partition("?")[0]
            found.append((request.method, resource, response.status))

    page.on("response", note)
    yield found
    page.remove_listener("response", note)


def launch(page: Page, platform: str, live_server: object) -> None:
    parameters = {
        "step": "three-roles",
        "endpoint": f"{live_server}/xapi",
        "fetch": f"{platform}/fetch",
        "actor": json.dumps(ACTOR),
        "registration": REGISTRATION,
        "activityId": ACTIVITY,
    }
    page.goto(f"{platform}/course/index.html?{urlencode(parameters)}")


def verbs() -> list[str]:
    rows = LrsStatement.objects.order_by("stored", "id")
    return [verb_of(row.said()) for row in rows]


def test_all_that_a_package_asks_is_answered(
    page: Page,
    live_server: object,
    platform: str,
    program: Program,
    asked: list[tuple[str, str, int]],
) -> None:
    """cmi5 §8–§11: State, Agent Profile and Statements are what a package needs."""
    launched = {**ABOUT, "stateId": "LMS.LaunchData"}
    assert program.ask("PUT", "activities/state", launched, LAUNCH_DATA).status_code == 204
    launch(page, platform, live_server)
    told(page)
    answer_lesson(page)
    told(page)
    page.goto("about:blank")
    until(page, lambda: "terminated" in verbs())
    assert verbs() == ["initialized", "answered", "answered", "completed", "terminated"]
    assert {status for method, _, status in asked if method == "POST"} == {200}
    assert ("GET", "activities/state", 200) in asked
    assert ("GET", "agents/profile", 404) in asked
    assert {status for _, _, status in asked} <= {200, 204, 404}
    for row in LrsStatement.objects.all():
        said = row.said()
        assert said["context"]["registration"] == REGISTRATION
        assert said["actor"] == ACTOR
    found = program.ask("GET", "statements", {"registration": REGISTRATION, "ascending": "true"})
    statements = json.loads(found.content)["statements"]
    categories = statements[0]["context"]["contextActivities"]["category"]
    assert [each["id"] for each in categories] == [f"{CATEGORY}cmi5"]
    kept = Document.objects.filter(kind=Kind.STATE).exclude(name="LMS.LaunchData")
    assert kept.exists()


def test_another_computer_goes_on_from_the_state_that_is_kept_here(
    page: Page, live_server: object, platform: str, program: Program
) -> None:
    launched = {**ABOUT, "stateId": "LMS.LaunchData"}
    program.ask("PUT", "activities/state", launched, LAUNCH_DATA)
    preferences = {"agent": ACTOR, "profileId": "cmi5LearnerPreferences"}
    english = {"languagePreference": "en"}
    kept = program.ask("PUT", "agents/profile", preferences, english, If_None_Match="*")
    assert kept.status_code == 204
    launch(page, platform, live_server)
    told(page)
    answer_lesson(page)
    told(page)
    page.goto("about:blank")
    until(page, lambda: "terminated" in verbs())
    page.goto(f"{platform}/course/atoll/here.txt")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    launch(page, platform, live_server)
    told(page)
    page.locator("#three-roles .tag.ok").first.wait_for()
    page.goto("about:blank")
    until(page, lambda: verbs().count("terminated") == 2)
    assert verbs().count("answered") == 2
