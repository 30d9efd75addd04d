from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories.documents import docx, heading, image, paragraph, with_macros
from tests.factories.library import png
from tests.factories.toolkits import make_chapter, make_toolkit
from toolkits.importing.models import ImportedDocument
from toolkits.models import CasePage, ChapterPage, GuidePage

Output = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    (made / "10-hours.docx").write_bytes(docx())
    (made / "2-notes.md").write_text("## Ask\nWho comes?\n\n![A queue](queue.png)\n")
    (made / "queue.png").write_bytes(png())
    return made


def run(*arguments: Any, chapter: str = "N1") -> None:
    call_command("import_documents", *map(str, arguments), "--chapter", chapter)


def test_without_accept_reviews_are_opened_and_shown(
    chapter: ChapterPage, folder: Path, capsys: Output
) -> None:
    run(folder)

    told = capsys.readouterr().out
    assert told.index("2-notes.md") < told.index("10-hours.docx")
    assert "Take one visit away" in told
    assert "tracked changes" in told
    document = ImportedDocument.objects.get(name="2-notes.md")
    assert f"Review it at http://127.0.0.1:8000/cms/import/{document.pk}/" in told
    assert not GuidePage.objects.exists()


def test_with_accept_drafts_are_made(chapter: ChapterPage, folder: Path, capsys: Output) -> None:
    run(folder, "--accept")

    assert "3 drafts were made" in capsys.readouterr().out
    assert [page.slug for page in GuidePage.objects.order_by("path")] == [
        "ask",
        "count-the-visits",
        "take-one-visit-away",
    ]


def test_a_dry_run_shows_the_sections_and_changes_nothing(
    chapter: ChapterPage, folder: Path, capsys: Output
) -> None:
    run(folder, "--dry-run")

    told = capsys.readouterr().out
    assert "Take one visit away" in told
    assert "Nothing was imported" in told
    assert not ImportedDocument.objects.exists()


def test_every_fault_is_told_and_nothing_is_half_imported(
    chapter: ChapterPage, folder: Path, capsys: Output
) -> None:
    (folder / "3-macros.docx").write_bytes(with_macros())
    (folder / "4-old.doc").write_bytes(b"\xd0\xcf\x11\xe0")

    with pytest.raises(CommandError, match=r"2 faults\. Nothing was imported"):
        run(folder)

    told = capsys.readouterr().err
    assert "3-macros.docx: It holds macros" in told
    assert "4-old.doc: Files of the kind .doc" in told
    assert not ImportedDocument.objects.exists()


def test_accept_refuses_what_is_missing_and_keeps_nothing(
    chapter: ChapterPage, tmp_path: Path, capsys: Output
) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(docx(heading("A") + paragraph("x", inner=image(alt=""))))

    with pytest.raises(CommandError, match="4 faults"):
        run(file, "--accept", "--kind", "case")

    assert "say what the picture" in capsys.readouterr().err
    assert not ImportedDocument.objects.exists()
    assert not CasePage.objects.exists()


def test_the_same_file_again_needs_to_be_meant(chapter: ChapterPage, folder: Path) -> None:
    run(folder, "--accept")

    with pytest.raises(CommandError, match="2 faults"):
        run(folder, "--accept")
    run(folder, "--accept", "--again")

    assert GuidePage.objects.count() == 6


def test_a_chapter_that_is_not_there_or_there_twice_is_named(
    chapter: ChapterPage, folder: Path
) -> None:
    with pytest.raises(CommandError, match="There is no chapter N9"):
        run(folder, chapter="N9")
    make_chapter(make_toolkit("Another"), "Other")
    with pytest.raises(CommandError, match=r"in several toolkits.*another"):
        run(folder)

    run(folder, "--toolkit", "another")

    assert {d.chapter.title for d in ImportedDocument.objects.all()} == {"Other"}


def test_a_path_with_nothing_to_import_is_named(
    chapter: ChapterPage, tmp_path: Path, capsys: Output
) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(CommandError, match="2 faults"):
        run(tmp_path / "empty", tmp_path / "missing.docx")

    assert "There is no such file" in capsys.readouterr().err
