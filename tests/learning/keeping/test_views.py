import gzip
import hashlib
import io
import json
import re
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.test import Client
from django.urls import resolve

from learning.accounts.models import User
from learning.bundles.store import ObjectStore
from learning.keeping import carrying, scripts, views
from learning.keeping.copies import copy_of
from learning.player import ranges
from learning.publishing.models import Edition
from learning.records import retelling
from learning.records.evidence import Evidence
from learning.records.models import Statement
from learning.records.recording import record
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import COURSE, work_of
from tests.learning.keeping.samples import FORMAT, post, sent_by

SLUG = "who-owns-the-data"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "var"


def shared() -> Client:
    browser = Client()
    browser.cookies["atoll_shared"] = "1"
    return browser


def test_a_device_is_told_who_is_signed_in(learner: User) -> None:
    found = signed_in(learner).get("/keep/me")
    told = found.json()
    assert told["learner"] == {"actor": str(learner.pk), "name": "Learner One"}
    assert (told["format"], bool(told["token"])) == (FORMAT, True)
    assert "no-store" in found["Cache-Control"]


def test_a_device_is_told_of_nobody_where_nobody_is_signed_in_or_the_pc_is_shared(
    learner: User,
) -> None:
    assert Client().get("/keep/me").json()["learner"] is None
    browser = shared()
    browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/keep/me").json()["learner"] is None


def test_statements_are_received_and_named_in_the_receipt(learner: User, edition: Edition) -> None:
    sent = sent_by(learner.pk)
    found = post(signed_in(learner), learner.pk, sent).json()
    assert found["stored"] == [each["id"] for each in sent]
    assert (found["learner"], found["format"]) == (str(learner.pk), FORMAT)
    again = post(signed_in(learner), learner.pk, sent).json()
    assert (again["already"], again["stored"]) == ([each["id"] for each in sent], [])


def test_nothing_is_received_from_nobody_or_for_another(
    learner: User, neighbour: User, edition: Edition
) -> None:
    sent = sent_by(learner.pk)
    assert post(Client(), learner.pk, sent).status_code == 401
    found = post(signed_in(neighbour), learner.pk, sent)
    assert (found.status_code, found.json()["error"]) == (409, "another person")
    assert Statement.objects.count() == 0


def test_a_forged_request_is_refused(learner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    assert post(browser, learner.pk, []).status_code == 403
    token = browser.get("/keep/me").json()["token"]
    body = json.dumps({"format": FORMAT, "learner": str(learner.pk), "statements": []})
    found = browser.post(
        "/keep/statements",
        body,
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert found.status_code == 200


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "3", '{"format":"other"}', "[" * 100_000, "\x00", '{"format":1}']
)
def test_what_cannot_be_read_is_refused_and_stays_on_the_device(body: str, learner: User) -> None:
    found = signed_in(learner).post("/keep/statements", body, content_type="application/json")
    assert (found.status_code, found.json()["error"]) == (400, "unreadable")


@pytest.mark.parametrize("sent", [{}, "text", None])
def test_what_is_no_list_is_refused(sent: object, learner: User) -> None:
    assert post(signed_in(learner), learner.pk, sent).status_code == 400


@pytest.mark.parametrize("sent", [[{}] * (views.MOST + 1), ["x" * 400_000]])
def test_too_much_at_once_is_said_to_be_so_that_less_is_sent(sent: object, learner: User) -> None:
    found = post(signed_in(learner), learner.pk, sent)
    assert (found.status_code, found.json()["error"]) == (413, "too much")


def test_another_format_is_refused(learner: User) -> None:
    assert post(signed_in(learner), learner.pk, [], kind="atoll-keeping/2").status_code == 400


def test_what_a_learner_did_elsewhere_is_told_in_parts(
    learner: User, small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retelling, "MOST", 2)
    record(work_of(learner.pk), evidence=Evidence.OBSERVED, authority="the hub")
    Statement.objects.update(course=small_course.activity)
    browser = signed_in(learner)
    first = browser.get(f"/keep/{SLUG}/statements").json()
    assert (len(first["statements"]), first["more"]) == (2, True)
    rest = browser.get(f"/keep/{SLUG}/statements", {"since": first["until"], "on": 1}).json()
    assert (len(rest["statements"]), rest["more"]) == (1, False)
    told = [each["id"] for each in first["statements"] + rest["statements"]]
    assert sorted(told) == sorted(str(each.pk) for each in Statement.objects.all())
    again = browser.get(f"/keep/{SLUG}/statements", {"since": rest["until"]}).json()
    assert again["statements"] == first["statements"]


