"""The three formats in which statements are handed out (Communication 2.1.3, `format`)."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from learning.xapi.conformance.activities import COMPONENT_LISTS
from learning.xapi.conformance.agents import IDENTIFIERS, identifiers
from learning.xapi.conformance.language_tags import chosen
from learning.xapi.conformance.parts import Changes, Part, rewritten

LANGUAGE_MAPS = ("name", "description")


class Format(StrEnum):
    """ids: only what identifies. exact: as received. canonical: in one language."""

    IDS = "ids"
    EXACT = "exact"
    CANONICAL = "canonical"


def ids(statement: Part) -> Part:
    """Give a valid statement with only what identifies each Agent, Group, verb and Activity."""
    return rewritten(statement, Changes(actor=_bare_actor, verb=_id_alone, activity=_id_alone))


def canonical(
    statement: Part,
    *,
    languages: Sequence[str],
    definition: Callable[[str], Mapping[str, object] | None] = lambda _: None,
    display: Callable[[str], Mapping[str, str] | None] = lambda _: None,
) -> Part:
    """Give a valid statement with the store's own words for verbs and activities, in one language.

    languages: the most wanted first, as `language_tags.preferred` gives them.
    definition, display: what the store keeps for the id of an activity or of a verb; None where
    it keeps nothing, and then what the statement itself says is used.
    """

    def verb(found: Part) -> Part:
        words = display(found["id"]) or found.get("display")
        return {**found, "display": one_language(words, languages)} if words else found

    def activity(found: Part) -> Part:
        kept = definition(found["id"]) or found.get("definition")
        return {**found, "definition": in_one_language(kept, languages)} if kept else found

    return rewritten(statement, Changes(actor=lambda found: found, verb=verb, activity=activity))


def in_one_language(definition: Mapping[str, object], languages: Sequence[str]) -> Part:
    """Give a definition whose language maps, those of its components too, hold one language."""
    found = dict(definition)
    for name in LANGUAGE_MAPS:
        words = found.get(name)
        if isinstance(words, Mapping):
            found[name] = one_language(words, languages)
    for name in COMPONENT_LISTS:
        parts = found.get(name)
        if isinstance(parts, list):
            found[name] = [_component(each, languages) for each in parts]
    return found


def one_language(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Give the entry of a language map that serves best; nothing only of an empty map."""
    tag = chosen(words, languages)
    return {} if tag is None else {tag: words[tag]}


def _component(component: Part, languages: Sequence[str]) -> Part:
    if "description" not in component:
        return component
    return {**component, "description": one_language(component["description"], languages)}


def _id_alone(part: Part) -> Part:
    """Give the id; without objectType an object is an Activity anyway (Data 2.4.4)."""
    return {"id": part["id"]}


def _bare_actor(actor: Part) -> Part:
    found = {name: actor[name] for name in ("objectType", *IDENTIFIERS) if name in actor}
    if not identifiers(actor):
        found["member"] = [_bare_actor(each) for each in actor.get("member", [])]
    return found
