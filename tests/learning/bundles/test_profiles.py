import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import FileEntry, Kind, Lesson, Manifest, Unit, questions_to_bytes
from learning.bundles.profiles import (
    LIMITS,
    Profile,
    in_profile,
    light,
    media_in,
    saving,
    text_only,
)
from learning.bundles.store import ObjectStore

PLAIN = (
    "<h2>Tides</h2>\n<p>Two &amp; two <br>make &lt;four&gt;</p><!--item:x-->"
    "<table><tr><td>1</td></tr></table>"
)
PICTURE = (
    '<picture><source type="image/avif" srcset="media/a.avif 360w, media/b.avif 720w">'
    '<source type="image/webp" srcset="media/a.webp 360w, media/b.webp 720w" sizes="100vw">'
    '<img src="media/a.jpg" srcset="media/a.jpg 360w, media/b.jpg 720w" sizes="100vw" '
    'alt="A &quot;harbour&quot; &amp; a pier" width="720" height="480" loading="lazy"></picture>'
)
FIGURE = f'<figure class="block-figure">{PICTURE}<figcaption>The pier</figcaption></figure>'
CHOICES = (
    '<details class="media-choice"><summary>Listen</summary>'
    '<audio controls preload="none" src="media/s.m4a"></audio></details>'
    '<details class="media-choice"><summary>Watch</summary><video controls preload="none" '
    'src="media/f.mp4"><track kind="captions" src="media/f.vtt"></video></details>'
    '<p class="media-note">Nothing loads itself.</p>'
)
FILM = (
    '<div class="card block-media"><h3>The counter</h3><details><summary>Read what is said'
    f"</summary><p>Good morning.</p></details>{CHOICES}</div>"
)
DOWNLOAD = (
    '<p class="card block-download"><a href="media/plan.pdf" download>Plan</a> <span>PDF</span></p>'
)
SMALL = {
    **{f"media/{name}.{ending}": 9_000 for name in "ab" for ending in ("avif", "webp", "jpg")},
    "media/s.m4a": 200_000,
    "media/f.mp4": 900_000,
    "media/f.vtt": 900,
    "media/plan.pdf": 50_000,
}


