"""What a page can be tagged with besides targets of the Sustainable Development Goals.

The eleven principles of effective governance for sustainable development were set out by the UN
Committee of Experts on Public Administration in 2018 and endorsed by ECOSOC (E/2018/44, E/RES/
2018/12). The action lines are those of the World Summit on the Information Society which the UN
Department of Economic and Social Affairs facilitates. The names of the goals are the short titles
that the United Nations gives them; the wording of the targets is in `toolkits.sdg`.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

PRINCIPLES: Mapping[str, Words] = {
    "competence": _("Competence"),
    "sound-policymaking": _("Sound policymaking"),
    "collaboration": _("Collaboration"),
    "integrity": _("Integrity"),
    "transparency": _("Transparency"),
    "independent-oversight": _("Independent oversight"),
    "leaving-no-one-behind": _("Leaving no one behind"),
    "non-discrimination": _("Non-discrimination"),
    "participation": _("Participation"),
    "subsidiarity": _("Subsidiarity"),
    "intergenerational-equity": _("Intergenerational equity"),
}
PRINCIPLE_GROUPS: Mapping[str, tuple[Words, tuple[str, ...]]] = {
    "effectiveness": (
        _("Effectiveness"),
        ("competence", "sound-policymaking", "collaboration"),
    ),
    "accountability": (
        _("Accountability"),
        ("integrity", "transparency", "independent-oversight"),
    ),
    "inclusiveness": (
        _("Inclusiveness"),
        (
            "leaving-no-one-behind",
            "non-discrimination",
            "participation",
            "subsidiarity",
            "intergenerational-equity",
        ),
    ),
}
WSIS_LINES: Mapping[str, Words] = {
    "C1": _("The role of public authorities and all stakeholders in ICT for development"),
    "C7": _("ICT applications: e-government"),
    "C11": _("International and regional cooperation"),
}


PRINCIPLES_SOURCE: Words = _(
    "UN Committee of Experts on Public Administration: principles of effective governance for "
    "sustainable development, 2018 (E/2018/44)"
)
WSIS_SOURCE: Words = _(
    "World Summit on the Information Society: Geneva Plan of Action, 2003; three of its action "
    "lines, in our words"
)
GOALS: Mapping[int, Words] = {
    1: _("No poverty"),
    2: _("Zero hunger"),
    3: _("Good health and well-being"),
    4: _("Quality education"),
    5: _("Gender equality"),
    6: _("Clean water and sanitation"),
    7: _("Affordable and clean energy"),
    8: _("Decent work and economic growth"),
    9: _("Industry, innovation and infrastructure"),
    10: _("Reduced inequalities"),
    11: _("Sustainable cities and communities"),
    12: _("Responsible consumption and production"),
    13: _("Climate action"),
    14: _("Life below water"),
    15: _("Life on land"),
    16: _("Peace, justice and strong institutions"),
    17: _("Partnerships for the goals"),
}


def check_principles(text: str) -> None:
    """Accept principles set apart by commas or spaces. Raises: ValidationError."""
    _check_known(text, PRINCIPLES)


def check_wsis_lines(text: str) -> None:
    """Accept action lines set apart by commas or spaces. Raises: ValidationError."""
    _check_known(text, WSIS_LINES)


def split_list(text: str) -> tuple[str, ...]:
    """Give what `text` lists, set apart by commas or spaces."""
    return tuple(text.replace(",", " ").split())


def _check_known(text: str, known: Mapping[str, Words]) -> None:
    for tag in split_list(text):
        if tag not in known:
            message = _("There is no tag “%(tag)s”. There are: %(known)s.")
            raise ValidationError(message, params={"tag": tag, "known": ", ".join(known)})
