"""What holds for every resource (Communication 1, 3, 4), shown on the statements."""

import base64
import io
import json
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries, Settings

from learning.faults.telling import forget_what_was_told
from learning.lrs.calls import Call
from learning.lrs.models import Client, LrsStatement
from tests.learning.lrs.documents.asking import JSON, SECRET, Program, authorization, made
from tests.learning.lrs.samples import REGISTRATION, get, name, one, post, put, statement

VERSION = "X-Experience-API-Version"
CONSISTENT = "X-Experience-API-Consistent-Through"
FORM = "application/x-www-form-urlencoded"
SITE = "https://content.example"


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def form(program: Program, method: str, fields: dict[str, str], **more: Any) -> Any:
    """Post a form to ?method=; headers of the request are left out where they are None."""
    query = {"method": method, **more.pop("query", {})}
    headers = {"Authorization": authorization(program.client), VERSION: program.version}
    headers |= {key.replace("_", "-"): text for key, text in more.items()}
    return Browser(enforce_csrf_checks=True).post(
        f"/xapi/statements?{urlencode(query)}",
        urlencode(fields),
        content_type=FORM,
        headers={key: text for key, text in headers.items() if text is not None},
    )


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.3", "1.0.3"),
        ("1.0.99", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
        ("2.0.7", "2.0.0"),
    ],
)
def test_a_version_is_answered_with_its_latest_patch(
    program: Program, asked: str, answered: str
) -> None:
    """Communication 3.3; IEEE 9274.1.1 §4.1.2"""
    answer = get(Program(program.client, version=asked))
    assert (answer.status_code, answer[VERSION]) == (200, answered)


@pytest.mark.parametrize("wrong", ["", "1", "1.1.0", "0.95", "2.1.0", "3.0.0", "1.0.3-beta", "two"])
def test_another_version_is_refused(program: Program, wrong: str) -> None:
    """Communication 3.3: 400"""
    unknown = Program(program.client, version=wrong)
    for answer in (get(unknown), post(unknown, statement()), put(unknown, statement())):
        assert (answer.status_code, answer[VERSION]) == (400, "2.0.0")
    assert LrsStatement.objects.count() == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_a_request_without_a_version_is_refused(program: Program, method: str) -> None:
    """Communication 3.3: 400"""
    said = statement()
    path = f"/xapi/statements?statementId={said['id']}" if method == "PUT" else "/xapi/statements"
    headers = {"Authorization": authorization(program.client)}
    answer = Browser().generic(method, path, json.dumps(said), JSON, headers=headers)
    assert (answer.status_code, answer[VERSION]) == (400, "2.0.0")
    assert LrsStatement.objects.count() == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
@pytest.mark.django_db
def test_the_version_is_asked_for_before_the_name(method: str) -> None:
    """Communication 3.3.s4.b1 (XAPI-00331), as ADL's tests once asked: with neither of them."""
    answer = Browser().generic(method, "/xapi/statements")
    assert (answer.status_code, answer[VERSION]) == (400, "2.0.0")


@pytest.mark.parametrize(
    "resource",
    ["activities", "activities/profile", "activities/state", "agents", "agents/profile"],
)
def test_beside_statements_who_names_no_version_is_answered_by_the_first(
    program: Program, resource: str
) -> None:
    """Communication 2.8.s4 (XAPI-00321): 400 by a 1.0.x, which 2.0 allows here too"""
    headers = {"Authorization": authorization(program.client)}
    answer = Browser().get(f"/xapi/{resource}", headers=headers)
    assert (answer.status_code, answer[VERSION]) == (400, "1.0.3")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic:x",
        "Bearer x",
        "Basic !!!",
        basic("nobody:secret"),
        basic("a-platform"),
        basic("a-platform:wrong"),
        basic("a-platform:"),
        basic(":"),
        basic("a-platform\x00:x"),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic é",
    ],
)
def test_without_name_and_secret_nobody_comes_in(program: Program, header: str) -> None:
    """Communication 4: 401"""
    answer = program.ask("GET", "statements", Authorization=header)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic ")
    sent = program.ask("POST", "statements", content=statement(), Authorization=header)
    assert sent.status_code == 401
    assert LrsStatement.objects.count() == 0


