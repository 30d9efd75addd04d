import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.records.models import Attestation, RevokedOrigin
from tests.learning.cohorts.moving.worlds import empty_server, join
from tests.learning.cohorts.samples import a_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def lands(trainer: User, learner: User) -> Cohort:
    cohort = a_cohort(trainer)
    join(cohort, learner)
    return cohort


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_cohort_leaves_by_one_command_and_comes_in_by_another(
    lands: Cohort, tmp_path: Path
) -> None:
    file = tmp_path / "lands.cohort"
    assert "1 cohorts are in" in run("cohort_file", lands.join_code, "--out", file)
    with empty_server():
        assert "Cohorts: Lands ToT." in run("take_cohorts", file)
        assert Cohort.objects.get().pk == lands.pk


def test_descendants_come_along(lands: Cohort, trainer: User, tmp_path: Path) -> None:
    child = a_cohort(trainer, "Child")
    Cohort.objects.filter(pk=child.pk).update(parent=lands.pk)
    file = tmp_path / "lands.cohort"
    told = run("cohort_file", lands.code, "--out", file, "--with-descendants")
    assert "2 cohorts are in" in told


def test_an_unknown_code_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No cohort has the code"):
        run("cohort_file", "AAAAAA", "--out", tmp_path / "x")


def test_a_place_that_cannot_be_written_is_told(lands: Cohort, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        run("cohort_file", lands.code, "--out", tmp_path)


def test_files_that_are_none_are_told_and_the_others_taken(lands: Cohort, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.cohort", tmp_path / "bad.cohort"
    run("cohort_file", lands.code, "--out", good)
    bad.write_text("something else")
    with empty_server():
        with pytest.raises(CommandError, match=r"2 files were not whole: .*missing.cohort"):
            run("take_cohorts", bad, good, tmp_path / "missing.cohort")
        assert Cohort.objects.exists()


def test_a_station_is_revoked_with_a_reason_and_believed_again(lands: Cohort) -> None:
    station = uuid.uuid4()
    assert "set aside from now on" in run("revoke_origin", station, "--reason", "Stolen")
    assert RevokedOrigin.objects.get().reason == "Stolen"
    assert "is believed again" in run("revoke_origin", station, "--lift")
    with pytest.raises(CommandError, match="was not revoked"):
        run("revoke_origin", station, "--lift")


def test_nobody_is_revoked_without_a_reason_or_by_no_id() -> None:
    with pytest.raises(CommandError, match="Say why"):
        run("revoke_origin", uuid.uuid4())
    with pytest.raises(CommandError, match="no id of a station"):
        run("revoke_origin", "laptop", "--reason", "Stolen")


def test_a_server_does_not_revoke_itself(lands: Cohort) -> None:
    own = Attestation.objects.values_list("origin", flat=True).distinct().get()
    with pytest.raises(CommandError, match="this server itself"):
        run("revoke_origin", own, "--reason", "Stolen")


def test_what_came_of_a_station_before_is_listed(lands: Cohort, tmp_path: Path) -> None:
    own = Attestation.objects.values_list("origin", flat=True).distinct().get()
    file = tmp_path / "lands.cohort"
    run("cohort_file", lands.code, "--out", file)
    with empty_server():
        run("take_cohorts", file)
        told = run("revoke_origin", own, "--reason", "Stolen")
        assert f"records about the cohort {lands.pk}" in told
