"""Each case cites its clause: xAPI-Communication of 1.0.3, or IEEE 9274.1.1 for 2.0."""

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.http import HttpResponse
from pytest_django import Settings

from learning.lrs.documents import keeping
from learning.lrs.documents.models import Document
from learning.lrs.documents.preconditions import etag_of
from tests.learning.lrs.documents.asking import ACTIVITY, AGENT, JSON, Program, made

REGISTRATION = "3f4a1c2e-7f5b-4c7a-9f0e-2d8b6a1c0e11"
Resource = tuple[str, dict[str, Any]]
STATE: Resource = (
    "activities/state",
    {"activityId": ACTIVITY, "agent": AGENT, "stateId": "suspend"},
)
ACTIVITY_PROFILE: Resource = ("activities/profile", {"activityId": ACTIVITY, "profileId": "meta"})
AGENT_PROFILE: Resource = (
    "agents/profile",
    {"agent": AGENT, "profileId": "cmi5LearnerPreferences"},
)
RESOURCES = [STATE, ACTIVITY_PROFILE, AGENT_PROFILE]
PROFILES = RESOURCES[1:]
NAMES = ["state", "activity-profile", "agent-profile"]

every_resource = pytest.mark.parametrize("resource", RESOURCES, ids=NAMES)


def without(resource: Resource, name: str) -> Resource:
    return resource[0], {key: value for key, value in resource[1].items() if key != name}


def name_of(resource: Resource) -> str:
    return "stateId" if "stateId" in resource[1] else "profileId"


def error_of(response: HttpResponse) -> str:
    return str(json.loads(response.content)["error"])


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_document_is_kept_byte_for_byte(
    program: Program, resource: Resource, method: str
) -> None:
    """Communication 2.2, 2.3.s3, 2.6.s3, 2.7.s3: 204 No Content; GET gives it as it was sent."""
    content = b'{ "b": 1,\n "a" : 1.50 }'
    written = program.ask(method, *resource, content, f"{JSON}; charset=utf-8", If_None_Match="*")
    assert (written.status_code, written.content) == (204, b"")
    read = program.ask("GET", *resource)
    assert (read.status_code, read.content) == (200, content)
    assert read["Content-Type"] == "application/json; charset=utf-8"
    assert read["ETag"] == f'"{etag_of(content)}"'
    assert read["X-Experience-API-Version"] == "1.0.3"


@every_resource
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x00\xff", b"", b"x" * 100_000, "منصة".encode()])
def test_a_document_may_be_anything(program: Program, resource: Resource, content: bytes) -> None:
    """Communication 2.2: documents of any content type."""
    kept = program.ask("PUT", *resource, content, "image/png", If_None_Match="*")
    assert kept.status_code == 204
    read = program.ask("GET", *resource)
    assert (read.content, read["Content-Type"]) == (content, "image/png")


@every_resource
@pytest.mark.parametrize("content", ["1", "true", "abc"])
def test_a_first_post_is_not_judged_by_its_content(
    program: Program, resource: Resource, content: str
) -> None:
    """Communication 2.2.s4.b2; 2.2.s7: where nothing is, POST does as PUT."""
    assert program.ask("POST", *resource, content, "text/plain").status_code == 204
    assert program.ask("GET", *resource).content == content.encode()


@every_resource
def test_objects_are_merged_by_post(program: Program, resource: Resource) -> None:
    """Communication 2.2.s7.b1–b3."""
    program.ask("POST", *resource, {"car": "Honda", "old": {"a": 1}})
    assert program.ask("POST", *resource, {"type": "Civic", "old": 2}).status_code == 204
    read = program.ask("GET", *resource)
    assert json.loads(read.content) == {"car": "Honda", "type": "Civic", "old": 2}
    assert read["Content-Type"] == JSON
    assert read["ETag"] == f'"{etag_of(read.content)}"'


