"""Whoever adds a table about people adds it to what people see, take along and delete."""

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from learning.accounts.models import User
from learning.privacy.collecting import collect, collect_briefly
from learning.privacy.rooms import ROOMS, rooms

# Columns by which statements name a person, though no foreign key says so.
ACTORS = {"actor", "learner", "person", "user", "owner", "about"}
# Of others' tables: where the person stands beside authored work, which stays (accounts.mine).
ELSEWHERE = {
    "toolkits.importing": "who uploaded a document; the name goes with the account",
    "learning.publishing": "who asked for an export; the name goes with the account",
    "media": "who uploaded a picture; the name goes with the account",
    "wagtail.users": "how the editor looks; goes with the account",
    "wagtail.documents": "who uploaded a file; the name goes with the account",
    "wagtail.images": "who uploaded a picture; the name goes with the account",
    "wagtail.admin": "open editing sessions; go with the account",
    "wagtail": "who wrote and reviewed; a former participant, or nobody, stands there",
}


def names_a_person(field: "Field[object, object]") -> bool:
    if field.is_relation:
        return field.related_model is User
    return field.get_internal_type() == "UUIDField" and field.name in ACTORS


def tables_about_people() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if any(names_a_person(field) for field in model._meta.local_fields)
    ]


@pytest.mark.parametrize("model", tables_about_people(), ids=lambda model: model._meta.label)
def test_a_table_about_people_belongs_to_a_room_that_tells_and_deletes_it(
    model: type[Model],
) -> None:
    room = apps.get_app_config(model._meta.app_label).name
    told = {f"learning.{each.name}" for each in rooms()}
    assert room in told or room in ELSEWHERE, f"{room} needs a module `mine`; see privacy.rooms"


def test_the_tables_that_are_known_are_found() -> None:
    found = {model._meta.label for model in tables_about_people()}
    assert {"records.Statement", "accounts.Access", "credentials.Award"} <= found
    assert settings.AUTH_USER_MODEL == "accounts.User"


def test_every_room_that_is_listed_and_installed_has_its_functions(learner: User) -> None:
    for room in rooms():
        assert callable(room.of)
        assert callable(room.erase)
        assert isinstance(room.count(learner), int)
    assert len(set(ROOMS)) == len(ROOMS)


def test_all_that_rooms_tell_can_be_written_as_json(whole_life: None, learner: User) -> None:
    for told in (collect(learner), collect_briefly(learner)):
        assert json.loads(json.dumps(told)) == told


def test_a_newcomer_has_an_account_and_little_else(learner: User) -> None:
    told = collect(learner)
    assert told["accounts"]["name"] == "Learner One"
    assert told["records"]["statements"] == []
