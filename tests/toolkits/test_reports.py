import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import Page

from learning.accounts.models import User
from tests.factories.toolkits import make_case, make_chapter, make_guide, make_toolkit
from toolkits.reports import carrying, counts, tagged_pages

REPORT = "/cms/reports/tags/"


@pytest.fixture
def pages(db: None) -> None:
    """Make a toolkit with tags, a chapter with tags, and pages that carry some or none."""
    toolkit = make_toolkit(sdg_targets="16.6, 9.c", wsis_lines="C1")
    chapter = make_chapter(
        toolkit, sdg_targets="16.10 17.8", wsis_lines="C7", principles="participation"
    )
    make_guide(chapter, "A guide of its own", sdg_targets="16.1")
    make_guide(chapter, "A silent guide")
    bare = make_chapter(toolkit, "A bare chapter", code="N2")
    make_case(bare, "=HYPERLINK(1)", live=False)


@pytest.fixture
def author(pages: None) -> Client:
    return signed_in(User.objects.create_superuser("author", password="x" * 20, name="Author"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def titles(found: object) -> list[str]:
    return [page.title for page in found]  # type: ignore[attr-defined]


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{REPORT}?export=csv{query}")
    text = b"".join(response).decode()  # type: ignore[arg-type]
    return list(csv.DictReader(StringIO(text)))


def test_a_unit_carries_its_own_tags_and_of_other_kinds_its_chapters(pages: None) -> None:
    carried = {
        page.title: (page.sdg_targets_carried, page.wsis_lines_carried, page.principles_carried)
        for page in tagged_pages()
    }

    assert carried["A guide of its own"] == ("16.1", "C7", "participation")
    assert carried["A silent guide"] == ("16.10 17.8", "C7", "participation")
    assert carried["A bare chapter"] == ("", "", "")
    assert carried["Small toolkit"] == ("16.6, 9.c", "C1", "")


def test_pages_are_counted_for_each_tag(pages: None) -> None:
    assert counts(tagged_pages(), "sdg_targets") == {
        "9.c": 1,
        "16.1": 1,
        "16.6": 1,
        "16.10": 2,
        "17.8": 2,
    }
    assert counts(tagged_pages(), "wsis_lines") == {"C1": 1, "C7": 3}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("16.1", ["A guide of its own"]),
        ("16.10", ["Start here", "A silent guide"]),
        ("6.6", []),
        (".*", []),
    ],
)
def test_a_tag_is_found_whole_and_never_as_a_part(
    pages: None, tag: str, expected: list[str]
) -> None:
    assert titles(carrying(tagged_pages(), "sdg_targets", tag)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&sdg=16.10", ["Start here", "A silent guide"]),
        ("&sdg=16.1&wsis=C7&principle=participation", ["A guide of its own"]),
        ("&sdg=16.6&wsis=C7", []),
        ("&missing=all", ["A bare chapter", "'=HYPERLINK(1)"]),
        ("&missing=principles", ["Small toolkit", "A bare chapter", "'=HYPERLINK(1)"]),
    ],
)
def test_the_report_is_filtered_and_exported(
    author: Client, query: str, expected: list[str]
) -> None:
    assert [row["Title"] for row in exported(author, query)] == expected


def test_the_export_says_what_comes_from_the_chapter(author: Client) -> None:
    row = next(row for row in exported(author) if row["Title"] == "A guide of its own")

    assert (row["SDG targets"], row["WSIS action lines"]) == ("16.1", "C7")
    assert row["Taken from the chapter"] == "WSIS action lines, Principles of effective governance"
    assert (row["Type"], row["Language"], row["Status"]) == ("Guide", "en", "live")


def test_a_spreadsheet_runs_nothing(author: Client) -> None:
    content = b"".join(author.get(f"{REPORT}?export=xlsx"))  # type: ignore[arg-type]
    sheet = load_workbook(BytesIO(content)).active
    assert sheet
    cells = [cell for row in sheet.iter_rows() for cell in row]

    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}


def test_the_report_shows_each_page_and_how_many_carry_a_tag(author: Client) -> None:
    page = author.get(REPORT).content.decode()

    assert "A silent guide" in page
    assert '?sdg=16.10">16.10</a>: 2 pages' in page
    assert "No page fits." in author.get(f"{REPORT}?sdg=16.6&wsis=C7").content.decode()


def test_the_report_asks_the_database_no_more_for_more_pages(
    author: Client, django_assert_max_num_queries: object
) -> None:
    chapter = Page.objects.get(title="A bare chapter").specific
    for number in range(20):
        make_guide(chapter, f"Guide {number}")
    author.get(REPORT)

    with django_assert_max_num_queries(22):  # type: ignore[operator]
        author.get(f"{REPORT}results/")


def test_only_those_who_may_edit_pages_see_the_report(pages: None) -> None:
    outsider = signed_in(User.objects.create_user("outsider", password="x" * 20, name="Outsider"))

    assert outsider.get(REPORT).status_code in (302, 403)
    assert Client().get(REPORT).status_code == 302


def test_the_report_is_in_the_menu_of_reports(author: Client) -> None:
    assert REPORT in author.get("/cms/").content.decode()