@every_resource
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((b'{"a":1}', JSON), (b"abc", "application/octet-stream")),
        ((b"abc", "application/octet-stream"), (b'{"a":1}', JSON)),
        ((b'{"a":1}', JSON), (b'{"a":1}{', JSON)),
        ((b'{"a":1}', JSON), (b"[1]", JSON)),
        ((b'{"a":1}', JSON), (b'{"a":NaN}', JSON)),
        ((b'{"a":1}', JSON), (b'{"b":1,"b":2}', JSON)),
        ((b'{"a":1}', JSON), (b'{"b":"\\ud800"}', JSON)),
        ((b'{"a":1}', JSON), (b'{"b":' + b"[" * 500 + b"]" * 500 + b"}", JSON)),
    ],
)
def test_what_cannot_be_merged_is_refused_and_nothing_is_changed(
    program: Program, resource: Resource, first: tuple[bytes, str], second: tuple[bytes, str]
) -> None:
    """Communication 2.2.s8.b1–b3: 400 Bad Request."""
    assert program.ask("PUT", *resource, *first, If_None_Match="*").status_code == 204
    refused = program.ask("POST", *resource, *second)
    assert refused.status_code == 400
    assert "Nothing was changed" in error_of(refused)
    read = program.ask("GET", *resource)
    assert (read.content, read["Content-Type"]) == first


@every_resource
def test_a_post_that_says_json_must_be_an_object_from_the_first(
    program: Program, resource: Resource
) -> None:
    """Communication 2.3, 2.6, 2.7 (XAPI-00235, -00284, -00314): 400 Bad Request."""
    assert program.ask("POST", *resource, b'{"a":1}[', JSON).status_code == 400
    assert program.ask("GET", *resource).status_code == 404


@every_resource
def test_a_document_is_deleted(program: Program, resource: Resource) -> None:
    """Communication 2.3.s3, 2.6.s3, 2.7.s3: 204; deleting what is not there is no fault."""
    program.ask("PUT", *resource, {"a": 1}, If_None_Match="*")
    assert program.ask("DELETE", *resource).status_code == 204
    assert program.ask("GET", *resource).status_code == 404
    assert program.ask("DELETE", *resource).status_code == 204


@every_resource
def test_head_is_get_without_its_content(program: Program, resource: Resource) -> None:
    """Communication 1.1."""
    program.ask("PUT", *resource, {"a": 1}, If_None_Match="*")
    told, read = (program.ask(method, *resource) for method in ("HEAD", "GET"))
    assert (told.status_code, told.content) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length"):
        assert told[name] == read[name]


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "GET", "DELETE"])
@pytest.mark.parametrize("name", ["activityId", "agent"])
def test_what_it_is_about_must_be_said(
    program: Program, resource: Resource, method: str, name: str
) -> None:
    """Communication 2.3.s3.table1, 2.6.s3.table1.row1, 2.7.s3.table1.row1: 400."""
    if name in resource[1]:
        refused = program.ask(method, *without(resource, name), b"{}")
        assert refused.status_code == 400
        assert name in error_of(refused)


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_which_document_must_be_said(program: Program, resource: Resource, method: str) -> None:
    """Communication 2.3.s3.table1.row4, 2.6.s3.table1.row2, 2.7.s3.table1.row2: 400."""
    if (method, resource) != ("DELETE", STATE):
        asked = without(resource, name_of(resource))
        assert program.ask(method, *asked, b"{}").status_code == 400


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "GET", "DELETE"])
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("activityId", "true"),
        ("activityId", "no scheme"),
        ("activityId", {"key": "value"}),
        ("agent", "not JSON"),
        ("agent", "true"),
        ("agent", {"objectType": "Agent"}),
        ("agent", {"mbox": "mailto:a@example.com", "openid": "https://a.example.com"}),
        ("agent", {"objectType": "Group", "member": [AGENT]}),
        ("registration", "true"),
        ("registration", "3f4a1c2e7f5b4c7a9f0e2d8b6a1c0e11"),
    ],
)
def test_what_is_said_wrongly_is_refused(
    program: Program, resource: Resource, method: str, name: str, wrong: object
) -> None:
    """Communication 2.3.s3.table1 (format), 2.6.s3.table1, 2.7.s3.table1: 400."""
    path, parameters = resource
    if name in parameters or path == STATE[0]:
        asked = {**parameters, name: wrong}
        assert program.ask(method, path, asked, b"{}").status_code == 400


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "GET", "DELETE"])
@pytest.mark.parametrize("name", ["stateid", "StateId", "profileID", "verb", "extra", "Agent"])
def test_a_parameter_that_is_not_known_is_refused(
    program: Program, resource: Resource, method: str, name: str
) -> None:
    """Communication 3.2.s2.b2: 400; parameters are told apart by case."""
    path, parameters = resource
    assert program.ask(method, path, {**parameters, name: "x"}, b"{}").status_code == 400


