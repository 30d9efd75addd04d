"""Answers whose results are worked out by hand.

ANSWERS: on law one of three is yes, 1/3 = 33.3 percent; on people the leader, 3 of 4 = 75 percent.
Total: 60 × 1/3 + 40 × 3/4 = 20 + 30 = 50.0 percent, the level “On the way”. The leader's yes has
no evidence; the team is not answered.
"""

from django.test import Client

from learning.accounts.models import User
from learning.worksheets.instruments import Instrument
from learning.worksheets.models import Sheet, Worksheet
from learning.worksheets.saving import begin, hand_in
from tests.learning.accounts.people import signed_in

ANSWERS = {
    "data-law": "yes",
    "data-law.evidence": "Act 7 of 2021",
    "open-law": "no",
    "strategy": "no",
    "leader": "yes",
}
# Differs in two questions: open-law and team.
OTHERS = {
    **ANSWERS,
    "open-law": "yes",
    "open-law.evidence": "https://example.org/open",
    "team": "no",
}
EGDI = {"osi": "0.6", "tii": "0.7", "hci": "0.8"}  # (0.6 + 0.7 + 0.8) / 3 = 0.7


def posted(answers: dict[str, str], **more: object) -> dict[str, object]:
    """Give answers as a form sends them."""
    return {**{f"a-{name}": text for name, text in answers.items()}, **more}


def sheet_of(worksheet: Worksheet, person: User) -> Sheet:
    return Sheet.objects.get(worksheet=worksheet, assessor=person)


def handed_in(instrument: Instrument, owner: User, answers: dict[str, str]) -> Worksheet:
    """Give a worksheet whose owner has handed `answers` in."""
    worksheet = begin(owner, instrument, title="Ministry of Lands", answers=answers)
    hand_in(sheet_of(worksheet, owner), instrument)
    return worksheet


def page(person: User | None, worksheet: Worksheet, path: str = "") -> object:
    return signed_in(person).get(f"{worksheet.get_absolute_url()}{path}")


def send(browser: Client, worksheet: Worksheet, path: str, data: dict[str, object]) -> object:
    return browser.post(f"{worksheet.get_absolute_url()}{path}", data)
