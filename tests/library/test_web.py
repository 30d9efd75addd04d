"""The toolkits of the starter library are one web, and all of it can be found by topic."""

import pytest

from courses.library.documents import Document
from toolkits.sdg import target
from toolkits.tags import split_list

UNITS = {"guide", "case", "instrument"}
# Sandboxes and artificial intelligence are a matter of national law and regulators.
ONLY_NATIONAL = {"N11"}
# Accounts of nature are neither e-government nor its institutions; no line of the three fits.
WITHOUT_A_LINE = {"nature-in-the-national-accounts"}


def toolkit(documents: list[Document], slug: str) -> Document:
    return next(root for root in documents if (root.kind, root.slug) == ("toolkit", slug))


def units(document: Document) -> list[Document]:
    return [each for each in document.walk() if each.kind in UNITS]


def carried_out(documents: list[Document]) -> dict[str, tuple[str, ...]]:
    local = toolkit(documents, "local-toolkit")
    return {unit.slug: split_list(str(unit.fields["implements"])) for unit in units(local)}


def test_every_local_unit_carries_out_one_or_two_national_units(documents: list[Document]) -> None:
    national = toolkit(documents, "national-toolkit")
    names = {f"{national.slug}/{unit.slug}" for unit in units(national)}
    named = carried_out(documents)

    assert len(named) == 42
    for slug, above in named.items():
        assert 1 <= len(above) <= 2, slug
        assert set(above) <= names, slug


def test_every_national_chapter_is_carried_out_on_the_ground(documents: list[Document]) -> None:
    named = {name for above in carried_out(documents).values() for name in above}
    national = toolkit(documents, "national-toolkit")
    alone = {
        chapter.fields["code"]
        for chapter in national.children
        if not named & {f"{national.slug}/{unit.slug}" for unit in units(chapter)}
    }

    assert alone == ONLY_NATIONAL


def test_a_local_case_carries_out_a_case_of_the_same_country_or_a_guide(
    documents: list[Document],
) -> None:
    countries = {
        f"national-toolkit/{unit.slug}": unit.fields["country"]
        for unit in units(toolkit(documents, "national-toolkit"))
        if unit.kind == "case"
    }
    for unit in units(toolkit(documents, "local-toolkit")):
        if unit.kind == "case":
            above = split_list(str(unit.fields["implements"]))
            foreign = [
                n
                for n in above
                if countries.get(n, unit.fields["country"]) != unit.fields["country"]
            ]
            assert foreign == [], unit.path


@pytest.mark.parametrize("kind", ["course", "toolkit", "chapter"])
def test_everything_can_be_found_by_target_line_and_principle(
    documents: list[Document], kind: str
) -> None:
    for root in documents:
        for document in root.walk():
            if document.kind == kind:
                assert document.fields["sdg"], document.path
                assert document.fields["principles"], document.path
                assert document.fields["wsis"] or document.slug in WITHOUT_A_LINE, document.path


def test_every_target_named_has_its_official_wording(documents: list[Document]) -> None:
    named = {
        code
        for root in documents
        for document in root.walk()
        for code in split_list(str(document.fields.get("sdg", "")))
    }

    assert [code for code in sorted(named) if target(code) is None] == []
