import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from media.captions import Cue, read_captions, written
from media.errors import CaptionsFault
from tests.factories.recordings import CAPTIONS

HEAD = "WEBVTT\n\n"
ONE = "00:01.000 --> 00:02.000\nYes\n"


def test_captions_are_words_and_times() -> None:
    assert read_captions(CAPTIONS.encode()) == (
        Cue(0, 2500, "Amina: Good morning."),
        Cue(2500, 4000, "Your number, please."),
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEAD + ONE,
        (HEAD + ONE).replace("\n", "\r\n"),
        (HEAD + ONE).replace("\n", "\r"),
        "WEBVTT - a film\nKind: captions\nLanguage: en\n\n" + ONE,
        "WEBVTT\n" + ONE,
        HEAD + "NOTE to self\nnothing\n\n" + ONE,
        HEAD + "STYLE\n::cue { background: url(https://example.org/x) }\n\n" + ONE,
        HEAD + "REGION\nid:a\n\nfirst\n00:00:01.000 --> 00:00:02.000 line:1\n<i>Yes</i>\n\n\n",
    ],
)
def test_every_way_to_write_them_is_read(text: str) -> None:
    assert read_captions(text.encode()) == (Cue(1000, 2000, "Yes"),)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nYes", 1, "WEBVTT"),
        ("<html>", 1, "WEBVTT"),
        (HEAD, 3, "nothing is said up to here"),
        (HEAD + "00:01,000 --> 00:02,000\nYes", 3, "a time should stand here"),
        (HEAD + "first\n00:71.000 --> 00:72.000\nYes", 4, "a time should stand here"),
        (HEAD + "Yes", 3, "a time should stand here"),
        (HEAD + "00:02.000 --> 00:02.000\nYes", 3, "ends before it begins"),
        (HEAD + "00:01.000 --> 00:02.000\n<b></b>", 3, "nothing is said in this time"),
        (HEAD + ONE + "\n00:00.500 --> 00:02.000\nNo", 6, "begins before the caption above"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(CaptionsFault, match=reason) as fault:
        read_captions(text.encode())
    assert fault.value.line == line


def test_captions_are_text_and_not_endless() -> None:
    with pytest.raises(CaptionsFault, match="no UTF-8") as fault:
        read_captions(b"WEBVTT\n\n\xff")
    assert fault.value.line == 3
    with pytest.raises(CaptionsFault, match="far too much"):
        read_captions(b"WEBVTT\n" + b"\n" * 1_000_000)


def test_hostile_captions_are_words_once_they_are_written() -> None:
    hostile = HEAD + (
        "STYLE\n::cue { background: url(//example.org) }\n\n"
        "00:01.000 --> 00:02.000\n<script>fire()</script>&lt;img src=x onerror=fire()&gt;\n"
    )
    anew = written(read_captions(hostile.encode()))
    assert "url(" not in anew
    assert "<" not in anew.replace("-->", "")
    assert "fire()&lt;img src=x onerror=fire()&gt;" in anew


lines = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1
)
texts = lines.map(str.strip).filter(lambda text: text and not text.isspace() and "\x85" not in text)
times = st.lists(
    st.tuples(st.integers(0, 90_000_000), st.integers(1, 9000)), min_size=1, max_size=9
).map(sorted)


@given(times, texts)
def test_captions_written_anew_say_the_same(when: list[tuple[int, int]], text: str) -> None:
    cues = tuple(Cue(start, start + length, text) for start, length in when)
    assert read_captions(written(cues).encode()) == cues


@given(st.text())
def test_any_other_text_is_a_fault_and_no_crash(text: str) -> None:
    with pytest.raises(CaptionsFault):
        read_captions(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("opened", ["<", "<v ", "<v.a", "<v" + " " * 99, "&", "x"])
def test_a_line_that_nobody_could_read_is_refused_unread(opened: str) -> None:
    line = opened * (120_000 // len(opened))
    with pytest.raises(CaptionsFault, match="far too long") as fault:
        read_captions((HEAD + ONE + line).encode())
    assert fault.value.line == 5


@pytest.mark.parametrize("opened", ["<", "<v ", "<v.a "])
def test_tags_that_are_left_open_are_words(opened: str) -> None:
    said = (opened * 200).strip()
    assert read_captions((HEAD + "00:01.000 --> 00:02.000\n" + said).encode())[0].text == said


def test_a_day_of_speech_is_read() -> None:
    cues = tuple(
        Cue(start * 2000, start * 2000 + 1900, "Two lines for each,\nas people speak.")
        for start in range(14_000)
    )
    content = written(cues).encode()
    assert 900_000 < len(content) <= 1_000_000
    assert read_captions(content) == cues


@pytest.mark.parametrize("hours", ["1" * 5, "1" * 5000, "\u0661\u0661"])
def test_an_hour_that_no_clock_shows_is_a_fault(hours: str) -> None:
    with pytest.raises(CaptionsFault, match="a time should stand here") as fault:
        read_captions(f"{HEAD}{hours}:00:01.000 --> {hours}:00:02.000\nYes".encode())
    assert fault.value.line == 3


said = st.lists(
    st.sampled_from(["one", "NOTE", "-->", "<v Ann>", "<b>", "<", ">", "&", "&amp;", "&lt;"])
    | st.sampled_from(["&#10;", "&#13;", "&#0;", "&#x85;", "&#x2028;", "&NewLine;", "&#12;"])
    | st.sampled_from(["&amp;#10;", "&nbsp;", " ", "\u2028", "\x0b", "\x1c", "\x85"]),
    max_size=12,
).map("".join)


@given(st.lists(said, min_size=1, max_size=4))
@example(["one&#10;&#10;two&#10;&#10;NOTE gone"])
@example(["&" * 800])
@example(["&" * 801])
def test_captions_that_are_read_can_be_read_as_they_are_written(texts: list[str]) -> None:
    blocks = [f"00:0{at}.000 --> 00:09.000\n{text}\n\n" for at, text in enumerate(texts)]
    try:
        cues = read_captions((HEAD + "".join(blocks)).encode())
    except CaptionsFault:
        return
    assert read_captions(written(cues).encode()) == cues
