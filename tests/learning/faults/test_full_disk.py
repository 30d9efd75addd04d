"""A disk that is really full: a small file system in memory, filled to the last byte."""

import gc
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import OperationalError, connection
from wagtail.models import Page

from learning.accounts.models import User
from learning.faults import telling
from learning.faults.recognising import Fault, fault_of
from learning.publishing.errors import CannotStore
from learning.publishing.models import Edition
from learning.publishing.releasing import release
from tests.learning.accounts.people import signed_in
from tests.learning.published import published, small_course, small_library

__all__ = ["published", "small_course", "small_library"]

SMALL = 256 * 1024  # bytes


@pytest.fixture(autouse=True)
def _told_anew() -> Iterator[None]:
    telling.forget_what_was_told()
    yield
    telling.forget_what_was_told()


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder on a file system of its own, mounted until uploads have cleared themselves."""
    place = tmp_path_factory.mktemp("small-disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603 — fixed words
        pytest.skip("only the administrator of a machine can make a small file system")
    yield place
    gc.collect()
    subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S603, S607 — fixed words


@pytest.fixture
def full_disk(small_disk: Path) -> Iterator[Path]:
    """Give a folder that has no byte left."""
    filling = small_disk / "filling"
    fill(filling)
    yield small_disk
    filling.unlink()


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filling:
        try:
            while filling.write(b"\0" * 4096):
                pass
        except OSError as error:
            assert fault_of(error) == Fault.FULL


def close_what_was_half_uploaded() -> None:
    """Let go of files that a server lets go of with the request; a test's client keeps them."""
    for each in gc.get_objects():
        if type(each) is TemporaryUploadedFile:  # `isinstance` would wake lazy objects
            each.close()


def test_an_upload_that_does_not_fit_is_told(full_disk: Path, learner: User, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(full_disk)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024
    browser = signed_in(learner)
    browser.raise_request_exception = False
    file = SimpleUploadedFile("progress.atoll", b"x" * 100_000)
    page = browser.post("/me/bring/", {"progress_files": file})
    close_what_was_half_uploaded()
    assert page.status_code == 503
    assert b"disk is full" in page.content
    assert browser.get("/me/bring/").status_code == 200


def test_publishing_on_a_full_disk_leaves_the_edition_before_it(
    full_disk: Path, small_course: Edition, administrator: User, settings: Any
) -> None:
    settings.EDITIONS_ROOT = full_disk
    with pytest.raises(CannotStore, match="No space left") as caught:
        release(Page.objects.get(pk=small_course.page_id).specific)
    assert fault_of(caught.value) == Fault.FULL
    assert Edition.objects.current().get(slug=small_course.slug) == small_course
    left = [file.name for file in full_disk.rglob("*") if file.is_file()]
    assert left == ["filling"]


def test_an_answer_that_a_full_database_cannot_take_is_given_back(
    small_course: Edition, learner: User
) -> None:
    frozen = small_course.frozen()
    question = next(each for each in frozen.questions.values() if each.is_reflection)
    lesson = next(each for each in frozen.manifest.lessons if question.id in each.questions)
    address = f"/courses/{small_course.slug}/{lesson.slug}"
    browser = signed_in(learner)
    text = "many words, the last ones of them"
    with connection.execute_wrapper(refuse_statements):
        refused = browser.post(address, {"question": question.id, "text": text})
    assert refused.status_code == 503
    assert b"many words, the last ones of them" in refused.content


def refuse_statements(execute: Any, sql: str, *rest: Any) -> Any:
    """Say what a full database says. SQLite itself, when full, may take back the whole test too."""
    if sql.startswith("INSERT") and "records_statement" in sql:
        raise OperationalError("database or disk is full")
    return execute(sql, *rest)
