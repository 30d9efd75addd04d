"""Reading blocks: what a toolkit unit is made of, and most of a lesson too.

Each block has one template in templates/blocks/. Rich text passes the sanitising door both when
it is saved and when it is rendered.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText, expand_db_html

from media.errors import MediaError
from media.models import File
from media.playing import captions_of, film, sound
from media.sanitising import sanitise

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]
CARD_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class SafeRichTextBlock(blocks.RichTextBlock):
    """Rich text that has passed the sanitising door."""

    class Meta:
        template = "blocks/text.html"
        icon = "pilcrow"

    def clean(self, value: RichText) -> RichText:
        cleaned: RichText = super().clean(value)
        return RichText(sanitise(cleaned.source))

    def get_context(
        self, value: RichText, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["html"] = safe_html(value)
        return context


def safe_html(value: RichText) -> SafeString:
    """Give the HTML to show: sanitised first, so that only our own links are expanded after."""
    return SafeString(expand_db_html(sanitise(value.source)))


def text_block(**options: Any) -> SafeRichTextBlock:
    return SafeRichTextBlock(features=TEXT_FEATURES, label=_("text"), **options)


def card_text(**options: Any) -> SafeRichTextBlock:
    return SafeRichTextBlock(features=CARD_FEATURES, **options)


class KeyPointBlock(blocks.StructBlock):
    text = card_text()

    class Meta:
        label = _("key point")
        icon = "key"
        template = "blocks/key.html"


class OfficeBlock(blocks.StructBlock):
    text = card_text()

    class Meta:
        label = _("in your office")
        icon = "home"
        template = "blocks/office.html"


class ExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    text = card_text()
    source = blocks.CharBlock(required=False)

    class Meta:
        label = _("example")
        icon = "globe"
        template = "blocks/example.html"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(
        required=False, help_text=_("What a person who cannot see the picture needs to know.")
    )
    decorative = blocks.BooleanBlock(
        default=False,
        required=False,
        help_text=_("The picture says nothing that the text does not say."),
    )
    caption = blocks.CharBlock(required=False)
    source = blocks.CharBlock(required=False)

    class Meta:
        label = _("figure")
        icon = "image"
        template = "blocks/figure.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        errors = {}
        if not value["decorative"] and not (value["alt"] or "").strip():
            message = _("Say in words what the picture shows, or mark it as decorative.")
            errors["alt"] = ValidationError(message)
        try:
            cleaned: blocks.StructValue = super().clean(value)
        except blocks.StructBlockValidationError as error:
            errors |= error.block_errors
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class TableBlock(blocks.StructBlock):
    """A table as a heading row and rows of plain cells, so that it reflows and translates."""

    caption = blocks.CharBlock()
    heading = blocks.ListBlock(blocks.CharBlock(required=False))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False)))
    source = blocks.CharBlock(required=False)

    class Meta:
        label = _("table")
        icon = "table"
        template = "blocks/table.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        width = len(cleaned["heading"])
        if any(len(row) != width for row in cleaned["rows"]):
            message = _("Each row must have as many cells as the heading row.")
            raise blocks.StructBlockValidationError(block_errors={"rows": ValidationError(message)})
        return cleaned


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    by = blocks.CharBlock()
    source = blocks.CharBlock(required=False)

    class Meta:
        label = _("quote")
        icon = "openquote"
        template = "blocks/quote.html"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False)
    steps = blocks.ListBlock(card_text())

    class Meta:
        label = _("steps")
        icon = "list-ol"
        template = "blocks/steps.html"


class DetailsBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    text = card_text()

    class Meta:
        label = _("details")
        icon = "collapse-down"
        template = "blocks/details.html"


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock()
    meaning = card_text()

    class Meta:
        label = _("glossary term")
        icon = "doc-full"
        template = "blocks/term.html"


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock()
    title = blocks.CharBlock()

    class Meta:
        label = _("download")
        icon = "download"
        template = "blocks/download.html"


def _refused(value: blocks.StructValue, looks: Mapping[str, Callable[[File], object]]) -> None:
    """Look into the files of a block. Raises: StructBlockValidationError — with every fault."""
    faults: dict[str, ValidationError] = {}
    for name, look in looks.items():
        try:
            if value[name]:
                look(value[name])
        except MediaError as error:
            faults[name] = ValidationError(str(error))
        except OSError:
            message = _("The file “%s” is not there any more. Choose another, or upload it again.")
            faults[name] = ValidationError(message % value[name].filename)
    if faults:
        raise blocks.StructBlockValidationError(block_errors=faults)


class VideoBlock(blocks.StructBlock):
    """A film with its words, and lighter ways to take it in."""

    title = blocks.CharBlock()
    file = DocumentChooserBlock(
        label=_("film"), help_text=_("MP4 or WebM, 480 lines high. It never loads by itself.")
    )
    small = DocumentChooserBlock(
        required=False,
        label=_("small film"),
        help_text=_("The same film, 240 lines high, for slow lines (at most 300 kbit/s)."),
    )
    sound = DocumentChooserBlock(
        required=False,
        label=_("sound only"),
        help_text=_("Its sound as M4A, Opus or MP3 (32 kbit/s are enough for speech)."),
    )
    captions = DocumentChooserBlock(help_text=_("WebVTT."))
    transcript = card_text(help_text=_("All that is said, and what one must see to follow it."))

    class Meta:
        label = _("video")
        icon = "media"
        template = "blocks/video.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        _refused(cleaned, {"file": film, "small": film, "sound": sound, "captions": captions_of})
        return cleaned


class AudioBlock(blocks.StructBlock):
    """A recording with its words."""

    title = blocks.CharBlock()
    file = DocumentChooserBlock(
        label=_("recording"), help_text=_("M4A, Opus or MP3. It never loads by itself.")
    )
    transcript = card_text(help_text=_("All that is said."))

    class Meta:
        label = _("sound")
        icon = "media"
        template = "blocks/audio.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        _refused(cleaned, {"file": sound})
        return cleaned


class ReadingBlock(blocks.StreamBlock):
    """The body of a toolkit unit."""

    text = text_block(group=_("Text"))
    key = KeyPointBlock(group=_("Text"))
    office = OfficeBlock(group=_("Text"))
    example = ExampleBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    term = TermBlock(group=_("Text"))
    steps = StepsBlock(group=_("Structure"))
    table = TableBlock(group=_("Structure"))
    details = DetailsBlock(group=_("Structure"))
    figure = FigureBlock(group=_("Media"))
    download = DownloadBlock(group=_("Media"))
    video = VideoBlock(group=_("Media"))
    audio = AudioBlock(group=_("Media"))