@pytest.mark.parametrize("since", ["", "x", "2026-11-22", "2026-11-22T12:00:00Z~x", "~"])
def test_a_place_that_cannot_be_read_is_the_beginning(
    since: str, learner: User, small_course: Edition
) -> None:
    found = signed_in(learner).get(f"/keep/{SLUG}/statements", {"since": since}).json()
    assert (found["statements"], found["until"]) == ([], "")


def test_nobody_is_told_anything(small_course: Edition, learner: User, neighbour: User) -> None:
    record(work_of(learner.pk), evidence=Evidence.OBSERVED, authority="the hub")
    Statement.objects.update(course=small_course.activity)
    assert Client().get(f"/keep/{SLUG}/statements").status_code == 401
    assert signed_in(neighbour).get(f"/keep/{SLUG}/statements").json()["statements"] == []


@pytest.mark.parametrize(
    ("accepted", "packing"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, GZIP;q=0.5", "gzip"),
        ("", "identity"),
    ],
)
def test_the_sizes_in_the_plan_are_what_is_sent(
    accepted: str, packing: str, small_course: Edition
) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
    headers = {"Accept-Encoding": accepted}
    plan = Client().get(f"/keep/{SLUG}/plan", headers={"Accept-Encoding": accepted}).content
    plan = json.loads(gzip.decompress(plan) if plan[:2] == b"\x1f\x8b" else plan)
    sizes = 0
    for file in plan["files"]:
        response = Client().get(f"/keep/{SLUG}/files/{file['sha256']}", headers=headers)
        sent = b"".join(response) if response.streaming else response.content
        plain = unpack[response["Content-Encoding"]](sent)
        is_media = file["path"].startswith("media/")
        assert response["Content-Encoding"] == ("identity" if is_media else packing)
        assert (len(sent), len(plain)) == (file["wire"], file["length"])
        assert hashlib.sha256(plain).hexdigest() == file["sha256"]
        assert "immutable" in response["Cache-Control"]
        sizes += len(sent)
    assert sizes == plan["wire"]
    assert {each["path"] for each in plan["files"]} >= {"index.html", "atoll/player.js"}
    assert any(each["path"].startswith("media/") for each in plan["files"])


def test_a_plan_that_is_known_is_not_sent_again(small_course: Edition) -> None:
    first = Client().get(f"/keep/{SLUG}/plan")
    again = Client().get(f"/keep/{SLUG}/plan", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/keep/nothing/plan",
        f"/keep/{SLUG}/plan?language=fr",
        f"/keep/{SLUG}/files/{'0' * 64}",
        f"/keep/{SLUG}/files/../x",
        f"/keep/{SLUG}/media/nothing.png",
        f"/keep/{SLUG}/atoll/worker.js",
        "/keep/atoll/nothing.js",
    ],
)
def test_what_is_not_kept_is_not_found(address: str, small_course: Edition) -> None:
    assert Client().get(address).status_code == 404


def test_a_damaged_edition_is_not_offered(small_course: Edition, settings: Any) -> None:
    store = ObjectStore(Path(settings.EDITIONS_ROOT))
    media = next(each for each in copy_of(small_course).files if each.path.startswith("media/"))
    path = store.path(media.sha256)
    content = path.read_bytes()
    path.unlink()
    try:
        assert Client().get(f"/keep/{SLUG}/files/{media.sha256}").status_code == 404
        found = Client().get(f"/keep/{SLUG}/usb")
        assert found.status_code == 503
        assert "Nothing is lost." in found.content.decode()
        assert Client().get(f"/keep/{SLUG}/usb.zip").status_code == 302
    finally:
        path.write_bytes(content)


def test_the_kept_page_is_the_same_for_everybody(small_course: Edition, learner: User) -> None:
    nobodys, learners = Client().get(f"/keep/{SLUG}/"), signed_in(learner).get(f"/keep/{SLUG}/")
    assert nobodys.content == learners.content
    page = nobodys.content.decode()
    assert small_course.title in page
    assert learner.name not in page
    assert "media-src 'self' data:" in nobodys["Content-Security-Policy"]


