"""The test before the start, in a course on a stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Assessment
from learning.publishing.exporters import usb
from tests.journeys.test_usb import name_oneself, open_course, trouble
from tests.learning.publishing.exporters.editions import course, job, number

pytestmark = pytest.mark.browser
__all__ = ["trouble"]  # the fixture that fails a test in which the browser complained


def with_pretest(root: Path) -> FrozenEdition:
    """Give the small course with a test before it, which asks what the final one asks."""
    final = course(root).manifest.assessment
    assert final is not None
    pretest = Assessment(
        activity=number("pretest"),
        slug="pretest",
        title="Before you start",
        minutes=5,
        pass_percent=70,
        draw=2,
        path=final.path,
        questions=final.questions,
    )
    return course(root, changes={"pretest": pretest})


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    out = tmp_path / "stick"
    usb.export(job(with_pretest(tmp_path / "store"), out=out))
    yield out


def hand_in(page: Page, option: str) -> None:
    for fieldset in page.locator("#atoll-pretest fieldset").all():
        fieldset.get_by_label(option).check()
    page.get_by_role("button", name="Hand in my answers").click()


def test_it_is_taken_once_and_does_not_count(page: Page, stick: Path) -> None:
    open_course(page, stick)
    name_oneself(page)
    page.evaluate("location.hash = '#pretest'")
    before = page.locator("#atoll-bar-text").inner_text()
    expect(page.locator("#atoll-pretest")).to_contain_text("Nothing depends on the result")
    page.locator("#atoll-pretest").get_by_role("button", name="Begin").click()

    hand_in(page, "The steward")

    expect(page.locator("#atoll-pretest")).to_contain_text("You answered 2 of 2 rightly.")
    assert page.locator("#atoll-bar-text").inner_text() == before
    page.reload()
    expect(page.locator("#atoll-pretest")).to_contain_text("Your starting point")
    expect(page.locator("#atoll-pretest").get_by_role("button")).to_have_count(0)


def test_an_attempt_in_the_middle_survives_a_reload_beside_the_final_one(
    page: Page, stick: Path
) -> None:
    open_course(page, stick)
    name_oneself(page)
    page.evaluate("location.hash = '#assessment'")
    page.locator("#atoll-attempt").get_by_role("button", name="Begin").click()
    page.locator("#atoll-attempt").get_by_label("The owner").first.check()
    page.evaluate("location.hash = '#pretest'")
    page.locator("#atoll-pretest").get_by_role("button", name="Begin").click()
    page.locator("#atoll-pretest").get_by_label("The steward").first.check()

    page.reload()

    expect(page.locator("#atoll-pretest").get_by_label("The steward").first).to_be_checked()
    page.evaluate("location.hash = '#assessment'")
    expect(page.locator("#atoll-attempt").get_by_label("The owner").first).to_be_checked()
