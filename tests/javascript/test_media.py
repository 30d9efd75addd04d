"""Players and reading aloud, in Chromium with a stand-in for the voices that it lacks here."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.factories.recordings import wav

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).parents[2] / "learning" / "static" / "learning" / "media.js"
SOUND = "data:audio/wav;base64," + base64.b64encode(wav(30)).decode()
PAGE = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Tide</title>
<p data-aloud="fr" hidden><button data-pause="Pause">Read aloud</button> <button>Stop</button></p>
<article class="content"><h1>Marée</h1><p>Deux fois</p><ul><li>haute</li><li><p>basse</p></li></ul>
<details><summary>Encore</summary><p>caché</p></details>
<details class="media-choice" id="a" open><summary>1</summary>
<audio controls preload="none" src="{SOUND}"></audio></details>
<details class="media-choice" id="b" open><summary>2</summary>
<video controls preload="none" src="{SOUND}"><track src="data:text/vtt,WEBVTT"></video></details>
<form><p>Répondez</p></form></article><p>fin</p>
<script>
const said = [], voices = VOICES;
Object.defineProperty(window, "speechSynthesis", {{value: {{
  getVoices: () => voices, speak: one => said.push(one), cancel: () => said.push({{text: "-"}}),
}}}});
window.SpeechSynthesisUtterance = function (text) {{ this.text = text; }};
const spoken = () => said.map(one => one.text);
const next = () => said[said.length - 1].onend();
const now = () => [...document.querySelectorAll(".aloud-now")].map(each => each.textContent);
</script><script src="{SCRIPT.as_uri()}"></script>"""
FRENCH = '[{lang: "en-GB", localService: true}, {lang: "fr-FR", localService: true}]'
FAR = '[{lang: "fr-FR", localService: false}, {lang: "en-GB", localService: true}]'


def show(page: Page, tmp_path: Path, voices: str = FRENCH) -> None:
    shown = tmp_path / "page.html"
    shown.write_text(PAGE.replace("VOICES", voices), encoding="utf-8")
    page.goto(shown.as_uri())


@pytest.mark.parametrize("voices", ["[]", FAR])
def test_nothing_is_offered_without_a_voice_of_the_device_itself(
    page: Page, tmp_path: Path, voices: str
) -> None:
    show(page, tmp_path, voices)

    assert page.locator("[data-aloud]").is_hidden()


def test_a_voice_that_comes_late_is_found(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path, "[]")

    page.evaluate(
        "voices.push({lang: 'fr', localService: true}); speechSynthesis.onvoiceschanged()"
    )

    assert page.locator("[data-aloud]").is_visible()


def test_a_lesson_is_read_text_by_text_and_what_is_read_is_marked(
    page: Page, tmp_path: Path
) -> None:
    show(page, tmp_path)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("now()") == ["Marée"]
    assert page.evaluate("said[0].voice.lang") == "fr-FR"
    for _time in range(4):
        page.evaluate("next()")
    assert page.evaluate("spoken()") == ["Marée", "Deux fois", "haute", "basse", "Encore"]
    assert page.evaluate("now()") == ["Encore"]
    page.evaluate("next()")
    assert page.evaluate("now()") == []
    assert page.get_by_text("Read aloud").is_visible()


def test_a_pause_goes_on_where_it_was(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path)
    page.get_by_text("Read aloud").click()
    page.evaluate("next()")

    page.get_by_text("Pause").click()
    page.evaluate("said[1].onend()")  # a phone ends what it was told to leave
    assert page.evaluate("now()") == []
    page.get_by_text("Read aloud").click()

    assert page.evaluate("spoken()") == ["Marée", "Deux fois", "-", "Deux fois"]


def test_stopping_begins_anew(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path)
    page.get_by_text("Read aloud").click()
    page.evaluate("next()")

    page.get_by_text("Stop").click()
    page.get_by_text("Read aloud").click()

    assert page.evaluate("spoken()") == ["Marée", "Deux fois", "-", "Marée"]


def test_one_player_plays_at_a_time_and_none_that_is_not_seen(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path)
    page.get_by_text("Read aloud").click()
    paused = "[...document.querySelectorAll('audio,video')].map(each => each.paused)"

    page.evaluate("document.querySelector('audio').play()")
    page.wait_for_function("spoken().includes('-')")
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("document.querySelector('audio').paused")
    assert page.evaluate(paused) == [True, False]
    page.locator("#b summary").click()

    page.wait_for_function("document.querySelector('video').paused")


def test_captions_are_shown_when_a_film_plays_and_not_before(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path)
    mode = "document.querySelector('video').textTracks[0].mode"
    assert page.evaluate(mode) == "disabled"

    page.evaluate("document.querySelector('video').play()")

    page.wait_for_function(f"{mode} === 'showing'")


def test_the_script_weighs_a_kilobyte() -> None:
    brotli = pytest.importorskip("brotli")
    assert len(brotli.compress(SCRIPT.read_bytes())) <= 1024
