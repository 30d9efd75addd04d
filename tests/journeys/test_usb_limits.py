"""Tries, attempts and time on a stick: the same rules as on the hub, with no hub to keep them."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learning.publishing.exporters import usb
from tests.journeys.test_usb import answer, name_oneself, open_course, take_assessment, trouble
from tests.learning.publishing.exporters.editions import course, job, number

pytestmark = pytest.mark.browser
__all__ = ["trouble"]  # the fixture that fails a test in which the browser complained
TEST = "#atoll-attempt"


def open_test(page: Page, tmp_path: Path, **limits: int) -> None:
    """Open a stick whose test has such limits, with somebody before it."""
    final = course(tmp_path / "store").manifest.assessment
    assert final is not None
    edition = course(tmp_path / "store", changes={"assessment": replace(final, **limits)})
    usb.export(job(edition, out=tmp_path / "stick"))
    open_course(page, tmp_path / "stick")
    name_oneself(page)
    page.evaluate("location.hash = '#assessment'")


def test_two_tries_then_the_answer_and_then_it_is_done(page: Page, tmp_path: Path) -> None:
    open_test(page, tmp_path)
    page.evaluate("location.hash = '#three-roles'")
    card = page.locator(f'[data-question="{number("check")}"]')
    expect(card).to_contain_text("Try 1 of 2")

    answer(page, "check", "The custodian")
    expect(card).to_contain_text("Try 2 of 2")
    expect(card).not_to_contain_text("The right answer")
    answer(page, "check", "The owner")

    expect(card).to_contain_text("The right answer")
    expect(card).to_contain_text("Yes: the steward keeps it correct.")
    expect(card).to_contain_text("Now answer once more")
    expect(card.get_by_text("✓ done")).to_be_hidden()
    answer(page, "check", "The steward")
    expect(card.get_by_text("✓ done")).to_be_visible()
    expect(card).not_to_contain_text("The right answer")


def test_a_second_click_is_no_second_answer(page: Page, tmp_path: Path) -> None:
    open_test(page, tmp_path)
    page.evaluate("location.hash = '#three-roles'")
    card = page.locator(f'[data-question="{number("check")}"]')
    card.get_by_label("The custodian").check()

    card.get_by_role("button").dblclick()

    expect(card).to_contain_text("Try 2 of 2")
    assert page.evaluate("Atoll.learning.answers()") == 1


def test_attempts_are_counted_and_waited_for(page: Page, tmp_path: Path) -> None:
    page.clock.install()
    open_test(page, tmp_path, attempts=2, wait_hours=1)
    expect(page.locator(TEST)).to_contain_text("Attempts left: 2 of 2.")
    page.get_by_role("button", name="Begin").click()
    take_assessment(page, "The owner")

    expect(page.locator(TEST)).to_contain_text("You can try again from")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.clock.fast_forward("01:00:01")
    page.reload()
    page.get_by_role("button", name="Try again").click()
    take_assessment(page, "The owner")

    expect(page.locator(TEST)).to_contain_text("You have used all attempts.")


def test_when_the_time_is_over_what_is_in_the_form_counts(page: Page, tmp_path: Path) -> None:
    page.clock.install()
    open_test(page, tmp_path, minutes_limit=5)
    expect(page.locator(TEST)).to_contain_text("This device measures the time")
    page.get_by_role("button", name="Begin").click()
    page.locator(f"{TEST} fieldset").first.get_by_label("The steward").check()
    page.clock.run_for("02:01")
    expect(page.locator(TEST)).to_contain_text("Minutes left: 3")

    page.clock.run_for("03:01")

    expect(page.locator(TEST)).to_contain_text("You answered 1 of 2 rightly.")


def test_the_time_goes_on_while_the_page_is_closed(page: Page, tmp_path: Path) -> None:
    page.clock.install()
    open_test(page, tmp_path, minutes_limit=5)
    page.get_by_role("button", name="Begin").click()
    for fieldset in page.locator(f"{TEST} fieldset").all():
        fieldset.get_by_label("The steward").check()
    address = page.url
    page.goto("about:blank")
    page.clock.fast_forward("10:00")
    page.goto(address)

    expect(page.locator(TEST)).to_contain_text("The time is over.")
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.locator(TEST)).to_contain_text("You answered 2 of 2 rightly.")


def test_a_blank_tab_takes_nothing_away_when_the_time_is_over(page: Page, tmp_path: Path) -> None:
    page.clock.install()
    open_test(page, tmp_path, minutes_limit=5)
    page.get_by_role("button", name="Begin").click()
    other = page.context.new_page()
    other.goto(page.url)
    for fieldset in other.locator(f"{TEST} fieldset").all():
        fieldset.get_by_label("The steward").check()
    other.close()

    page.clock.run_for("05:01")

    expect(page.locator(TEST)).to_contain_text("You answered 2 of 2 rightly.")
