from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from learning.accounts.models import User
from learning.records.models import Statement
from learning.xapi.progress_files import MAX_BYTES
from tests.learning.sync.samples import OTHER_STICK, altered, cut_off, progress_file


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def run(*files: Path, **options: str) -> str:
    out = StringIO()
    call_command("import_progress", *map(str, files), stdout=out, **options)
    return out.getvalue()


def complaint(*files: Path, **options: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(*files, **options)
    return str(refused.value)


def test_a_whole_file_is_reported_and_leaves_well(tmp_path: Path, learner: User) -> None:
    path = put(tmp_path, "a.progress", progress_file(code=learner.learner_code))
    report = run(path)
    assert str(path) in report
    assert "3 new records of learning were added." in report
    assert learner.learner_code in report


def test_what_is_known_already_leaves_well(tmp_path: Path, learner: User) -> None:
    path = put(tmp_path, "a.progress", progress_file(code=learner.learner_code))
    run(path)
    assert "3 records were here already" in run(path)


def test_one_poor_file_does_not_stop_the_others(tmp_path: Path, learner: User) -> None:
    poor = put(tmp_path, "poor.progress", b"scratches")
    good = put(tmp_path, "good.progress", progress_file(code=learner.learner_code))
    words = complaint(poor, good)
    assert "poor.progress" in words
    assert "good.progress" not in words
    assert Statement.objects.count() == 3


@pytest.mark.parametrize("harm", [cut_off, altered])
def test_a_harmed_file_leaves_badly_and_its_good_parts_are_in(
    tmp_path: Path, learner: User, harm, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, "a.progress", harm(progress_file(code=learner.learner_code)))
    with pytest.raises(CommandError, match="What could be read is safe"):
        call_command("import_progress", str(path))
    assert "  Line " in capsys.readouterr().out
    assert Statement.objects.count() == 2


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path, db: None) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_progress", str(tmp_path / "none"), stdout=out)
    assert "cannot be read" in out.getvalue()


def test_a_folder_is_told_to_be_one(tmp_path: Path, db: None) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_progress", str(tmp_path), stdout=out)
    assert "This is a folder" in out.getvalue()


def test_a_file_too_large_is_told_to_be_so(tmp_path: Path, db: None) -> None:
    path = put(tmp_path, "big", b"")
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_progress", str(path), stdout=out)
    assert "too large" in out.getvalue()


def test_the_operator_may_say_whose_the_files_are(tmp_path: Path, learner: User) -> None:
    path = put(tmp_path, "a.progress", progress_file())
    assert learner.name in run(path, learner=learner.learner_code)


def test_a_learner_nobody_knows_stops_everything(tmp_path: Path, db: None) -> None:
    path = put(tmp_path, "a.progress", progress_file())
    assert "No learner has the code 00000000" in complaint(path, learner="00000000")
    assert not Statement.objects.exists()


def test_several_files_on_a_terminal_show_how_far_it_is(
    tmp_path: Path,
    learner: User,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    code = learner.learner_code
    one = put(tmp_path, "one.progress", progress_file(code=code))
    two = put(tmp_path, "two.progress", progress_file(code=code, actor=OTHER_STICK))
    run(one, two)
    assert "100%" in capsys.readouterr().err


def test_one_file_shows_no_bar(
    tmp_path: Path, learner: User, capsys: pytest.CaptureFixture[str]
) -> None:
    run(put(tmp_path, "a.progress", progress_file(code=learner.learner_code)))
    assert capsys.readouterr().err == ""
