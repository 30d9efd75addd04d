import hashlib
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.template import Context, Template
from PIL import Image

from media.errors import NotPlayable
from media.models import File, Picture
from media.templatetags.media_tags import inline, with_links
from tests.factories.library import png
from tests.factories.recordings import CAPTIONS, mp4, opus, webm
from tests.factories.uploads import uploads  # noqa: F401 — a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]
LOAD = "{% load media_tags %}"


class Kept:
    """A collector that keeps what it is given."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def add(self, content: bytes, *, suffix: str) -> str:
        address = f"media/{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
        self.contents[address] = content
        return address


def picture_of(content: bytes, name: str = "queue.png") -> Picture:
    file = ImageFile(ContentFile(content), name=name)
    return Picture.objects.create(title="Queue", file=file, licence="CC BY 4.0", credit="A clerk")


def file_of(content: bytes, name: str) -> File:
    return File.objects.create(title="Sheet", file=ContentFile(content, name=name))


def show(image: Picture, alt: str = "A queue", **context: Any) -> str:
    template = Template(LOAD + "{% picture image alt %}")
    return template.render(Context({"image": image, "alt": alt, **context}))


def addresses(html: str) -> list[str]:
    """Give every address of a picture: three AVIF, three WebP, three JPEG, and the plain one."""
    sources = [
        each.split()[0]
        for found in re.findall(r'srcset="([^"]+)"', html)
        for each in found.split(", ")
    ]
    fallback = re.search(r' src="([^"]+)"', html)
    assert fallback
    return [*sources, fallback[1]]


def test_a_picture_comes_in_three_forms_and_three_widths_the_smallest_file_first() -> None:
    html = show(picture_of(png(1200, 600)))

    endings = [each.rsplit(".", 1)[1] for each in addresses(html)]
    assert endings == ["avif"] * 3 + ["webp"] * 3 + ["jpg"] * 4
    assert re.findall(r"(\d+)w", html) == ["360", "760", "1080"] * 3
    assert 'width="1080" height="540"' in html
    assert 'loading="lazy"' in html


def test_a_browser_that_knows_no_widths_gets_the_smallest() -> None:
    html = show(picture_of(png(1200, 600)))

    smallest = re.search(r'srcset="([^ ]+\.jpg) 360w', html)
    assert smallest
    assert addresses(html)[-1] == smallest[1]


def test_without_a_collector_a_picture_has_the_site_s_own_addresses(settings: Any) -> None:
    html = show(picture_of(png(1200, 600)))
    assert all(each.startswith(settings.MEDIA_URL) for each in addresses(html))


def test_with_a_collector_a_picture_has_relative_addresses_and_its_bytes_are_kept() -> None:
    kept = Kept()

    html = show(picture_of(png(1200, 600)), files=kept)

    assert set(addresses(html)) == set(kept.contents)
    widths = sorted(Image.open(BytesIO(each)).width for each in kept.contents.values())
    assert widths == [360] * 3 + [760] * 3 + [1080] * 3


def test_a_small_picture_is_not_blown_up() -> None:
    kept = Kept()

    html = show(picture_of(png(64, 32)), files=kept)

    assert 'width="64" height="32"' in html
    assert {Image.open(BytesIO(each)).width for each in kept.contents.values()} == {64}
    assert len(kept.contents) == 3


def test_a_see_through_picture_falls_back_on_white() -> None:
    made, kept = BytesIO(), Kept()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(made, format="PNG")

    html = show(picture_of(made.getvalue()), files=kept)

    fallback = Image.open(BytesIO(kept.contents[addresses(html)[-1]]))
    assert fallback.getpixel((5, 5)) == (255, 255, 255)


def test_a_rendition_is_made_once() -> None:
    image = picture_of(png(1200, 600))
    assert show(image) == show(image)
    assert image.renditions.count() == 9


def test_the_words_for_a_picture_are_escaped() -> None:
    html = show(picture_of(png()), alt='A "queue" <b>here</b>')
    assert 'alt="A &quot;queue&quot; &lt;b&gt;here&lt;/b&gt;"' in html


def file_address(file: File, **context: Any) -> str:
    template = Template(LOAD + "{% file_address file %}")
    return template.render(Context({"file": file, **context}))


def test_without_a_collector_a_file_has_the_site_s_own_address() -> None:
    file = file_of(b"Visits", "sheet.txt")
    assert file_address(file) == file.url


def test_with_a_collector_a_file_has_a_relative_address_and_its_bytes_are_kept() -> None:
    kept = Kept()

    address = file_address(file_of(b"Visits", "Sheet.PDF"), files=kept)

    assert kept.contents == {address: b"Visits"}
    assert address.endswith(".pdf")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("A survey, 2024", "A survey, 2024"),
        (
            "A survey, https://www.example.org/a/b",
            'A survey, <a href="https://www.example.org/a/b">example.org</a>',
        ),
        (
            "On a page (https://example.org/a).",
            'On a page (<a href="https://example.org/a">example.org</a>).',
        ),
        (
            "http://a.example, https://b.example; both",
            '<a href="http://a.example">a.example</a>, <a href="https://b.example">b.example</a>'
            "; both",
        ),
        (
            "https://example.org/?a=1&b=2",
            '<a href="https://example.org/?a=1&amp;b=2">example.org</a>',
        ),
        ("<script>fire()</script>", "&lt;script&gt;fire()&lt;/script&gt;"),
        ("javascript:fire()", "javascript:fire()"),
        ("", ""),
    ],
)
def test_a_source_line_has_its_addresses_linked_and_the_rest_escaped(
    source: str, shown: str
) -> None:
    assert with_links(source) == shown


def test_an_address_cannot_break_out_of_its_link() -> None:
    shown = with_links('https://example.org/"onmouseover="fire()"><img src=x>')
    assert '"onmouseover' not in shown
    assert "<img" not in shown


def test_a_caption_keeps_only_inline_markup() -> None:
    assert inline("<p>Two <em>counters</em><script>fire()</script></p>") == "Two <em>counters</em>"


def test_a_picture_and_a_file_are_known_by_their_titles() -> None:
    assert str(picture_of(png())) == "Queue"
    assert str(file_of(b"Visits", "sheet.txt")) == "Sheet"


def ways(**context: Any) -> str:
    text = "{% choices film=film small=small sound=sound as ways %}{% for way in ways %}"
    shown = "{{ way.address }} {{ way.clock }} {{ way.recording.height }} {{ way.length }}\n"
    template = Template(f"{LOAD}{text}{shown}{{% endfor %}}")
    return template.render(Context({"film": None, "small": None, "sound": None, **context}))


def test_the_lightest_way_stands_first() -> None:
    film = file_of(mp4(65, height=480, length=3000), "film.mp4")
    small = file_of(mp4(65, height=240, length=2000), "small.mp4")
    sound = file_of(opus(65), "sound.ogg")

    lines = ways(film=film, small=small, sound=sound).splitlines()

    seen = [line.split(" ", 1)[1] for line in lines]
    assert seen == [f"1:05 0 {len(opus(65))}", "1:05 240 2000", "1:05 480 3000"]
    assert lines[0].startswith(sound.url)


def test_what_is_played_has_the_ending_of_its_content() -> None:
    kept = Kept()

    ways(film=file_of(mp4(), "film.html"), sound=file_of(webm(is_sound=True), "a"), files=kept)

    assert sorted(address.rsplit(".")[-1] for address in kept.contents) == ["mp4", "weba"]


def test_a_file_that_plays_nothing_stops_a_freezing_and_not_a_preview() -> None:
    page = file_of(b"<script>fire()</script>", "film.mp4")

    assert ways(film=page) == ""
    with pytest.raises(NotPlayable):
        ways(film=page, files=Kept())


def test_a_copy_stands_where_its_author_gave_none() -> None:
    film = file_of(mp4(height=480), "film.mp4")
    copy_of(film, mp4(height=240), "small.mp4")
    copy_of(film, mp4(is_sound=True), "sound.m4a")
    copy_of(film, mp4(height=144), "old.mp4", digest="of another film")
    own = file_of(mp4(height=288), "own.mp4")

    assert [line.split()[-2] for line in ways(film=film).splitlines()] == ["0", "240", "480"]
    mine = ways(film=film, small=own).splitlines()
    assert [line.split()[-2] for line in mine] == ["0", "288", "480"]


def copy_of(film: File, content: bytes, name: str, *, digest: str = "") -> File:
    file = File(title=name, file=ContentFile(content, name=name), original=film)
    file.original_hash = digest or film.get_file_hash()
    file.save()
    return file


def captions(**context: Any) -> str:
    template = Template(LOAD + "{% captions_address file %}")
    return template.render(Context({"file": file_of(CAPTIONS.encode(), "a.vtt"), **context}))


def test_captions_are_kept_as_words_and_times() -> None:
    kept = Kept()

    address = captions(files=kept)

    assert address.endswith(".vtt")
    assert kept.contents[address].decode().endswith("\nYour number, please.\n")
    assert captions().endswith(".vtt")