def test_who_was_shut_out_does_not_come_in(program: Program) -> None:
    Client.objects.update(is_active=False)
    assert (get(program).status_code, post(program, statement()).status_code) == (401, 401)
    assert LrsStatement.objects.count() == 0


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        ("all", 200, 200),
        ("all/read", 200, 403),
        ("statements/read", 200, 403),
        ("statements/read/mine", 200, 403),
        ("statements/write", 403, 200),
        ("state profile", 403, 403),
        ("", 403, 403),
    ],
)
@pytest.mark.django_db
def test_a_client_may_what_its_scopes_say(scopes: str, reads: int, writes: int) -> None:
    """Communication 4.2: 403"""
    program = Program(made("scoped", scopes))
    assert (get(program).status_code, post(program, statement()).status_code) == (reads, writes)


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_not_offered(program: Program, method: str) -> None:
    """Communication 3.2: 405"""
    answer = program.ask(method, "statements")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, POST, PUT, OPTIONS"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'id': 1}",
        b'{"actor": {}, "actor": {}}',
        b'{"result": NaN}',
        b'[{"a": Infinity}]',
        b'{"a": "\\ud800"}',
        b'{"a": 1e999}',
        b'"\\u0000"',
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a":' * 65 + b"1" + b"}" * 65,
        b"1" * 5000,
    ],
    ids=range(14),
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_what_is_no_strict_json_is_refused(program: Program, method: str, body: bytes) -> None:
    """Communication 1.4, 3.2: 400"""
    parameters = {"statementId": name()} if method == "PUT" else {}
    answer = program.ask(method, "statements", parameters, body)
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"]
    assert LrsStatement.objects.count() == 0


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", FORM])
def test_statements_come_as_json(program: Program, kind: str) -> None:
    """Communication 1.5: 400"""
    answer = program.ask("POST", "statements", content=statement(), content_type=kind)
    assert answer.status_code == 400
    assert LrsStatement.objects.count() == 0


@pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "Application/JSON"])
def test_a_media_type_may_have_parameters(program: Program, kind: str) -> None:
    """RFC 9110 §8.3.1"""
    answer = program.ask("POST", "statements", content=statement(), content_type=kind)
    assert answer.status_code == 200


def test_what_is_too_long_is_refused(program: Program, settings: Settings) -> None:
    """Communication 3.2: 413"""
    settings.ATOLL_XAPI_MAX_BODY = 200
    answer = post(program, statement(result={"response": "a" * 200}))
    assert answer.status_code == 413
    assert LrsStatement.objects.count() == 0


def test_what_comes_in_chunks_is_read_to_its_end(program: Program, settings: Settings) -> None:
    """RFC 9112 §7.1: the server in front undoes the chunks and says where they end"""
    settings.ATOLL_XAPI_MAX_BODY = 1000
    for size, status in ((10, 200), (2000, 413)):
        answer = sent_in_chunks(program, statement(result={"response": "a" * size}), True)
        assert answer.status_code == status
    assert sent_in_chunks(program, statement(), False).status_code == 411


def sent_in_chunks(program: Program, found: dict[str, Any], is_told_the_end: bool) -> Any:
    as_a_server_tells: dict[str, Any] = {
        "wsgi.input": io.BytesIO(json.dumps(found).encode()),
        "wsgi.input_terminated": is_told_the_end,
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": "",
    }
    headers = {"Authorization": authorization(program.client), VERSION: "1.0.3"}
    return Browser().generic("POST", "/xapi/statements", headers=headers, **as_a_server_tells)


