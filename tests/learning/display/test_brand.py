"""The brand of a centre, from the editor's form to every page."""

import base64
import json
import logging
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from learning.accounts.models import User
from learning.display import showing
from learning.display.brand import Brand, brand
from learning.display.models import Branding, BrandName
from learning.display.showing import CREST_LENGTH, show, show_after_migrating
from media.models import Picture
from tests.factories.uploads import uploads
from tests.learning.accounts.people import administrator, signed_in

__all__ = ["administrator", "uploads"]


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    """Give the file that pages read, in a folder of this test."""
    settings.BRANDING_FILE = tmp_path / "brand" / "branding.json"
    return Path(settings.BRANDING_FILE)


@pytest.fixture
def saved(db: None, file: Path) -> Callable[..., Branding]:
    """Save a brand and show it, as happens when the editor's form is committed."""

    def save(**fields: Any) -> Branding:
        branding = Branding(**fields)
        branding.full_clean()
        branding.save()
        show()
        return branding

    return save


@pytest.fixture
def crest(db: None, uploads: Path) -> Picture:
    drawn = Image.effect_noise((900, 1200), 120).convert("RGB")
    content = BytesIO()
    drawn.save(content, "PNG")
    picture = Picture(title="Arms")
    picture.file = ImageFile(content, name="arms.png")
    picture.save()
    return picture


def rules_of(page: str) -> str:
    return page.split('<link rel="stylesheet" href="/brand.')[1].split('"')[0]


# What the editor's form takes