@every_resource
def test_a_document_that_is_not_there_is_not_found(program: Program, resource: Resource) -> None:
    """Communication 3.2: 404 Not Found."""
    missing = program.ask("GET", *resource)
    assert missing.status_code == 404
    assert missing["X-Experience-API-Version"] == "1.0.3"


@every_resource
def test_the_names_of_documents_are_listed(program: Program, resource: Resource) -> None:
    """Communication 2.3.s4, 2.6.s4, 2.7.s4: an array of ids, empty where there are none."""
    path, parameters = resource
    listed = without(resource, name_of(resource))
    empty = program.ask("GET", *listed)
    assert (empty.status_code, empty.content) == (200, b"[]")
    for name in ("b", "a", "ö"):
        asked = {**parameters, name_of(resource): name}
        program.ask("PUT", path, asked, {"a": 1}, If_None_Match="*")
    assert json.loads(program.ask("GET", *listed).content) == ["b", "a", "ö"]
    assert program.ask("HEAD", *listed).content == b""


@every_resource
def test_only_what_changed_since_is_listed(program: Program, resource: Resource) -> None:
    """Communication 2.3.s4.table1.row4, 2.6.s4.table1.row2, 2.7.s4.table1.row2."""
    path, parameters = resource
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        early = {**parameters, name_of(resource): "early"}
        program.ask("PUT", path, early, {"a": 1}, If_None_Match="*")
        clock.shift(timedelta(hours=1))
        late = {**parameters, name_of(resource): "late"}
        program.ask("PUT", path, late, {"a": 1}, If_None_Match="*")
    asked = without(resource, name_of(resource))[1]
    for since, expected in (
        ("2026-11-22T11:59:59Z", ["early", "late"]),
        ("2026-11-22T12:00:00.000Z", ["late"]),
        ("2026-11-22T15:30:00.000+02:30", []),
    ):
        found = program.ask("GET", path, {**asked, "since": since})
        assert json.loads(found.content) == expected
    refused = program.ask("GET", path, {**asked, "since": "not a timestamp"})
    assert refused.status_code == 400


@every_resource
def test_a_change_is_later_than_the_one_before_even_by_a_clock_set_back(
    program: Program, resource: Resource
) -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as clock:
        program.ask("POST", *resource, {"a": 1})
        first = Document.objects.get().updated
        clock.shift(timedelta(days=-30))
        program.ask("POST", *resource, {"b": 1})
    assert Document.objects.get().updated > first


def test_states_are_of_one_registration(program: Program) -> None:
    """Communication 2.3.s3.table1.row3; “Activity + Agent [ + registration if specified]”."""
    path, parameters = STATE
    within = {**parameters, "registration": REGISTRATION}
    program.ask("PUT", path, within, {"in": 1})
    assert program.ask("GET", path, parameters).status_code == 404
    program.ask("PUT", path, parameters, {"out": 1})
    upper = {**parameters, "registration": REGISTRATION.upper()}
    assert json.loads(program.ask("GET", path, upper).content) == {"in": 1}
    program.ask("PUT", path, {**parameters, "stateId": "other"}, {"out": 1})
    listed = without(STATE, "stateId")[1]
    one = program.ask("GET", path, {**listed, "registration": REGISTRATION})
    assert json.loads(one.content) == ["suspend"]
    assert json.loads(program.ask("GET", path, listed).content) == ["suspend", "other"]


