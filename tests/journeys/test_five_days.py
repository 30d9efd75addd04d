"""Five days of a training of trainers on a server without the Internet, and what comes of it.

On phones of 360 pixels, without JavaScript: a list of people, attendance, teach-backs before two
observers, the post-test, the rule explained. Then the cohort leaves as a file, a second server with
a database of its own takes it in, two cohorts of the next generation follow there, and both servers
draw the same tree, whatever the order in which the files went.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from courses.library.loading import load_library
from learning.cohorts.cascade.tree import tree_of
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from tests.factories.library import COURSE, write_library
from tests.journeys.test_learner import Learner, Way, prove
from tests.journeys.two_servers import Server
from tests.learning.accounts.people import PASSWORD, make_trainer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.usefixtures("committed_site"),
]
MONDAY = date(2027, 3, 1)
PEOPLE = ("Ana Tavake", "Bo Lilo", "Vai Sione")
AWAY = PEOPLE[2]  # from Wednesday noon on
HALF_DAYS = 10
HERE = 5  # half days that the last one is there
WAY = Way("on a phone", has_scripts=False)

# What follows on the second server: two of the people lead a cohort of two each.
NEXT_GENERATION = """
from datetime import date
from learning.accounts.models import User
from learning.cohorts.cascade.leading import become_trainer, let_lead, slip_of
from learning.cohorts.cascade.teaching_log import write_down
from learning.cohorts.enrolling import come_in, open_cohort
from learning.cohorts.models import Cohort, Membership
top = Cohort.objects.get()
trainer = top.trainers.first()
for member in top.memberships.filter(learner__name__in={leaders!r}):
    person = become_trainer(slip_of(let_lead(member, by=trainer)), "three words together")
    below = open_cohort(name="Below " + person.name, course=top.course, starts=date(2027, 4, 5),
                        ends=date(2027, 4, 9), trainer=person, parent=top.pk)
    for place in range(2):
        pupil = User.objects.create_learner(name=person.name + " " + str(place), pin="2580")
        come_in(Membership.objects.create(cohort=below, learner=pupil), author=pupil.pk)
    told = {{"date": "2027-05-03", "women": 5, "men": 4}}
    write_down(below, pupil.pk, told, author=pupil.pk)
    print(below.code)
"""


@pytest.fixture
def edition(committed_site: None, tmp_path: Path) -> Edition:
    load_library(write_library(tmp_path / "library"))
    for page in publishable():
        release(page)
    return Edition.objects.get(slug=COURSE)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Give a function that gives another phone."""
    contexts = []

    def another() -> Page:
        size = {"width": 360, "height": 640}
        context = browser.new_context(java_script_enabled=False, viewport=size)
        context.set_default_timeout(15_000)  # ms
        contexts.append(context)
        return context.new_page()

    yield another
    for context in contexts:
        context.close()


def at(day: int, hour: int) -> time_machine.travel:
    """Set the clock to an hour of a day, from 0 for Monday."""
    moment = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, tzinfo=UTC)
    return time_machine.travel(moment + timedelta(days=day))


def test_five_days_and_the_next_generation_on_two_servers(
    live_server: object, edition: Edition, phone: Callable[[], Page], tmp_path: Path
) -> None:
    address = str(live_server)
    for name in ("mele", "tomasi"):
        make_trainer(name, name.title())
    lead, second = phone(), phone()
    with at(0, 8):
        sign_in(lead, address, "mele")
        open_the_cohort(lead)
        pins = bring_people(lead)
    for place in range(HALF_DAYS):
        with at(place // 2, 9 if place % 2 == 0 else 14):
            sign_in(lead, address, "mele")
            mark_attendance(lead, place)
    with at(3, 15):
        for page, name, level in ((lead, "mele", 3), (second, "tomasi", 4)):
            sign_in(page, address, name)
            teach_back(page, level=level)
    with at(4, 15):
        people = {name: learner(phone(), address, *pins[name]) for name in PEOPLE}
        for person in people.values():
            prove(person, address, edition)
            share_plan(person)
        for page, name in ((lead, "mele"), (second, "tomasi")):
            sign_in(page, address, name)
            read_plans(page)
        explained(people)
        confirm(lead)
        file = save(lead, tmp_path / "top.cohort")
    follow_on_the_second_server(file, tmp_path)


def sign_in(page: Page, address: str, name: str) -> None:
    """Come in as a trainer, on a phone that forgot everybody; open the cohort if it is there."""
    page.context.clear_cookies()
    page.goto(f"{address}/staff/")
    page.locator('[name="username"]').fill(name)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator("main form button").first.click()
    page.goto(f"{address}/teach/")
    cohorts = page.get_by_role("link", name="Lands, March")
    if cohorts.count():
        cohorts.first.click()


def open_the_cohort(page: Page) -> None:
    page.locator('[name="name"]').fill("Lands, March")
    page.locator('[name="course"]').select_option(label="A small course")
    page.locator('[name="starts"]').fill(MONDAY.isoformat())
    page.locator('[name="ends"]').fill((MONDAY + timedelta(days=4)).isoformat())
    page.locator('[name="template"]').select_option("face")
    page.get_by_role("button", name="Open the cohort").click()
    expect(page.locator("h1")).to_have_text("Lands, March")
    page.goto(f"{page.url}facilitators/")
    page.locator('[name="username"]').fill("tomasi")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("ul.people li")).to_have_count(2)
    page.get_by_role("link", name="Overview").click()


