"""Exports asked for in the admin."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
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
    monkeypatch.setattr(running, "start_process", lambda key, turn: started.append(key))
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


def test_the_size_is_told_before_anything_is_made(
    client: Client, small_course: Edition, publisher: User, exports_root: list[int]
) -> None:
    asked = {"editions": [small_course.pk], "formats": ["site"], "profile": "text", "size": "1"}
    first = client.post(reverse("exports"), asked).context["size"]
    run = ask([small_course], ["site"], Profile.TEXT, publisher)
    carry_out(run)

    second = client.post(reverse("exports"), asked).context["size"]

    length = file_of(run).stat().st_size
    assert not first.is_exact
    assert length / 4 < first.bytes < length * 4
    assert (second.is_exact, second.bytes) == (True, length)
    assert exports_root == [run.pk]


def test_the_size_of_a_damaged_edition_is_not_told(
    client: Client, small_course: Edition, exports_root: list[int]
) -> None:
    Edition.objects.update(manifest_sha256="0" * 64)
    asked = {"editions": [small_course.pk], "formats": ["usb"], "profile": "full", "size": "1"}

    response = client.post(reverse("exports"), asked)

    assert response.context["size"] is None
    assert "missing, damaged" in response.content.decode()


def test_a_second_press_begins_nothing(run: ExportRun, exports_root: list[int]) -> None:
    running.stop(run)
    first, second = now(run), now(run)
    begin(first)
    ExportRun.objects.update(state=State.RUNNING)

    begin(second)

    assert exports_root == [run.pk, run.pk]
    assert (now(run).state, now(run).turn) == (State.RUNNING, 2)


def test_a_process_whose_turn_is_over_stops_and_changes_nothing(
    run: ExportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    went_on: list[bool] = []

    def begun_again(*args: object, **kwargs: object) -> None:
        other = now(run)
        running.stop(other)
        begin(other)
        ExportRun.objects.update(state=State.RUNNING)  # the second process is at it
        kwargs["hear"]("index.html")  # type: ignore[operator]
        went_on.append(True)

    monkeypatch.setattr(running, "export", begun_again)
    carry_out(run)

    assert not went_on
    assert (now(run).state, now(run).turn, now(run).doing) == (State.RUNNING, 2, "")


def test_the_end_of_an_old_turn_is_not_told(
    run: ExportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begun_again(*args: object) -> int:
        ExportRun.objects.update(turn=2)
        return 1

    monkeypatch.setattr(running, "_pack", begun_again)
    carry_out(run)

    assert now(run).state == State.RUNNING


def test_the_command_does_nothing_for_a_turn_that_is_over(run: ExportRun) -> None:
    running.stop(run)
    begin(run)

    call_command("run_export", str(run.pk), "1")

    assert now(run).state == State.WAITING


def test_two_turns_never_write_the_same_zip_file(
    run: ExportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def overtaken(folder: Path, part: Path, heart: object) -> None:
        written.append(part.name)
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(b"half")
        ExportRun.objects.update(turn=2)

    monkeypatch.setattr(running, "_zip", overtaken)
    carry_out(run)
    ExportRun.objects.update(state=State.WAITING)
    carry_out(now(run))

    assert written[0] != written[1]
    assert file_of(run).read_bytes() == b"half"  # of the second alone, which its row tells


def test_a_process_whose_turn_is_over_hands_no_file_over(
    run: ExportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipped = running._zip

    def overtaken(folder: Path, part: Path, heart: running._Heart) -> None:
        zipped(folder, part, heart)
        ExportRun.objects.update(turn=2)

    monkeypatch.setattr(running, "_zip", overtaken)
    carry_out(run)

    assert not file_of(run).exists()
    assert not list(file_of(run).parent.glob("*part"))


def test_what_a_killed_process_left_half_written_is_not_packed(run: ExportRun) -> None:
    folder = folder_of(run) / "site"
    (folder / ".part-9").mkdir(parents=True)
    (folder / ".part-9" / "book.zim").write_bytes(b"half")
    (folder / ".part-123-small-course.html").write_bytes(b"half")

    carry_out(run)

    with zipfile.ZipFile(file_of(run)) as archive:
        assert archive.namelist()
        assert not any(".part-" in name for name in archive.namelist())


def test_a_stopped_run_leaves_no_half_zip_file(
    run: ExportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(folder: Path, part: Path, heart: object) -> None:
        part.write_bytes(b"half")
        raise running.Stopped

    monkeypatch.setattr(running, "_zip", stopped)
    carry_out(run)

    assert not list(file_of(run).parent.glob("*part"))


def test_half_zip_files_go_with_the_next_turn_and_after_a_week(run: ExportRun) -> None:
    half, others = (file_of(run).with_name(f"run-{key}.1.part") for key in (run.pk, run.pk + 100))
    half.parent.mkdir()
    half.write_bytes(b"half")
    others.write_bytes(b"half")
    carry_out(run)
    assert not half.exists()

    half.write_bytes(b"half")
    ExportRun.objects.update(touched_at=timezone.now() - running.KEPT * 2)
    running.tidy()
    assert not half.exists()
    assert others.exists()


def test_what_nobody_foresaw_is_told_in_the_row_and_logged(
    run: ExportRun, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(running, "export", broken)
    carry_out(run)

    assert now(run).state == State.FAILED
    assert "went wrong on the server (KeyError)" in now(run).message
    assert "KeyError: 'x'" in caplog.text


def test_a_run_that_is_ready_is_not_begun_by_an_old_page(
    client: Client, run: ExportRun, exports_root: list[int]
) -> None:
    carry_out(run)

    client.post(reverse("export-change", args=[run.pk]))

    assert now(run).state == State.READY
    assert exports_root == [run.pk]


def test_only_who_asked_for_a_run_and_superusers_stop_it(client: Client, run: ExportRun) -> None:
    other = User.objects.create_user("other", password="correct horse battery", name="O")
    other.groups.add(Group.objects.get(name="Moderators"))
    browser = Client()
    browser.force_login(other, backend=BACKEND)
    address = reverse("export-change", args=[run.pk])

    page = browser.get(reverse("export-run", args=[run.pk]))
    assert page.status_code == 200
    assert address not in page.content.decode()
    browser.post(address, {"stop": "1"})
    assert now(run).state == State.WAITING

    ExportRun.objects.update(asked_by=other)
    browser.post(address, {"stop": "1"})
    assert now(run).state == State.STOPPED
    client.post(address)
    assert now(run).state == State.WAITING
