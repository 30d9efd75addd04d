"""Forms as a browser would send them: with the hidden fields of the page."""

import re
from html import unescape

from django.test import Client

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')

Form = dict[str, str | list[str]]


def hidden_fields(html: str) -> Form:
    """Give the hidden fields of the last form in `html` that has any."""
    forms = [part for part in html.split("<form ") if HIDDEN.search(part.split("</form>")[0])]
    found = HIDDEN.findall(forms[-1].split("</form>")[0]) if forms else []
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def attempt_form(browser: Client, address: str) -> Form:
    """Give the hidden fields of the open attempt at a test."""
    page = browser.get(address).content.decode()
    return hidden_fields("<form " + page.partition("data-attempt")[2])


def question_form(browser: Client, address: str, question: str) -> Form:
    """Give the hidden fields of a question's form on a lesson page."""
    page = browser.get(address).content.decode()
    start = page.index(f'<form class="card check" id="q-{question}"')
    return hidden_fields(page[start : page.index("</form>", start)])
