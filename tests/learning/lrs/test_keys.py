from learning.lrs.keys import hashed, is_secret, new_key, new_secret
from learning.lrs.models import Client
from learning.lrs.scopes import READING, WRITING, Scope, in_order


def test_a_secret_is_never_made_twice() -> None:
    assert len({new_secret() for _ in range(100)} | {new_key() for _ in range(100)}) == 200


def test_only_the_secret_itself_opens() -> None:
    kept = hashed("key", "secret")
    assert is_secret("key", "secret", kept)
    assert not is_secret("key", "Secret", kept)
    assert not is_secret("other", "secret", kept)


def test_what_is_kept_gives_no_secret_away() -> None:
    client = Client(key="key")
    client.set_secret("secret of mine")
    assert "secret" not in client.secret_hash
    assert client.knows("secret of mine")


def test_scopes_are_kept_once_and_in_order() -> None:
    assert in_order(["all", "state", "all"]) == "state all"


def test_a_client_may_what_one_of_its_scopes_allows() -> None:
    client = Client(scopes=in_order([Scope.READ_MINE, Scope.STATE]))
    assert client.may(READING)
    assert not client.may(WRITING)
    assert not Client(scopes="").may(READING)