def test_all_states_of_an_activity_and_agent_are_deleted_at_once(program: Program) -> None:
    """Communication 2.3.s5: 204; only of that context."""
    path, parameters = STATE
    other = {"mbox": "mailto:b@example.com"}
    program.ask("PUT", path, {**parameters, "agent": other}, {"a": 1})
    program.ask("PUT", path, {**parameters, "activityId": f"{ACTIVITY}/2"}, {"a": 1})
    program.ask("PUT", path, {**parameters, "registration": REGISTRATION}, {"a": 1})
    program.ask("PUT", path, parameters, {"a": 1})
    listed = without(STATE, "stateId")[1]
    elsewhere = {**listed, "registration": REGISTRATION.replace("3", "4")}
    assert program.ask("DELETE", path, elsewhere).status_code == 204
    assert Document.objects.count() == 4
    refused = program.ask("DELETE", path, listed, If_Match='"1"')
    assert (refused.status_code, Document.objects.count()) == (400, 4)
    assert program.ask("DELETE", path, listed).status_code == 204
    assert program.ask("GET", path, listed).content == b"[]"
    assert Document.objects.count() == 2


def test_a_shelf_has_only_its_own(program: Program) -> None:
    """An activity's profile, an agent's and a state with one name are three documents."""
    for resource in RESOURCES:
        path, parameters = resource
        same = {**parameters, name_of(resource): "same"}
        program.ask("PUT", path, same, {"of": path}, If_None_Match="*")
    for resource in RESOURCES:
        path, parameters = resource
        found = program.ask("GET", path, {**parameters, name_of(resource): "same"})
        assert json.loads(found.content) == {"of": path}


@pytest.mark.parametrize("resource", PROFILES, ids=NAMES[1:])
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_profile_is_not_overwritten_blindly(
    program: Program, resource: Resource, version: str
) -> None:
    """Communication 3.1.s4: 409 Conflict, a sentence, and no change."""
    asking = Program(program.client, version)
    assert asking.ask("PUT", *resource, {"a": 1}, If_None_Match="*").status_code == 204
    refused = asking.ask("PUT", *resource, {"a": 2})
    assert refused.status_code == 409
    assert "If-Match" in error_of(refused)
    assert json.loads(asking.ask("GET", *resource).content) == {"a": 1}


@pytest.mark.parametrize("resource", PROFILES, ids=NAMES[1:])
@pytest.mark.parametrize(("version", "status", "kept"), [("1.0.3", 400, 0), ("2.0.0", 204, 1)])
def test_a_new_profile_comes_with_a_condition_too(
    program: Program, resource: Resource, version: str, status: int, kept: int
) -> None:
    """Communication 3.1.s4.b1 (XAPI-00273, -00287); 2.0 asks only to overwrite (§4.1.4)."""
    answer = Program(program.client, version).ask("PUT", *resource, {"a": 1})
    assert (answer.status_code, Document.objects.count()) == (status, kept)
    assert (status == 204) or "If-None-Match: *" in error_of(answer)