@pytest.mark.parametrize("length", ["-1", "many"])
def test_a_length_must_be_a_number(program: Program, length: str) -> None:
    headers = {"Authorization": authorization(program.client), VERSION: "1.0.3"}
    answer = Browser().generic(
        "POST", "/xapi/statements", "{}", "application/json", headers=headers, CONTENT_LENGTH=length
    )
    assert answer.status_code == 411


@pytest.mark.parametrize(
    "parameters",
    [
        {"foo": "bar"},
        {"StatementId": "x"},
        {"Verb": "urn:x"},
        {"LIMIT": "1"},
        {"Related_Agents": "true"},
        {"agent ": "x"},
        {"verb": "urn:\x00"},
    ],
)
def test_a_parameter_that_is_not_known_is_refused(program: Program, parameters: Any) -> None:
    """Communication 3.2: 400, also for another case"""
    answer = program.ask("GET", "statements", parameters)
    assert answer.status_code == 400
    assert answer[CONSISTENT]


def test_a_parameter_is_there_once(program: Program) -> None:
    headers = {"Authorization": authorization(program.client), VERSION: "1.0.3"}
    answer = Browser().get("/xapi/statements?limit=1&limit=2", headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("parameters", [{"verb": "urn:x"}, {"statementId": "x", "limit": "1"}])
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_writing_takes_no_filters(program: Program, method: str, parameters: Any) -> None:
    """Communication 3.2: 400"""
    answer = program.ask(method, "statements", parameters, statement())
    assert answer.status_code == 400


def test_head_is_get_without_its_body(program: Program) -> None:
    """Communication 1.1"""
    put(program, found := statement())
    for parameters in ({}, {"statementId": found["id"]}):
        told = program.ask("GET", "statements", parameters)
        head = program.ask("HEAD", "statements", parameters)
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Length"] == str(len(told.content))
        assert head.headers.keys() == told.headers.keys()
    assert program.ask("HEAD", "statements", {"statementId": name()}).status_code == 404


def test_there_are_no_cookies(program: Program) -> None:
    assert not get(program).cookies
    assert not post(program, statement()).cookies


def test_an_answer_is_in_english_whatever_the_page_is_in(program: Program) -> None:
    answer = program.ask("GET", "statements", {"limit": "x"}, Accept_Language="fr")
    assert "must be a whole number" in json.loads(answer.content)["error"]


def test_what_is_not_there_is_not_found(program: Program) -> None:
    assert program.ask("GET", "statements/").status_code == 404
    assert program.ask("GET", "nothing").status_code == 404


def test_who_asks_costs_one_query(
    program: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        program.ask("GET", "statements", {"foo": "bar"})


# The alternate request syntax (Communication 1.3), which 2.0 has no more


def test_a_form_may_stand_for_a_get(program: Program) -> None:
    """Communication 1.3, 2.1.2"""
    found = json.loads(form(program, "GET", {"limit": "1"}).content)
    assert found == {"statements": [], "more": ""}


def test_a_form_may_stand_for_a_put_with_all_its_headers(program: Program) -> None:
    """Communication 1.3"""
    said = statement()
    fields = {
        "statementId": said["id"],
        "content": json.dumps(said),
        "authorization": authorization(program.client),
        VERSION: "1.0.3",
        "Content-Type": "application/json",
    }
    answer = form(program, "PUT", fields, Authorization=None, **{"X_Experience_API_Version": None})
    assert answer.status_code == 204
    assert one(program, said["id"])["id"] == said["id"]


def test_a_form_may_stand_for_a_post(program: Program) -> None:
    answer = form(program, "POST", {"content": json.dumps([statement()])})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "fields", "query"),
    [
        ("PUT", {"statementId": REGISTRATION}, {}),
        ("PUT", {"content": "{}"}, {"statementId": REGISTRATION}),
        ("GET", {}, {"limit": "1"}),
        ("BREW", {}, {}),
        ("get", {}, {}),
        ("GET", {VERSION: "0.8"}, {}),
        ("GET", {VERSION: "2.0.0"}, {}),
        ("GET", {"foo": "bar"}, {}),
        ("POST", {"content": "{}", "Content-Type": "text/plain"}, {}),
    ],
)
def test_a_form_that_breaks_the_rules_is_refused(
    program: Program, method: str, fields: dict[str, str], query: dict[str, str]
) -> None:
    """Communication 1.3: 400"""
    assert form(program, method, fields, query=query).status_code == 400


