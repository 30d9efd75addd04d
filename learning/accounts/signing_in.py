"""Signing in with a learner code and a PIN, and where each person goes then.

A PIN is short, so two things protect it: django-axes slows down guessing (it hears every failed
`authenticate`), and the first PINs anybody would guess are refused. An unknown code, a member of
staff and a wrong PIN get the same answer.
"""

import secrets
import unicodedata
from itertools import pairwise

from axes.utils import reset as forget_failures
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code
from learning.accounts.errors import WeakPin, WrongCodeOrPin
from learning.accounts.models import User

PIN_LENGTHS = range(4, 7)  # digits
NEW_PIN_LENGTH = 4  # digits
PIN_BACKEND = "django.contrib.auth.backends.ModelBackend"


def clean_name(text: str) -> str:
    """Give the name in Unicode form C, with single spaces and none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain_digits(text: str) -> str:
    """Give the text with the digits of every script written 0 to 9: keyboards differ."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def clean_pin(text: str) -> str:
    """Give the PIN a person meant. Raises: WeakPin — it is not 4 to 6 digits."""
    pin = plain_digits("".join(text.split()))
    if not pin.isascii() or not pin.isdigit() or len(pin) not in PIN_LENGTHS:
        raise WeakPin(_("A PIN has 4 to 6 digits."))
    return pin


def strong_pin(text: str) -> str:
    """Give a PIN good enough for a new account.

    Raises: WeakPin — not 4 to 6 digits, all the same digit, or a straight run up or down.
    """
    pin = clean_pin(text)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps == {0}:
        raise WeakPin(_("All digits are the same, so it is easy to guess. Choose another PIN."))
    if steps in ({1}, {9}):
        raise WeakPin(_("These digits stand in a row, so it is easy to guess. Choose another PIN."))
    return pin


def new_pin() -> str:
    """Make a random PIN that is not easy to guess."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _place in range(NEW_PIN_LENGTH))
        try:
            return strong_pin(pin)
        except WeakPin:
            continue


def register(*, name: str, pin: str) -> User:
    """Make a learner's account. Raises: WeakPin."""
    return User.objects.create_learner(name=clean_name(name), pin=strong_pin(pin))


def learner_with(request: HttpRequest, *, code: str, pin: str) -> User:
    """Give the learner whose code and PIN these are; `code` as typed.

    Raises: WrongCodeOrPin — mistyped or unknown code, wrong PIN, too many tries, or not a learner.
    """
    try:
        username = clean_code(plain_digits(code), LEARNER_CODE_LENGTH)
    except CodeError as error:
        raise WrongCodeOrPin from error
    user = authenticate(request, username=username, password=pin)
    if not isinstance(user, User) or not user.is_learner:
        raise WrongCodeOrPin
    return user


def change_pin(learner: User, pin: str) -> None:
    """Give the learner a new PIN, end their sessions, and forget the failed tries."""
    learner.set_password(pin)
    learner.save(update_fields=["password"])
    forget_failures(username=learner.get_username())


def first_page(user: User) -> str:
    """Give the address where the person's work starts."""
    if user.is_learner:
        return resolve_url("player:me")
    if not user.is_superuser and user.is_trainer:
        return resolve_url("cohorts:cohorts")
    if user.has_perm("wagtailadmin.access_admin"):
        return resolve_url("wagtailadmin_home")
    return resolve_url("player:home")


def next_page(request: HttpRequest, *, otherwise: str) -> str:
    """Give the address the request asks to go on to, if it is ours; else `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else otherwise
