"""Exports asked for in the admin."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.http import FileResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.accounts.models import User
from learning.bundles.profiles import Profile
from learning.publishing import running
from learning.publishing.models import Edition, ExportRun
from learning.publishing.running import ask, begin, carry_out, file_of, folder_of, is_interrupted

State = ExportRun.State
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def exports_root(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Keep the files apart, and note each process that would be started."""
    monkeypatch.setattr("django.conf.settings.EXPORTS_ROOT", tmp_path / "exports")
    started: list[int] = []
    monkeypatch.setattr(running, "start_process", started.append)
    return started


@pytest.fixture
def publisher(db: None) -> User:
    return User.objects.create_superuser("author", password="correct horse battery", name="Author")


@pytest.fixture
def client(publisher: User) -> Client:
    client = Client()
    client.force_login(publisher, backend=BACKEND)
    return client


@pytest.fixture
def run(small_course: Edition, publisher: User) -> ExportRun:
    return ask([small_course], ["usb", "site"], Profile.LIGHT, publisher)


def now(run: ExportRun) -> ExportRun:
    return ExportRun.objects.get(pk=run.pk)


def test_a_run_makes_one_file_of_every_format(run: ExportRun, exports_root: list[int]) -> None:
    assert exports_root == [run.pk]

    carry_out(run)

    assert now(run).state == State.READY
    assert now(run).bytes == file_of(run).stat().st_size
    with zipfile.ZipFile(file_of(run)) as archive:
        names = archive.namelist()
    assert {"usb/small-course.html", "site/small-course/index.html"} <= set(names)
    assert now(run).files == len(names)


def test_a_run_that_was_stopped_keeps_its_files_and_goes_on(run: ExportRun) -> None:
    (folder_of(run) / "usb").mkdir(parents=True)
    running.stop(run)
    carry_out(run)
    assert now(run).state == State.STOPPED
    assert not file_of(run).exists()

    begin(run)
    carry_out(run)

    assert now(run).state == State.READY


def test_a_run_hears_that_it_was_stopped(run: ExportRun, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*args: object, **kwargs: object) -> None:
        running.stop(run)
        kwargs["hear"]("index.html")  # type: ignore[operator]

    monkeypatch.setattr(running, "export", stopped)
    carry_out(run)

    assert now(run).state == State.STOPPED


def test_a_run_that_nobody_heard_of_was_interrupted(run: ExportRun) -> None:
    assert not is_interrupted(run)
    run.touched_at = timezone.now() - running.SILENCE * 2

    assert is_interrupted(run)


def test_what_is_wrong_is_told_in_the_row(run: ExportRun, small_course: Edition) -> None:
    entry = small_course.manifest.files[0]
    small_course.frozen().store.path(entry.sha256).write_bytes(b"rot")

    carry_out(run)

    assert now(run).state == State.FAILED
    assert "damaged" in now(run).message


def test_a_full_disk_is_told_in_the_row(run: ExportRun, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(running, "_pack", full)
    carry_out(run)

    assert "Free some space" in now(run).message


def test_what_is_a_week_old_is_deleted_with_its_files(run: ExportRun) -> None:
    carry_out(run)
    ExportRun.objects.update(touched_at=timezone.now() - running.KEPT - timedelta(hours=1))

    assert running.tidy() == 1
    assert not file_of(run).exists()
    assert not folder_of(run).exists()


def test_the_command_does_a_run_and_knows_no_other(run: ExportRun) -> None:
    call_command("run_export", str(run.pk))
    assert now(run).state == State.READY

    with pytest.raises(CommandError, match="no such export"):
        call_command("run_export", "987654")


def test_a_publisher_chooses_sees_it_made_and_takes_it(
    client: Client, small_course: Edition
) -> None:
    answer = client.post(
        reverse("exports"),
        {"editions": [small_course.pk], "formats": ["usb"], "profile": "text"},
    )
    run = ExportRun.objects.get()
    page = client.get(answer["Location"])
    assert page["Refresh"] == "3"

    carry_out(run)

    page = client.get(answer["Location"])
    assert "Refresh" not in page
    assert f"{now(run).bytes:,}".replace(",", "") in page.content.decode().replace(",", "")
    file = client.get(reverse("export-file", args=[run.pk]))
    assert isinstance(file, FileResponse)
    assert zipfile.ZipFile(BytesIO(b"".join(file))).namelist()
    assert "ready" in client.get(reverse("exports")).content.decode()


def test_nothing_chosen_is_said(client: Client, small_course: Edition) -> None:
    answer = client.post(reverse("exports"), {"profile": "full"})

    assert answer.status_code == 200
    assert "This field is required" in answer.content.decode()
    assert not ExportRun.objects.exists()


def test_a_run_is_stopped_and_started_again_by_buttons(
    client: Client, run: ExportRun, exports_root: list[int]
) -> None:
    client.post(reverse("export-change", args=[run.pk]), {"stop": "1"})
    assert now(run).state == State.STOPPED

    client.post(reverse("export-change", args=[run.pk]))
    assert now(run).state == State.WAITING
    assert exports_root == [run.pk, run.pk]


def test_a_file_that_is_gone_is_said(client: Client, run: ExportRun) -> None:
    carry_out(run)
    file_of(run).unlink()

    answer = client.get(reverse("export-file", args=[run.pk]), follow=True)
    assert "not there any more" in answer.content.decode()


@pytest.mark.parametrize("name", ["exports", "export-run", "export-file"])
def test_who_may_not_publish_may_not_export(run: ExportRun, name: str) -> None:
    trainer = User.objects.create_user("trainer", password="correct horse battery", name="T")
    client = Client()
    client.force_login(trainer, backend=BACKEND)

    answer = client.get(reverse(name, args=[run.pk] if name != "exports" else []))

    assert answer.status_code in (302, 403)


def test_the_list_asks_the_database_no_more_for_more_runs(
    client: Client,
    run: ExportRun,
    small_course: Edition,
    publisher: User,
    django_assert_max_num_queries: object,
) -> None:
    for _ in range(5):
        ask([small_course], ["usb"], Profile.FULL, publisher)

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get(reverse("exports"))
