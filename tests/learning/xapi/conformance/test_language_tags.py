import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.conformance.language_tags import chosen, is_tag, preferred


@pytest.mark.parametrize(
    ("tag", "is_so"),
    [  # the examples of RFC 5646, appendix A
        *((tag, True) for tag in ("de", "fr", "ja", "i-enochian", "zh-Hant", "zh-cmn-Hans-CN")),
        *((tag, True) for tag in ("cmn-Hans-CN", "yue-HK", "sr-Latn-RS", "sl-rozaj-biske-1994")),
        *((tag, True) for tag in ("de-CH-1901", "hy-Latn-IT-arevela", "es-419", "x-whatever")),
        *((tag, True) for tag in ("de-CH-x-phonebk", "en-US-u-islamcal", "en-a-myext-b-another")),
        *((tag, True) for tag in ("az-Arab-x-AZE-derbend", "qaa-Qaaa-QM-x-southern", "EN-us")),
        *((tag, False) for tag in ("de-419-DE", "a-DE", "ar-a-aaa-b-bbb-a-ccc", "", "en-", "-en")),
        *((tag, False) for tag in ("something", "a12345", "en_US", "en-US ", "x-", "de-1901-1901")),
        (None, False),
        (5, False),
    ],
)
def test_a_tag_is_well_formed_or_not(tag: object, is_so: bool) -> None:
    assert is_tag(tag) is is_so


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        ("", ()),
        ("fr", ("fr",)),
        ("en;q=0.5, fr , de;q=0.9", ("fr", "de", "en")),
        ("*, es-MX;q=0.1, en;q=0", ("es-MX",)),
        ("fr ; q=0.2,!!,en;q=x,de", ("de", "fr")),
    ],
)
def test_wanted_languages_are_read_from_a_header(header: str, languages: tuple[str, ...]) -> None:
    """RFC 9110 §12.5.4"""
    assert preferred(header) == languages


@given(st.text())
def test_no_header_is_too_strange(header: str) -> None:
    assert all(preferred(header))


@pytest.mark.parametrize(
    ("tags", "languages", "tag"),
    [
        (["en", "fr"], ["fr"], "fr"),
        (["en-US", "fr-CA"], ["FR"], "fr-CA"),
        (["en", "zh-Hant"], ["zh-Hant-TW"], "zh-Hant"),
        (["en", "es"], ["de", "es-MX"], "es"),
        (["en", "fr"], ["de"], "en"),
        (["en", "fr"], [], "en"),
        (["english", "en"], ["en"], "en"),
        ([], ["en"], None),
    ],
)
def test_the_best_language_is_chosen(
    tags: list[str], languages: list[str], tag: str | None
) -> None:
    """RFC 4647 §3.4"""
    assert chosen(dict.fromkeys(tags, ""), languages) == tag


def test_a_tag_is_short_enough_to_be_one() -> None:
    """RFC 5646 §4.4.1"""
    assert is_tag("en-x" + "-a" * 125)
    assert not is_tag("en-x" + "-a" * 126)
