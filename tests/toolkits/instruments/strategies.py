"""Any assessment, and any answers to it."""

from itertools import pairwise

from hypothesis import strategies as st

from toolkits.instruments.definition import Assessment, Chart, Dimension, Level, Question
from toolkits.instruments.scoring import Answer, Value

texts = st.text(alphabet="abc déñ, 5٣?", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Draw an assessment of 1 to 5 groups, their weights cut out of 100."""
    cuts = draw(st.sets(st.integers(1, 99), max_size=4))
    edges = [0, *sorted(cuts), 100]
    dimensions = [
        Dimension(f"d{number}", draw(texts), high - low, draw(_questions(number)))
        for number, (low, high) in enumerate(pairwise(edges))
    ]
    starts = sorted({0, *draw(st.sets(st.integers(1, 100), max_size=3))})
    return Assessment(
        label=draw(texts),
        assessors=draw(st.integers(1, 2)),
        chart=draw(st.sampled_from(Chart)),
        dimensions=tuple(dimensions),
        levels=tuple(Level(draw(texts), start) for start in starts),
    )


def _questions(number: int) -> st.SearchStrategy[tuple[Question, ...]]:
    weights = st.lists(st.integers(1, 100), min_size=1, max_size=4)
    return weights.map(
        lambda found: tuple(
            Question(f"d{number}-q{place}", "Is it?", weight=weight)
            for place, weight in enumerate(found)
        )
    )


answers = st.builds(Answer, st.sampled_from(Value), st.sampled_from(["", "p. 1", "p. 2"]))


def sheets(assessment: Assessment) -> st.SearchStrategy[dict[str, Answer]]:
    """Draw answers to some of the questions of `assessment`."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(assessment.codes, answers))
