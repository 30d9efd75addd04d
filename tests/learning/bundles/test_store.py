import errno
from pathlib import Path

import pytest

from learning.bundles.errors import ObjectDamaged, ObjectMissing
from learning.bundles.store import ObjectStore, sha256, write_whole


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "objects")


def test_content_comes_back_under_its_digest(store: ObjectStore) -> None:
    digest = store.add(b"tide")

    assert digest == sha256(b"tide")
    assert store.read(digest) == b"tide"


def test_the_same_content_is_kept_once(store: ObjectStore) -> None:
    store.add(b"tide")
    before = store.path(sha256(b"tide")).stat().st_mtime_ns

    store.add(b"tide")

    assert store.path(sha256(b"tide")).stat().st_mtime_ns == before
    assert sum(1 for path in store.root.rglob("*") if path.is_file()) == 1


def test_a_missing_object_says_so(store: ObjectStore) -> None:
    with pytest.raises(ObjectMissing):
        store.read(sha256(b"never added"))


def test_rot_is_found_when_it_is_read_and_mended_when_it_is_added(store: ObjectStore) -> None:
    digest = store.add(b"tide")
    store.path(digest).write_bytes(b"t1de")

    with pytest.raises(ObjectDamaged):
        store.read(digest)
    store.add(b"tide")
    assert store.read(digest) == b"tide"


def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("learning.bundles.store.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
