"""Words of the data files that pages show, marked so that they are translated with the rest."""

from django.utils.translation import gettext_noop

NOTES = (
    gettext_noop(
        "Was due to leave the LDC category on 24 November 2026; check the current status."
    ),
    gettext_noop(
        "Was due to leave the LDC category on 24 November 2026; check the current status. "
        "In June 2026 the government said that the UN Committee for Development Policy supports "
        "an extension to 24 November 2029."
    ),
    gettext_noop("Leaving the LDC category was deferred in 2023."),
    gettext_noop(
        "Leaving the LDC category is planned; the date was not verified for this file: "
        "check the current status."
    ),
)
REGIONS = (
    gettext_noop("Australia and New Zealand"),
    gettext_noop("Central Asia"),
    gettext_noop("Eastern Asia"),
    gettext_noop("Eastern Europe"),
    gettext_noop("Latin America and the Caribbean"),
    gettext_noop("Melanesia"),
    gettext_noop("Micronesia"),
    gettext_noop("Northern Africa"),
    gettext_noop("Northern America"),
    gettext_noop("Northern Europe"),
    gettext_noop("Polynesia"),
    gettext_noop("South-eastern Asia"),
    gettext_noop("Southern Asia"),
    gettext_noop("Southern Europe"),
    gettext_noop("Sub-Saharan Africa"),
    gettext_noop("Western Asia"),
    gettext_noop("Western Europe"),
)
