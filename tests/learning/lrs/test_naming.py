import pytest

from learning.lrs.naming import key_of_agent, key_of_iri
from tests.learning.lrs.samples import AGENT, OTHER, TEAM


def test_an_agent_is_known_by_its_identifier_alone() -> None:
    """Data 2.4.2.3"""
    assert key_of_agent(AGENT) == key_of_agent({"mbox": AGENT["mbox"], "name": "Sina"})


@pytest.mark.parametrize(
    "other",
    [
        {"mbox": "mailto:Sina@example.org"},
        {"openid": AGENT["mbox"]},
        {"objectType": "Group", "mbox": AGENT["mbox"]},
        OTHER,
        TEAM,
    ],
)
def test_others_are_told_apart(other: dict[str, object]) -> None:
    assert key_of_agent(AGENT) != key_of_agent(other)


def test_an_account_is_its_home_page_and_its_name() -> None:
    home, swapped = ({"homePage": a, "name": b} for a, b in (("urn:a", "b"), ("urn:ab", "")))
    assert key_of_agent({"account": home}) != key_of_agent({"account": swapped})


def test_the_case_of_a_hash_says_nothing() -> None:
    digests = ("AB" * 20, "ab" * 20)
    assert len({key_of_agent({"mbox_sha1sum": each}) for each in digests}) == 1


def test_a_group_that_nothing_identifies_has_no_key() -> None:
    assert key_of_agent({"objectType": "Group", "member": [AGENT]}) is None


def test_iris_are_told_apart_by_every_character() -> None:
    """RFC 3987 §5.3.1"""
    iris = ["urn:a", "URN:a", "urn:a/", "urn:%61"]
    assert len({key_of_iri(each) for each in iris}) == len(iris)
