"""The tool of an instrument, frozen into the edition of its toolkit."""

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785

from courses.library.loading import load_library
from learning.bundles.manifest import Manifest
from learning.publishing.models import Edition
from learning.publishing.releasing import find, release
from tests.factories.library import INSTRUMENT, put
from tests.factories.manifests import make_manifest
from tests.toolkits.instruments.samples import ASSESSMENT
from toolkits.instruments.definition import read, to_entry

pytestmark = pytest.mark.django_db
TOOL = INSTRUMENT.replace(".md", ".yaml")
PATH = "tools/instrument-visit-counter.json"


@pytest.fixture
def edition(published: Path) -> Edition:
    entry = to_entry(ASSESSMENT)
    del entry["dimensions"][0]["questions"][2]["unit"]  # a toolkit that is not loaded here
    put(published, TOOL, json.dumps(entry))
    load_library(published)
    return release(find("small-toolkit")[0]).edition


def test_an_edition_holds_the_entry_of_each_tool(edition: Edition) -> None:
    frozen = edition.frozen()
    tools = {lesson.slug: lesson.tool for lesson in frozen.manifest.lessons if lesson.tool}

    assert tools == {"instrument-visit-counter": PATH}
    entry = json.loads(frozen.read(PATH))
    assert to_entry(read(entry)) == entry
    assert [each["code"] for each in entry["dimensions"]] == ["law", "people"]
    assert frozen.manifest.file(PATH).media_type == "application/json"


def test_freezing_the_same_tool_makes_no_new_edition(edition: Edition) -> None:
    assert not release(find("small-toolkit")[0]).is_new


def test_a_changed_tool_makes_a_new_edition(edition: Edition, published: Path) -> None:
    put(published, TOOL, (published / TOOL).read_text().replace("Is there a team?", "A team?"))
    load_library(published)

    after = release(find("small-toolkit")[0]).edition

    assert after.version == edition.version + 1
    assert after.manifest.file(PATH).sha256 != edition.manifest.file(PATH).sha256


def test_a_manifest_written_before_there_were_tools_is_read() -> None:
    manifest = make_manifest()
    entry = json.loads(manifest.to_bytes())
    for unit in entry["units"]:
        for lesson in unit["lessons"]:
            del lesson["tool"]
    old = Manifest.from_bytes(_with_its_id(entry))

    assert [lesson.tool for lesson in old.lessons] == ["" for _lesson in manifest.lessons]


def _with_its_id(entry: dict[str, object]) -> bytes:
    """Give the manifest as the program of its time wrote it."""
    said = {key: value for key, value in entry.items() if key not in ("id", "version", "frozen_at")}
    return rfc8785.dumps({**entry, "id": hashlib.sha256(rfc8785.dumps(said)).hexdigest()})
