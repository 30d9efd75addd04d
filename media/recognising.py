"""What a file of sound or film is by its content, never by its name, and how long it plays.

Read from the containers' own headers; nothing is decoded. Forms: ISO/IEC 14496-12 (MP4, M4A),
RFC 9559 and webmproject.org (WebM), RFC 3533 and RFC 7845 (Ogg), ISO/IEC 11172-3 (MP3), WAVE.
"""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import SEEK_END
from typing import IO, TypeVar

from media.errors import NotPlayable

HEAD = 1_048_576  # bytes; the headers of a WebM stand before its first cluster
TAIL = 65_536  # bytes; an Ogg page is no longer
LARGEST_INDEX = 16 * 1_048_576  # bytes; the moov box of a day of film
MOST_BOXES = 100  # side by side in an MP4; a film has about ten
MOST_ELEMENTS = 10_000  # before the first cluster of a WebM; a film has about a hundred
LONGEST_NUMBER = 8  # bytes
LONGEST = 86_400.0  # seconds; what says it plays for more than a day does not know

Bytes = IO[bytes]
Part = TypeVar("Part")


@dataclass(frozen=True)
class Recording:
    """A film or a recording. `seconds`: 0 if unknown. `height`: in pixels, 0 without a picture."""

    media_type: str
    seconds: float
    width: int = 0
    height: int = 0

    @property
    def is_film(self) -> bool:
        return self.media_type.startswith("video/")

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.media_type]


SUFFIXES = {
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "audio/mp4": ".m4a",
    "audio/webm": ".weba",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
}


def recognise(file: Bytes, *, name: str) -> Recording:
    """Say what `file` is. `name` is for the error only. Raises: NotPlayable."""
    file.seek(0)
    start = file.read(64)
    for is_one, read in READERS:
        if is_one(start):
            try:
                found = read(file)
            except (ArithmeticError, LookupError, ValueError, struct.error) as error:
                raise NotPlayable(name) from error
            if found:
                return replace(found, seconds=_believable(found.seconds))
    raise NotPlayable(name)


def _believable(seconds: float) -> float:
    return seconds if 0 <= seconds <= LONGEST else 0.0


def _length(file: Bytes) -> int:
    return file.seek(0, SEEK_END)


def _at_most(most: int, parts: Iterator[Part]) -> Iterator[Part]:
    """Give `parts`. Raises: ValueError — there are more, made to keep somebody waiting."""
    for count, part in enumerate(parts):
        if count == most:
            raise ValueError("more parts than a film has")
        yield part


# MP4: boxes, each with its length and a name of four letters


@dataclass(frozen=True)
class _Box:
    name: bytes
    start: int  # of its content
    end: int


def _mp4(file: Bytes) -> Recording | None:
    for box in _at_most(MOST_BOXES, _outer_boxes(file)):
        if box.name == b"moov" and box.end - box.start <= LARGEST_INDEX:
            file.seek(box.start)
            return _movie(file.read(box.end - box.start))
    return None


def _outer_boxes(file: Bytes) -> Iterator[_Box]:
    """Give the outermost boxes by their places in the file, whose middle may be very long."""
    place, end = 0, _length(file)
    while place + 8 <= end:
        file.seek(place)
        box = _box(file.read(16), 0, end - place)
        yield _Box(box.name, place + box.start, place + box.end)
        place += box.end


def _box(content: bytes, place: int, end: int) -> _Box:
    size, name = struct.unpack_from(">I4s", content, place)
    start = place + 8
    if size == 1:
        (size,) = struct.unpack_from(">Q", content, start)
        start += 8
    elif size == 0:
        size = end - place
    if size < start - place:
        raise ValueError("a box shorter than its own heading")
    return _Box(name, start, min(place + size, end))


def _boxes(content: bytes, within: _Box) -> Iterator[_Box]:
    place = within.start
    while place + 8 <= within.end:
        box = _box(content, place, within.end)
        yield box
        place = box.end


def _find(content: bytes, within: _Box, *names: bytes) -> Iterator[_Box]:
    """Give the boxes at the path `names` below `within`."""
    for box in _at_most(MOST_BOXES, _boxes(content, within)):
        if box.name == names[0]:
            if names[1:]:
                yield from _find(content, box, *names[1:])
            else:
                yield box


def _movie(moov: bytes) -> Recording | None:
    whole = _Box(b"moov", 0, len(moov))
    seconds = max((_mp4_seconds(moov, box) for box in _find(moov, whole, b"mvhd")), default=0.0)
    kinds = {
        moov[b.start + 8 : b.start + 12] for b in _find(moov, whole, b"trak", b"mdia", b"hdlr")
    }
    sizes = [_mp4_size(moov, box) for box in _find(moov, whole, b"trak", b"tkhd")]
    if b"vide" in kinds:
        width, height = max(sizes, default=(0, 0))
        return Recording("video/mp4", seconds, width, height)
    return Recording("audio/mp4", seconds) if b"soun" in kinds else None


def _mp4_seconds(moov: bytes, mvhd: _Box) -> float:
    is_long = moov[mvhd.start] == 1
    form, skipped = (">IQ", 20) if is_long else (">II", 12)
    scale, duration = struct.unpack_from(form, moov, mvhd.start + skipped)
    is_unknown = duration == (2**64 - 1 if is_long else 2**32 - 1)
    return 0.0 if is_unknown else float(duration / scale)


def _mp4_size(moov: bytes, tkhd: _Box) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", moov, tkhd.end - 8)
    return width >> 16, height >> 16  # fixed point


# WebM: elements, each with its id and its length as numbers of their own length