class Words(HTMLParser):
    """Collects the words a reader sees; those of pictures too, none of the choices."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "img" and not self.hidden:
            self.words += (named.get("alt") or "").split()
        classes = (named.get("class") or "").split()
        is_choice = {"media-choice", "media-note"} & set(classes) or tag in ("video", "audio")
        if (is_choice or self.hidden) and tag not in ("img", "track", "source", "br"):
            self.hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += data.split()


def words(html: str) -> list[str]:
    parser = Words()
    parser.feed(html)
    parser.close()
    return parser.words


said = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20
)
paths = st.sampled_from(sorted(SMALL))


@st.composite
def figures(draw: st.DrawFn) -> str:
    alt, caption, path = escape(draw(said)), escape(draw(said)), draw(paths)
    shown = f"<figcaption>{caption}</figcaption>" if caption else ""
    image = f'<img alt="{alt}" src="{path}">'
    sources = f'<source type="image/webp" srcset="{draw(paths)} 360w, {draw(paths)} 720w">'
    inside = draw(st.sampled_from([image, f"<picture>{sources}{image}</picture>"]))
    return f'<figure class="block-figure">{inside}{shown}</figure>'


@st.composite
def films(draw: st.DrawFn) -> str:
    title, transcript = escape(draw(said)), escape(draw(said))
    choices = "".join(
        f'<details class="media-choice"><summary>x</summary><{tag} src="{draw(paths)}">no</{tag}>'
        f"</details>"
        for tag in draw(st.lists(st.sampled_from(["audio", "video"]), max_size=3))
    )
    words_ = f"<details><summary>Read</summary><p>{transcript}</p></details>"
    note = '<p class="media-note">y</p>'
    return f'<div class="card block-media"><h3>{title}</h3>{words_}{choices}{note}</div>'


texts = said.map(lambda text: f"<p>{escape(text)}</p>")
pieces = st.one_of(texts, figures(), films(), st.just(DOWNLOAD), st.just("<ul><li>a<li>b</ul>"))
fragments = st.lists(pieces, max_size=6).map("\n".join)
lengths = st.dictionaries(paths, st.integers(0, 400_000))


@given(fragments)
def test_no_word_is_lost_when_media_become_text(html: str) -> None:
    assert words(text_only(html)) == words(html)


@given(fragments)
def test_text_is_text_already(html: str) -> None:
    once = text_only(html)

    assert text_only(once) == once
    assert not re.search(r"<(?:img|picture|video|audio|source)\b", once)


@given(fragments, lengths)
def test_light_is_light_already(html: str, known: dict[str, int]) -> None:
    once = light(html, known)

    assert light(once, known) == once
    assert words(once) == words(html)


@given(fragments, lengths)
def test_nothing_heavy_is_left_in_the_light_profile(html: str, known: dict[str, int]) -> None:
    limits = LIMITS[Profile.LIGHT]

    named = media_in(light(html, known))

    assert "<video" not in light(html, known)
    assert all(known.get(path, 0) <= max(limits.sound, limits.download) for path in named)


@pytest.mark.parametrize("html", [PLAIN, "", "<p>Unclosed", "a < b & c", "<p>An img, a video.</p>"])
def test_a_fragment_without_media_stays_as_it_is(html: str) -> None:
    assert text_only(html) == html
    assert light(html, {}) == html


def test_what_stands_around_media_stays_byte_for_byte() -> None:
    assert text_only(PLAIN + FIGURE + PLAIN).split("<figure")[0] == PLAIN
    assert text_only(PLAIN + FIGURE + PLAIN).endswith("</figure>" + PLAIN)


def test_a_picture_becomes_its_words() -> None:
    assert text_only(FIGURE) == (
        '<figure class="block-figure"><p class="picture-text">A "harbour" &amp; a pier</p>'
        "<figcaption>The pier</figcaption></figure>"
    )


def test_a_picture_that_says_nothing_leaves_nothing() -> None:
    assert text_only('<p>a</p><figure><img src="media/a.jpg" alt=""></figure>') == "<p>a</p>"


def test_a_film_becomes_its_transcript() -> None:
    assert text_only(FILM) == (
        '<div class="card block-media"><h3>The counter</h3><div class="media-text">'
        '<p class="block-label">Read what is said</p><p>Good morning.</p></div></div>'
    )


@given(fragments)
def test_saving_data_loses_nothing_and_is_done_once(html: str) -> None:
    once = saving(html)

    assert saving(once) == once
    assert words(once) == words(html)
    assert text_only(once) == text_only(html)


def test_saving_data_takes_the_smallest_pictures_and_opens_what_is_said() -> None:
    assert saving(PICTURE) == (
        '<picture><source type="image/avif" srcset="media/a.avif">'
        '<source type="image/webp" srcset="media/a.webp">'
        '<img src="media/a.jpg" alt="A &quot;harbour&quot; &amp; a pier" width="720" height="480" '
        'loading="lazy"></picture>'
    )
    assert saving(FILM) == FILM.replace("<details><summary>Read", '<details open=""><summary>Read')
    assert saving(PLAIN) == PLAIN


def test_files_to_take_along_stay_beside_the_text_on_the_screen() -> None:
    assert text_only(DOWNLOAD) == DOWNLOAD


def test_a_light_picture_is_one_webp_and_one_jpeg_the_widest_that_are_small_enough() -> None:
    heavy = SMALL | {"media/b.jpg": 30_001}

    assert light(PICTURE, heavy) == (
        '<picture><source type="image/webp" srcset="media/b.webp">'
        '<img src="media/a.jpg" alt="A &quot;harbour&quot; &amp; a pier" width="720" height="480" '
        'loading="lazy"></picture>'
    )


@pytest.mark.parametrize(("ending", "left"), [("jpg", "media/b.jpg"), ("webp", "media/b.webp")])
def test_a_light_picture_may_be_one_file(ending: str, left: str) -> None:
    known = {path: length for path, length in SMALL.items() if path.endswith(ending)}

    assert light(PICTURE, known).startswith(f'<img src="{left}" alt=')


def test_a_picture_too_heavy_in_every_size_becomes_its_words() -> None:
    assert "picture-text" in light(PICTURE, dict.fromkeys(SMALL, 30_001))


def test_light_keeps_a_short_recording_and_drops_the_film() -> None:
    html = light(FILM, SMALL)

    assert media_in(html) == {"media/s.m4a"}
    assert "<details><summary>Read what is said" in html
    assert "Nothing loads itself." in html


def test_light_opens_the_transcript_where_the_recording_is_too_long() -> None:
    assert light(FILM, SMALL | {"media/s.m4a": 250_001}) == text_only(FILM)


def test_a_recording_in_two_formats_is_kept_only_if_both_are_small() -> None:
    audio = '<audio><source src="media/s.m4a"><source src="media/t.ogg"></audio>'

    assert light(audio, {"media/s.m4a": 1, "media/t.ogg": 1}) == audio
    assert light(audio, {"media/s.m4a": 1, "media/t.ogg": 250_001}) == ""


def test_a_film_from_before_sound_becomes_its_transcript() -> None:
    old = (
        '<div class="card block-video"><h3>T</h3><video src="media/f.mp4"></video>'
        "<details><summary>Read</summary><p>Words</p></details></div>"
    )

    assert text_only(old) == (
        '<div class="card block-video"><h3>T</h3><div class="media-text">'
        '<p class="block-label">Read</p><p>Words</p></div></div>'
    )


@pytest.fixture
def edition(tmp_path: Path) -> FrozenEdition:
    store = ObjectStore(tmp_path)
    body = f"{PLAIN}{FIGURE}{FILM}{DOWNLOAD}"
    contents = {
        "introduction.html": PLAIN.encode(),
        "lessons/pier.html": body.encode(),
        "questions.json": questions_to_bytes([]),
        **{path: path.encode().ljust(length, b".") for path, length in SMALL.items()},
    }
    types = {"html": "text/html", "json": "application/json"}
    files = tuple(
        FileEntry(path, store.add(content), len(content), types.get(path.rsplit(".")[-1], "x/y"))
        for path, content in sorted(contents.items())
    )
    lesson = Lesson("l", "pier", "lesson", "Pier", "", 5, "lessons/pier.html", files=tuple(SMALL))
    manifest = Manifest(
        kind=Kind.COURSE,
        activity="a",
        slug="tides",
        code="",
        language="en",
        title="Tides",
        summary="",
        audience="",
        outcomes=(),
        sdg_targets=(),
        licence="",
        sources=(),
        introduction="introduction.html",
        units=(Unit("u", "one", "One", "", "", (lesson,)),),
        assessment=None,
        questions="questions.json",
        files=files,
    )
    return FrozenEdition(manifest.numbered(version=1, frozen_at="2026-01-01T00:00:00Z"), store)


def test_the_full_profile_is_the_edition_itself(edition: FrozenEdition) -> None:
    assert in_profile(edition, Profile.FULL) is edition


def test_an_edition_without_media_is_itself_in_every_profile(edition: FrozenEdition) -> None:
    kept = tuple(file for file in edition.manifest.files if file not in edition.manifest.media)
    bare = FrozenEdition(Manifest(**{**vars(edition.manifest), "files": kept}), store=edition.store)

    assert in_profile(bare, Profile.TEXT) is bare


def test_the_text_profile_names_no_media(edition: FrozenEdition) -> None:
    text = in_profile(edition, Profile.TEXT)

    assert text.manifest.media == ()
    assert text.manifest.lessons[0].files == ()
    assert b"media/" not in text.read("lessons/pier.html")
    assert b'<p class="card block-download">Plan <span>PDF' in text.read("lessons/pier.html")


def test_a_file_that_a_profile_leaves_out_cannot_be_read(edition: FrozenEdition) -> None:
    with pytest.raises(KeyError):
        in_profile(edition, Profile.LIGHT).read("media/f.mp4")


def test_the_light_profile_keeps_what_it_shows_and_nothing_else(edition: FrozenEdition) -> None:
    lighter = in_profile(edition, Profile.LIGHT)

    kept = {"media/b.webp", "media/b.jpg", "media/s.m4a", "media/plan.pdf"}
    assert {file.path for file in lighter.manifest.media} == kept
    assert set(lighter.manifest.lessons[0].files) == kept
    assert all(lighter.read(path) == edition.read(path) for path in kept)


@pytest.mark.parametrize("profile", list(Profile))
def test_every_file_of_a_profile_has_the_length_and_digest_it_promises(
    edition: FrozenEdition, profile: Profile, tmp_path: Path
) -> None:
    view = in_profile(edition, profile)

    for file in view.manifest.files:
        assert len(view.read(file.path)) == file.length
        assert ObjectStore(tmp_path / "other").add(view.read(file.path)) == file.sha256


def test_a_profile_has_the_same_interface_and_identity(edition: FrozenEdition) -> None:
    text = in_profile(edition, Profile.TEXT)

    assert text.manifest.id == edition.manifest.id
    assert text.questions == edition.questions == {}
    assert list(text.parts("introduction.html")) == [Text(PLAIN)]
    assert text.read("introduction.html") == edition.read("introduction.html")
