"""The card that a learner keeps: name, code and the way in. Never the PIN."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from learning.accounts.drawing import qr_code
from learning.accounts.models import User


@dataclass(frozen=True)
class LearnerCard:
    """What stands on a card. The QR code holds `address` with the learner code filled in."""

    name: str
    learner_code: str
    address: str
    qr: SafeString


def card_of(request: HttpRequest, learner: User) -> LearnerCard:
    address = request.build_absolute_uri(reverse("accounts:sign-in"))
    drawn = qr_code(
        f"{address}?{urlencode({'code': learner.get_username()})}",
        label=_("QR code: sign in with this code"),
    )
    return LearnerCard(learner.name, learner.learner_code, address, drawn)
