"""The targets of the Sustainable Development Goals that this field works on, with their wording.

The official wording in six languages is that of A/RES/71/313, taken from open-sdg/sdg-translations
(MIT licence; the commit stands in the file's `source` column); Arabic is kept without the strokes
that only stretch a printed line (U+0640). The short wordings are ours, not the United Nations'.
A well-formed target that is not in the file is a target too: it is shown as its number.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("sdg_targets.csv")
OFFICIAL: Mapping[str, str] = {  # the six languages of the United Nations, by their own names
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
OURS = ("en", "fr", "ar")


@dataclass(frozen=True)
class Wording:
    """A text and the language it is in. `is_asked_for`: whether that is the language wanted."""

    text: str
    language: str
    is_asked_for: bool = True


@dataclass(frozen=True)
class Target:
    """A target, such as 16.6. `official` and `ours`: texts by language code."""

    code: str
    official: Mapping[str, str]
    ours: Mapping[str, str]
    source: str

    @property
    def goal(self) -> int:
        return goal_of(self.code)

    def wording(self, language: str) -> Wording:
        """Give the official wording in `language`, or else in English."""
        return _in_language(self.official, language)

    def short(self, language: str) -> Wording:
        """Give our short wording in `language`, or else in English."""
        return _in_language(self.ours, language)


def target(code: str) -> Target | None:
    """Give the target `code` if its wording is known here."""
    return _targets().get(code)


def targets() -> tuple[Target, ...]:
    """Give every target whose wording is known here, goal by goal."""
    return tuple(_targets().values())


def goal_of(code: str) -> int:
    return int(code.partition(".")[0])


def in_order(code: str) -> tuple[int, bool, int, str]:
    """Give the key that sorts targets as the resolution lists them: 5.5, 5.10, then 5.b."""
    part = code.partition(".")[2]
    is_letter = not part.isdecimal()
    return goal_of(code), is_letter, 0 if is_letter else int(part), part


@cache
def _targets() -> Mapping[str, Target]:
    with LIST.open(encoding="utf-8", newline="") as file:
        found = [_read(row) for row in csv.DictReader(file)]
    return {each.code: each for each in sorted(found, key=lambda each: in_order(each.code))}


def _read(row: Mapping[str, str]) -> Target:
    return Target(
        code=row["target"],
        official={language: row[language] for language in OFFICIAL},
        ours={language: row[f"short_{language}"] for language in OURS},
        source=row["source"],
    )


def _in_language(texts: Mapping[str, str], language: str) -> Wording:
    wanted = language.partition("-")[0].lower()
    if wanted in texts:
        return Wording(texts[wanted], wanted)
    return Wording(texts["en"], "en", is_asked_for=False)
