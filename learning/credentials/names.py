"""The name on a certificate: as the learner writes it, if it can be printed."""

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.accounts.signing_in import clean_name
from learning.credentials.errors import UnfitName

NAME_LENGTH = 150  # characters, as of an account
JOINERS = "\u200c\u200d"  # Persian and Indic names are spelt with them
UNPRINTABLE = {"Cc", "Cf", "Cn", "Co", "Cs"}  # a mark of direction could turn the line around


def printable_name(text: str) -> str:
    """Give the name in Unicode form C, with single spaces.

    Raises: UnfitName — empty, no letter in it, too long, or with characters that do not print.
    """
    name = clean_name(text)
    if not any(character.isalpha() for character in name):
        raise UnfitName(_("Write your name, in the letters it shall be printed in."))
    if len(name) > NAME_LENGTH:
        raise UnfitName(_too_long(len(name)))
    if any(map(_is_unprintable, name)):
        raise UnfitName(
            _("There is a character in the name that cannot be printed. Type the name by hand.")
        )
    return name


def _too_long(length: int) -> str:
    sentence = ngettext(
        "The name has %(length)d character, and a certificate has room for %(most)d. Shorten it.",
        "The name has %(length)d characters, and a certificate has room for %(most)d. Shorten it.",
        length,
    )
    return sentence % {"length": length, "most": NAME_LENGTH}


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in UNPRINTABLE and character not in JOINERS
