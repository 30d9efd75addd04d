from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Manifest
from learning.bundles.weighing import Weight, is_played, weigh
from tests.learning.bundles.test_profiles import SMALL, edition

__all__ = ["edition"]


def texts_of(manifest: Manifest) -> int:
    return sum(file.length for file in manifest.files if file not in manifest.media)


def test_a_picture_counts_once_and_a_film_not_at_all_until_it_is_played(
    edition: FrozenEdition,
) -> None:
    texts = texts_of(edition.manifest)

    assert weigh(edition) == Weight(reading=texts + 9_000, playing=SMALL["media/f.mp4"])
    assert is_played(edition.manifest) is False  # the made-up files have made-up types


def test_an_edition_without_media_weighs_what_it_holds(edition: FrozenEdition) -> None:
    kept = tuple(file for file in edition.manifest.files if file not in edition.manifest.media)
    bare = FrozenEdition(Manifest(**{**vars(edition.manifest), "files": kept}), edition.store)

    assert weigh(bare) == Weight(reading=bare.manifest.length, playing=0)


@pytest.mark.parametrize(
    ("html", "reading"),
    [
        ('<picture><source type="image/webp" srcset="media/a.webp"><img src="media/a.jpg">', 700),
        ('<img src="media/a.jpg" alt="">', 900),
        ('<img src="media/gone.jpg" alt="">', 0),
        ('<p><a href="media/plan.pdf" download>Plan</a></p>', 0),
    ],
)
def test_what_a_browser_of_today_takes_is_counted(
    edition: FrozenEdition, tmp_path: Path, html: str, reading: int
) -> None:
    lengths = {"media/a.webp": 700, "media/a.jpg": 900, "media/plan.pdf": 5_000}
    sample = edition.manifest.files[0]
    named = {file.path: file for file in edition.manifest.files}
    page = named["lessons/pier.html"]
    content = html.encode()
    digest = edition.store.add(content)
    files = [type(sample)(path, "0" * 64, length, "x/y") for path, length in lengths.items()]
    files.append(type(sample)(page.path, digest, len(content), page.media_type))
    changed = Manifest(**{**vars(edition.manifest), "files": tuple(files)})

    assert weigh(FrozenEdition(changed, edition.store)).reading == len(content) + reading
