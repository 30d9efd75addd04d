import io
import json
import subprocess
import zipfile
from unittest.mock import patch

import pytest

from learning.bundles.store import sha256
from learning.publishing.exporters import site
from learning.publishing.exporters.delta import ENTRY, Sides, delta, digest_of
from tests.learning.publishing.exporters import generated as editions
from tests.learning.publishing.exporters.editions import job

PAGES, EDITED = 500, (7, 107, 207)
ROOM = 2_000  # bytes, for the list of files and all that goes with a page


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """Give a site of 500 pages before and after three of them were edited.

    All say the same, as those of the benchmark do, so that of an index there is little but places.
    """
    work = tmp_path_factory.mktemp("sides")
    with patch.object(editions, "_text", text):
        older = editions.generated(work / "store", PAGES)
        newer = editions.generated(work / "store", PAGES, EDITED)
    site.export(job(older, out=work / "before"))
    site.export(job(newer, out=work / "after"))
    return Sides(work / "before", work / "after", older.manifest, newer.manifest)


def text(place: int, is_edited: bool) -> bytes:
    said = f"<h2>What</h2>\n{editions.PARAGRAPH * 12}<h2>How</h2>\n{editions.PARAGRAPH * 6}"
    return (said.replace("one paper", "two papers") if is_edited else said).encode()


@pytest.fixture(scope="module")
def update(sides: Sides) -> bytes:
    return delta(sides, {"export": "site", "profile": "full"}, left_out=[site.JOURNAL])


def entries(update: bytes) -> dict[str, zipfile.ZipInfo]:
    return {each.filename: each for each in zipfile.ZipFile(io.BytesIO(update)).infolist()}


def test_an_update_for_3_of_500_pages_weighs_at_most_twice_those_pages_and_2_kb(
    update: bytes,
) -> None:
    found = entries(update)
    pages = [f"generated/page-{place}.html{end}" for place in EDITED for end in ("", ".gz", ".br")]

    assert len(update) <= 2 * sum(found[path].compress_size for path in pages) + ROOM


def test_beside_pages_and_indices_an_update_weighs_next_to_nothing(update: bytes) -> None:
    found = entries(update).values()
    texts = [each for each in found if "/page-" in each.filename or "/search-" in each.filename]

    assert len(update) - sum(each.compress_size for each in texts) <= 2 * ROOM


def test_an_update_holds_what_an_edit_changes_and_nothing_of_the_size_of_the_course(
    update: bytes,
) -> None:
    files = {path for path in entries(update) if not path.endswith((".gz", ".br"))}

    assert files == {
        ENTRY,
        "generated/card.json",
        "generated/edition.js",
        *(f"generated/page-{place}.html" for place in EDITED),
        *(f"generated/search-{number}.js" for number in (1, 5, 9)),
    }


def test_one_digest_says_what_is_in_it_and_one_for_what_it_is_meant(
    sides: Sides, update: bytes
) -> None:
    with zipfile.ZipFile(io.BytesIO(update)) as archive:
        said = json.loads(archive.read(ENTRY))
        held = {path: sha256(archive.read(path)) for path in archive.namelist() if path != ENTRY}
    theirs = {path: sha256((sides.before / path).read_bytes()) for path in said["changed"]}

    assert said["after"] == digest_of(held)
    assert said["before"] == digest_of(theirs)
    assert (said["added"], said["removed"]) == ([], [])


def test_a_digest_is_that_of_what_sha256sum_writes(sides: Sides) -> None:
    paths = ["404.html", "index.html", "search.html"]
    written = subprocess.run(  # noqa: S603 — of our own files
        ["sha256sum", *paths],  # noqa: S607 — wherever it is
        cwd=sides.after, capture_output=True, check=True,
    ).stdout  # fmt: skip

    digests = {path: sha256((sides.after / path).read_bytes()) for path in paths}
    assert sha256(written) == digest_of(digests)
