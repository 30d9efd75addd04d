import io
import json
import re
import zipfile
from collections.abc import Callable
from copy import copy
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from learning.accounts.models import User
from learning.privacy.collecting import export
from learning.privacy.showing import Node, Shortening, as_list, sections
from learning.publishing.models import Edition
from learning.records.models import Statement
from learning.records.recording import record
from learning.xapi.statements import check
from tests.learning.cohorts.samples import work_of


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
        ("2026-11-22", "22 November 2026"),
        ("2026-11-22T12:00:00+00:00", "22 Nov 2026, 12:00"),
        ("2026-99-99T12:00", "2026-99-99T12:00"),
    ],
)
def test_a_value_is_told_in_words(db: None, value: object, text: str) -> None:
    with translation.override("en"):
        (node,) = sections({"notes": value})
    assert node.text == text


def test_the_page_in_the_file_tells_everything_and_escapes_it() -> None:
    told = Node("a", items=(Node("<b>", "<i>&"), Node("in", items=(Node("1", ""),))))
    assert as_list(told) == (
        '<ul><li><b>&lt;b&gt;</b> <span dir="auto">&lt;i&gt;&amp;</span></li>\n'
        '<li><b>in</b><ul><li><b>1</b> <span dir="auto">–</span></li></ul></li></ul>'
    )
    assert as_list(Node("a", "<i>")) == '<p dir="auto">&lt;i&gt;</p>'


@pytest.fixture
def cost(learner: User, edition: Edition) -> Callable[[], tuple[int, int]]:
    """Give how many queries, and how many templates, taking the file along needs."""

    def measured() -> tuple[int, int]:
        drawn: list[object] = []

        def hear(**_signal: object) -> None:
            drawn.append(1)

        template_rendered.connect(hear)
        with CaptureQueriesContext(connection) as asked:
            export(learner)
        template_rendered.disconnect(hear)
        return len(asked), len(drawn)

    return measured


def test_two_thousand_records_cost_no_more_queries_and_templates_than_three(
    learner: User, cost: Callable[[], tuple[int, int]]
) -> None:
    record(work_of(learner.pk), evidence="observed", authority="test")
    few = cost()
    row = Statement.objects.all()[0]
    copies = [copy(row) for _number in range(2_000)]
    for each in copies:
        each.pk = uuid4()
    Statement.objects.bulk_create(copies)
    assert cost() == few
    assert few[1] == 1
