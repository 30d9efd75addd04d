import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, RequestFactory

from learning.accounts import cards
from learning.accounts.cards import card_of
from learning.accounts.drawing import qr_code
from learning.accounts.models import User


def test_a_cards_code_leads_to_the_sign_in_page_with_the_learner_code_filled_in(
    client: Client, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    monkeypatch.setattr(cards, "qr_code", lambda text, label: drawn.append(text))
    card = card_of(RequestFactory().get("/me/card/"), learner)
    address = urlsplit(drawn[0])
    assert parse_qs(address.query) == {"code": [learner.username]}
    assert card.address == "http://testserver/in/"
    page = client.get(f"{address.path}?{address.query}").content.decode()
    assert f'value="{learner.username}"' in page


def test_a_qr_code_is_a_drawing_with_a_name_and_no_style() -> None:
    drawn = qr_code("https://example.org/in/?code=7", label='Say "yes" <now>')
    assert 'aria-label="Say &quot;yes&quot; &lt;now&gt;"' in drawn
    assert re.search(r'<svg viewBox="0 0 (\d+) \1">', drawn)
    assert "style" not in drawn


def test_two_texts_are_two_drawings() -> None:
    assert qr_code("a", label="") != qr_code("b", label="")
