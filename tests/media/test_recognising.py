import struct
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import MediaError, NotPlayable
from media.recognising import Recording, recognise
from tests.factories.recordings import box, element, mp3, mp4, opus, wav, webm

WHOLE = {
    "film.mp4": mp4(4, height=240, length=900),
    "film.webm": webm(4, height=480),
    "talk.m4a": mp4(4, is_sound=True),
    "talk.weba": webm(4, is_sound=True),
    "talk.opus": opus(4),
    "talk.mp3": mp3(frames=1000),
    "talk.wav": wav(4),
}


def seen(content: bytes, name: str = "a.mp4") -> Recording:
    return recognise(BytesIO(content), name=name)


@pytest.mark.parametrize(
    ("name", "recording"),
    [
        ("film.mp4", Recording("video/mp4", 4, 426, 240)),
        ("film.webm", Recording("video/webm", 4, 853, 480)),
        ("talk.m4a", Recording("audio/mp4", 4)),
        ("talk.weba", Recording("audio/webm", 4)),
        ("talk.opus", Recording("audio/ogg", 4)),
        ("talk.mp3", Recording("audio/mpeg", 24)),
        ("talk.wav", Recording("audio/wav", 4)),
    ],
)
def test_a_file_is_what_its_content_is(name: str, recording: Recording) -> None:
    assert seen(WHOLE[name], "anything.exe") == recording


def test_an_mp3_without_a_count_plays_as_long_as_its_bytes() -> None:
    assert seen(mp3(length=8000)).seconds == pytest.approx(2)


def test_a_slow_mp3_has_frames_of_half_the_length() -> None:
    slow = bytearray(mp3(frames=1000))
    slow[21] = 0xF3  # MPEG 2, at 24 kHz
    assert seen(bytes(slow)).seconds == pytest.approx(24)


def test_a_long_form_of_the_mp4_header_is_read() -> None:
    mvhd = box(b"mvhd", b"\1", bytes(19), (1000).to_bytes(4, "big"), (9000).to_bytes(8, "big"))
    tracks = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"soun", bytes(12))))
    assert seen(box(b"ftyp", b"M4A ") + box(b"moov", mvhd, tracks)).seconds == 9


def test_a_very_long_box_says_its_length_in_eight_bytes() -> None:
    long = b"\0\0\0\1mdat" + (16 + 5).to_bytes(8, "big") + b"12345"
    whole = mp4(is_sound=True)
    assert seen(whole[:16] + long + whole[16:]).media_type == "audio/mp4"


def test_a_time_that_nobody_can_believe_is_unknown() -> None:
    assert seen(mp4(0xFFFFFFFF / 1000, is_sound=True)).seconds == 0
    assert seen(webm(float("inf"), is_sound=True)).seconds == 0
    assert seen(webm(float("nan"), is_sound=True)).seconds == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><script>fire()</script>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"MZ" + bytes(60),
        box(b"ftyp", b"isom"),
        box(b"ftyp", b"isom") + box(b"moov"),
        box(b"ftyp", b"isom") + b"\0\0\0\4moov",
        webm().replace(b"webm", b"doge"),
        b"\x1a\x45\xdf\xa3\x00",
        b"OggS" + bytes(60),
        b"RIFF\0\0\0\0WAVE",
        b"ID3" + bytes(30),
        b"\xff\xfb",
        b"\xff\xfb\xff\xff" + bytes(40),
    ],
)
def test_what_is_no_film_and_no_recording_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(NotPlayable, match=r"“lesson\.mp4” holds no film"):
        seen(content, "lesson.mp4")


@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 900), st.binary(min_size=1, max_size=12))
def test_a_broken_file_is_refused_or_read_and_never_more(
    name: str, place: int, noise: bytes
) -> None:
    whole = WHOLE[name]
    at = place % len(whole)
    for content in (whole[:at], whole[:at] + noise + whole[at + len(noise) :]):
        try:
            assert 0 <= seen(content).seconds <= 86_400
        except NotPlayable:
            continue


LONG_SCALE = element(0x2AD7B1, b"\xff" * 200)
LONG_HEIGHT = element(0xBA, b"\xff" * 3000)


@pytest.mark.parametrize(
    "content",
    [
        webm().replace(element(0x2AD7B1, b"\x0f\x42\x40"), LONG_SCALE),
        webm(height=480).replace(element(0xBA, b"\x01\xe0"), LONG_HEIGHT),
        b"ID3\x03" + bytes(6) + b"\xff\xea\x90\0" + bytes(3000),
    ],
)
def test_a_number_that_no_film_has_is_refused(content: bytes) -> None:
    with pytest.raises(NotPlayable):
        seen(content)


@pytest.mark.parametrize("master", [b"\xae\x80", b"\xec\x80"])
def test_more_elements_than_a_webm_has_are_not_read(master: bytes) -> None:
    head, times = webm().split(element(0xEC, bytes(8)))
    assert seen(head + master * 9_000 + times).media_type == "video/webm"
    with pytest.raises(NotPlayable):
        seen(head + master * 10_000 + times)


def test_more_boxes_than_a_film_has_are_not_read() -> None:
    whole, free = mp4(), box(b"free")
    at = whole.index(b"moov") - 4
    moov = whole[at + 8 :]
    assert seen(whole[:at] + free * 90 + box(b"moov", free * 90, moov)).is_film
    with pytest.raises(NotPlayable):
        seen(whole[:at] + free * 100 + whole[at:])
    with pytest.raises(NotPlayable):
        seen(whole[:at] + box(b"moov", free * 100, moov))


STARTS = [b"\0\0\0\x08ftyp", b"\x1a\x45\xdf\xa3", b"OggS", b"RIFF\0\0\0\0WAVE", b"ID3", b"\xff\xfb"]
PIECES = [
    *STARTS,
    *(struct.pack(">I", size) + name for size in (0, 1, 8, 40) for name in (b"moov", b"mvhd")),
    *(b"\0\0\0\x30" + name for name in (b"trak", b"mdia", b"hdlr", b"tkhd", b"vide", b"soun")),
    *(b"\x42\x82\x84webm", b"\x44\x89\x88", b"\x2a\xd7\xb1", b"\x83\x81\x01", b"\xb0", b"\xba"),
    *(b"OpusHead", b"\x01vorbis", b"fmt ", b"data", b"Xing", b"\xff\xea", bytes(10), b"\xff" * 9),
]


@given(st.sampled_from(STARTS), st.lists(st.sampled_from(PIECES) | st.binary(max_size=12)))
def test_any_bytes_are_a_recording_or_refused(start: bytes, pieces: list[bytes]) -> None:
    with suppress(MediaError):
        found = seen(start + b"".join(pieces))
        assert 0 <= found.seconds <= 86_400
        assert found.height < 2**64
