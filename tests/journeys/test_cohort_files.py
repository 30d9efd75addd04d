"""Cohorts travel between two servers with a database each, and the cascade is the same on both."""

import itertools
from pathlib import Path

import pytest

from tests.journeys.two_servers import Server

pytestmark = pytest.mark.thorough

# Somebody trains two people on the station; each of them then leads a cohort of two.
STATION = """
import uuid
from datetime import date
from learning.accounts.models import User
from learning.cohorts.cascade.leading import become_trainer, let_lead, slip_of
from learning.cohorts.cascade.teaching_log import write_down
from learning.cohorts.enrolling import come_in, open_cohort
from learning.cohorts.models import Membership
from learning.cohorts.moving.welcoming import make_trainer

def train(name, trainer, parent, people):
    cohort = open_cohort(name=name, course=uuid.UUID(int=1, version=4), starts=date(2026, 1, 5),
                         ends=date(2026, 1, 9), trainer=trainer, parent=parent)
    members = []
    for place in range(people):
        learner = User.objects.create_learner(name=f"{name} {place}", pin="2580")
        member = Membership.objects.create(cohort=cohort, learner=learner)
        come_in(member, author=learner.pk)
        members.append(member)
    return cohort, members

master = User.objects.create_user("master", name="Master")
make_trainer(master)
top, members = train("Top", master, None, 2)
codes = [top.code]
for member in members:
    person = become_trainer(slip_of(let_lead(member, by=master)), "three words together")
    below, pupils = train(f"Below {person.name}", person, top.pk, 2)
    pupil = pupils[0].learner.pk
    write_down(below, pupil, {"date": "2026-02-02", "women": 3, "men": 4}, author=pupil)
    codes.append(below.code)
print(" ".join(codes))
"""


def test_the_cascade_has_three_levels_on_both_servers_whatever_the_order_of_files(
    tmp_path: Path,
) -> None:
    empty = Server(tmp_path / "empty")
    station = empty.copied(tmp_path / "station")
    codes = station.shell(STATION).splitlines()[-1].split()
    levels = [(1, 2, 0, 0), (2, 4, 0, 0), (0, 0, 2, 14)]
    assert station.levels() == levels
    files = [station.save(code, tmp_path / f"{code}.cohort") for code in codes]
    for place, order in enumerate(itertools.permutations(files)):
        hub = empty.copied(tmp_path / f"hub-{place}")
        hub.take(*order, order[0])
        assert hub.levels() == levels
    whole = station.save(codes[0], tmp_path / "whole.cohort", with_descendants=True)
    hub = empty.copied(tmp_path / "hub")
    hub.take(whole)
    assert hub.levels() == levels
    with hub.running() as address:
        assert address.startswith("http://127.0.0.1:")
