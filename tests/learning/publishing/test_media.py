"""A film, a recording and a picture, from the library to the lesson."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from learning.bundles.profiles import Profile, in_profile
from learning.bundles.store import ObjectStore
from learning.publishing.errors import NotReady
from learning.publishing.models import Edition
from learning.publishing.releasing import release
from learning.publishing.rendering import Files
from media.models import File
from tests.factories.library import COURSE, THIRD, replace, write_library
from tests.factories.recordings import CAPTIONS, mp4, opus
from tests.factories.snapshots import Make, Snapshot
from tests.factories.uploads import uploads  # noqa: F401 — a fixture

pytestmark = pytest.mark.usefixtures("uploads")
LESSON = "/courses/small-course/write-it-down"
BLOCKS = """\
:::video
title: At the counter
file: films/film.mp4
small: films/small.mp4
captions: films/film.vtt
transcript: films/said.md
:::

:::audio
title: A talk
file: films/talk.ogg
transcript: films/said.md
:::

:::office"""


@pytest.fixture(scope="module")
def played_snapshot(published_once: Make) -> Snapshot:
    return published_once(write_played_library)


def write_played_library(root: Path) -> Path:
    """Write the small library with a film in two sizes and a recording, and give `root`."""
    write_library(root)
    folder = root / COURSE / "films"
    folder.mkdir()
    (folder / "film.mp4").write_bytes(mp4(height=480, length=3_000_000))
    (folder / "small.mp4").write_bytes(mp4(height=240, length=2_000))
    (folder / "talk.ogg").write_bytes(opus())
    (folder / "film.vtt").write_text(CAPTIONS, encoding="utf-8")
    (folder / "said.md").write_text("Good morning.", encoding="utf-8")
    replace(root, THIRD, ":::office", BLOCKS)
    return root


@pytest.fixture
def played(db: None, played_snapshot: Snapshot) -> Edition:
    """Give the course with a film and a recording."""
    played_snapshot.put()
    return Edition.objects.current().get(slug=COURSE)


def test_a_film_goes_all_the_way(played: Edition) -> None:
    types = {file.path.rsplit(".", 1)[1]: file.media_type for file in played.manifest.media}
    page = Client().get(LESSON).content.decode()

    assert types["mp4"] == "video/mp4"
    assert types["ogg"] == "audio/ogg"
    assert types["vtt"] == "text/vtt"
    assert types["avif"] == "image/avif"
    assert "learning/media" in page
    order = ["At the counter", "Good morning", "Watch", "240p", "480p", "A talk", "Listen"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_a_part_of_a_film_is_sent(played: Edition) -> None:
    film = re.search(r'<video[^>]* src="([^"]+)"', Client().get(LESSON).content.decode())
    assert film

    response = Client().get(f"/courses/small-course/{film[1]}", headers={"Range": "bytes=4-7"})

    assert (response.status_code, response["Content-Type"]) == (206, "video/mp4")
    assert b"".join(response) == b"ftyp"  # type: ignore[arg-type]
    head = Client().head(f"/courses/small-course/{film[1]}")
    assert (head.status_code, head["Accept-Ranges"]) == (200, "bytes")
    head.close()


def test_a_card_says_what_reading_takes_and_what_playing_adds(played: Edition) -> None:
    texts = sum(file.length for file in played.manifest.files) - sum(
        file.length for file in played.manifest.media
    )

    assert texts <= played.length < texts + 5_000  # and one small picture
    assert played.playing_length == 3_000_000 + len(opus())
    for address in ("/courses/", "/courses/small-course/"):
        assert "films and sound: 2.9\xa0MB" in Client().get(address).content.decode()


def test_a_card_of_a_course_without_films_says_nothing_of_them(small_course: Edition) -> None:
    assert small_course.playing_length == 0
    assert "films and sound" not in Client().get("/courses/").content.decode()


def test_a_damaged_edition_still_has_a_card(played: Edition) -> None:
    path = played.frozen().store.path(played.manifest.file("lessons/write-it-down.html").sha256)
    path.write_bytes(b"rot")

    assert played.playing_length == 0


def test_who_saves_data_finds_the_words_open_and_small_pictures(played: Edition) -> None:
    usual = Client().get(LESSON)
    saving = Client().get(LESSON, headers={"Save-Data": "on"})

    assert "Save-Data" in usual["Vary"]
    assert b"<details open" not in usual.content
    assert saving.content.count(b'<details open=""><summary>Read what is said') == 2
    first = Client().get("/courses/small-course/one-visit-less", headers={"Save-Data": "on"})
    assert b" 64w" not in first.content


def test_the_light_and_the_text_profile_have_no_film(played: Edition) -> None:
    for profile in (Profile.LIGHT, Profile.TEXT):
        view = in_profile(played.frozen(), profile)
        page = view.read("lessons/write-it-down.html")
        assert b"<video" not in page
        assert b"Good morning." in page
    assert view.manifest.media == ()


def test_a_film_that_was_replaced_by_a_page_is_not_published(played: Edition) -> None:
    film = File.objects.get(title="At the counter (file)")
    film.file = ContentFile(b"<script>fire()</script>", name="film.mp4")
    film.save()

    with pytest.raises(NotReady, match="holds no film and no recording"):
        release(played.page.specific)  # type: ignore[union-attr]

    assert Edition.objects.current().get(slug=COURSE) == played


@pytest.mark.parametrize("suffix", [".html", ".json", ".svg", ".js"])
def test_a_file_to_take_along_is_never_a_page_of_ours(tmp_path: Path, suffix: str) -> None:
    files = Files(ObjectStore(tmp_path))

    path = files.add(b"<script>fire()</script>", suffix=suffix)

    assert files.entries[path].media_type == "application/octet-stream"
    assert files.entries[files.put("lessons/a.html", b"x")].media_type == "text/html"
