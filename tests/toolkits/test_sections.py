import pytest

from toolkits.sections import digest, excerpt, sections

STREAM = [
    {"type": "text", "value": "<p>Before.</p><h2>What</h2><p>One.</p>", "id": "a"},
    {"type": "key", "value": {"text": "<p>Keep.</p>"}, "id": "b"},
    {"type": "text", "value": "<h2>How &amp; why</h2><p>Two.</p><h3>Small</h3>", "id": "c"},
]


def test_a_text_is_parted_at_its_headings_and_blocks_stay_with_theirs() -> None:
    found = sections(STREAM)

    assert [section.heading for section in found] == ["", "What", "How & why"]
    assert [block["type"] for block in found[1].blocks] == ["text", "key"]
    assert found[2].blocks[0]["value"].endswith("<h3>Small</h3>")


def test_an_excerpt_keeps_the_order_of_the_unit() -> None:
    blocks = excerpt(STREAM, ["How & why", "What"])

    assert [block["id"] for block in blocks] == ["a", "b", "c"]
    assert "Before" not in str(blocks)


def test_no_heading_means_all_of_it() -> None:
    assert excerpt(STREAM, []) == STREAM


def test_a_heading_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="When"):
        excerpt(STREAM, ["When"])


def test_a_digest_is_of_what_is_said_not_of_ids() -> None:
    renamed = [{**block, "id": "other"} for block in STREAM]
    changed = [*STREAM[:2], {**STREAM[2], "value": "<p>Else.</p>"}]

    assert digest(renamed) == digest(STREAM)
    assert digest(changed) != digest(STREAM)
