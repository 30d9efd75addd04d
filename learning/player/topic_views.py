"""Pages by topic: what serves an SDG target, a WSIS action line, a principle of governance."""

from collections.abc import Iterable
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from learning.player.editions import offered
from learning.player.topics import Tally, Topic, TopicKind, find, tallies
from toolkits.sdg import OFFICIAL
from toolkits.tags import PRINCIPLE_GROUPS, PRINCIPLES_SOURCE, WSIS_SOURCE


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic with how much carries it."""
    counted = tallies(offered())
    targets = [tally for topic, tally in counted.items() if topic.kind == TopicKind.SDG]
    context = {
        "goals": _by_goal(tally for tally in targets if not tally.is_empty),
        "free": [tally.topic for tally in targets if tally.is_empty],
        "lines": [tally for topic, tally in counted.items() if topic.kind == TopicKind.WSIS],
        "groups": [
            (words, [counted[Topic(TopicKind.PRINCIPLE, slug)] for slug in slugs])
            for words, slugs in PRINCIPLE_GROUPS.values()
        ],
        "wsis_source": WSIS_SOURCE,
        "principles_source": PRINCIPLES_SOURCE,
    }
    return render(request, "player/topics.html", context)


def _by_goal(tallies: Iterable[Tally]) -> list[tuple[Topic, list[Tally]]]:
    """Give the tallies goal by goal, each with a topic that names the goal."""
    goals = groupby(tallies, key=lambda tally: tally.topic.goal)
    grouped = [list(group) for _goal, group in goals]
    return [(group[0].topic, group) for group in grouped]


@require_GET
def topic(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One topic: its wording, and all that carries it."""
    if kind not in set(TopicKind):
        raise Http404(_("There is no such topic."))
    asked = Topic(TopicKind(kind), code)
    found = find(offered(), frozenset({asked}))
    if found.is_empty and not asked.is_known:
        raise Http404(_("There is no such topic, and nothing carries it."))
    context = {
        "topic": asked,
        "found": found,
        "source": {TopicKind.WSIS: WSIS_SOURCE, TopicKind.PRINCIPLE: PRINCIPLES_SOURCE}.get(
            asked.kind
        ),
        "wordings": [(name, asked.target.wording(language)) for language, name in OFFICIAL.items()]
        if asked.target
        else [],
    }
    return render(request, "player/topic.html", context)
