"""What is refused, before and while a file is opened: each with what happened and what to do."""

import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import documents
from tests.factories.documents import docx
from tests.factories.library import png
from tests.toolkits.importing.reading import source
from toolkits.importing.errors import Refused
from toolkits.importing.pictures import Unusable, verified
from toolkits.importing.reading import Incoming, read
from toolkits.importing.sources import Limits, Picture

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = {
    "word/settings.xml": f"<w:settings {documents.NAMESPACES}/>",
    "word/_rels/settings.xml.rels": documents.relationships(
        documents.outside("attachedTemplate", "https://evil.example/t.dotm")
    ),
}
OWN_TEMPLATE = {
    "word/settings.xml": f"<w:settings {documents.NAMESPACES}/>",
    "word/_rels/settings.xml.rels": documents.relationships(
        documents.outside("attachedTemplate", "file:///C:/Templates/Ministry.dotx")
    ),
}
WHOLE = [
    ("a.docx", documents.parts_of(docx())),
    ("a.pptx", documents.parts_of(documents.pptx_file())),
]
DEEP = f"<w:document {documents.NAMESPACES}>" + "<w:p>" * 200 + "</w:p>" * 200 + "</w:document>"


@pytest.mark.parametrize(
    ("name", "content", "what", "remedy"),
    [
        ("a.docm", docx(), "holds macros", "drops the macros"),
        ("a.docx", documents.with_macros(), "holds macros", "drops the macros"),
        ("a.docx", docx(main_type=MACRO_TYPE), "holds macros", "drops the macros"),
        ("a.docx", documents.zip_bomb(), "zip bomb", "split it"),
        ("a.docx", documents.lying_zip_bomb(), "damaged", "save it again"),
        (
            "a.docx",
            documents.zipped({"a.xml": "<x/>"}, zipfile.ZIP_LZMA),
            "packed",
            "Save it again",
        ),
        ("a.docx", documents.zipped({"a.xml": "<x/>"}, zipfile.ZIP_BZIP2), "packed", "Save it"),
        ("a.docx", documents.entity_bomb(), "DOCTYPE", "Save it again"),
        ("a.docx", docx(parts={"word/document.xml": DEEP}), "deeply nested", "Split it"),
        ("a.docx", docx(parts={"../../etc/cron.d/x.xml": "<x/>"}), "names of its parts", "Save"),
        ("a.docx", docx(parts={"WORD/document.xml": "<x/>"}), "names of its parts", "Save"),
        ("a.docx", docx(parts=TEMPLATE), "template from another computer", "taken off"),
        ("a.docx", docx()[:-400], "damaged", "copy it again"),
        ("a.docx", docx(parts={"word/document.xml": "<w:document"}), "damaged", "copy it again"),
        ("a.docx", documents.zipped({"a.txt": "x"}), "no document of that kind", "save it"),
        ("a.pptx", docx(), "inside it is a .docx file", "Give it the ending .docx"),
        ("a.docx", documents.encrypted(), "locked with a password", "without a password"),
        ("a.docx", documents.encrypted()[:512], "old program", "save it as .docx"),
        ("a.docx", b"plain text", "does not fit", "right ending"),
        ("a.md", docx(), "does not fit", "right ending"),
        ("a.html", b"\x7fELF\0\0", "no text", "ending of the program"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "kind .doc ", "save it as .docx"),
        ("a.ppt", b"\xd0\xcf\x11\xe0", "kind .ppt ", "save it as .pptx"),
        ("a.exe", b"MZ", "says nothing", "Import .docx"),
        ("a.md", b"", "is empty", "Copy it again"),
    ],
)
def test_a_bad_file_is_refused_in_one_clear_sentence_each(
    name: str, content: bytes, what: str, remedy: str
) -> None:
    with pytest.raises(Refused) as refused:
        source(name, content)

    told = str(refused.value)
    assert told.startswith(f"{name}: ")
    assert "Nothing was imported." in told
    assert what in told
    assert remedy in told


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    for bomb in (documents.zip_bomb(), documents.lying_zip_bomb()):
        tracemalloc.start()
        with pytest.raises(Refused):
            source("a.docx", bomb)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 2_000_000  # bytes; the bombs unpack to 120 and 8 MB


@given(st.data())
def test_a_document_that_was_changed_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    name, parts = data.draw(st.sampled_from(WHOLE))
    part = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[part])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[place] = data.draw(st.sampled_from(b'<>"/ x0\0'))

    try:
        found = source(name, documents.zipped({**parts, part: bytes(content)}))
    except Refused:
        return
    assert found.sections


def test_the_size_is_limited_by_the_setting() -> None:
    with pytest.raises(Refused, match="larger than 1 MB"):
        read(Incoming("a.md", b"x" * 1_048_577), Limits(file=1_048_576))


def test_a_template_of_the_same_machine_is_not_followed_and_no_reason_to_refuse() -> None:
    assert source("a.docx", docx(parts=OWN_TEMPLATE)).sections


def test_markup_under_the_name_of_a_picture_is_never_parsed() -> None:
    disguised = docx(parts={"word/media/image1.png": "<!DOCTYPE x><x/>"})

    found = source("a.docx", disguised)

    assert found.pictures == ()
    assert "was left out" in " ".join(found.warnings)


@pytest.mark.parametrize(
    ("content", "limits", "reason"),
    [
        (png()[:60], Limits(), "damaged"),
        (png(), Limits(picture_pixels=100), "too many pixels"),
        (png(), Limits(picture=10), "larger than"),
        (b"<svg/>", Limits(), "browsers cannot show"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_left_out(
    content: bytes, limits: Limits, reason: str
) -> None:
    with pytest.raises(Unusable, match=reason):
        verified(Picture("a.png", content), limits)


def test_a_picture_of_an_office_program_is_turned_into_png() -> None:
    bitmap = documents.bitmap()

    found = verified(Picture("../x/Chart 1.bmp", bitmap), Limits())

    assert found.name == "Chart 1.png"
    assert found.content.startswith(b"\x89PNG")
