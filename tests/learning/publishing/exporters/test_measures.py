"""What an export of five hundred pages costs: in memory, and to send what changed of it."""

import tracemalloc
import zlib
from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import site
from learning.publishing.exporters.delta import Sides, delta
from tests.learning.publishing.exporters.editions import job
from tests.learning.publishing.exporters.generated import generated

FEW, MORE, MANY = 20, 120, 500
EDITED = (7, 250, 499)
A_PAGE_KEEPS = 6_000  # bytes: its line in the journal and its words in the index, not its text


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FrozenEdition]:
    """Give the export of many pages, made with all templates already read."""
    root = tmp_path_factory.mktemp("measures")
    edition = generated(root / "store", MANY)
    site.export(job(edition, out=root / "many", made_by="one"))
    return root / "many", edition


def files(out: Path) -> dict[str, bytes]:
    paths = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def peak(edition: FrozenEdition, out: Path) -> int:
    """Give the most bytes that exporting holds at once."""
    tracemalloc.start()
    try:
        site.export(job(edition, out=out, made_by="one"))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_three_edited_pages_of_five_hundred_are_a_small_file(
    exported: tuple[Path, FrozenEdition], tmp_path: Path
) -> None:
    before, edition = exported
    newer = generated(tmp_path / "store", MANY, EDITED)
    site.export(job(newer, out=tmp_path / "after", made_by="one"))

    sides = Sides(before, tmp_path / "after", edition.manifest, newer.manifest)
    sent = delta(sides, {"export": "site"}, left_out=[site.JOURNAL])

    old, new = files(before), files(tmp_path / "after")
    changed = {path for path in new if path != site.JOURNAL and old.get(path) != new[path]}
    assert {f"generated/page-{place}.html" for place in EDITED} < changed
    assert len([path for path in changed if path.startswith("generated/page-")]) == 3 * len(EDITED)
    assert len(sent) <= 2 * sum(len(zlib.compress(new[path], 9)) for path in changed) + 2_000


def test_an_edit_of_one_page_makes_one_page_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    of_store = FrozenEdition.read
    newer = generated(tmp_path / "store", FEW, [3])
    older = generated(tmp_path / "store", FEW)
    site.export(job(older, out=tmp_path / "out", made_by="one"))

    def note(edition: FrozenEdition, path: str) -> bytes:
        read.append(path)
        return of_store(edition, path)

    monkeypatch.setattr(FrozenEdition, "read", note)
    site.export(job(newer, out=tmp_path / "out", made_by="one"))

    assert {path for path in read if path.startswith("text/")} == {"text/3.html"}


@pytest.mark.usefixtures("exported")
def test_no_text_stays_in_memory(tmp_path: Path) -> None:
    few = peak(generated(tmp_path / "store", FEW), tmp_path / "few")
    more = peak(generated(tmp_path / "store", MORE), tmp_path / "more")

    assert more - few <= (MORE - FEW) * A_PAGE_KEEPS