def test_a_state_is_overwritten_by_1_0_3_and_not_by_2_0(
    program: Program, program_2_0: Program
) -> None:
    """Communication 3.1 permits it for states; IEEE 9274.1.1 §4.1.4 does not."""
    assert program.ask("PUT", *STATE, {"a": 1}).status_code == 204
    assert program.ask("PUT", *STATE, {"a": 2}).status_code == 204
    assert program_2_0.ask("PUT", *STATE, {"a": 3}).status_code == 409
    assert json.loads(program.ask("GET", *STATE).content) == {"a": 2}


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_tag_that_is_not_the_documents_changes_nothing(
    program: Program, resource: Resource, method: str, version: str
) -> None:
    """Communication 3.1.s3; IEEE 9274.1.1 §4.1.4: 412 Precondition Failed."""
    asking = Program(program.client, version)
    asking.ask("POST", *resource, {"a": 1})
    conditions: list[Any] = [{"If_Match": '"1234"'}, {"If_Match": "1234"}, {"If_None_Match": "*"}]
    for headers in conditions:
        assert asking.ask(method, *resource, {"b": 2}, **headers).status_code == 412
    assert json.loads(asking.ask("GET", *resource).content) == {"a": 1}


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"1", "{}"', "{}", "*"])
def test_the_documents_own_tag_opens_it(
    program_2_0: Program, resource: Resource, method: str, form: str
) -> None:
    """Communication 3.1; IEEE 9274.1.1 §4.1.4: the tag that was read is sent back."""
    program_2_0.ask("POST", *resource, {"a": 1})
    tag = program_2_0.ask("GET", *resource)["ETag"].strip('"')
    done = program_2_0.ask(method, *resource, {"b": 2}, If_Match=form.format(tag))
    assert done.status_code == 204


@every_resource
def test_if_none_match_any_makes_only_what_is_not_there(
    program: Program, resource: Resource
) -> None:
    """Communication 3.1.s3.b4."""
    assert program.ask("PUT", *resource, {"a": 1}, If_None_Match="*").status_code == 204
    assert program.ask("PUT", *resource, {"a": 2}, If_None_Match="*").status_code == 412


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_if_match_never_makes_anything(program: Program, resource: Resource, method: str) -> None:
    """RFC 9110 §13.1.1: who would change what somebody else has deleted is told so."""
    assert program.ask(method, *resource, {"a": 1}, If_Match="*").status_code == 412
    assert not Document.objects.exists()


@every_resource
def test_who_has_the_document_is_not_sent_it_again(program: Program, resource: Resource) -> None:
    """RFC 9110 §13.1.2: 304 Not Modified."""
    program.ask("PUT", *resource, {"a": 1}, If_None_Match="*")
    tag = program.ask("GET", *resource)["ETag"]
    known = program.ask("GET", *resource, If_None_Match=tag)
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)


@every_resource
def test_a_tag_that_compressing_made_weak_still_opens_the_document(
    program: Program, resource: Resource
) -> None:
    """RFC 9110 §8.8.3: the answer is another, what it says is the same."""
    content = json.dumps({"text": "a" * 2_000}).encode()
    program.ask("PUT", *resource, content, If_None_Match="*")
    read = program.ask("GET", *resource, Accept_Encoding="gzip")
    assert gzip.decompress(read.content) == content
    assert read["ETag"] == f'W/"{etag_of(content)}"'
    assert program.ask("PUT", *resource, {"a": 1}, If_Match=read["ETag"]).status_code == 204


@every_resource
def test_an_answer_says_when_the_document_was_changed(
    program_2_0: Program, resource: Resource
) -> None:
    """IEEE 9274.1.1 §4.1.6: Last-Modified, of lists that of the newest."""
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as clock:
        program_2_0.ask("POST", *resource, {"a": 1})
        first = program_2_0.ask("GET", *resource)["Last-Modified"]
        clock.shift(timedelta(seconds=2))
        program_2_0.ask("POST", *resource, {"a": 2})
    assert first == "Sun, 22 Nov 2026 12:00:00 GMT"
    for asked in (resource, without(resource, name_of(resource))):
        later = program_2_0.ask("GET", *asked)["Last-Modified"]
        assert later == "Sun, 22 Nov 2026 12:00:02 GMT"


@every_resource
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_document_that_is_too_large_is_refused(
    program: Program, resource: Resource, method: str, settings: Settings
) -> None:
    """Communication 3.2: 413 Request Entity Too Large; nothing is stored."""
    settings.ATOLL_XAPI_MAX_DOCUMENT = 100
    for size, status in ((101, 413), (100, 204)):
        answer = program.ask(method, *resource, b"x" * size, "text/plain", If_None_Match="*")
        assert answer.status_code == status


