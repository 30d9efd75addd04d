"""No foreign key points up the order of the rooms: what imports alone cannot show."""

import tomllib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from tests.architecture.tree import PACKAGES, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]


def layers(name: str) -> list[str]:
    """Give the layers of one import contract, the highest first."""
    return next(contract["layers"] for contract in CONTRACTS if contract["name"] == name)


def heights() -> dict[str, int]:
    """Give each room's height in the order, from the import contracts themselves."""
    content = [name for name in layers("Content never knows who learns it") if name != "learning"]
    rooms = [
        " | ".join(f"learning.{name}" for name in layer.split(" | "))
        for layer in layers("The rooms of learning stand one above the other")
    ]
    steps = reversed([*rooms, *content])
    return {name: step for step, layer in enumerate(steps) for name in layer.split(" | ")}


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if room(model).split(".")[0] in PACKAGES]


def room(model: type[Model]) -> str:
    """Give the room of `model`; an app within a room or a content package is of that one."""
    name = apps.get_app_config(model._meta.app_label).name
    package = name.split(".", maxsplit=1)[0]
    if package == "learning":
        return ".".join(name.split(".")[:2])
    return package if package in PACKAGES else name


def references(model: type[Model]) -> Iterator["Field[object, object]"]:
    """Give the foreign keys and many-to-many fields that stand on `model` itself."""
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if field.is_relation:
            yield field


def may_point(source: type[Model], target: type[Model]) -> bool:
    """A person may be named anywhere; everything else is named from its own room or from above."""
    if target._meta.label == settings.AUTH_USER_MODEL or room(source) == room(target):
        return True
    height = heights()
    return room(target) not in height or height[room(target)] < height[room(source)]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_no_foreign_key_points_up_the_order(model: type[Model]) -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for field in references(model)
        if not may_point(model, field.related_model)
    ]
    assert upward == []


def test_every_room_with_models_has_its_place_in_the_order() -> None:
    assert {room(model) for model in our_models()} <= set(heights())


def test_a_key_from_content_to_a_cohort_would_be_seen() -> None:
    cohort = apps.get_model("cohorts.Cohort")
    course = apps.get_model("courses.CoursePage")
    assert not may_point(course, cohort)
    assert may_point(cohort, course)
