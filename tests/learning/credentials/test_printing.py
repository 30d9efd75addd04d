"""The printed page: one sheet of A4 whatever stands on it, in every language."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.utils import translation
from playwright.sync_api import Page

from learning.accounts.drawing import qr_code
from learning.accounts.models import User
from learning.bundles.manifest import Manifest
from learning.credentials.issuing import issue
from learning.credentials.models import Award, snapshot_of
from learning.credentials.printing import MOST_OUTCOMES, SIZES, certificate_of
from learning.records.evidence import Evidence
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import COURSE, do_work, publish
from tests.learning.credentials.samples import awarded, completed, course, fullest

SHEETS = re.compile(rb"/Type\s*/Page\b")
WIDEST = "W" * 150


def shown(address: str, learner: User, page: Page) -> None:
    """Show a page in the browser without a server: its own styles, no pictures."""
    answer = signed_in(learner).get(address)
    styles = finders.find("learning/atoll.css")
    assert isinstance(styles, str)
    style = f"<style>{Path(styles).read_text(encoding='utf-8')}</style>"
    html = re.sub(r"<(?:link|script)[^>]*>(?:</script>)?", "", answer.content.decode())
    page.set_content(html.replace("</head>", f"{style}</head>"))


def sheets(page: Page) -> int:
    return len(SHEETS.findall(page.pdf(prefer_css_page_size=True)))


TEXT = "Describe a long and winding road through several ministries and back, in order"
WORDS = TEXT.split()
CONTENTS = [
    (course(), "Amina Diallo"),
    (course(outcomes=(), sdg_targets=(), assessment=None), "李"),
    (course(language="ar", title="أسس الحكومة الرقمية"), "أمينة بنت يوسف"),
    (course(language="fr", title="LES FONDATIONS " * 17), "Amélie de la Tour " * 8),
    (
        course(language="zh", title="数字政府基础" * 20, outcomes=("说出三个组成部分" * 9,) * 6),
        "李" * 60,
    ),
    (fullest(), WIDEST),
    (fullest("ar"), WIDEST),
]
# Every length between the barest and the fullest, so that no step from size to size is missed.
CONTENTS += [
    (
        course(
            title=" ".join(WORDS[: 3 + length % 9]),
            outcomes=(" ".join(WORDS[:length]),) * count,
            sdg_targets=("16.6", "17.8", "9.c", "16.10", "1.4", "11.3", "4.4")[:count],
        ),
        "Amina Diallo " * (1 + length // 5),
    )
    for length in (4, 9, 13)
    for count in (3, 5, 6)
]


@pytest.mark.browser
def test_a_certificate_fits_one_sheet_and_nothing_is_cut_off(
    learner: User, page: Page, settings: Any
) -> None:
    settings.ATOLL_NAME = "The Digital Learning Centre of the Pacific Island Countries"
    settings.WAGTAILADMIN_BASE_URL = "https://learning.public-service-commission.example.org"
    page.set_viewport_size({"width": 703, "height": 1032})  # A4 less margins of 12 mm, at 96 dpi
    award, seen = awarded(learner), set()
    for manifest, name in CONTENTS:
        award = _printed_as(award, manifest, name)
        shown(award.get_absolute_url(), award.learner, page)
        assert sheets(page) == 1, (manifest.title, name)
        page.emulate_media(media="print")
        assert page.locator(".bar").is_hidden()
        assert page.evaluate(SPILLS) == 0
        page.emulate_media(media=None)
        seen.add(certificate_of(award).density)
    assert seen == {size.name for size in SIZES}


SPILLS = """() => {
  const paper = document.querySelector(".cert");
  return Math.max(0, paper.getBoundingClientRect().height - 1032)
    + paper.scrollWidth - paper.clientWidth;
}"""


def _printed_as(award: Award, manifest: Manifest, name: str) -> Award:
    """Give the award with another content."""
    award.name, award.title, award.language = name[:150].strip(), manifest.title, manifest.language
    award.snapshot, award.evidence = snapshot_of(manifest), Evidence.SELF_REPORTED
    award.save()
    return award


@pytest.mark.browser
def test_no_page_of_certificates_keeps_anybody_out(learner: User, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")
    edition = publish(course(language="ar"))
    do_work(learner, lessons=1)
    ask = f"/me/certificates/course/{COURSE}/"
    faults = [*faults_at("/me/certificates/", learner, page), *faults_at(ask, learner, page)]
    completed(learner, edition)
    faults += faults_at(ask, learner, page)
    award = issue(learner, COURSE, name="أمينة بنت يوسف")
    verified = f"/verify/{award.printed_code}"
    for address in (award.get_absolute_url(), "/me/certificates/", "/verify/?code=x", verified):
        faults += faults_at(address, learner, page)
    assert faults == []


def faults_at(address: str, learner: User, page: Page) -> list[str]:
    shown(address, learner, page)
    found = [f"{address} {each['id']}" for each in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{address} scrolls sideways")
    return found


def test_it_speaks_the_language_of_the_course(learner: User) -> None:
    award = awarded(learner, manifest=course(language="ar", title="أسس"))
    with translation.override("fr"):
        assert certificate_of(award).language == "ar"


def test_it_speaks_the_readers_language_where_ours_lacks_the_courses(learner: User) -> None:
    award = awarded(learner, manifest=course(language="es", title="Fundamentos"))
    with translation.override("fr"):
        assert certificate_of(award).language == "fr"


def test_it_shows_six_outcomes_and_none_is_endless(learner: User) -> None:
    outcomes = certificate_of(awarded(learner, manifest=fullest())).outcomes
    assert len(outcomes) == MOST_OUTCOMES
    assert all(len(each) <= 160 and each.endswith("…") for each in outcomes)


def test_targets_that_have_no_room_are_named_by_number(learner: User) -> None:
    paper = certificate_of(awarded(learner, manifest=fullest()))
    assert [topic.code for topic in paper.targets][-1] == "9.c"
    assert paper.other_targets == "1.4, 4.4, 5.b, 11.3"


def test_the_picture_leads_to_the_verification_and_says_so(award: Award, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://learn.example.org/"
    paper = certificate_of(award)

    assert paper.verify_address == f"https://learn.example.org/verify/{award.printed_code}"
    assert paper.qr == qr_code(
        paper.verify_address, label="QR code with the address where this certificate is verified"
    )
    assert "style=" not in paper.qr


def test_without_an_assessment_there_is_no_score(learner: User) -> None:
    award = awarded(learner, manifest=course(assessment=None))
    page = signed_in(learner).get(award.get_absolute_url()).content.decode()
    assert award.percent is None
    assert "Final assessment" not in page
