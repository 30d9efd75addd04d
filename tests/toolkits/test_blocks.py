from typing import Any

import pytest
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.rich_text import RichText

from tests.factories.toolkits import make_chapter, make_guide, make_toolkit
from toolkits.blocks import ReadingBlock, SafeRichTextBlock, TableBlock, safe_html

HOSTILE = '<p onclick="fire()">Text<script>fire()</script></p>'


def table(heading: list[str], rows: list[list[str]]) -> Any:
    value = {"caption": "One line", "heading": heading, "rows": rows}
    return TableBlock().to_python(value)


def test_rich_text_is_sanitised_when_it_is_saved() -> None:
    assert SafeRichTextBlock().clean(RichText(HOSTILE)).source == "<p>Text</p>"


def test_rich_text_is_sanitised_when_it_is_shown() -> None:
    html = SafeRichTextBlock().render(RichText(HOSTILE))
    assert "<p>Text</p>" in html
    assert "fire" not in html


@pytest.mark.django_db
def test_a_link_to_one_of_our_pages_gets_its_address_when_it_is_shown() -> None:
    guide = make_guide(make_chapter(make_toolkit()))
    html = safe_html(RichText(f'<p><a linktype="page" id="{guide.pk}">there</a></p>'))
    assert f'href="{guide.url}"' in html


def test_an_embed_is_never_expanded() -> None:
    assert safe_html(RichText('<embed embedtype="image" id="1" format="left">')) == ""


def test_a_table_with_rows_as_wide_as_its_heading_is_taken() -> None:
    value = table(["Part", "Value"], [["Services", "0.5"], ["People", ""]])
    assert TableBlock().clean(value)["caption"] == "One line"


@pytest.mark.parametrize("row", [["Services"], ["Services", "0.5", "0.6"]])
def test_a_table_with_a_row_of_another_width_is_refused(row: list[str]) -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        TableBlock().clean(table(["Part", "Value"], [row]))
    [message] = refused.value.block_errors["rows"].messages
    assert message == "Each row must have as many cells as the heading row."


def test_a_figure_needs_words_for_those_who_cannot_see_it() -> None:
    block = ReadingBlock()
    value = block.to_python([{"type": "figure", "value": {"image": None, "alt": ""}}])
    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(value)
    assert "alt" in refused.value.block_errors[0].block_errors


def test_every_reading_block_has_a_template_of_its_own() -> None:
    templates = [child.meta.template for child in ReadingBlock().child_blocks.values()]
    assert len(set(templates)) == len(templates) == 13
    assert all(name.startswith("blocks/") for name in templates)
