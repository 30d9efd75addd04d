import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from learning.accounts.models import User


def run(*command: str, **options: object) -> str:
    told = StringIO()
    call_command(*command, stdout=told, **options)
    return told.getvalue()


def test_a_look_before_erasing_says_what_would_be_lost(whole_life: None, learner: User) -> None:
    told = run("erase_person", learner.learner_code, dry_run=True)
    assert "Records of learning: 7" in told
    assert "Nothing was changed" in told
    assert User.objects.filter(pk=learner.pk).exists()


def test_a_person_is_erased_by_code_or_user_name(whole_life: None, learner: User) -> None:
    run("erase_person", learner.learner_code)
    run("erase_person", "trainer")
    assert User.objects.learners().filter(name="Learner One").count() == 0
    assert not User.objects.filter(username="trainer").exists()


def test_nobody_and_the_only_administrator_are_not_erased(administrator: User) -> None:
    with pytest.raises(CommandError, match="Nobody has the code"):
        run("erase_person", "nobody")
    with pytest.raises(CommandError, match="only administrator"):
        run("erase_person", "admin")


def test_a_former_participant_cannot_be_named(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody has the code"):
        run("erase_person", User.objects.create_former().username)


def test_a_person_is_exported_into_a_file_for_them_alone(
    whole_life: None, learner: User, tmp_path: Path
) -> None:
    file = tmp_path / "data.zip"
    assert "this person only" in run("export_person", learner.username, out=file)
    assert zipfile.ZipFile(file).testzip() is None
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written_is_told(learner: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_person", learner.username, out=tmp_path / ("a" * 300))
