import json

import pytest

from learning.lrs.documents.identities import agent_in, key_of, key_of_account
from learning.lrs.errors import BadRequest, LrsError
from learning.xapi.conformance.errors import ConformanceError
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.versions import Version

HOME = "https://platform.example"
SHA1 = "0123456789abcdef0123456789abcdef01234567"


def read(agent: object) -> Part:
    return agent_in(json.dumps(agent), Version.V1)


@pytest.mark.parametrize(
    "agent",
    [
        {"mbox": "mailto:a@example.com"},
        {"objectType": "Agent", "mbox": "mailto:a@example.com", "name": "A"},
        {"mbox_sha1sum": SHA1},
        {"openid": "https://a.example.com"},
        {"account": {"homePage": HOME, "name": "s-17"}},
        {"objectType": "Group", "mbox": "mailto:class@example.com"},
        {"objectType": "Group", "mbox": "mailto:c@example.com", "member": [{"openid": "a:b"}]},
    ],
)
def test_an_agent_is_known_by_one_identifier(agent: Part) -> None:
    """Data 2.4.2.1, 2.4.2.2."""
    assert read(agent) == agent
    assert json.loads(key_of(agent)).keys() - {"objectType"} <= agent.keys()


@pytest.mark.parametrize(
    "agent",
    [
        True,
        1,
        [],
        "not an agent",
        {},
        {"name": "A"},
        {"mbox": "a@example.com"},
        {"mbox": "mailto:a@example.com", "openid": "https://a.example.com"},
        {"objectType": "Person", "mbox": "mailto:a@example.com"},
        {"objectType": "Group", "member": [{"mbox": "mailto:a@example.com"}]},
        {"objectType": "Activity", "id": "https://a.example.com"},
        {"account": {"homePage": HOME}},
        {"Mbox": "mailto:a@example.com"},
    ],
)
def test_what_is_no_agent_is_refused(agent: object) -> None:
    """Communication 2.3.s3.table1.row2, 2.6.s3.table1.row1: 400 Bad Request."""
    with pytest.raises((ConformanceError, BadRequest)):
        read(agent)


@pytest.mark.parametrize(
    "text", ["not JSON", "", "{", '{"mbox":"mailto:a@b.c","mbox":"x"}', "\ud800"]
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises((ConformanceError, LrsError)):
        agent_in(text, Version.V1)


def test_an_agent_too_long_for_an_address_is_refused() -> None:
    with pytest.raises(ConformanceError):
        read({"mbox": "mailto:a@example.com", "name": "a" * 20_000})


def test_only_the_identifier_makes_the_key() -> None:
    one = {"account": {"homePage": HOME, "name": "s-17"}, "name": "Sina"}
    same = {"name": "S.", "objectType": "Agent", "account": {"name": "s-17", "homePage": HOME}}
    assert key_of(one) == key_of(same) == key_of_account(HOME, "s-17")


def test_hexadecimal_digits_are_the_same_in_either_case() -> None:
    assert key_of({"mbox_sha1sum": SHA1.upper()}) == key_of({"mbox_sha1sum": SHA1})


def test_a_group_is_nobody_in_it() -> None:
    mailbox = {"mbox": "mailto:a@example.com"}
    assert key_of({"objectType": "Group", **mailbox}) != key_of(mailbox)
    assert key_of({"openid": "mailto:a@example.com"}) != key_of(mailbox)
