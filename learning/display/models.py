from math import floor

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from learning.display.contrast import TEXT, colour
from learning.display.hues import Refusal, refused_accent, refused_primary
from learning.display.tokens import INK, Theme, colours


@register_setting(icon="view")
class Branding(BaseGenericSetting, ClusterableModel):
    """How a country's centre looks: its name, its crest and two colours.

    One for the installation and not for each of Wagtail's sites: learners' pages come from
    editions, which belong to no site. Pages read a file of it (learning.display.brand).
    """

    name = models.CharField(
        _("name of the centre"),
        max_length=60,
        blank=True,
        help_text=_("Stands in the bar of every page in place of “Learning Centre”."),
    )
    crest = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("crest"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown small beside the mark, about 36 pixels high."),
    )
    crest_words = models.CharField(
        _("what the crest shows"),
        max_length=120,
        blank=True,
        help_text=_("For those who cannot see it, such as “Coat of arms of Tuvalu”."),
    )
    primary = models.CharField(
        _("colour of links and buttons"),
        max_length=7,
        blank=True,
        help_text=_("As in #0b5a63. Dark pages get a lighter one of the same tone."),
    )
    accent = models.CharField(
        _("colour of marks"), max_length=7, blank=True, help_text=_("As in #f2b632.")
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), InlinePanel("names")], heading=_("Name")),
        MultiFieldPanel([FieldPanel("crest"), FieldPanel("crest_words")], heading=_("Crest")),
        MultiFieldPanel([FieldPanel("primary"), FieldPanel("accent")], heading=_("Colours")),
    ]

    class Meta:
        verbose_name = _("branding")

    def __str__(self) -> str:
        return self.name or now("Branding")

    def clean(self) -> None:
        super().clean()
        faults: dict[str, str] = {}
        if self.crest_id and not self.crest_words.strip():
            faults["crest_words"] = now("Say in a few words what the crest shows.")
        for name in ("primary", "accent"):
            if sentence := self._clean_colour(name):
                faults[name] = sentence
        if faults:
            raise ValidationError(faults)

    def _clean_colour(self, name: str) -> str:
        """Put the colour into its one form; say what is wrong with it, if anything."""
        written = getattr(self, name).strip()
        if not written:
            setattr(self, name, "")
            return ""
        try:
            setattr(self, name, colour(written))
        except ValueError:
            return now("This is no colour. Write # and six digits or letters, as in #0b5a63.")
        return self._refused(name)

    def _refused(self, name: str) -> str:
        if name == "primary":
            refusal = refused_primary(self.primary, colours(Theme.LIGHT))
        else:
            refusal = refused_accent(self.accent, INK)
        return _sentence(refusal) if refusal else ""


class BrandName(models.Model):
    """What the centre is called in one language."""

    branding = ParentalKey(Branding, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name of the centre"), max_length=60)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["branding", "language"], name="a_centre_has_one_name_a_language"
            )
        ]
        verbose_name = _("name in another language")
        verbose_name_plural = _("names in other languages")

    def __str__(self) -> str:
        return self.name


def _sentence(refusal: Refusal) -> str:
    grounds = {
        "paper": now("on the ground of pages"),
        "surface": now("on cards"),
        "sunken": now("on examples"),
        "okw": now("on feedback"),
        "warnw": now("on feedback"),
        "badw": now("on feedback"),
        "wash": now("on the ground of what is chosen"),
        "on": now("with the white text on buttons"),
        "ink": now("with the dark text on it"),
    }
    message = now(
        "Its contrast %(where)s is %(figure).1f to 1, and people can read from %(needed)s to 1 on. "
        "The nearest of this tone that can be read is %(nearest)s. Nothing was changed."
    )
    return message % {
        "where": grounds[refusal.ground],
        "figure": floor(refusal.figure * 10) / 10,  # rounded down: never as much as is needed
        "needed": TEXT,
        "nearest": refusal.nearest or "–",
    }
