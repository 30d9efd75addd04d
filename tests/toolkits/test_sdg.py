import pytest

from toolkits.sdg import OFFICIAL, in_order, target, targets
from toolkits.tags import GOALS


def test_every_target_has_official_wording_in_six_languages_and_ours() -> None:
    assert len(targets()) == 41
    for found in targets():
        assert all(found.official[language] for language in OFFICIAL), found.code
        assert all(found.ours.values()), found.code
        assert found.source.startswith("A/RES/71/313 wording via open-sdg/sdg-translations (MIT)")
        assert found.goal in GOALS


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Develop effective, accountable and transparent institutions at all levels"),
        ("ar", "إنشاء مؤسسات فعالة وشفافة وخاضعة للمساءلة على جميع المستويات"),
        ("ru", "Создать эффективные, подотчетные и прозрачные учреждения на всех уровнях"),
    ],
)
def test_a_target_has_its_official_wording(language: str, expected: str) -> None:
    found = target("16.6")
    assert found
    wording = found.wording(language)

    assert (wording.text, wording.language, wording.is_asked_for) == (expected, language, True)


def test_a_language_of_a_region_is_its_language() -> None:
    found = target("16.6")
    assert found
    assert found.wording("zh-hans").language == "zh"
    assert found.wording("FR-ca").language == "fr"


def test_other_languages_fall_back_to_english_and_say_so() -> None:
    found = target("9.c")
    assert found
    for wording in (found.wording("dv"), found.short("ru")):
        assert (wording.language, wording.is_asked_for) == ("en", False)


def test_arabic_has_no_strokes_that_only_stretch_a_printed_line() -> None:
    assert [found.code for found in targets() if "\u0640" in found.official["ar"]] == []


def test_an_unknown_target_has_no_wording() -> None:
    assert target("16.99") is None
    assert target("") is None


def test_targets_stand_as_the_resolution_lists_them() -> None:
    assert sorted(["16.b", "5.b", "16.10", "5.5", "16.6", "9.c"], key=in_order) == [
        "5.5",
        "5.b",
        "9.c",
        "16.6",
        "16.10",
        "16.b",
    ]
