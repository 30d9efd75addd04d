import csv
import gzip
import re
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.worksheets.answers import EVIDENCE_LIMIT, LARGEST
from learning.worksheets.instruments import Instrument
from learning.worksheets.inviting import join
from learning.worksheets.models import Sheet, Worksheet
from learning.worksheets.saving import begin, hand_in, save_answers
from tests.factories.instruments import PAIR, make_tools
from tests.learning.accounts.people import signed_in
from tests.learning.worksheets.samples import (
    ANSWERS,
    EGDI,
    OTHERS,
    handed_in,
    posted,
    sheet_of,
)
from toolkits.instruments.definition import (
    Assessment,
    Chart,
    Dimension,
    Level,
    Question,
    read,
    to_entry,
)

COLD, QUERIES = 40_000, 12  # bytes over the wire; queries a page
CANVAS = {"decision": "A budget", "answer-date": "2027-03-01", "tier": "consultation"}


def words(response: HttpResponse) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return unescape(re.sub(r"\s+", " ", text))


def get(person: User | None, worksheet: Worksheet, path: str = "") -> HttpResponse:
    return signed_in(person).get(f"{worksheet.get_absolute_url()}{path}")


def post(
    person: User | None, worksheet: Worksheet, path: str, data: dict[str, object]
) -> HttpResponse:
    return signed_in(person).post(f"{worksheet.get_absolute_url()}{path}", data)


def two_sheets(pair: Instrument, first: User, second: User, *, handed: int = 2) -> Worksheet:
    """Give a worksheet of two, of which so many have handed in."""
    worksheet = begin(first, pair, title="Town of Two", answers=ANSWERS)
    join(second, worksheet.invite_code)
    save_answers(sheet_of(worksheet, second), OTHERS, version=0)
    for person in (first, second)[:handed]:
        hand_in(sheet_of(worksheet, person), pair)
    return worksheet