def test_on_a_shared_pc_there_is_only_the_ordinary_course(small_course: Edition) -> None:
    browser = shared()
    assert browser.get(f"/keep/{SLUG}/")["Location"] == f"/courses/{SLUG}/"
    assert browser.get(f"/keep/{SLUG}/plan").status_code == 403
    page = browser.get(f"/courses/{SLUG}/").content.decode()
    assert "data-keep=" not in page
    assert f"/keep/{SLUG}/usb" in page
    assert "IS_WIPING = true" in browser.get("/sw.js").content.decode()


def test_the_course_page_offers_to_keep_it_with_one_script(small_course: Edition) -> None:
    page = Client().get(f"/courses/{SLUG}/").content.decode()
    assert f'data-keep="{SLUG}" data-language="en"' in page
    assert page.count("<script") == 1


def test_the_worker_is_asked_for_each_time_and_names_its_shell(db: None) -> None:
    found = Client().get("/sw.js")
    text = found.content.decode()
    assert found["Cache-Control"] == "no-cache"
    assert found["Content-Type"].startswith("text/javascript")
    assert 'SHELL = ["/keep/", "/keep/atoll/atoll.css", "/keep/atoll/shelf.js"]' in text
    for address in ("/keep/", "/keep/atoll/atoll.css", "/keep/atoll/shelf.js"):
        assert Client().get(address).status_code == 200


def test_switched_off_the_worker_takes_its_leave_and_answers_can_still_be_sent(
    settings: Any, learner: User, edition: Edition, small_course: Edition
) -> None:
    settings.ATOLL_KEEPING = False
    text = Client().get("/sw.js").content.decode()
    assert "IS_WIPING = false" in text
    assert "unregister" in text
    assert "switched off" in Client().get("/keep/").content.decode()
    assert "data-keep=" not in Client().get(f"/courses/{SLUG}/").content.decode()
    assert post(signed_in(learner), learner.pk, sent_by(learner.pk)).status_code == 200


def test_the_shelf_knows_nobody(learner: User) -> None:
    page = signed_in(learner).get("/keep/").content
    assert page == Client().get("/keep/").content
    assert learner.name not in page.decode()


def test_a_script_with_a_mark_lasts_and_one_without_is_asked_for_again(db: None) -> None:
    marked = f"/keep/atoll/shelf.js?{scripts.mark('shelf.js')}"
    assert marked in Client().get("/keep/").content.decode()
    assert "immutable" in Client().get(marked)["Cache-Control"]
    assert Client().get("/keep/atoll/shelf.js?abc")["Cache-Control"] == "no-cache"
    plain = Client().get("/keep/atoll/shelf.js")
    assert plain["Cache-Control"] == "no-cache"
    known = Client().get("/keep/atoll/shelf.js", headers={"If-None-Match": plain["ETag"]})
    assert known.status_code == 304


def test_the_usb_copy_is_a_file_whose_size_is_said_first(small_course: Edition, var: Path) -> None:
    page = Client().get(f"/keep/{SLUG}/usb")
    assert page.status_code == 200
    response = Client().get(f"/keep/{SLUG}/usb.zip")
    content = b"".join(response)
    [made] = (var / "carried").glob("*.zip")
    assert len(content) == made.stat().st_size == int(response["Content-Length"])
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {"index.html", f"{SLUG}.html", "atoll/start.js"} <= set(names)
    assert "attachment" in response["Content-Disposition"]


def test_the_usb_copy_is_made_once_and_older_ones_go(small_course: Edition, var: Path) -> None:
    folder = var / "carried"
    folder.mkdir(parents=True)
    old = folder / f"{SLUG}-en-{'0' * 20}.zip"
    other = folder / f"{SLUG}-two-en-{'0' * 20}.zip"
    for path in (old, other):
        path.write_bytes(b"old")
    Client().get(f"/keep/{SLUG}/usb")
    [made] = folder.glob(f"{SLUG}-en-*.zip")
    moment = made.stat().st_mtime_ns
    Client().get(f"/keep/{SLUG}/usb")
    assert (made.stat().st_mtime_ns, old.exists(), other.exists()) == (moment, False, True)


