from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from learning.player import ranges
from learning.player.ranges import be_harmless, serve_file

CONTENT = bytes(range(256)) * 4
ETAG = '"tide"'


@pytest.fixture(scope="module", autouse=True)
def _no_database() -> Iterator[None]:
    """Let a response be closed without Django looking after its connections."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "film"
    path.write_bytes(CONTENT)
    return path


def ask(film: Path, range_: str = "", media_type: str = "video/mp4", **headers: str) -> Any:
    given_ = {"Range": range_, **headers} if range_ else headers
    request = RequestFactory().get("/", headers=given_)
    return serve_file(request, film, media_type=media_type, etag=ETAG)


def body(response: HttpResponseBase) -> bytes:
    content = b"".join(response)  # type: ignore[call-overload]
    response.close()
    return content


def test_without_a_range_the_whole_file_is_sent(film: Path) -> None:
    response = ask(film)

    assert response.status_code == 200
    assert (response["Accept-Ranges"], response["ETag"]) == ("bytes", ETAG)
    assert response["Content-Length"] == "1024"
    assert body(response) == CONTENT


@pytest.mark.parametrize(
    ("range_", "said", "part"),
    [
        ("bytes=0-0", "bytes 0-0/1024", CONTENT[:1]),
        ("bytes=0-", "bytes 0-1023/1024", CONTENT),
        ("bytes=100-199", "bytes 100-199/1024", CONTENT[100:200]),
        ("bytes=1000-9999", "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=-24", "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=-9999", "bytes 0-1023/1024", CONTENT),
        (" Bytes = 5 - 9 ", "bytes 5-9/1024", CONTENT[5:10]),
    ],
)
def test_a_part_is_sent_where_one_is_asked_for(
    film: Path, range_: str, said: str, part: bytes
) -> None:
    response = ask(film, range_)

    assert (response.status_code, response["Content-Range"]) == (206, said)
    assert response["Content-Length"] == str(len(part))
    assert body(response) == part


@pytest.mark.parametrize("range_", ["bytes=1024-", "bytes=9999-99999", "bytes=-0"])
def test_what_the_file_does_not_have_cannot_be_sent(film: Path, range_: str) -> None:
    response = ask(film, range_)

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize(
    "range_",
    ["bytes=0-1,5-9", "bytes=9-5", "bytes=-", "bytes=a-b", "lines=0-5", "bytes=٣-٤", "bytes"],
)
def test_several_ranges_or_none_that_can_be_read_are_ignored(film: Path, range_: str) -> None:
    response = ask(film, range_)

    assert (response.status_code, body(response)) == (200, CONTENT)


@given(st.integers(0, 1100), st.integers(0, 1100))
def test_a_part_is_always_the_part_it_says(film: Path, first: int, last: int) -> None:
    response = ask(film, f"bytes={first}-{last}")

    expected = CONTENT[first : last + 1]
    status = 200 if last < first else 206 if expected else 416
    assert response.status_code == status
    assert body(response) == (CONTENT if status == 200 else expected)


def test_the_rest_is_sent_only_if_the_file_is_the_same(film: Path) -> None:
    assert ask(film, "bytes=5-", **{"If-Range": ETAG}).status_code == 206
    assert body(ask(film, "bytes=5-", **{"If-Range": '"ebb"'})) == CONTENT


def test_a_file_that_is_there_already_is_not_sent_again(film: Path) -> None:
    assert ask(film, **{"If-None-Match": ETAG}).status_code == 304


def test_a_head_asks_for_no_part(film: Path) -> None:
    request = RequestFactory().head("/", headers={"Range": "bytes=0-5"})
    response = serve_file(request, film, media_type="video/mp4", etag=ETAG)
    assert (response.status_code, response["Content-Length"]) == (200, "1024")
    response.close()


@pytest.mark.parametrize("range_", ["", "bytes=0-511"])
def test_films_and_parts_are_not_compressed_on_their_way(film: Path, range_: str) -> None:
    request = RequestFactory().get("/", headers={"Range": range_, "Accept-Encoding": "gzip"})
    response = serve_file(request, film, media_type="video/mp4", etag=ETAG)

    sent = GZipMiddleware(lambda _request: response)(request)  # type: ignore[arg-type]

    assert sent["Content-Encoding"] == "identity"
    assert sent.has_header("Content-Length")
    assert body(sent) == CONTENT[: 512 if range_ else None]


def test_text_may_be_compressed_when_it_is_sent_whole(film: Path) -> None:
    whole = ask(film, media_type="text/vtt")
    assert not whole.has_header("Content-Encoding")
    assert body(whole) == CONTENT
    assert ask(film, "bytes=0-5", media_type="text/vtt")["Content-Encoding"] == "identity"


def test_a_file_that_shrinks_while_it_is_sent_ends(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(CONTENT)
    response = ask(path, "bytes=0-1023")
    path.write_bytes(b"gone")

    assert body(response) == b"gone"


def test_a_long_part_is_read_in_pieces(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "PIECE", 100)

    assert body(ask(film, "bytes=1-950")) == CONTENT[1:951]


@pytest.mark.parametrize(
    "media_type",
    ["image/png", "image/avif", "audio/mpeg", "video/mp4", "text/vtt", "application/pdf"],
)
def test_what_runs_nothing_is_shown_as_what_it_is(media_type: str) -> None:
    response = HttpResponse(content_type=media_type)

    be_harmless(response, media_type=media_type, name="a.bin")

    assert response["Content-Type"] == media_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in response


@pytest.mark.parametrize(
    "media_type",
    [
        *("text/html", "text/javascript", "application/javascript", "text/css", "text/xml"),
        *("application/xhtml+xml", "application/octet-stream", "text/vtt; a=b", "video/", ""),
        *("image/svg+xml", "image/svg+xml; charset=utf-8", "image/png, text/html", "text/vtt\n"),
    ],
)
def test_what_a_browser_might_run_is_only_ever_saved(media_type: str) -> None:
    response = HttpResponse(content_type=media_type.strip())

    be_harmless(response, media_type=media_type, name="plan.bin")

    assert response["Content-Disposition"] == 'attachment; filename="plan.bin"'
    assert response["X-Content-Type-Options"] == "nosniff"
    is_picture = media_type.startswith("image/")
    assert is_picture or response["Content-Type"] == "application/octet-stream"
