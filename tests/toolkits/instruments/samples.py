"""Definitions for tests: small enough to work out by hand."""

from decimal import Decimal

from toolkits.instruments.definition import (
    Assessment,
    Band,
    Calculator,
    Canvas,
    Chart,
    Dimension,
    Field,
    FieldType,
    Level,
    Question,
    Section,
)

# Two groups of 60 and 40 percent. Of the first, each of 3 questions is worth 20 percent; of the
# second, the first question counts 3 times as much as the other: 30 and 10 percent.
ASSESSMENT = Assessment(
    label="our total, not the OSI",
    assessors=2,
    chart=Chart.BARS,
    dimensions=(
        Dimension(
            "law",
            "Rules and laws",
            60,
            (
                Question("data-law", "Is there a law on personal data?", hint="The law’s number"),
                Question("open-law", "Is there a law on open data?"),
                Question(
                    "strategy",
                    "Is there a strategy?",
                    advice="Begin with one page.",
                    unit="national-toolkit/guide-a-strategy-people-can-follow",
                ),
            ),
        ),
        Dimension(
            "people",
            "People",
            40,
            (
                Question("leader", "Is there one who leads?", weight=3),
                Question("team", "Is there a team?"),
            ),
        ),
    ),
    levels=(Level("Beginning", 0, "Choose one law."), Level("On the way", 50), Level("Far", 90)),
)
PART = {"minimum": Decimal(0), "maximum": Decimal(1), "decimals": 5, "required": True}
CALCULATOR = Calculator(
    formula="egdi",
    inputs=(
        Field("country", "Country and edition", FieldType.TEXT),
        Field("osi", "OSI", FieldType.NUMBER, **PART),
        Field("tii", "TII", FieldType.NUMBER, **PART),
        Field("hci", "HCI", FieldType.NUMBER, **PART),
        Field("published", "Published EGDI", FieldType.NUMBER, decimals=5),
        Field("osi-rise", "Rise of the OSI", FieldType.NUMBER, decimals=5),
    ),
    levels=(
        Band("Low", Decimal(0)),
        Band("Middle", Decimal("0.25")),
        Band("High", Decimal("0.5")),
        Band("Very high", Decimal("0.75"), above=True),
    ),
    note="A sum, not a forecast.",
)
CANVAS = Canvas(
    sections=(
        Section(
            "promise",
            "The promise",
            "What can still change?",
            (
                Field("decision", "Which decision?", FieldType.TEXT, required=True),
                Field("fixed", "What is fixed, and why?", FieldType.LONG),
                Field("answer-date", "The date of our answer", FieldType.DATE),
                Field("tier", "Level", FieldType.CHOICE, options=("information", "consultation")),
            ),
        ),
        Section(
            "people",
            "The people",
            "",
            (
                Field("group", "Group", FieldType.TEXT, required=True),
                Field("number", "How many", FieldType.NUMBER, minimum=Decimal(1)),
            ),
            rows=3,
        ),
    ),
    note="Keep it on the wall.",
)
