"""The words for indices, levels and numbers on country pages."""

from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toolkits.countries.indices import Level, rounded
from toolkits.countries.models import Membership

INDEX_NAMES: dict[str, str | Promise] = {
    "egdi": gettext_lazy("E-Government Development Index (EGDI)"),
    "osi": gettext_lazy("Online services (OSI)"),
    "tii": gettext_lazy("Telecommunication infrastructure (TII)"),
    "hci": gettext_lazy("Human capital (HCI)"),
    "epi": gettext_lazy("E-participation (EPI)"),
}
LEVEL_NAMES: dict[Level, str | Promise] = {
    Level.VERY_HIGH: gettext_lazy("very high"),
    Level.HIGH: gettext_lazy("high"),
    Level.MIDDLE: gettext_lazy("middle"),
    Level.LOW: gettext_lazy("low"),
}


def index_name(index: str) -> str:
    return str(INDEX_NAMES[index])


def level_name(level: Level | None) -> str:
    return str(LEVEL_NAMES[level]) if level else _("no data")


def published(value: Decimal | None) -> str:
    """Write a value with all the digits it was published with."""
    return _("no data") if value is None else number_format(value)


def short(value: Decimal | None) -> str:
    """Write a value to the 3 places of means and charts."""
    return _("no data") if value is None else number_format(rounded(value))


def signed(value: Decimal | None) -> str:
    """Write a change to 3 places, always with its sign."""
    if value is None:
        return _("no data")
    near = rounded(value)
    sign = "+" if near > 0 else "−" if near < 0 else ""
    return f"{sign}{number_format(abs(near))}"


def status(membership: Membership) -> str:
    """Say since when and until when, as exactly as it is known; empty where nothing is known."""
    words = []
    is_day = membership.precision == Membership.Precision.DAY
    form = "DATE_FORMAT" if is_day else "Y"
    if membership.since:
        words.append(_("since %(date)s") % {"date": date_format(membership.since, form)})
    if membership.until:
        words.append(_("until %(date)s") % {"date": date_format(membership.until, form)})
    return ", ".join(words)
