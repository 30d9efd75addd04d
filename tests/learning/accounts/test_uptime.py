from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.accounts import uptime
from learning.accounts.models import Run
from learning.accounts.uptime import read_clock
from tests.learning.accounts.machine import Machine

pytestmark = pytest.mark.django_db


def seconds() -> float:
    return read_clock().seconds


def test_the_clock_counts_the_seconds_that_the_machine_runs(machine: Machine) -> None:
    before = seconds()
    machine.run(12.5)
    assert seconds() - before == pytest.approx(12.5)


def test_setting_the_time_of_day_changes_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seconds()
    for told in (0.0, 4e9):
        monkeypatch.setattr("time.time", lambda told=told: told)
        assert seconds() == pytest.approx(before)


def test_after_a_restart_the_clock_goes_on_and_never_back(machine: Machine) -> None:
    seconds()
    machine.run(600)
    before = seconds()
    machine.restart()
    assert seconds() == pytest.approx(before)
    machine.run(30)
    assert seconds() == pytest.approx(before + 30)


def test_a_power_cut_takes_back_a_minute_at_most(machine: Machine) -> None:
    seconds()
    machine.run(uptime.KEPT_EVERY)
    seconds()
    machine.run(uptime.KEPT_EVERY - 1)
    before = seconds()
    machine.restart()
    assert before - uptime.KEPT_EVERY <= seconds() <= before


def test_a_machine_whose_own_seconds_go_back_does_not_turn_the_clock_back(machine: Machine) -> None:
    machine.run(600)
    before = seconds()
    machine.run(-400)
    assert seconds() >= before


def test_every_process_of_a_run_reads_the_same_clock(machine: Machine) -> None:
    first = read_clock()
    machine.run(5)
    assert (Run.objects.count(), read_clock().run) == (1, first.run)


def test_a_reading_costs_one_query_and_another_each_minute(machine: Machine) -> None:
    seconds()
    costs = []
    for rest in (1, uptime.KEPT_EVERY, 1):
        machine.run(rest)
        with CaptureQueriesContext(connection) as queries:
            seconds()
        costs.append(len(queries))
    assert costs == [1, 4, 1]  # a transaction around the second, which counts twice here


def test_a_run_is_named_after_the_machines_start_or_the_services_or_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uptime, "BOOT_ID", tmp_path / "boot_id")
    monkeypatch.delenv("INVOCATION_ID", raising=False)
    names = [read_clock().run]
    monkeypatch.setenv("INVOCATION_ID", "a service's start")
    names.append(read_clock().run)
    (tmp_path / "boot_id").write_text("a machine's start\n")
    names.append(read_clock().run)
    assert names == [uptime.PROCESS, "a service's start", "a machine's start"]


def test_a_machine_without_a_clock_that_counts_sleep_has_one_that_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uptime, "CLOCK", None)
    monkeypatch.setattr("time.monotonic", lambda: 77.0)
    assert uptime._ticks() == 77.0


def test_a_run_says_its_name(machine: Machine) -> None:
    read_clock()
    assert str(Run.objects.get()) == "start 1"