def bring_people(page: Page) -> dict[str, tuple[str, str]]:
    """Paste the list, look, take in; give name → (learner code, PIN)."""
    page.get_by_role("link", name="People").click()
    page.goto(f"{page.url}list/")
    people = [f"{name};School {name[0]}" for name in PEOPLE]
    page.locator('textarea[name="text"]').fill("\n".join(["Name;Organisation", *people]))
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_role("button", name="Take in 3 people").click()
    page.get_by_role("button", name="Make PINs and show the cards").click()
    cards = page.locator(".learner-cards > *").all_inner_texts()
    return {name: code_and_pin(card) for name in PEOPLE for card in cards if name in card}


def code_and_pin(card: str) -> tuple[str, str]:
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", card)
    pin = re.search(r"\b[0-9]{4,6}\b(?!-)", card.replace(code.group(), "") if code else card)
    assert code, card
    assert pin, card
    return code.group(), pin.group()


def mark_attendance(page: Page, place: int) -> None:
    page.get_by_role("link", name="Attendance").click()
    page.locator("table").first.locator("tbody a").nth(place).click()
    if place >= HERE:
        row = page.locator("fieldset", has_text=AWAY)
        row.get_by_label("Absent").check()
    page.get_by_role("button", name="All others are present").click()
    expect(page.locator("main .fb.bad")).to_have_count(0)


def teach_back(page: Page, *, level: int) -> None:
    page.get_by_role("link", name="Work", exact=True).click()
    page.get_by_role("link", name="Teach-back").click()
    page.get_by_role("link", name="Mark, one after the other").click()
    for _person in PEOPLE:
        for field in page.locator("main form fieldset").all():
            field.locator(f'input[value="{level}"]').check()
        page.get_by_role("button", name="Keep, and the next person").click()


def learner(page: Page, address: str, code: str, pin: str) -> Learner:
    page.goto(f"{address}/in/")
    page.locator('main [name="code"]').first.fill(code)
    page.locator('main [name="password"]').first.fill(pin)
    page.locator("main form button").first.click()
    expect(page.locator(".who")).to_be_visible()
    return Learner(page, WAY)


def my_page(person: Learner) -> Page:
    page = person.page
    page.goto(re.sub(r"(https?://[^/]+).*", r"\1/me/", page.url))
    page.get_by_role("link", name="Lands, March").first.click()
    return page


def share_plan(person: Learner) -> None:
    page = my_page(person)
    page.get_by_role("link", name="My work").click()
    page.goto(f"{page.url}plan/")
    page.locator('main textarea[name="text"]').fill("One visit less by June. Who: the two of us.")
    page.get_by_role("button", name="Share my plan").click()


def read_plans(page: Page) -> None:
    page.get_by_role("link", name="Work", exact=True).click()
    page.get_by_role("link", name="Action plans").click()
    links = page.locator("main table tbody a").all()
    addresses = [each.get_attribute("href") for each in links]
    overview = page.url
    for part in addresses:
        page.goto(f"{overview}{part}")
        for field in page.locator("main form fieldset").all():
            field.locator("input").first.check()
        page.get_by_role("button", name="Keep", exact=True).click()


def explained(people: dict[str, Learner]) -> None:
    for name, person in people.items():
        page = my_page(person)
        page.get_by_role("link", name="What my certificate needs").click()
        lines = page.locator("main ol > li")
        expect(lines).to_have_count(4)
        expect(page.locator("main ol")).to_contain_text("4.4")  # of 5: the mean of 3 and 4, of 4
        if name == AWAY:
            expect(lines.first).to_contain_text("not yet")
            expect(lines.first).to_contain_text("5 of 10 half days, 50 %")
        else:
            expect(page.locator("main")).to_contain_text("Everything is met")


def confirm(page: Page) -> None:
    page.get_by_role("link", name="Work", exact=True).click()
    page.get_by_role("link", name="Certification").click()
    page.get_by_role("button", name="Look at the chosen, then confirm").click()
    page.get_by_role("button", name="Confirm 2 people").click()
    expect(page.locator("main")).to_contain_text("2 of 3")


def save(page: Page, to: Path) -> Path:
    code = page.url.split("/teach/")[1].split("/")[0]
    page.goto(f"{page.url.split('/teach/')[0]}/teach/{code}/move/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    download.value.save_as(to)
    return to


def follow_on_the_second_server(top: Path, tmp_path: Path) -> None:
    empty = Server(tmp_path / "empty")
    second = empty.copied(tmp_path / "second")
    second.take(top)
    told = second.shell(NEXT_GENERATION.format(leaders=PEOPLE[:2]))
    files = [second.save(code, tmp_path / f"{code}.cohort") for code in told.split()[-2:]]
    levels = [(1, 3, 0, 0), (2, 4, 0, 0), (0, 0, 2, 18)]
    assert second.levels() == levels
    call_command("take_cohorts", *map(str, reversed(files)), verbosity=0)
    here = [
        (each.cohorts, each.trained, each.reach.courses, each.reach.people)
        for each in tree_of().levels
    ]
    assert here == levels
    for place, order in enumerate(itertools.permutations([top, *files])):
        third = empty.copied(tmp_path / f"third-{place}")
        third.take(*order)
        assert third.levels() == levels
