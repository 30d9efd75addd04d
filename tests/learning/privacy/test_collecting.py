import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.utils import translation

from learning.accounts.models import User
from learning.privacy.collecting import export
from learning.privacy.showing import Shortening, sections
from learning.xapi.statements import check


@pytest.fixture
def files(whole_life: None, learner: User) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(export(learner)))
    assert archive.testzip() is None
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_file_holds_everything_three_ways(files: dict[str, str]) -> None:
    assert set(files) == {"data.json", "data.html", "statements.json"}
    found: dict[str, Any] = json.loads(files["data.json"])
    assert found["format"] == "atoll-my-data/1"
    assert found["data"]["accounts"]["name"] == "Learner One"
    assert found["data"]["cohorts"]["member_of"][0]["cohort"] == "Lands ToT"
    assert found["data"]["credentials"][0]["course"] == "Foundations"
    assert {each["title"] for each in found["data"]["worksheets"]} == {"Alone", "Ministry of Lands"}
    assert found["data"]["privacy"]["looked_at_by"][0]["who"] == "Trainer One"
    assert len(found["data"]["records"]["statements"]) == 7


def test_statements_go_along_as_they_are(files: dict[str, str]) -> None:
    statements = json.loads(files["statements.json"])
    assert [check(each).id for each in statements]
    assert len(statements) == 7


def test_the_page_in_the_file_needs_nothing_else(files: dict[str, str]) -> None:
    page = files["data.html"]
    assert "Learner One" in page
    assert "Foundations" in page
    assert re.findall(r"<(?:script|link|img|iframe)|https?://(?!adlnet|atoll\.invalid)", page) == []


def test_what_somebody_else_wrote_in_a_shared_worksheet_does_not_go_along(
    whole_life: None, second: User
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export(second)))
    assert "Act 7 of 2021" not in archive.read("data.json").decode()


def test_a_hostile_name_stays_text(learner: User) -> None:
    learner.name = "<script>alert(1)</script>"
    learner.save()
    page = zipfile.ZipFile(io.BytesIO(export(learner))).read("data.html").decode()
    assert "<script>" not in page


def test_a_page_shortens_what_the_file_holds_whole(db: None) -> None:
    told = {"notes": [{"text": "word " * 100} for _each in range(30)]}
    (short,) = sections(told, Shortening(most=20, longest=200))
    assert (len(short.items), short.more) == (20, 10)
    assert short.items[0].items[0].text.endswith("…")
    (whole,) = sections(told)
    assert (len(whole.items), whole.more) == (30, 0)
    assert whole.items[0].items[0].text == "word " * 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("", "–"),
        (True, "yes"),
        (False, "no"),
        (7, "7"),
        ("2026-11-22", "Nov. 22, 2026"),
        ("2026-11-22T12:00:00+00:00", "11/22/2026 noon"),
        ("2026-99-99T12:00", "2026-99-99T12:00"),
    ],
)
def test_a_value_is_told_in_words(db: None, value: object, text: str) -> None:
    with translation.override("en"):
        (node,) = sections({"notes": value})
    assert node.text == text
