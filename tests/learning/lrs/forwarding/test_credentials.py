from pathlib import Path

import pytest

from learning.lrs.forwarding.credentials import secret_in
from learning.lrs.forwarding.errors import NoSecret


def test_a_secret_is_read_from_a_file_or_a_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("LRS_SECRET", " from a variable ")
    assert secret_in(f"file:{tmp_path / 'secret'}") == "from a file"
    assert secret_in("variable:LRS_SECRET") == "from a variable"


@pytest.mark.parametrize(
    "where", ["variable:NOT_THERE_AT_ALL", "file:/not/there", "file:.", "a secret", "", "file:"]
)
def test_a_secret_that_is_not_there_is_named_by_its_place(where: str) -> None:
    with pytest.raises(NoSecret, match="Nothing was sent"):
        secret_in(where)


def test_an_empty_or_unreadable_file_holds_no_secret(tmp_path: Path) -> None:
    for name, content in (("empty", b" \n"), ("binary", b"\xff\xfe\xff")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NoSecret):
            secret_in(f"file:{tmp_path / name}")
