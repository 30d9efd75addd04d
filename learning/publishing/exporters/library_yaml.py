"""Values as YAML in the one way that the text format is written: front matter, settings, tools."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

Value = str | int | bool | Sequence[str]
# What YAML takes only as an escape (YAML 1.2 §5.1), and what it would take for the end of a line.
HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# Names of a definition in the order in which people read it; others follow.
ORDER = (
    *("kind", "formula", "assessors", "chart", "code", "title", "text", "label", "type"),
    *("weight", "hint", "unit", "prompt", "rows", "required", "minimum", "maximum", "decimals"),
    *("default", "options", "from_percent", "from_value", "above", "advice", "questions"),
    *("fields", "dimensions", "sections", "inputs", "measure", "levels", "note"),
)
DEFAULTS: tuple[object, ...] = (None, "", False, [])
KEPT = frozenset({"from_percent"})  # nought is what it says


def line(name: str, value: Value) -> str:
    """Give `name: value`; a list in one line."""
    if isinstance(value, bool | int):
        return f"{name}: {str(value).lower()}"
    if isinstance(value, str):
        return f"{name}: {scalar(value)}"
    return f"{name}: [{', '.join(_quoted(each) for each in value)}]"


def lines(name: str, values: Sequence[str]) -> str:
    """Give a list of which each entry has a line."""
    return "\n".join([f"{name}:", *(f"  - {scalar(each)}" for each in values)])


def scalar(text: str) -> str:
    """Give a text in one line, in quotes where YAML would read it as something else."""
    return text if _is_safe(text) else _quoted(text)


def _is_safe(text: str) -> bool:
    if "\n" in text or HIDDEN.search(text) or text.strip() != text:
        return False
    try:
        return bool(yaml.safe_load(f"- {text}") == [yaml.safe_load(f"x: {text}")["x"]] == [text])
    except (yaml.YAMLError, TypeError, KeyError, AttributeError):
        return False


def _quoted(text: str) -> str:
    said = json.dumps(text, ensure_ascii=False)
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", said)


def definition(entry: Mapping[str, Any]) -> str:
    """Give the definition of an instrument, without what stands for nothing."""
    written: str = yaml.safe_dump(
        _without_defaults(entry), allow_unicode=True, sort_keys=False, width=10**6
    )
    return written


def _without_defaults(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_defaults(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    names = sorted(value, key=lambda name: (ORDER.index(name) if name in ORDER else 99, name))
    kept = [name for name in names if name in KEPT or not _is_default(value[name])]
    return {name: _without_defaults(value[name]) for name in kept}


def _is_default(value: Any) -> bool:
    return any(value is each or value == each for each in DEFAULTS)
