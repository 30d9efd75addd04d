from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from learning.lrs.forwarding.models import Target
from tests.learning.lrs.forwarding.conftest import store, target
from tests.learning.lrs.forwarding.other_store import OtherStore
from tests.learning.lrs.forwarding.test_running import recorded

__all__ = ["store", "target"]
COMMAND = "learning.lrs.forwarding.management.commands.forward_statements"


def run(*options: str) -> str:
    told = StringIO()
    call_command("forward_statements", *options, stdout=told, stderr=told)
    return told.getvalue()


def test_it_tells_what_waits_and_says_how_much(target: Target, store: OtherStore) -> None:
    recorded(1, 2)
    assert run("--dry-run") == "ministry: 2 wait.\n"
    assert store.batches == []
    assert run("--once") == "ministry: told 2, there already 0, set aside 0.\n"
    assert run("--dry-run") == "ministry: 0 wait.\n"


def test_without_a_target_nothing_leaves(db: None) -> None:
    recorded(1)
    assert run("--once") == ""


def test_a_failure_is_told_and_the_other_targets_are_told_too(
    target: Target, store: OtherStore
) -> None:
    recorded(1)
    Target.objects.create(
        name="academy",
        endpoint=store.address,
        key="atoll",
        secret_from="variable:NOT_THERE_AT_ALL",
        what="own",
    )
    with pytest.raises(CommandError, match="Not told everything: academy"):
        run("--once")
    assert len(store.kept) == 1


def test_a_target_that_failed_is_left_alone_but_not_by_who_names_it(
    target: Target, store: OtherStore
) -> None:
    recorded(1)
    store.failing = [503, 503]
    for _ in range(2):
        with pytest.raises(CommandError):
            run("--once", "--target", "ministry")
    assert run("--once") == "ministry: left alone for 1 more rounds.\n"
    assert run("--once", "--target", "ministry").startswith("ministry: told 1,")


def test_an_unknown_target_or_one_switched_off_is_no_silence(target: Target) -> None:
    with pytest.raises(CommandError, match="There is no target academy"):
        run("--once", "--target", "academy")
    Target.objects.update(is_active=False)
    assert run("--once") == ""
    with pytest.raises(CommandError, match="--enable"):
        run("--once", "--target", "ministry")


def test_ctrl_c_ends_it_without_a_trace(
    target: Target, store: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --once it goes on, a round a minute, until it is stopped."""
    recorded(1)
    rounds: list[float] = []

    def pause(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            raise KeyboardInterrupt
        recorded(2)

    monkeypatch.setattr(f"{COMMAND}.time.sleep", pause)
    monkeypatch.setattr(f"{COMMAND}.connection.close", lambda: None)
    told = StringIO()
    with pytest.raises(SystemExit, match="130"):
        call_command("forward_statements", stdout=told, stderr=told)
    assert told.getvalue().splitlines() == [
        "ministry: told 1, there already 0, set aside 0.",
        "ministry: told 1, there already 0, set aside 0.",
        "Stopped. What was told is noted; run it again to go on.",
    ]
    assert rounds == [60, 60]
    assert len(store.kept) == 2
