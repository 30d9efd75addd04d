from django.db import models
from wagtail.models import Page


class GeneratedPage(Page):
    """A page with the text of a generated lesson, and links to those around it."""

    text = models.TextField()

    template = "baked/generated_page.html"

    class Meta:
        app_label = "baked"
