from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from learning.lrs.forwarding.models import SetAside, Target

ADDRESS = "https://lrs.ministry.example/xapi"
ID = "3f4a1c2e-7f5b-4c7a-9f0e-2d8b6a1c0e11"


def run(*options: str) -> str:
    told = StringIO()
    call_command("lrs_target", *options, stdout=told, stderr=told)
    return told.getvalue()


@pytest.fixture
def target(db: None, tmp_path: Path) -> Target:
    (tmp_path / "secret").write_text("a secret of tests", encoding="utf-8")
    file = str(tmp_path / "secret")
    run("ministry", "--endpoint", ADDRESS, "--key", "atoll", "--secret-file", file)
    return Target.objects.get()


def test_a_target_is_named_and_listed(target: Target) -> None:
    assert target.secret_from.startswith("file:/")
    told = run()
    assert told.startswith(f"ministry: {ADDRESS}, what people did here, active, told up to –")
    assert "a secret of tests" not in told


def test_its_troubles_are_listed_with_it(target: Target) -> None:
    Target.objects.update(failures=3, last_failure="No answer.", reached="2026-11-22T12:00Z")
    told = run()
    assert "failed 3 times in a row, told up to 2026-11-22 12:00:00 UTC" in told
    assert "  No answer." in told


def test_it_is_changed_switched_off_and_on_and_begun_again(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOLD_SECRET", "s")
    assert "also what other programs reported" in run("ministry", "--what", "all")
    run("ministry", "--secret-variable", "TOLD_SECRET")
    assert "switched off" in run("ministry", "--disable")
    assert "active" in run("ministry", "--enable")
    target.refresh_from_db()
    assert (target.what, target.secret_from) == ("all", "variable:TOLD_SECRET")
    Target.objects.update(reached="2026-11-22T12:00Z")
    assert "told up to –" in run("ministry", "--again")


def test_what_was_set_aside_is_listed_with_the_reason(target: Target) -> None:
    SetAside.objects.create(target=target, statement=ID, status=400, reason="bad verb")
    assert run("ministry", "--set-aside") == f"{ID} 400 bad verb\n"
    assert "set aside: 1" in run("ministry")


@pytest.mark.parametrize(
    "options",
    [
        ["academy"],
        ["academy", "--disable"],
        ["academy", "--endpoint", ADDRESS],
        ["academy", "--endpoint", "http://10.0.0.7", "--key", "a", "--secret-variable", "HOME"],
        ["academy", "--endpoint", ADDRESS, "--key", "a", "--secret-file", "/not/there"],
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(db: None, options: list[str]) -> None:
    with pytest.raises(CommandError, match="Nothing was"):
        run(*options)
    assert not Target.objects.exists()
