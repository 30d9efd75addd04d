import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError

from courses.library.loading import load_library
from learning.bundles.profiles import Profile
from learning.bundles.store import sha256
from learning.publishing import exporting, handing
from learning.publishing.exporters.delta import digest_of
from learning.publishing.exporting import chosen, export, order_of
from learning.publishing.models import Edition
from learning.publishing.releasing import find, release
from tests.factories.library import FIRST
from tests.learning.publishing.test_commands import run

COURSE = "small-course"


def files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def edit(library: Path) -> Edition:
    """Change a lesson and publish the course again."""
    file = library / FIRST
    file.write_text(file.read_text().replace("three times", "four times"))
    load_library(library)
    (page,) = find(COURSE)
    return release(page).edition


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([COURSE, COURSE], "named twice"),
        ([COURSE, "--language", "fr"], "not published in fr; it is in en"),
        (["--all", "--language", "fr"], "Nothing is published in fr"),
        ([COURSE, "--option", "colour=red"], "no option “colour”"),
        ([COURSE, "--option", "colour"], "NAME=VALUE"),
        ([COURSE, "--since", "99"], r"no edition “99”.*There are: 1 \("),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_written(
    small_course: Edition, tmp_path: Path, arguments: list[str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        run("export", "site", *arguments, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="usb"):
        run("export", "stone", COURSE, "--out", tmp_path)


def test_a_library_that_is_not_installed_is_named(
    small_course: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(exporting.FORMATS, "usb", "learning.publishing.exporters.nothing")  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="needs a library that is not installed"):
        run("export", "usb", COURSE, "--out", tmp_path / "out")


def test_a_missing_file_of_an_edition_is_said(small_course: Edition, tmp_path: Path) -> None:
    entry = small_course.manifest.file(small_course.manifest.lessons[0].path)
    small_course.frozen().store.path(entry.sha256).unlink()

    with pytest.raises(CommandError, match="missing, damaged or of another version"):
        run("export", "site", COURSE, "--out", tmp_path / "out")


def test_an_edition_of_another_program_is_said(small_course: Edition, tmp_path: Path) -> None:
    store = small_course.frozen().store
    Edition.objects.update(manifest_sha256=store.add(b'{"format": "atoll-edition/99"}'))

    with pytest.raises(CommandError, match="not a manifest of format atoll-edition/1"):
        run("export", "usb", COURSE, "--out", tmp_path / "out")


def test_a_lesson_over_its_budget_is_told_with_the_figure(
    small_course: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.publishing.exporters.budgets.BUDGETS", {"text": 10})
    (edition,) = chosen([COURSE])

    order = order_of("usb", [edition], tmp_path / "out", profile=Profile.TEXT)

    assert "kB, more than the 0 kB" in export(order).warnings[0]


def test_every_format_has_a_folder_of_its_own_where_all_are_asked_for(
    small_course: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = {name: exporting.FORMATS[name] for name in ("site", "usb")}
    monkeypatch.setattr("learning.publishing.management.commands.export.FORMATS", formats)

    run("export", "all", COURSE, "--out", tmp_path)

    assert (tmp_path / "usb" / "small-course.html").is_file()
    assert (tmp_path / "site" / COURSE / "index.html").is_file()


def test_several_processes_write_the_same_bytes(small_course: Edition, tmp_path: Path) -> None:
    order = order_of("site", [small_course], tmp_path / "one")
    export(order)

    export(order_of("site", [small_course], tmp_path / "two"), jobs=2)

    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_an_export_that_was_killed_left_whole_files_and_can_be_done_again(
    small_course: Edition, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    export(order_of("site", [small_course], whole))
    program = (
        "import os, sys, django; django.setup()\n"
        "from pathlib import Path\n"
        "from learning.publishing.exporting import export\n"
        "from learning.publishing.orders import Order\n"
        "order = Order('site', (sys.argv[1],), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])\n"
        "def hear(path):\n"
        "    if path.endswith('.html'): os.kill(os.getpid(), 9)\n"
        "export(order, hear=hear)\n"
    )
    killed = tmp_path / "killed"
    given = [
        small_course.manifest_sha256,
        killed,
        settings.EDITIONS_ROOT,
        settings.ATOLL_ACTOR_HOME,
    ]
    done = subprocess.run([sys.executable, "-c", program, *map(str, given)], check=False)  # noqa: S603

    assert done.returncode == -signal.SIGKILL
    found = files(killed)
    assert found
    assert all(whole_bytes == files(whole)[path] for path, whole_bytes in found.items())
    export(order_of("site", [small_course], killed))
    assert files(killed) == files(whole)


def test_what_changed_since_an_edition_fits_in_a_small_file(
    small_course: Edition, published: Path, tmp_path: Path
) -> None:
    run("export", "site", COURSE, "--out", tmp_path / "old")
    edition = edit(published)
    run("export", "site", COURSE, "--out", tmp_path / "new")

    run("export", "site", COURSE, "--since", "1", "--out", tmp_path)

    with zipfile.ZipFile(tmp_path / "small-course-changes.zip") as archive:
        delta = json.loads(archive.read("delta.json"))
        changed = {name: archive.read(name) for name in archive.namelist() if name != "delta.json"}
    assert (delta["from"]["version"], delta["to"]["id"]) == (1, edition.content_id)
    assert changed.keys() == {*delta["added"], *delta["changed"]}
    assert delta["after"] == digest_of({path: sha256(each) for path, each in changed.items()})
    applied = {**files(tmp_path / "old"), **changed}
    kept = {path: content for path, content in applied.items() if path not in delta["removed"]}
    journal = "assets/made.json"
    assert {**kept, journal: b""} == {**files(tmp_path / "new"), journal: b""}


def test_the_same_changes_have_the_same_bytes(
    small_course: Edition, published: Path, tmp_path: Path
) -> None:
    edit(published)
    for name in ("one", "two"):
        since = small_course.content_id[:8]
        run("export", "usb", COURSE, "--since", since, "--out", tmp_path / name)

    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_exporting_again_makes_only_the_start_page_again(
    small_course: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("export", "usb", COURSE, "--out", tmp_path)
    before = files(tmp_path)
    rendered: list[str] = []
    render = handing._render

    def note(template: str, context: Mapping[str, object]) -> str:
        rendered.append(template)
        return render(template, context)

    monkeypatch.setattr(handing, "_render", note)
    run("export", "usb", COURSE, "--out", tmp_path)

    assert rendered == ["exporters/usb/index.html"]
    assert files(tmp_path) == before