def test_only_a_form_stands_for_another_method(program: Program) -> None:
    """Communication 1.3: 400"""
    assert program.ask("PUT", "statements", {"method": "POST"}, statement()).status_code == 400
    assert program.ask("POST", "statements", {"method": "PUT"}, statement()).status_code == 400


def test_2_0_has_no_alternate_syntax(program_2_0: Program) -> None:
    """IEEE 9274.1.1 §4.1.1"""
    assert form(program_2_0, "GET", {}).status_code == 400


# Pages of other sites


def test_no_site_is_let_in_unless_it_is_named(program: Program) -> None:
    answer = program.ask("GET", "statements", Origin=SITE)
    assert "Access-Control-Allow-Origin" not in answer


def test_a_site_that_is_named_may_ask_and_read(program: Program, settings: Settings) -> None:
    settings.ATOLL_XAPI_ORIGINS = [SITE]
    asked = Browser().options("/xapi/statements", headers={"Origin": SITE})
    assert asked.status_code == 204
    assert "PUT" in asked["Access-Control-Allow-Methods"]
    assert "Authorization" in asked["Access-Control-Allow-Headers"]
    answer = program.ask("GET", "statements", Origin=SITE)
    assert answer["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in answer
    assert CONSISTENT in answer["Access-Control-Expose-Headers"]
    assert "Origin" in answer["Vary"]
    refused = program.ask("GET", "statements", Origin="https://other.example")
    assert "Access-Control-Allow-Origin" not in refused


def test_a_refusal_may_be_read_by_a_site_that_is_named(
    program: Program, settings: Settings
) -> None:
    settings.ATOLL_XAPI_ORIGINS = [SITE]
    answer = program.ask("GET", "statements", Origin=SITE, Authorization="")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (401, SITE)


# When nothing can be saved


def test_when_nothing_can_be_saved_it_may_be_sent_again_later(program: Program) -> None:
    forget_what_was_told()
    error = OperationalError("database is locked")
    with mock.patch("learning.lrs.receiving.locked_origin", side_effect=error):
        answer = post(program, statement())
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_an_error_of_ours_is_not_hidden(program: Program) -> None:
    error = OperationalError("no such table")
    with (
        mock.patch("learning.lrs.receiving.locked_origin", side_effect=error),
        pytest.raises(OperationalError),
    ):
        post(program, statement())


def test_a_secret_is_shown_nowhere(program: Program) -> None:
    assert SECRET not in str(vars(program.client))


@pytest.mark.parametrize(
    "header", ["text/plain\r\nSet-Cookie: a=b", "text/plain\n", "a/" + "b" * 9_000]
)
def test_a_header_in_a_form_is_one_line_as_a_header_is(program: Program, header: str) -> None:
    """Communication 1.3: what stands for a header is held to what a header may hold"""
    answer = form(program, "PUT", {"statementId": name(), "content": "{}", "Content-Type": header})
    assert (answer.status_code, "one line" in json.loads(answer.content)["error"]) == (400, True)


def test_a_name_in_a_form_that_is_no_text_lets_nobody_in(program: Program) -> None:
    """Communication 4: 401"""
    fields = {"limit": "1", "Authorization": "Basic é"}
    assert form(program, "GET", fields, Authorization=None).status_code == 401


def test_what_a_request_looks_like_in_a_log_holds_no_secret() -> None:
    headers = {"authorization": basic("a-platform:a secret of tests")}
    call = Call("GET", "/xapi/statements", {}, headers, b"a secret of tests")
    assert "secret" not in repr(call)
    assert headers["authorization"] not in repr(call)
