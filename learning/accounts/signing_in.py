"""Signing in with a learner code and a PIN, and where each person goes then.

A PIN is short, so two things protect it: `guessing` slows down those who guess, and the first PINs
anybody would guess are refused. An unknown code, a member of staff and a wrong PIN get the same
answer and cost the same work. Passwords of staff are checked by Django, and django-axes counts
their failures.
"""

import secrets
import unicodedata
from itertools import pairwise

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code
from learning.accounts.devices import device_of
from learning.accounts.errors import WeakPin, WrongCodeOrPin
from learning.accounts.guessing import count_try, forget_guesses, forgive
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

    Raises: WrongCodeOrPin — mistyped or unknown code, wrong PIN, or not a learner; TooManyTries;
    ClosedToGuessing.
    """
    try:
        username = clean_code(plain_digits(code), LEARNER_CODE_LENGTH)
    except CodeError as error:
        raise WrongCodeOrPin from error
    made = count_try(username, device_of(request))
    # Not through `authenticate`: django-axes would count too, by the time of day.
    user = ModelBackend().authenticate(request, username=username, password=pin)
    if not isinstance(user, User) or not user.is_learner:
        raise WrongCodeOrPin
    forgive(made)
    return user


def is_still(request: HttpRequest, user: User, secret: str) -> bool:
    """Tell whether the person who is signed in typed their own PIN or password again.

    Raises: TooManyTries, ClosedToGuessing.
    """
    if not user.is_learner:
        return authenticate(request, username=user.get_username(), password=secret) == user
    try:
        return learner_with(request, code=user.get_username(), pin=secret) == user
    except WrongCodeOrPin:
        return False


def change_pin(learner: User, pin: str) -> None:
    """Give the learner a new PIN, end their sessions, and forget the failed tries."""
    learner.set_password(pin)
    learner.save(update_fields=["password"])
    forget_guesses(learner)


def speaking(user: User, response: HttpResponse) -> HttpResponse:
    """Let the browser speak the language that the person chose, if they chose one."""
    if user.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response


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