DOC_TYPE, SEGMENT, CLUSTER = 0x4282, 0x18538067, 0x1F43B675
INFO, SCALE, DURATION = 0x1549A966, 0x2AD7B1, 0x4489
TRACKS, TRACK, TRACK_TYPE, VIDEO, WIDTH, HEIGHT = 0x1654AE6B, 0xAE, 0x83, 0xE0, 0xB0, 0xBA
MASTERS = frozenset({0x1A45DFA3, SEGMENT, INFO, TRACKS, TRACK, VIDEO})
PICTURES, SOUND = 1, 2  # types of tracks


def _webm(file: Bytes) -> Recording | None:
    file.seek(0)
    found: dict[int, bytes] = {}
    types: set[int] = set()
    for id_, value in _at_most(MOST_ELEMENTS, _elements(file.read(HEAD))):
        found.setdefault(id_, value)
        if id_ == TRACK_TYPE:
            types.add(_number(value))
    if found.get(DOC_TYPE) != b"webm":
        return None
    scale = _number(found.get(SCALE, b"")) or 1_000_000  # nanoseconds
    seconds = _float(found.get(DURATION, b"")) * scale / 1e9
    if PICTURES in types:
        size = (_number(found.get(id_, b"")) for id_ in (WIDTH, HEIGHT))
        return Recording("video/webm", seconds, *size)
    return Recording("audio/webm", seconds) if SOUND in types else None


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the elements before the first cluster, those inside others after what holds them."""
    place = 0
    while place < len(content):
        id_, place = _vint(content, place, keeps_mark=True)
        size, place = _vint(content, place, keeps_mark=False)
        if id_ == CLUSTER:
            return
        if id_ in MASTERS:
            size = 0  # step in
        yield id_, content[place : place + size]
        place += size


def _vint(content: bytes, place: int, *, keeps_mark: bool) -> tuple[int, int]:
    """Give a number whose first byte says how long it is, and the place after it."""
    first = content[place]
    length = 9 - first.bit_length()
    if length > 8:
        raise ValueError("a number longer than eight bytes")
    value = int.from_bytes(content[place : place + length], "big")
    return value if keeps_mark else value & ((1 << (7 * length)) - 1), place + length


def _number(value: bytes) -> int:
    if len(value) > LONGEST_NUMBER:
        raise ValueError("a number longer than eight bytes")
    return int.from_bytes(value, "big")


def _float(value: bytes) -> float:
    form = {4: ">f", 8: ">d"}.get(len(value))
    return float(struct.unpack(form, value)[0]) if form else 0.0


# Ogg: the last page says how many samples there are before it


def _ogg(file: Bytes) -> Recording | None:
    file.seek(0)
    start = file.read(256)
    rate = 48_000 if b"OpusHead" in start else _vorbis_rate(start)
    file.seek(max(0, _length(file) - TAIL))
    tail = file.read()
    last = tail.rfind(b"OggS")
    (samples,) = struct.unpack_from("<q", tail, last + 6)
    return Recording("audio/ogg", max(0, samples) / rate) if rate else None


def _vorbis_rate(start: bytes) -> int:
    place = start.find(b"\x01vorbis")
    return int(struct.unpack_from("<I", start, place + 12)[0]) if place > 0 else 0


# MP3: frames; a first one may say how many there are

BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG 1
SLOW_BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG 2, 2.5
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
COUNTED = re.compile(rb"(?:Xing|Info)...[\x01\x03\x05\x07\x09\x0b\x0d\x0f](....)", re.DOTALL)


def _is_mp3(start: bytes) -> bool:
    # Two bits of the second byte name the layer; 01 is the third.
    return start[:3] == b"ID3" or (
        start[:1] == b"\xff" and start[1:2] in b"\xfb\xfa\xf3\xf2\xe3\xe2"
    )


def _mp3(file: Bytes) -> Recording | None:
    file.seek(0)
    tag = file.read(10)
    skipped = _tag_length(tag) if tag[:3] == b"ID3" else 0
    file.seek(skipped)
    start = file.read(2048)
    if len(start) < 4 or start[0] != 0xFF or start[1] & 0xE6 != 0xE2:
        return None
    version, place = start[1] >> 3 & 3, start[2] >> 4
    rate = RATES[version][start[2] >> 2 & 3]
    if counted := COUNTED.search(start[:200]):
        return Recording("audio/mpeg", _number(counted[1]) * (1152 if version == 3 else 576) / rate)
    bits = (BITRATES if version == 3 else SLOW_BITRATES)[place] * 1000
    return Recording("audio/mpeg", (_length(file) - skipped) * 8 / bits)


def _tag_length(tag: bytes) -> int:
    """Give the bytes of an ID3v2 tag: its length has seven bits a byte."""
    size = 0
    for byte in tag[6:10]:
        size = size << 7 | byte & 0x7F
    return size + 10


def _wav(file: Bytes) -> Recording | None:
    file.seek(0)
    start = file.read(4096)
    form, sound = start.find(b"fmt "), start.find(b"data")
    if form < 0 or sound < 0:
        return None
    (per_second,) = struct.unpack_from("<I", start, form + 16)
    (length,) = struct.unpack_from("<I", start, sound + 4)
    return Recording("audio/wav", length / per_second)


READERS: tuple[tuple[Callable[[bytes], bool], Callable[[Bytes], Recording | None]], ...] = (
    (lambda start: start[4:8] == b"ftyp", _mp4),
    (lambda start: start[:4] == b"\x1a\x45\xdf\xa3", _webm),
    (lambda start: start[:4] == b"OggS", _ogg),
    (lambda start: start[:4] == b"RIFF" and start[8:12] == b"WAVE", _wav),
    (_is_mp3, _mp3),
)