def csv_rows(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


# Without an account


def test_the_start_says_what_it_is_and_that_nothing_is_stored(pair: Instrument) -> None:
    said = words(Client().get(pair.fill_address))
    for expected in ("20 minutes", "5 questions", "Two people", "our total, not the OSI"):
        assert expected in said
    assert "nothing is stored" in said


def test_a_visitor_goes_page_by_page_and_the_answers_go_along(check: Instrument) -> None:
    first = {name: text for name, text in ANSWERS.items() if name != "leader"}
    page = Client().post(check.fill_address, posted(first, part=1, go="next"))
    assert "Page 2 of 2" in words(page)
    assert 'name="a-data-law" value="yes"' in page.content.decode()

    result = Client().post(check.fill_address, posted(ANSWERS, part=2, go="next"))
    said = words(result)
    for expected in ("50.0 %", "On the way", "33.3 %", "75.0 %", "our total, not the OSI"):
        assert expected in said
    assert "1 question has no answer" in said
    assert not Worksheet.objects.exists()


def test_the_result_names_gaps_advice_what_to_read_and_flags(check: Instrument) -> None:
    said = words(Client().post(check.fill_address, posted(ANSWERS, part=2, go="next")))
    assert "Begin with one page." in said
    assert "To read: One page" in said
    assert "Yes without evidence Is there one who leads?" in said
    assert "a yes adds 20.0% to the total" in said


def test_a_visitor_goes_back_and_anywhere(check: Instrument) -> None:
    for go, expected in (("back", "Page 1 of 2"), ("to-2", "Page 2 of 2"), ("stay", "Page 2 of 2")):
        assert expected in words(Client().post(check.fill_address, posted({}, part=2, go=go)))


@pytest.mark.parametrize("go", ["", "to-", "to-99", "to-x", "nonsense", "next"])
def test_a_forged_step_is_no_error(check: Instrument, go: str) -> None:
    for part in ("", "0", "-1", "99", "x", "٣"):
        answer = Client().post(check.fill_address, {"go": go, "part": part, "edition": "none"})
        assert answer.status_code == 200


def test_carried_answers_are_read_anew(check: Instrument) -> None:
    forged = {"a-data-law": "<script>", "a-nothing": "yes", "a-team": "yes", "a-team.evidence": "x"}
    said = words(Client().post(check.fill_address, {**forged, "part": 2, "go": "next"}))
    assert "10.0 %" in said  # the team alone: 40 × 1/4
    assert "script" not in said


def test_too_long_evidence_stays_on_the_page_with_its_limit(check: Instrument) -> None:
    long = {"data-law": "yes", "data-law.evidence": "x" * (EVIDENCE_LIMIT + 1)}
    page = Client().post(check.fill_address, posted(long, part=1, go="next"))
    assert "Page 1 of 2" in words(page)
    assert "the limit is 1000" in words(page)
    assert 'href="#f-data-law.evidence"' in page.content.decode()
    assert "x" * (EVIDENCE_LIMIT + 1) in page.content.decode()


def test_too_much_at_once_is_told_and_kept_in_the_fields(check: Instrument) -> None:
    data = posted({"data-law.evidence": "x" * LARGEST, "team": "yes"}, part=1, go="next")
    page = Client().post(check.fill_address, data)
    assert page.status_code == 400
    assert "Shorten it" in words(page)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_visitor_takes_the_result_away(check: Instrument, form: str) -> None:
    answer = Client().post(check.fill_address, posted(ANSWERS, go=form))
    assert f'filename="check.{form}"' in answer["Content-Disposition"]
    if form == "csv":
        rows = csv_rows(answer)
        assert ["Rules and laws", "60", "3", "1", "2", "0", "33.3"] in rows
        assert ["Total (our total, not the OSI)", "100", "", "", "", "", "50.0"] in rows
        return
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["About", "Result", "Answers", "Gaps", "Action plan"]
    assert [cell.value for cell in book["Result"][2]][-1] == 33.3
    assert book["Action plan"]["A2"].value == "Is there a law on open data?"


def test_a_visitor_fills_in_a_canvas(canvas: Instrument) -> None:
    wrong = {"decision": "A budget", "answer-date": "soon"}
    page = Client().post(canvas.fill_address, posted(wrong, part=1, go="next"))
    assert "year-month-day" in words(page)
    data = posted({**CANVAS, "group.1": "=cmd|calc"}, go="csv")
    rows = csv_rows(Client().post(canvas.fill_address, data))
    assert ["Which decision?", "A budget"] in rows
    assert any("'=cmd|calc" in row for row in rows)


def test_whoever_signed_in_meanwhile_keeps_what_was_filled_in(
    check: Instrument, learner: User
) -> None:
    answer = signed_in(learner).post(check.fill_address, posted(ANSWERS, part=2, go="next"))
    worksheet = Worksheet.objects.get(owner=learner)
    assert answer["Location"] == worksheet.get_absolute_url()
    assert sheet_of(worksheet, learner).answers == ANSWERS


@pytest.mark.parametrize("slug", ["instrument-paper", "guide-one-page", "nothing"])
def test_what_has_no_tool_cannot_be_filled_in(tools: Edition, slug: str) -> None:
    assert Client().get(f"/toolkits/tools/{slug}/fill").status_code == 404


# Calculators


def test_a_calculator_shows_form_and_result_on_one_page(egdi: Instrument) -> None:
    assert "Published EGDI" in words(Client().get(egdi.fill_address))
    said = words(Client().post(egdi.fill_address, posted(EGDI)))
    assert "EGDI 0.7000 High" in said
    assert "nothing is stored" in said.lower()


def test_a_wrong_number_stands_with_its_reason(egdi: Instrument) -> None:
    page = Client().post(egdi.fill_address, posted({**EGDI, "osi": "many", "tii": "2"}))
    assert "OSI: Write a number" in words(page)
    assert "too large" in words(page)
    assert 'value="many"' in page.content.decode()


def test_a_calculation_is_a_file(egdi: Instrument) -> None:
    rows = csv_rows(Client().post(egdi.fill_address, posted(EGDI, go="csv")))
    assert ["EGDI", "0.7000", "", "High"] in rows
    book = load_workbook(BytesIO(Client().post(egdi.fill_address, posted(EGDI, go="xlsx")).content))
    assert 0.7 in [cell.value for row in book["Result"] for cell in row]


def test_a_calculation_is_saved_only_where_somebody_asks(egdi: Instrument, learner: User) -> None:
    browser = signed_in(learner)
    browser.post(egdi.fill_address, posted(EGDI))
    assert not Worksheet.objects.exists()
    browser.post(egdi.fill_address, posted(EGDI, go="save", title="Our line"))
    worksheet = Worksheet.objects.get()
    assert worksheet.title == "Our line"
    assert "EGDI 0.7000 High" in words(get(learner, worksheet))
    said = words(post(learner, worksheet, "", posted({**EGDI, "osi": "zero"}, version=0)))
    assert "OSI: Write a number" in said
    assert sheet_of(worksheet, learner).answers["osi"] == "zero"
    assert post(learner, worksheet, "", posted(EGDI, version=0)).status_code == 409


# Signed in


def test_a_worksheet_is_begun_filled_in_and_handed_in(check: Instrument, learner: User) -> None:
    browser = signed_in(learner)
    began = browser.post(check.fill_address, {"title": "Ministry of Lands", "place": "Fiji"})
    worksheet = Worksheet.objects.get()
    assert began["Location"] == f"{worksheet.get_absolute_url()}1"
    saved = post(learner, worksheet, "1", posted(ANSWERS, version=0, go="next"))
    assert saved["Location"].endswith("/2")
    saved = post(learner, worksheet, "2", posted({"leader": "yes"}, version=1, go="next"))
    assert saved["Location"].endswith("/hand-in")
    said = words(get(learner, worksheet, "hand-in"))
    assert "1 question has no answer" in said
    assert "1 yes has no evidence" in said
    assert post(learner, worksheet, "hand-in", {})["Location"].endswith("/result")
    assert "50.0 %" in words(get(learner, worksheet, "result"))
    assert "Ministry of Lands" in words(browser.get("/worksheets/"))


def test_a_title_is_needed(check: Instrument, learner: User) -> None:
    answer = signed_in(learner).post(check.fill_address, {"title": " ", "place": "Fiji"})
    assert "Please look at this again" in words(answer)
    assert 'value="Fiji"' in answer.content.decode()
    assert not Worksheet.objects.exists()


def test_handing_in_twice_is_told(check: Instrument, learner: User) -> None:
    worksheet = handed_in(check, learner, ANSWERS)
    browser = signed_in(learner)
    answer = browser.post(f"{worksheet.get_absolute_url()}hand-in", follow=True)
    assert "handed in already" in words(answer)


def test_saving_after_handing_in_shows_what_was_typed(check: Instrument, learner: User) -> None:
    worksheet = handed_in(check, learner, ANSWERS)
    answer = post(learner, worksheet, "2", posted({"team.evidence": "New list"}, version=0))
    assert answer.status_code == 409
    assert "handed in already" in words(answer)
    assert "New list" in words(answer)


def test_a_sheet_is_opened_again_to_correct_it(check: Instrument, learner: User) -> None:
    worksheet = handed_in(check, learner, ANSWERS)
    post(learner, worksheet, "open-again", {})
    assert not sheet_of(worksheet, learner).is_handed_in
    assert get(learner, worksheet, "result")["Location"] == worksheet.get_absolute_url()


def test_a_newer_saving_is_shown_beside_what_was_typed(check: Instrument, learner: User) -> None:
    worksheet = begin(learner, check, title="Town", answers={"team": "no"})
    save_answers(sheet_of(worksheet, learner), {"team.evidence": "From the tablet"}, version=0)
    mine = posted({"team": "no", "team.evidence": "From the phone"}, version=0, go="next")
    answer = post(learner, worksheet, "2", mine)
    assert answer.status_code == 409
    said = words(answer)
    assert "From the phone" in said
    assert "Saved meanwhile: From the tablet" in said
    assert 'name="version" value="1"' in answer.content.decode()
    again = post(learner, worksheet, "2", {**mine, "version": 1})
    assert again.status_code == 302
    assert sheet_of(worksheet, learner).answers["team.evidence"] == "From the phone"


def test_a_wrong_field_of_a_canvas_is_kept_as_typed_and_marked(
    canvas: Instrument, learner: User
) -> None:
    worksheet = begin(learner, canvas, title="Budget")
    answer = post(learner, worksheet, "1", posted({"answer-date": "soon"}, version=0, go="next"))
    assert answer["Location"].endswith("/1")
    page = get(learner, worksheet, "1")
    assert 'value="soon"' in page.content.decode()
    assert "year-month-day" in words(page)
    assert "Still to be looked at" in words(get(learner, worksheet))


def test_a_canvas_is_read_whole_and_taken_away(canvas: Instrument, learner: User) -> None:
    worksheet = begin(learner, canvas, title="Budget", answers=CANVAS)
    said = words(get(learner, worksheet))
    assert "A budget" in said
    assert ["Level", "consultation"] in csv_rows(get(learner, worksheet, "canvas.csv"))
    assert get(learner, worksheet, "canvas.xlsx").status_code == 200
    assert get(learner, worksheet, "result").status_code == 404


def test_whoever_is_signed_out_meanwhile_gets_the_text_back(
    check: Instrument, learner: User
) -> None:
    worksheet = begin(learner, check, title="Town")
    answer = post(None, worksheet, "1", posted({"data-law.evidence": "Act 7"}))
    assert answer.status_code == 403
    assert "Act 7" in words(answer)
    assert get(None, worksheet)["Location"].startswith("/in/?next=")


# Two assessors


def test_the_code_lets_the_second_assessor_in(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = handed_in(pair, learner, ANSWERS)
    code = worksheet.shown_code
    assert code in words(get(learner, worksheet))
    answer = signed_in(second).post("/worksheets/join", {"code": code})
    assert answer["Location"] == worksheet.get_absolute_url()
    assert "You are the second assessor" in words(get(second, worksheet))
    assert "Second Assessor is still filling in" in words(get(learner, worksheet))


def test_a_wrong_own_or_old_code_is_told(pair: Instrument, learner: User, second: User) -> None:
    worksheet = begin(learner, pair, title="Town")
    for person, code, expected in (
        (second, "no code", "No open invitation"),
        (learner, worksheet.invite_code, "must be another person"),
    ):
        said = words(signed_in(person).post("/worksheets/join", {"code": code}))
        assert expected in said
    Worksheet.objects.update(invited_until=timezone.now() - timedelta(days=1))
    answer = signed_in(second).post("/worksheets/join", {"code": worksheet.invite_code})
    assert "too old" in words(answer)
    assert "too old" in words(get(learner, worksheet))
    post(learner, worksheet, "invite", {})
    assert Worksheet.objects.get().invite_code != worksheet.invite_code


def test_nothing_of_the_other_is_shown_before_both_have_handed_in(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = two_sheets(pair, learner, second, handed=1)
    for path in ("", "1", "2", "reconcile", "result", "result?alone", "plan", "result.csv"):
        said = signed_in(learner).get(f"{worksheet.get_absolute_url()}{path}", follow=True)
        assert b"example.org/open" not in said.content, path
    for path in ("", "1", "2", "hand-in", "reconcile", "result", "plan", "alone.csv"):
        said = signed_in(second).get(f"{worksheet.get_absolute_url()}{path}", follow=True)
        assert path in ("hand-in", "1") or b"Act 7 of 2021" not in said.content, path
    assert get(learner, worksheet, "result.csv").status_code == 404
    assert "50.0 %" in words(get(learner, worksheet, "result?alone"))


def test_each_difference_is_decided_and_then_the_result_stands(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = two_sheets(pair, learner, second)
    said = words(get(second, worksheet, "reconcile"))
    assert "the same answer to 60.0% of the questions" in said  # 3 of 5
    assert "First assessor No" in said
    assert "Second assessor Yes · https://example.org/open" in said

    decided = {"open-law": "yes", "open-law.note": "Found together"}
    answer = post(learner, worksheet, "reconcile", posted(decided, version=0))
    assert answer.status_code == 400
    assert "1 difference has no decision yet" in words(answer)
    assert get(learner, worksheet, "result")["Location"].endswith("/reconcile")
    answer = post(second, worksheet, "reconcile", posted({**decided, "team": "no"}, version=1))
    assert answer["Location"].endswith("/result")
    for person in (learner, second):
        assert "70.0 %" in words(get(person, worksheet, "result"))
    stale = post(learner, worksheet, "reconcile", posted({"team": "yes"}, version=0))
    assert stale.status_code == 409
    assert "Saved meanwhile: No" in words(stale)


def test_what_both_have_handed_in_is_not_opened_again(
    pair: Instrument, learner: User, second: User
) -> None:
    worksheet = two_sheets(pair, learner, second)
    post(learner, worksheet, "open-again", {})
    assert Sheet.objects.filter(submitted_at=None).count() == 0


# The plan


def test_a_plan_is_proposed_saved_printed_and_followed_up(check: Instrument, learner: User) -> None:
    worksheet = handed_in(check, learner, ANSWERS)
    assert "Begin with one page." in words(get(learner, worksheet, "plan"))
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    plan = {
        "priority.1": "One page",
        "owner.1": "Secretary",
        "date.1": "soon",
        "indicator.1": "Pages",
    }
    answer = post(learner, worksheet, "plan", posted(plan, version=0))
    assert answer["Location"].endswith("/plan")
    assert "Row 1, Done by: Write a date" in words(get(learner, worksheet, "plan"))
    answer = post(learner, worksheet, "plan", posted({**plan, "date.1": day}, version=1))
    assert answer["Location"].endswith("/plan/sheet")
    post(learner, worksheet, "plan/sheet", {"a-done-30.1": "on", "version": 2})
    said = words(get(learner, worksheet, "plan/sheet"))
    assert "One page" in said
    assert f"Done after 30 days ({timezone.localdate().isoformat()})" in said
    rows = csv_rows(get(learner, worksheet, "plan.csv"))
    assert [row[:3] for row in rows if "Secretary" in row] == [["One page", "Secretary", day]]
    assert post(learner, worksheet, "plan", posted(plan, version=0)).status_code == 409
    post(learner, worksheet, "plan/sheet", {"version": 0})
    assert "done-30.1" in Worksheet.objects.get().plan


def test_there_is_no_plan_before_there_is_a_result(check: Instrument, learner: User) -> None:
    worksheet = begin(learner, check, title="Town")
    assert get(learner, worksheet, "plan")["Location"] == worksheet.get_absolute_url()
    assert get(learner, worksheet, "plan/sheet")["Location"].endswith("/plan")
    assert get(learner, worksheet, "plan.csv").status_code == 404


# Whose it is


PATHS = ("", "1", "hand-in", "reconcile", "result", "plan", "plan/sheet", "delete", "result.csv")


def test_to_everybody_else_a_worksheet_does_not_exist(
    check: Instrument, learner: User, outsider: User, trainer: User
) -> None:
    worksheet = handed_in(check, learner, ANSWERS)
    boss = User.objects.create_superuser("boss", password="x" * 12, name="Boss")
    for person in (outsider, trainer, boss):
        for path in PATHS:
            assert get(person, worksheet, path).status_code == 404
            assert post(person, worksheet, path, {}).status_code in (404, 405)
        assert "Ministry of Lands" not in words(signed_in(person).get("/worksheets/"))
    assert Worksheet.objects.count() == 1


@pytest.mark.parametrize("path", ["0", "3", "99999999", "nothing.csv", "result.exe", "plan.csv"])
def test_a_part_or_file_that_is_not_there_is_a_404(
    check: Instrument, learner: User, path: str
) -> None:
    assert get(learner, handed_in(check, learner, ANSWERS), path).status_code == 404


def test_only_the_owner_deletes_and_invites(pair: Instrument, learner: User, second: User) -> None:
    worksheet = two_sheets(pair, learner, second)
    assert get(second, worksheet, "delete").status_code == 404
    assert post(second, worksheet, "delete", {}).status_code == 404
    assert post(second, worksheet, "invite", {}).status_code == 404
    assert "Second Assessor" in words(get(learner, worksheet, "delete"))
    post(learner, worksheet, "delete", {})
    assert not Worksheet.objects.exists()


# Editions


def publish_another_question() -> None:
    """Publish the two assessors' instrument with another question."""
    changed = to_entry(PAIR)
    changed["dimensions"][0]["questions"][0]["text"] = "Is there a privacy law?"
    make_tools(instrument_pair=read(changed))


def test_a_worksheet_keeps_the_questions_it_was_begun_with(pair: Instrument, learner: User) -> None:
    worksheet = begin(learner, pair, title="Town")
    publish_another_question()
    said = words(get(learner, worksheet, "1"))
    assert "Is there a law on personal data?" in said
    assert "There is a newer edition" in said
    newest = Client().post(pair.fill_address, {"go": "to-1"})
    assert "Is there a privacy law?" in words(newest)


def test_another_edition_with_the_same_questions_is_not_told(
    check: Instrument, learner: User
) -> None:
    worksheet = begin(learner, check, title="Town")
    publish_another_question()
    assert "newer edition" not in words(get(learner, worksheet, "1"))


def test_a_visitor_goes_on_with_the_edition_begun_with(pair: Instrument) -> None:
    edition = pair.edition.content_id
    publish_another_question()
    said = words(Client().post(pair.fill_address, {"go": "to-1", "edition": edition}))
    assert "Is there a law on personal data?" in said
    assert "A newer edition of this instrument came out" in said


def test_an_edition_that_cannot_be_read_is_told_and_nothing_is_lost(
    check: Instrument, learner: User
) -> None:
    worksheet = begin(learner, check, title="Town", answers=ANSWERS)
    Worksheet.objects.update(manifest_sha256="0" * 64)
    answer = get(learner, worksheet)
    assert answer.status_code == 503
    assert "Your answers are safe" in words(answer)


# Cost


def wire(response: HttpResponse) -> int:
    return len(gzip.compress(response.content, 6))


def test_no_page_asks_too_much_of_the_database_or_the_line(
    pair: Instrument, canvas: Instrument, egdi: Instrument, learner: User, second: User
) -> None:
    worksheet = two_sheets(pair, learner, second)
    plan = {"priority.1": "One page", "owner.1": "Office", "indicator.1": "Pages"}
    Worksheet.objects.update(plan=plan, decisions={"open-law": "yes", "team": "no"})
    board = begin(learner, canvas, title="Budget", answers=CANVAS)
    sums = begin(learner, egdi, title="Line", answers=EGDI)
    own = [f"{worksheet.get_absolute_url()}{path}" for path in ("", "1", *PATHS[3:])]
    others = [board.get_absolute_url(), f"{board.get_absolute_url()}1", sums.get_absolute_url()]
    static = ("learning/atoll.css", "learning/print.js", "learning/mark.svg")
    shell = sum(len(gzip.compress(Path(str(finders.find(n))).read_bytes(), 6)) for n in static)
    for person in (learner, second):
        browser = signed_in(person)
        addresses = ["/worksheets/", "/worksheets/join", pair.fill_address, egdi.fill_address]
        addresses += own + (others if person == learner else [])
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = browser.get(address)
            if answer.status_code == 404:
                continue
            assert len(asked) <= QUERIES, (address, [q["sql"][:90] for q in asked])
            assert shell + wire(answer) <= COLD, (address, wire(answer))


def test_the_largest_page_is_light_enough(tools: Edition) -> None:
    text = "Is question {} of this very long list answered on the portal, and where is it said?"
    questions = tuple(
        Question(f"q-{n}", text.format(n), hint="Look at the page about it. " * 3, advice="Begin.")
        for n in range(100)
    )
    large = Assessment(
        "our total", 1, Chart.RADAR, (Dimension("all", "All", 100, questions),), (Level("One", 0),)
    )
    make_tools(instrument_check=large)
    page = Client().post("/toolkits/tools/instrument-check/fill", {"go": "to-1"})
    assert "Page 1 of 1" in words(page)
    assert wire(page) <= COLD / 2


def test_the_list_costs_the_same_for_many(check: Instrument, learner: User) -> None:
    for number in range(30):
        begin(learner, check, title=f"Town {number}")
    browser = signed_in(learner)
    with CaptureQueriesContext(connection) as asked:
        assert "Town 29" in words(browser.get("/worksheets/"))
    assert len(asked) <= QUERIES
