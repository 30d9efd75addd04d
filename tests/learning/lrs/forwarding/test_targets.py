from pathlib import Path

import pytest

from learning.lrs.forwarding.errors import BadTarget, NoSecret
from learning.lrs.forwarding.models import SetAside, Settled, Target, What
from learning.lrs.forwarding.targets import Wish, keep, named, start_again, switch

ADDRESS = "https://lrs.ministry.example/xapi"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    return f"file:{tmp_path / 'secret'}"


@pytest.fixture
def kept(db: None, secret: str) -> Target:
    return keep("ministry", Wish(endpoint=ADDRESS, key="atoll", secret_from=secret))[0]


def test_a_target_is_made_and_told_only_what_people_did_here(kept: Target) -> None:
    assert (kept.endpoint, kept.what, kept.is_active, kept.reached) == (ADDRESS, "own", True, None)
    assert named("ministry") == kept


@pytest.mark.parametrize("ending", ["/", "/statements", "/statements/"])
def test_the_address_is_without_the_resource(db: None, secret: str, ending: str) -> None:
    wish = Wish(endpoint=f"{ADDRESS}{ending}", key="atoll", secret_from=secret)
    assert keep("ministry", wish)[0].endpoint == ADDRESS


def test_what_is_not_said_stays(kept: Target, secret: str) -> None:
    changed, is_new = keep("ministry", Wish(what=What.ALL))
    assert not is_new
    assert (changed.endpoint, changed.key, changed.what) == (ADDRESS, "atoll", "all")


def test_without_encryption_only_where_that_was_said(db: None, secret: str) -> None:
    wish = Wish(endpoint="http://10.0.0.7/xapi", key="atoll", secret_from=secret)
    with pytest.raises(BadTarget, match="--allow-http"):
        keep("ministry", wish)
    allowed = Wish(wish.endpoint, wish.key, wish.secret_from, allow_http=True)
    assert keep("ministry", allowed)[1]


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish(endpoint=ADDRESS),
        Wish(endpoint=ADDRESS, key="atoll"),
        Wish(endpoint=ADDRESS, key="atoll", secret_from="the secret itself"),
        Wish(endpoint="lrs.ministry.example", key="atoll", secret_from="variable:X"),
    ],
)
def test_a_target_must_be_whole(db: None, wish: Wish) -> None:
    with pytest.raises(BadTarget):
        keep("ministry", wish)
    assert not Target.objects.exists()


def test_a_secret_that_is_not_there_is_told_at_once(db: None) -> None:
    with pytest.raises(NoSecret):
        keep("ministry", Wish(endpoint=ADDRESS, key="atoll", secret_from="file:/not/there"))
    assert not Target.objects.exists()


def test_an_unknown_target_is_answered_with_those_there_are(kept: Target) -> None:
    with pytest.raises(BadTarget, match="ministry"):
        named("minstry")


def test_a_target_is_switched_off_and_on_where_it_was_left(kept: Target) -> None:
    kept.rounds_left, kept.failures = 8, 4
    switch(kept, is_active=False)
    switch(kept, is_active=True)
    kept.refresh_from_db()
    assert (kept.is_active, kept.rounds_left, kept.failures) == (True, 0, 0)


def test_a_target_can_be_told_everything_again(kept: Target) -> None:
    Settled.objects.create(target=kept, statement=kept_id(), stored="2026-11-22T00:00Z")
    SetAside.objects.create(target=kept, statement=kept_id(), status=400)
    start_again(kept)
    kept.refresh_from_db()
    assert (kept.reached, kept.settled.count(), kept.set_aside.count()) == (None, 0, 0)


def kept_id() -> str:
    return "3f4a1c2e-7f5b-4c7a-9f0e-2d8b6a1c0e11"