def test_keeping_asks_the_database_little(
    small_course: Edition, learner: User, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(learner)
    browser.get(f"/keep/{SLUG}/plan")
    with django_assert_max_num_queries(3):
        browser.get(f"/keep/{SLUG}/plan")
    with django_assert_max_num_queries(7):
        browser.get(f"/keep/{SLUG}/statements")


def test_many_statements_cost_as_many_queries_as_few(
    learner: User, edition: Edition, django_assert_max_num_queries: Any
) -> None:
    assert edition.activity == COURSE
    browser = signed_in(learner)
    with django_assert_max_num_queries(40):
        post(browser, learner.pk, sent_by(learner.pk))


def test_a_kept_file_that_a_browser_might_run_is_saved(
    small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = small_course.manifest.media[0]
    addresses = [f"/keep/{SLUG}/files/{picture.sha256}", f"/keep/{SLUG}/{picture.path}"]
    shown = [_headers(address) for address in addresses]
    monkeypatch.setattr(ranges, "SHOWN", re.compile("nothing"))
    saved = [_headers(address) for address in addresses]

    name = picture.path.removeprefix("media/")
    assert {each["X-Content-Type-Options"] for each in shown + saved} == {"nosniff"}
    assert all(not each["Content-Disposition"].startswith("attachment") for each in shown)
    assert {each["Content-Disposition"] for each in saved} == {f'attachment; filename="{name}"'}


def _headers(address: str) -> Mapping[str, str]:
    response = Client().get(address)
    assert b"".join(response)  # type: ignore[arg-type]
    return response.headers


@pytest.mark.parametrize("goes_on", [{}, {"on": "1"}])
@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-23:00",
        "1999-12-31T23:59:59+00:00",
        "2201-01-01T00:00:00+00:00",
    ],
)
def test_a_place_outside_of_our_time_is_the_beginning(
    moment: str, goes_on: dict[str, str], learner: User, small_course: Edition
) -> None:
    record(work_of(learner.pk), evidence=Evidence.OBSERVED, authority="the hub")
    Statement.objects.update(course=small_course.activity)
    asked = {"since": f"{moment}~{uuid.uuid4()}", **goes_on}
    found = signed_in(learner).get(f"/keep/{SLUG}/statements", asked)
    assert (found.status_code, len(found.json()["statements"])) == (200, 3)


def test_a_device_is_told_that_a_course_is_withdrawn(learner: User) -> None:
    found = signed_in(learner).get("/keep/nothing/statements")
    assert (found.status_code, found.json()["error"]) == (404, "withdrawn")
    assert found.json()["format"] == FORMAT


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("", "course"),
        ("plan", "plan"),
        ("statements", "told"),
        ("usb", "usb"),
        ("usb.zip", "usb-zip"),
        ("shelf.js", "asset"),
        ("atoll/player.js", "course-asset"),
    ],
)
def test_a_course_may_be_called_atoll(end: str, name: str) -> None:
    assert resolve(f"/keep/atoll/{end}").view_name == f"keeping:{name}"


def test_the_usb_copy_is_made_again_when_an_upgrade_changes_its_pages(
    small_course: Edition, var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = carrying.zip_of(small_course)
    template = tmp_path / "index.html"
    template.write_text("before")
    monkeypatch.setattr(carrying, "_sources", lambda: iter([template]))
    carrying._makers.cache_clear()
    before = carrying.zip_of(small_course)
    template.write_text("after")
    carrying._makers.cache_clear()
    after = carrying.zip_of(small_course)
    carrying._makers.cache_clear()
    assert len({first, before, after}) == 3
    assert [path.exists() for path in (first, before, after)] == [False, False, True]


def test_a_usb_copy_is_made_of_its_templates_words_and_scripts(monkeypatch: Any) -> None:
    names = {path.name for path in carrying._sources()}
    assert {"course.html", "index.html", "django.mo", "course_page.py"} <= names
    before = carrying._makers.__wrapped__()
    monkeypatch.setattr(carrying, "_asset", lambda path: path.encode())
    assert carrying._makers.__wrapped__() != before


def test_an_edition_that_names_a_file_it_does_not_have_is_not_offered(
    small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_anything: object) -> None:
        raise KeyError("questions.json")

    monkeypatch.setattr(views, "copy_of", lacking)
    monkeypatch.setattr(views, "zip_of", lacking)
    assert Client().get(f"/keep/{SLUG}/plan").status_code == 404
    assert Client().get(f"/keep/{SLUG}/usb").status_code == 503
    assert Client().get(f"/keep/{SLUG}/usb.zip").status_code == 302