def test_merging_does_not_grow_a_document_over_the_limit(
    program: Program, settings: Settings
) -> None:
    settings.ATOLL_XAPI_MAX_DOCUMENT = 100
    assert program.ask("POST", *STATE, {"a": "x" * 60}).status_code == 204
    assert program.ask("POST", *STATE, {"b": "x" * 60}).status_code == 413
    assert json.loads(program.ask("GET", *STATE).content) == {"a": "x" * 60}


def test_nobody_has_more_documents_than_can_be_kept(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_DOCUMENTS", 2)
    path, parameters = STATE
    for number in range(2):
        asked = {**parameters, "activityId": f"{ACTIVITY}/{number}"}
        assert program.ask("PUT", path, asked, {"a": 1}).status_code == 204
    refused = program.ask("PUT", *STATE, {"a": 1})
    assert refused.status_code == 400
    assert "Delete some" in error_of(refused)
    assert program.ask("PUT", path, asked, {"a": 2}).status_code == 204
    assert program.ask("PUT", *AGENT_PROFILE, {"a": 1}, If_None_Match="*").status_code == 204
    somebody = {**parameters, "agent": {"mbox": "mailto:b@example.com"}}
    assert program.ask("PUT", path, somebody, {"a": 1}).status_code == 204


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        ("state", {("activities/state", "GET"), ("activities/state", "PUT")}),
        ("profile", {(path, how) for path, _ in PROFILES for how in ("GET", "PUT")}),
        ("all/read", {(path, "GET") for path, _ in RESOURCES}),
        ("all", {(path, how) for path, _ in RESOURCES for how in ("GET", "PUT")}),
        ("statements/write statements/read", set()),
    ],
)
def test_a_client_may_do_what_its_scopes_say(
    db: None, scopes: str, allowed: set[tuple[str, str]]
) -> None:
    """Communication 4.2: 403 Forbidden."""
    asking = Program(made(scopes=scopes))
    for resource in RESOURCES:
        for method in ("GET", "PUT"):
            status = asking.ask(method, *resource, {"a": 1}).status_code
            assert (status != 403) is ((resource[0], method) in allowed)


def test_a_stranger_is_told_nothing(db: None) -> None:
    """Communication 4.1: 401 Unauthorized."""
    stranger = Program(made())
    answer = stranger.ask("GET", *STATE, Authorization="Basic bm9ib2R5OngK")
    assert answer.status_code == 401


def test_a_request_without_a_version_is_refused(program: Program) -> None:
    """Communication 3.3: 400 Bad Request."""
    assert program.ask("GET", *STATE, X_Experience_API_Version="0.9").status_code == 400


def test_a_page_that_a_program_keeps_cannot_act_as_one_of_ours(program: Program) -> None:
    program.ask("PUT", *STATE, b"<script>alert(1)</script>", "text/html")
    answer = program.ask("GET", *STATE)
    assert answer["Content-Type"] == "text/html"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_a_document_is_kept_and_read_by_a_form(program: Program) -> None:
    """Communication 1.3: the alternate request syntax of 1.0.3."""
    path, parameters = STATE
    fields: Mapping[str, str] = {
        "activityId": ACTIVITY,
        "agent": json.dumps(AGENT),
        "stateId": str(parameters["stateId"]),
        "Content-Type": "text/plain",
        "content": "kept",
    }
    form = "application/x-www-form-urlencoded"
    kept = program.ask("POST", path, {"method": "PUT"}, urlencode(fields), form)
    assert kept.status_code == 204
    read = program.ask("GET", *STATE)
    assert (read.content, read["Content-Type"]) == (b"kept", "text/plain")


@every_resource
def test_a_request_asks_the_database_little(
    program: Program, resource: Resource, django_assert_max_num_queries: Any
) -> None:
    """The client, and a query or a transaction of two or three; whatever else is kept."""
    program.ask("PUT", *resource, {"a": 1}, If_None_Match="*")
    for asked in (resource, without(resource, name_of(resource))):
        with django_assert_max_num_queries(2):
            program.ask("GET", *asked)
    with django_assert_max_num_queries(6):
        program.ask("POST", *resource, {"b": 1})
