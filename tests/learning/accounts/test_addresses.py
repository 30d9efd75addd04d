import pytest
from django.test import RequestFactory

from learning.accounts.addresses import address_behind_proxy


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("10.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("made up by the visitor, 203.0.113.7 ", "203.0.113.7"),
        ("", "127.0.0.1"),
    ],
)
def test_only_what_the_proxy_itself_saw_is_believed(forwarded: str, expected: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})

    assert address_behind_proxy(request) == expected


def test_a_socket_without_a_proxy_gives_no_address() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="")

    assert address_behind_proxy(request) == ""
