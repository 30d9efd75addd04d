import hashlib
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.template import Context, Template
from PIL import Image

from media.models import File, Picture
from media.templatetags.media_tags import inline, with_links
from tests.factories.library import png
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
    sources = re.search(r'srcset="([^"]+)"', html)
    fallback = re.search(r'src="([^"]+)"', html)
    assert sources
    assert fallback
    return [each.split()[0] for each in sources[1].split(", ")] + [fallback[1]]


def test_a_picture_comes_as_webp_in_two_widths_with_a_jpeg_to_fall_back_on() -> None:
    html = show(picture_of(png(1200, 600)))

    small, large, fallback = addresses(html)
    assert (small.endswith(".webp"), large.endswith(".webp")) == (True, True)
    assert fallback.endswith(".jpg")
    assert "480w" in html
    assert "960w" in html
    assert 'width="480" height="240"' in html
    assert 'loading="lazy"' in html


def test_without_a_collector_a_picture_has_the_site_s_own_addresses(settings: Any) -> None:
    html = show(picture_of(png(1200, 600)))
    assert all(each.startswith(settings.MEDIA_URL) for each in addresses(html))


def test_with_a_collector_a_picture_has_relative_addresses_and_its_bytes_are_kept() -> None:
    kept = Kept()

    html = show(picture_of(png(1200, 600)), files=kept)

    assert set(addresses(html)) == set(kept.contents)
    widths = sorted(Image.open(BytesIO(each)).width for each in kept.contents.values())
    assert widths == [480, 480, 960]


def test_a_small_picture_is_not_blown_up() -> None:
    kept = Kept()

    html = show(picture_of(png(64, 32)), files=kept)

    assert 'width="64" height="32"' in html
    assert {Image.open(BytesIO(each)).width for each in kept.contents.values()} == {64}


def test_a_see_through_picture_falls_back_on_white() -> None:
    made, kept = BytesIO(), Kept()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(made, format="PNG")

    html = show(picture_of(made.getvalue()), files=kept)

    fallback = Image.open(BytesIO(kept.contents[addresses(html)[-1]]))
    assert fallback.getpixel((5, 5)) == (255, 255, 255)


def test_a_rendition_is_made_once() -> None:
    image = picture_of(png(1200, 600))
    assert show(image) == show(image)
    assert image.renditions.count() == 3


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
