from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from media.errors import CannotLighten
from media.lightening import Copy, find_ffmpeg, make, missing_copies
from media.models import File
from media.playing import playable
from tests.factories.recordings import mp4, opus, webm
from tests.factories.uploads import uploads  # noqa: F401 — a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

FFMPEG = """\
#!/bin/sh
echo "$@" >> "{folder}/asked"
echo out_time_us=N/A
echo out_time_us=1000000
echo out_time_us=9000000
case "$*" in
  *sound.m4a) cp "{folder}/sound" "$(eval echo \\${{$#}})";;
  *) cp "{folder}/small" "$(eval echo \\${{$#}})";;
esac
"""
BROKEN = "#!/bin/sh\necho moov atom not found >&2\nexit 1\n"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a stand-in for ffmpeg, which copies what is there already."""
    folder = tmp_path / "tools"
    folder.mkdir()
    put_tool(folder, FFMPEG.format(folder=folder))
    (folder / "sound").write_bytes(mp4(4, is_sound=True))
    (folder / "small").write_bytes(mp4(4, height=240))
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def put_tool(folder: Path, script: str) -> None:
    (folder / "ffmpeg").write_text(script, encoding="utf-8")
    (folder / "ffmpeg").chmod(0o755)


def film(height: int = 480, name: str = "counter.mp4") -> File:
    content = ContentFile(mp4(4, height=height, length=3000), name=name)
    return File.objects.create(title="Counter", file=content, licence="CC BY 4.0", credit="A clerk")


def test_a_film_needs_a_small_copy_and_its_sound() -> None:
    film()

    assert [(copy.title, copy.is_small) for copy in missing_copies()] == [
        ("Counter (sound)", False),
        ("Counter (small)", True),
    ]


def test_a_small_film_needs_its_sound_only() -> None:
    film(height=240)

    assert [copy.is_small for copy in missing_copies()] == [False]


def test_what_is_no_film_needs_nothing() -> None:
    for content in (b"%PDF", opus(), webm(is_sound=True)):
        File.objects.create(title="Sheet", file=ContentFile(content, name="sheet.mp4"))
    gone = film()
    gone.file.delete(save=False)

    assert list(missing_copies()) == []


def test_copies_are_made_once_and_belong_to_what_the_film_holds(tools: Path) -> None:
    original = film()
    for copy in missing_copies():
        make(copy, ffmpeg=find_ffmpeg(), hear=lambda _part: None)

    assert list(missing_copies()) == []
    made = list(original.variants)
    assert [(file.licence, file.credit) for file in made] == [("CC BY 4.0", "A clerk")] * 2
    assert [playable(file).recording.height for file in made] == [0, 240]
    original.file = ContentFile(mp4(9, height=480), name="new.mp4")
    original._set_document_file_metadata()
    original.save()
    assert len(list(missing_copies())) == 2
    assert list(original.variants) == []


def test_a_film_s_name_is_never_part_of_a_command(tools: Path) -> None:
    film(name="-i $(fire) https:x.mp4")
    for copy in missing_copies():
        make(copy, ffmpeg=find_ffmpeg(), hear=lambda _part: None)

    asked = (tools / "asked").read_text(encoding="utf-8")
    assert "fire" not in asked
    assert asked.count("-protocol_whitelist file -i ") == 2
    assert asked.count("-b:a 32k") == 2
    assert asked.count("scale=-2:240") == 1


def test_progress_is_heard_and_never_more_than_all(tools: Path) -> None:
    heard: list[float] = []

    make(next(missing_copy()), ffmpeg=find_ffmpeg(), hear=heard.append)

    assert heard == [0.25, 1]


def missing_copy() -> Any:
    film()
    return missing_copies()


def test_without_ffmpeg_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    film()

    with pytest.raises(CommandError, match="choose them in the film's block"):
        call_command("media_variants")


@pytest.mark.parametrize(
    ("script", "reason"),
    [(BROKEN, "moov atom not found"), ("#!/bin/sh\nexit 0\n", "No such file")],
)
def test_a_film_that_ffmpeg_cannot_read_stays_as_it_is(
    tools: Path, script: str, reason: str
) -> None:
    put_tool(tools, script)
    copy: Copy = next(missing_copy())

    with pytest.raises(CannotLighten, match=reason):
        make(copy, ffmpeg=find_ffmpeg(), hear=lambda _part: None)

    assert File.objects.count() == 1


def test_a_copy_that_is_no_film_is_not_kept(tools: Path) -> None:
    for name in ("sound", "small"):
        (tools / name).write_bytes(b"<html>")
    film()

    with pytest.raises(CommandError, match="2 of 2 copies could not be made"):
        call_command("media_variants")

    assert File.objects.count() == 1


def test_the_command_makes_what_is_missing(tools: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film()

    call_command("media_variants", dry_run=True)
    assert capsys.readouterr().out == "Counter (sound)\nCounter (small)\n"
    call_command("media_variants")
    assert "Publish the courses" in capsys.readouterr().out
    call_command("media_variants")
    assert capsys.readouterr().out == "Every film has its lighter copies.\n"
