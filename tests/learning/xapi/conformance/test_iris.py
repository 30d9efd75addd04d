import tracemalloc

import pytest

from learning.xapi.conformance.iris import is_iri


@pytest.mark.parametrize(
    "text",
    ["x:y", "urn:uuid:1", "https://example.org/é?q=%C3%A9#a", "mailto:a@example.org", "a+-.:%41"],
)
def test_an_iri_has_a_scheme_and_more(text: str) -> None:
    """Data 2.2; RFC 3987 §2.2"""
    assert is_iri(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "x:",
        ":x",
        "1x:y",
        "a=b:c",
        "x:a b",
        "x:\n",
        "x:y\n",
        "x:%",
        "x:%4",
        "x:%4g",
        "x:<y>",
        "x:\u00a0",
        "x:\u2003",
        "x:\ufffe",
        "é:y",
        "example.org/x",
        "x:{y}",
        'x:"',
        "x:\\",
        7,
        None,
    ],
)
def test_what_else_is_no_iri(text: object) -> None:
    assert not is_iri(text)


@pytest.mark.parametrize("rest", ["a", "%41"])
def test_a_long_iri_is_judged_in_little_memory(rest: str) -> None:
    text = "x:" + rest * 300_000
    tracemalloc.start()
    try:
        assert is_iri(text)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000  # bytes
    finally:
        tracemalloc.stop()
