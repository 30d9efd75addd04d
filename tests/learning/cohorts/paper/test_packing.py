from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from learning.accounts.models import User
from learning.bundles.manifest import Manifest
from learning.cohorts.agenda.sessions import HalfDay, Session
from learning.cohorts.models import Cohort
from learning.cohorts.paper import packing
from learning.cohorts.paper.packing import Placing, day_packs, on_paper
from learning.publishing.errors import LibraryMissing
from tests.learning.accounts.people import make_trainer, signed_in
from tests.learning.cohorts.agenda.test_templates import a_programme, a_session

MONDAY = datetime(2026, 11, 2, 9)  # noqa: DTZ001  # of the clock on the wall
TUESDAY = MONDAY + timedelta(days=1)
PROGRAMME = a_programme(
    (a_session(1), a_session(2), a_session(3, kind="handout")),
    (a_session(4), a_session(5, kind="instrument")),
)


def held(starts: datetime, lesson: int, manifest: Manifest = PROGRAMME) -> Session:
    half_day = HalfDay(uuid4(), starts.date(), "am")
    key = UUID(manifest.lessons[lesson].activity)
    return Session(uuid4(), "S", starts, 60, key, "", False, half_day, MONDAY)


def test_a_day_has_its_sessions_and_the_sheets_of_their_units() -> None:
    first, second = day_packs([held(MONDAY, 0), held(MONDAY, 1), held(TUESDAY, 3)], PROGRAMME)
    assert (first.lessons, first.sheets) == (("c001", "c002"), ("c003",))
    assert (second.lessons, second.sheets) == (("c004",), ("c005",))


def test_a_sheet_stands_once_on_the_first_day_that_uses_it() -> None:
    first, second = day_packs([held(MONDAY, 0), held(TUESDAY, 1)], PROGRAMME)
    assert (first.sheets, second.sheets) == (("c003",), ())


def test_a_session_without_a_page_stands_in_the_timetable_alone() -> None:
    (day,) = day_packs([held(MONDAY, 0, a_programme((a_session(9),)))], PROGRAMME)
    assert (len(day.sessions), day.lessons, day.sheets) == (1, (), ())


@pytest.mark.parametrize(
    ("day", "found"),
    [(2, ("before",)), (3, ()), (4, ("final",)), (None, ("before", "final"))],
)
def test_the_tests_stand_on_the_first_and_the_last_day(
    day: int | None, found: tuple[str, ...]
) -> None:
    dates = [date(2026, 11, each) for each in (2, 3, 4)]
    assert on_paper(dates, date(2026, 11, day) if day else None) == found


def test_a_link_leads_only_into_the_pack() -> None:
    place = Placing(frozenset({"c001"}))
    assert [place("c001", ""), place("c001", "q-1"), place("c002", "")] == ["#c001", "#q-1", ""]


def test_only_days_with_sessions_can_be_had(cohort: Cohort, trainer: User) -> None:
    browser, here = signed_in(trainer), f"/teach/{cohort.code}/paper/pack.pdf"
    for day in ("2026-11-02", "2026-13-99", "monday"):
        assert browser.get(here, {"day": day}).status_code == 404
    assert "There is no session yet" in browser.get(here, follow=True).content.decode()
    other = signed_in(make_trainer("other", "Trainer Two"))
    assert other.get(f"/teach/{cohort.code}/paper/").status_code == 404


def test_a_server_that_cannot_write_pdf_says_so(
    cohort: Cohort, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise LibraryMissing("Install it.")

    monkeypatch.setattr(packing, "exporter", missing)
    browser = signed_in(trainer)
    browser.post(f"/teach/{cohort.code}/sessions/plan", {"template": "face"})
    answer = browser.get(f"/teach/{cohort.code}/paper/pack.pdf", follow=True)
    assert "Install it." in answer.content.decode()
