"""A part of a file, where a browser asks for one: to jump in a film, or to go on after a break.

RFC 9110 §14. One range of bytes is answered; several at once, or what cannot be read, are ignored
as the RFC allows, and the whole file is sent.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)
PACKED = ("audio/", "image/", "video/")
# What a browser shows without running any of it; an SVG of its own may hold a script.
SHOWN = re.compile(r"(?:audio|image(?!/svg)|video)/[\w.+-]+|text/vtt|application/pdf", re.ASCII)
PIECE = 65_536  # bytes read at a time


def serve_file(request: HttpRequest, path: Path, *, media_type: str, etag: str) -> HttpResponseBase:
    """Answer with the file at `path`, or the part of it that is asked for.

    `etag`: its strong entity tag, in quotes. Raises: OSError — it cannot be opened.
    """
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    length = path.stat().st_size
    wanted = _wanted(request, length, etag)
    if wanted is None:
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=media_type)
    elif wanted:
        response = _part(path, wanted, length, media_type)
    else:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{length}"})
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    if wanted or media_type.startswith(PACKED):
        # The middleware that compresses pages leaves alone what has an encoding; compressed, a
        # part would not fit to the others, and pictures, sound and film would not get smaller.
        response["Content-Encoding"] = "identity"
    return response


def be_harmless(response: HttpResponseBase, *, media_type: str, name: str) -> None:
    """Have a browser save what it would open as a page or run; `name`: of the file it makes."""
    response["X-Content-Type-Options"] = "nosniff"
    if SHOWN.fullmatch(media_type):
        return
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    if not media_type.startswith("image/"):
        response["Content-Type"] = "application/octet-stream"  # no page of ours runs it as a script


def _wanted(request: HttpRequest, length: int, etag: str) -> range | None:
    """Give the bytes that are asked for: none if the file has no such, None for all of it."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    is_same = request.headers.get("If-Range", etag) == etag
    if not found or not is_same or request.method != "GET":
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, length - int(last)), length) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, length) if last else length)


def _part(path: Path, wanted: range, length: int, media_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        _pieces(path, wanted),
        status=206,
        content_type=media_type,
        headers={
            "Content-Length": str(len(wanted)),
            "Content-Range": f"bytes {wanted.start}-{wanted.stop - 1}/{length}",
        },
    )


def _pieces(path: Path, wanted: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(wanted.start)
        left = len(wanted)
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
