"""The page of the search. It needs no script: a form that asks by its address."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from learning.finding.filtering import Choice, Chosen, choose
from learning.finding.glossary import glossary
from learning.finding.searching import Found, search

TOPICS = 8  # SDG targets shown to begin with
LONGEST_NUMBER = 4  # digits of a page's number


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found, or where to begin."""
    chosen = choose(request.GET.dict())
    found = search(
        request.GET.get("q", ""),
        chosen,
        language=get_language() or "en",
        as_typed="exact" in request.GET,
    )
    number = min(_number(request.GET.get("page", "")), found.pages)
    context = {
        "found": found,
        "hits": found.page(number),
        "chosen": chosen,
        "number": number,
        "before": _address(request, found, chosen, page=number - 1) if number > 1 else "",
        "after": _address(request, found, chosen, page=number + 1) if number < found.pages else "",
        "as_typed": _address(request, found, chosen, exact=1),
        "unfiltered": _address(request, found, Chosen({})),
        "topics": _topics(found) if found.typed.is_empty and not chosen else [],
    }
    return render(request, "finding/search.html", context)


@require_safe
def glossary_page(request: HttpRequest) -> HttpResponse:
    """Show every word that is explained somewhere."""
    letters = glossary(get_language() or "en")
    return render(request, "finding/glossary.html", {"letters": letters})


def _number(text: str) -> int:
    """Read a page's number; anything else is the first page."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return max(1, int(text)) if is_number else 1


def _address(request: HttpRequest, found: Found, chosen: Chosen, **more: int) -> str:
    """Give the address of the same question with other filters, or of another page of it."""
    asked = {"q": found.typed.text} if found.typed.text else {}
    exact = {"exact": 1} if "exact" in request.GET else {}
    parameters = {**asked, **chosen.values, **exact, **more}
    return f"{reverse('finding:search')}?{urlencode(parameters)}"


def _topics(found: Found) -> Sequence[Choice]:
    """Give the targets that most of what is offered serves."""
    targets = next(field.choices for field in found.fields if field.name == "sdg")
    most = sorted(targets, key=lambda choice: -choice.count)[:TOPICS]
    return [choice for choice in targets if choice in most]
