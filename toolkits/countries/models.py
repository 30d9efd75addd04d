import datetime
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from toolkits.countries.indices import INDICES, Level, level


class CountryQuerySet(models.QuerySet["Country"]):
    def in_group(self, group: str, date: datetime.date) -> "CountryQuerySet":
        """Give the countries that are in the group on that day."""
        members = Membership.objects.filter(group=group).on(date)
        return self.filter(pk__in=members.values("country_id"))


class Country(models.Model):
    """A country by its ISO 3166-1 code, with its names in the six languages of the UN."""

    iso3 = models.CharField(_("code"), max_length=3, primary_key=True)
    iso2 = models.CharField(_("code of two letters"), max_length=2, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=100, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=100, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=100, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=60)
    subregion = models.CharField(_("sub-region"), max_length=60)
    intermediate_region = models.CharField(_("intermediate region"), max_length=60, blank=True)
    is_un_member = models.BooleanField(_("member of the United Nations"))

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language in use, or in English."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Give the name in a language such as `fr` or `pt-br`, or in English."""
        return getattr(self, f"name_{language[:2]}", "") or self.name_en

    @property
    def names(self) -> list[str]:
        """Every name there is, the English one first."""
        every = (self.name_in(code) for code in ("en", "fr", "es", "ar", "ru", "zh"))
        return list(dict.fromkeys(every))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, date: datetime.date) -> "MembershipQuerySet":
        """Give those that hold on that day. An unknown beginning is long ago."""
        begun = Q(since=None) | Q(since__lte=date)
        not_ended = Q(until=None) | Q(until__gt=date)
        return self.filter(begun, not_ended)


class Membership(models.Model):
    """A country's place in a group of countries, from one day to another.

    `until` is the first day on which it is no longer there. Where only the year is known,
    `precision` says so, and the date is that year's last day.
    """

    class Group(models.TextChoices):
        SIDS = "SIDS", _("Small island developing States")
        LDC = "LDC", _("Least developed countries")
        LLDC = "LLDC", _("Landlocked developing countries")

    class Precision(models.TextChoices):
        DAY = "day", _("the day is known")
        YEAR = "year", _("only the year is known")

    country = models.ForeignKey(
        Country, models.CASCADE, related_name="memberships", verbose_name=_("country")
    )
    group = models.CharField(_("group"), max_length=4, choices=Group.choices)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the dates"),
        max_length=4,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["country", "group", "since"]
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")) | Q(since=None) | Q(until=None),
                name="a_membership_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.group}"


class DataSet(models.Model):
    """One E-Government Survey as one file has it. Files are kept, never changed.

    `sha256`: of the file's bytes, lowercase hex.
    """

    year = models.PositiveSmallIntegerField(_("survey year"))
    title = models.CharField(_("title"), max_length=150)
    source = models.CharField(_("source"), max_length=400)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    sha256 = models.CharField(_("checksum of the file"), max_length=64)
    is_current = models.BooleanField(_("is shown"), default=False)

    class Meta:
        ordering = ["-year", "-imported_at"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(is_current=True), name="one_current_data_set_a_year"
            ),
            models.UniqueConstraint(fields=["year", "sha256"], name="a_file_is_one_data_set"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


def _share(name: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(name, max_digits=6, decimal_places=5)


class Reading(models.Model):
    """What one survey says of one country; each index from 0 to 1."""

    data_set = models.ForeignKey(
        DataSet, models.CASCADE, related_name="readings", verbose_name=_("survey")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="readings", verbose_name=_("country")
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    egdi = _share("EGDI")
    osi = _share("OSI")
    tii = _share("TII")
    hci = _share("HCI")
    epi = _share("EPI")

    class Meta:
        ordering = ["data_set", "country"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(fields=["data_set", "country"], name="one_reading_a_country"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 0, f"{name}__lte": 1}),
                    name=f"{name}_is_from_0_to_1",
                )
                for name in INDICES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.egdi}"

    @property
    def level(self) -> Level:
        return level(self.egdi)
