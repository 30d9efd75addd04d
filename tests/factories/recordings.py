"""Films and recordings of a few hundred bytes: headers that say everything, and no pictures."""

import struct
import wave
from io import BytesIO

CAPTIONS = """\
WEBVTT

1
00:00.000 --> 00:02.500 align:start
<v Amina>Good morning.

00:02.500 --> 00:04.000
Your <b>number</b>, please.
"""


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I4s", 8 + len(content), name) + content


def _track(handler: bytes, width: int = 0, height: int = 0) -> bytes:
    size = struct.pack(">II", width << 16, height << 16)
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12))
    return box(b"trak", box(b"tkhd", bytes(76), size), box(b"mdia", hdlr))


def mp4(seconds: float = 4, *, height: int = 240, length: int = 0, is_sound: bool = False) -> bytes:
    """Give a film, or a recording in M4A, of at least `length` bytes with its index at the end."""
    mvhd = box(b"mvhd", bytes(12), struct.pack(">II", 1000, round(seconds * 1000)), bytes(80))
    tracks = [_track(b"soun")] if is_sound else [_track(b"vide", height * 16 // 9, height)]
    moov = box(b"moov", mvhd, *tracks)
    head = box(b"ftyp", b"M4A " if is_sound else b"isom", bytes(4))
    return head + box(b"mdat", bytes(max(0, length - len(head) - len(moov) - 8))) + moov


def element(id_: int, *inside: bytes) -> bytes:
    content = b"".join(inside)
    length = (len(content) | 1 << 28).to_bytes(4, "big")
    return id_.to_bytes((id_.bit_length() + 7) // 8, "big") + length + content


def webm(seconds: float = 4, *, height: int = 480, is_sound: bool = False) -> bytes:
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    times = (element(0x2AD7B1, b"\x0f\x42\x40"), element(0x4489, struct.pack(">d", seconds * 1000)))
    size = element(0xE0, element(0xB0, b"\x03\x55"), element(0xBA, height.to_bytes(2, "big")))
    kind = element(0x83, b"\x02") if is_sound else element(0x83, b"\x01") + size
    tracks = element(0x1654AE6B, element(0xAE, kind))
    segment = b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"  # of unknown length
    void = element(0xEC, bytes(8))
    cluster = element(0x1F43B675, b"pictures")
    return head + segment + void + element(0x1549A966, *times) + tracks + cluster


def opus(seconds: float = 4) -> bytes:
    first = b"OggS" + bytes(2) + struct.pack("<q", 0) + bytes(13) + b"OpusHead" + bytes(11)
    return first + b"OggS" + bytes(2) + struct.pack("<q", round(seconds * 48_000)) + bytes(13)


def mp3(frames: int = 0, *, length: int = 4000) -> bytes:
    """Give MPEG 1 layer III at 32 kbit/s and 48 kHz; `frames` are counted in the first, if any."""
    counted = b"Info" + struct.pack(">II", 1, frames) if frames else b""
    tag = b"ID3\x03\x00\x00" + bytes([0, 0, 0, 10]) + bytes(10)
    frame = b"\xff\xfb\x14\x00" + bytes(32) + counted
    return tag + frame.ljust(length, b"\0")


def wav(seconds: float = 1) -> bytes:
    made = BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * round(8000 * seconds))
    return made.getvalue()
