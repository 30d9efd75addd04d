"""The cards of the recap and of the weekly goal, for the page that player owns."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import get_language

from learning.accounts.models import User
from learning.player.pages import Card
from learning.recap import goals
from learning.recap.drawing import recap_of
from learning.recap.models import Days
from learning.records.reading import answers_of

register = template.Library()


@register.inclusion_tag("recap/cards.html", takes_context=True)
def week_of(context: dict[str, Any], learner: User) -> dict[str, Any]:
    """Show how many questions wait, and how the goal for the week stands. Six queries."""
    answers = answers_of(learner.pk)
    return {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "recap": recap_of(learner, answers=answers),
        "goal": goals.standing(learner, answers, language=get_language() or "en"),
        "choices": Days.choices,
    }


@register.simple_tag
def going_on(cards: Sequence[Card]) -> tuple[list[Card], list[Card]]:
    """Part courses into the one to go on with, the latest that is not complete, and the rest."""
    first = next((card for card in cards if not card.progress.is_complete), None)
    if first is None:
        return list(cards[:1]), list(cards[1:])
    return [first], [card for card in cards if card is not first]