@pytest.mark.parametrize(
    ("name", "written", "sentence"),
    [
        ("primary", "#ffcc00", "1.2 to 1"),
        ("primary", "#ffcc00", "The nearest of this tone that can be read is #826800"),
        ("primary", "red", "This is no colour"),
        ("accent", "#000080", "with the dark text on it"),
        ("accent", "#12345", "This is no colour"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_a_figure_and_a_way_out(
    name: str, written: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        Branding(**{name: written}).clean()

    assert sentence in refused.value.message_dict[name][0]


def test_the_colour_that_was_suggested_is_taken() -> None:
    with pytest.raises(ValidationError) as refused:
        Branding(primary="#ffcc00").clean()
    suggested = refused.value.message_dict["primary"][0].split("#")[1][:6]

    Branding(primary=f"#{suggested}").clean()


def test_colours_are_kept_in_one_form() -> None:
    branding = Branding(primary=" #0B5A63", accent="#FC0")
    branding.clean()

    assert (branding.primary, branding.accent) == ("#0b5a63", "#ffcc00")


def test_a_crest_needs_its_words(crest: Picture) -> None:
    with pytest.raises(ValidationError, match="crest shows"):
        Branding(crest=crest).clean()


def test_an_administrator_finds_the_form_and_nobody_else(
    file: Path, administrator: User, learner: User
) -> None:
    address = reverse("wagtailsettings:edit", args=["display", "branding"])

    page = signed_in(administrator).get(address, follow=True)

    assert page.status_code == 200
    assert "name of the centre" in page.text.lower()
    assert signed_in(learner).get(address).status_code == 302


def test_saving_the_form_shows_the_brand_to_everybody(
    client: Client,
    file: Path,
    administrator: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    branding = Branding.objects.create()
    form = {
        "name": "Tuvalu Learning Centre",
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "0",
        "names-MIN_NUM_FORMS": "0",
        "names-MAX_NUM_FORMS": "1000",
        "names-0-language": "fr",
        "names-0-name": "Centre de Tuvalu",
        "primary": "#7a0019",
        "accent": "#ffcc33",
    }
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("wagtailsettings:edit", args=["display", "branding", branding.pk])
        assert signed_in(administrator).post(address, form).status_code == 302

    page = client.get("/").text

    assert "<title>Tuvalu Learning Centre" in page
    assert "Learning Centre</span></a>" in page
    assert "--lagoon:#7a0019" in client.get(f"/brand.{rules_of(page)}").text
    french = client.get("/", headers={"Accept-Language": "fr"}).text
    assert "Centre de Tuvalu" in french


# What pages show


def test_without_a_brand_nothing_changes(client: Client, db: None, file: Path) -> None:
    page = client.get("/").text

    assert "<title>Learning Centre" in page
    assert "/brand." not in page
    assert "crest" not in page
    assert client.get("/brand.0123.css").status_code == 404


def test_no_page_asks_the_database_for_the_brand(
    client: Client, saved: Callable[..., Branding], django_assert_num_queries: Any
) -> None:
    saved(name="Centre", primary="#7a0019")

    with django_assert_num_queries(0):
        page = client.get("/display/")

    assert "Centre</span>" in page.text


def test_the_rules_last_under_an_address_that_changes_with_them(
    client: Client, saved: Callable[..., Branding]
) -> None:
    branding = saved(primary="#7a0019")
    before = rules_of(client.get("/").text)
    branding.primary = "#004488"
    branding.save()
    show()

    after = rules_of(client.get("/").text)
    old, new = client.get(f"/brand.{before}"), client.get(f"/brand.{after}")

    assert before != after
    assert new.headers["Content-Type"].startswith("text/css")
    assert "immutable" in new.headers["Cache-Control"]
    assert old.text == new.text
    assert old.headers["Cache-Control"] == "no-cache"


def test_a_name_alone_costs_no_request(client: Client, saved: Callable[..., Branding]) -> None:
    saved(name="Centre")
    assert "/brand." not in client.get("/").text


def test_another_process_sees_the_change_with_its_next_page(
    saved: Callable[..., Branding], file: Path
) -> None:
    saved(name="Before")
    assert brand().name == "Before"

    other = file.with_name("from-another-process")
    other.write_bytes(Brand(names={"": "After"}).to_bytes())
    other.replace(file)

    assert brand().name == "After"


def test_a_name_in_one_language_stands_in_that_language_only(
    client: Client, saved: Callable[..., Branding]
) -> None:
    branding = saved()
    BrandName.objects.create(branding=branding, language="ar", name="المركز")
    show()

    assert "المركز" in client.get("/", headers={"Accept-Language": "ar"}).text
    assert "<title>Learning Centre" in client.get("/").text


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"unknown": 1}', b"\xff"])
def test_a_damaged_file_shows_no_brand_and_is_told_of(
    client: Client, db: None, file: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)

    assert client.get("/").status_code == 200
    assert "cannot be read" in caplog.text


def test_names_and_words_of_a_crest_cannot_carry_markup(
    client: Client, saved: Callable[..., Branding]
) -> None:
    saved(name="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/").text


# The crest


def test_a_crest_travels_within_the_rules_small(
    client: Client, saved: Callable[..., Branding], crest: Picture
) -> None:
    saved(crest=crest, crest_words="Arms of Tuvalu")

    page = client.get("/").text
    rules = client.get(f"/brand.{rules_of(page)}").text
    drawn = base64.b64decode(rules.split("base64,")[1].split('"')[0])

    assert '<span class="crest" role="img" aria-label="Arms of Tuvalu"></span>' in page
    assert len(drawn) <= CREST_LENGTH
    assert Image.open(BytesIO(drawn)).format == "WEBP"


def test_text_only_leaves_the_crest_out(
    client: Client, saved: Callable[..., Branding], crest: Picture
) -> None:
    saved(crest=crest, crest_words="Arms", name="Centre")
    client.cookies["atoll_display"] = "text"

    page = client.get("/").text

    assert 'class="crest"' not in page
    assert "Centre" in page


def test_a_crest_whose_file_is_lost_is_left_out_and_told_of(
    saved: Callable[..., Branding], crest: Picture, caplog: pytest.LogCaptureFixture
) -> None:
    Path(crest.file.path).unlink()

    saved(crest=crest, crest_words="Arms", name="Centre")

    assert (brand().name, brand().crest) == ("Centre", "")
    assert "crest" in caplog.text


def test_deleting_the_picture_takes_the_crest_away(
    saved: Callable[..., Branding], crest: Picture, django_capture_on_commit_callbacks: Any
) -> None:
    saved(crest=crest, crest_words="Arms", name="Centre")

    with django_capture_on_commit_callbacks(execute=True):
        crest.delete()

    assert brand().crest == ""


# The file


def test_deleting_the_brand_takes_the_file_away(
    saved: Callable[..., Branding], file: Path, django_capture_on_commit_callbacks: Any
) -> None:
    branding = saved(name="Centre")
    assert json.loads(file.read_bytes())["names"] == {"": "Centre"}

    with django_capture_on_commit_callbacks(execute=True):
        branding.delete()

    assert not file.exists()


def test_a_change_that_is_rolled_back_is_never_shown(db: None, file: Path) -> None:
    Branding.objects.create(name="Never")
    assert not file.exists()


def test_migrating_shows_the_brand_of_a_database_that_came_home(db: None, file: Path) -> None:
    Branding.objects.create(name="Home again")

    show_after_migrating(sender=apps.get_app_config("display"))

    assert brand().name == "Home again"


def test_a_disk_that_is_full_leaves_the_brand_that_was_shown(
    saved: Callable[..., Branding],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    branding = saved(name="Before")

    def full(_self: Path, _content: bytes) -> int:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        branding.name = "After"
        branding.save()

    assert brand().name == "Before"
    assert "save the brand again" in caplog.text


def test_the_brand_is_read_and_written_in_one_transaction(
    saved: Callable[..., Branding], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    replace = Path.replace

    def noting(draft: Path, file: Path) -> Path:
        held.append(len(connection.savepoint_ids))
        return replace(draft, file)

    monkeypatch.setattr(Path, "replace", noting)
    before = len(connection.savepoint_ids)
    saved(name="Ours")
    assert held == [before + 1]


def test_two_threads_never_write_the_same_draft(
    saved: Callable[..., Branding], monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts: list[str] = []
    replace = Path.replace

    def noting(draft: Path, file: Path) -> Path:
        drafts.append(draft.name)
        return replace(draft, file)

    monkeypatch.setattr(Path, "replace", noting)
    for thread in (1, 2):
        monkeypatch.setattr(showing, "get_ident", lambda thread=thread: thread)
        saved(name="Ours")
    assert len(set(drafts)) == 2
