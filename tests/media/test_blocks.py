from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.blocks import StructBlock, StructBlockValidationError, StructValue
from wagtail.rich_text import RichText

from learning.bundles.profiles import media_in, text_only
from media.models import File, Picture
from tests.factories.library import png
from tests.factories.recordings import CAPTIONS, mp4, opus
from tests.factories.uploads import uploads  # noqa: F401 — a fixture
from tests.media.test_tags import Kept
from toolkits.blocks import AudioBlock, FigureBlock, VideoBlock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]
WORDS = RichText("<p>Good morning. Your number, please.</p>")


def file_of(content: bytes, name: str) -> File:
    return File.objects.create(title=name, file=ContentFile(content, name=name))


def value_of(block: StructBlock, **changed: Any) -> StructValue:
    return StructValue(block, dict.fromkeys(block.child_blocks) | changed)


def film(**changed: Any) -> StructValue:
    fields = {
        "title": "The counter",
        "file": file_of(mp4(4, height=480, length=3000), "film.mp4"),
        "captions": file_of(CAPTIONS.encode(), "film.vtt"),
        "transcript": WORDS,
    }
    return value_of(VideoBlock(), **fields | changed)


def recording(**changed: Any) -> StructValue:
    fields = {"title": "A talk", "file": file_of(opus(65), "talk.ogg"), "transcript": WORDS}
    return value_of(AudioBlock(), **fields | changed)


def faults(value: StructValue) -> dict[str, str]:
    with pytest.raises(StructBlockValidationError) as refused:
        value.block.clean(value)
    found = refused.value.block_errors
    return {name: " ".join(error.messages) for name, error in found.items()}


def test_a_film_with_its_words_is_taken() -> None:
    assert VideoBlock().clean(film())["title"] == "The counter"
    small, sound = file_of(mp4(), "small.mp4"), file_of(opus(), "sound.ogg")
    assert VideoBlock().clean(film(small=small, sound=sound))["sound"] == sound


@pytest.mark.parametrize("name", ["file", "captions", "transcript", "title"])
def test_a_film_without_captions_or_transcript_is_not_published(name: str) -> None:
    empty = RichText("") if name == "transcript" else None
    assert list(faults(film(**{name: empty}))) == [name]


def test_a_recording_without_a_transcript_is_not_published() -> None:
    assert AudioBlock().clean(recording())["title"] == "A talk"
    assert list(faults(recording(transcript=RichText("")))) == ["transcript"]


def test_a_page_that_is_called_a_film_is_refused() -> None:
    page = file_of(b"<!doctype html><script>fire()</script>", "film.mp4")

    assert "holds no film and no recording" in faults(film(file=page))["file"]
    assert "holds no film and no recording" in faults(recording(file=page))["file"]


def test_a_film_stands_in_no_place_for_sound_nor_the_other_way_round() -> None:
    sound, moving = file_of(opus(), "a.ogg"), file_of(mp4(), "b.mp4")

    wrong = faults(film(file=sound, small=sound, sound=moving))

    assert sorted(wrong) == ["file", "small", "sound"]
    assert "is sound without pictures" in wrong["small"]
    assert "is a film. Choose a recording" in wrong["sound"]


def test_captions_are_really_read() -> None:
    srt = file_of(b"1\n00:00:01,000 --> 00:00:02,000\nYes\n", "film.srt")

    said = faults(film(captions=srt))["captions"]

    assert "line 1, the file does not begin with the word WEBVTT" in said


def test_a_file_that_is_gone_is_named() -> None:
    gone = file_of(mp4(), "gone.mp4")
    gone.file.delete(save=False)

    assert "not there any more" in faults(film(file=gone))["file"]


def test_a_picture_has_words_or_says_that_it_needs_none() -> None:
    image = Picture.objects.create(title="Q", file=ImageFile(ContentFile(png()), name="q.png"))
    block = FigureBlock()

    assert list(faults(value_of(block, image=image, alt=" ", caption="", source=""))) == ["alt"]
    plain = value_of(block, image=image, alt="", decorative=True, caption="", source="")
    assert 'alt=""' in block.render(block.clean(plain))
    shown = value_of(block, image=image, alt="A queue", decorative=False, caption="", source="")
    assert 'alt="A queue"' in block.render(block.clean(shown))


def test_a_film_shows_its_words_first_then_the_lightest_way() -> None:
    sound = file_of(opus(65), "s.ogg")
    kept = Kept()

    html = VideoBlock().render(film(sound=sound), context={"files": kept})

    order = ["Read what is said", "already on this page", "Good morning", "Listen", "1:05"]
    order += ["Watch", "480p", "0:04", "2.9", 'kind="captions"', "Nothing loads before"]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert html.count('preload="none"') == 2
    assert "poster" not in html
    assert "autoplay" not in html
    assert " default" not in html  # captions marked so load at once
    assert media_in(html) == set(kept.contents)


def test_the_words_of_a_film_are_all_that_text_only_leaves() -> None:
    html = text_only(VideoBlock().render(film(), context={"files": Kept()}))

    assert "Good morning. Your number, please." in html
    assert "already on this page" not in html
    assert not media_in(html)


def test_a_recording_shows_its_words_first() -> None:
    html = AudioBlock().render(recording(), context={"files": Kept()})

    assert html.index("Good morning") < html.index("<audio controls preload")
    assert "<video" not in html


def test_titles_and_names_of_files_are_inert() -> None:
    hostile = '"><script>fire()</script>'
    file = file_of(mp4(), f"{hostile}.mp4")
    value = film(title=hostile, file=file, small=file, sound=file_of(opus(), "'onerror='x.ogg"))

    for context in ({}, {"files": Kept()}):
        html = VideoBlock().render(value, context=context)
        assert "<script" not in html
        assert "'onerror" not in html


def test_a_film_that_lost_its_files_is_still_a_page() -> None:
    html = VideoBlock().render(film(file=None, captions=None))

    assert "Good morning" in html
    assert "<video" not in html
