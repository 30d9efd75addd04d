import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import GroupPagePermission

from learning.accounts.models import User
from learning.publishing.releasing import release
from tests.factories.documents import (
    docx,
    footnote_mark,
    heading,
    image,
    paragraph,
    table,
    with_macros,
    zip_bomb,
)
from tests.factories.library import png
from tests.factories.toolkits import make_chapter, make_toolkit
from tests.toolkits.importing.test_reviewing import review
from toolkits.importing.models import ImportedDocument, ImportedSection
from toolkits.importing.sources import Limits
from toolkits.models import ChapterPage, GuidePage

INDEX = "importing:index"
BODY = (
    heading("Count")
    + paragraph("People came three times.", inner=footnote_mark(2))
    + paragraph("Visits of one day", "Caption")
    + table(("Office", "Visits"), ("Post", "40"))
    + paragraph("", inner=image(alt=""))
    + paragraph("A second thought.")
    + heading("Aside")
    + paragraph("Not for the toolkit.")
    + heading("More")
    + paragraph("It belongs to counting.")
)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(User.objects.create_superuser("author", password="x" * 12, name="Author"))


def editor_of(chapter: ChapterPage) -> Client:
    """Give an editor who may add pages below that chapter and nowhere else."""
    group = Group.objects.create(name=chapter.title)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=chapter, permission=permission)
    user = User.objects.create_user(f"of-{chapter.slug}", password="x" * 12, name="Editor")
    user.groups.add(group)
    return signed_in(user)


def upload(client: Client, chapter: ChapterPage, **files: bytes) -> Any:
    """Send files; a name is written `a_docx` for `a.docx`."""
    documents = [
        SimpleUploadedFile(".".join(name.rsplit("_", 1)), content)
        for name, content in files.items()
    ]
    sent = {"documents": documents, "chapter": chapter.pk, "kind": "guide"}
    return client.post(reverse(INDEX), sent, follow=True)


def told(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def press(client: Client, document: ImportedDocument, deed: str, **changes: Any) -> Any:
    """Send the review's form as a browser would, with `changes`, by the button `deed`."""
    shown = client.get(reverse("importing:review", args=[document.pk]))
    return press_on(shown, client, document, deed, **changes)


def press_on(
    shown: Any, client: Client, document: ImportedDocument, deed: str, **changes: Any
) -> Any:
    """Send the form of a page that was opened before."""
    context = shown.context
    address = f"{reverse('importing:review', args=[document.pk])}?p={context['sections'].number}"
    sent: dict[str, Any] = {"version": context["version"], "deed": deed}
    forms = [context["chapter_form"], *(each.form for each in context["shown"])]
    forms += [b.picture for each in context["shown"] for b in each.blocks if b.picture]
    for form in forms:
        for field in form:
            value = field.value()
            if value not in (None, False):
                sent[field.html_name] = "on" if value is True else value
    return client.post(address, sent | changes, follow=True)


def field(thing: Any, name: str) -> str:
    kind = "section" if isinstance(thing, ImportedSection) else "picture"
    return f"{kind}-{thing.pk}-{name}"


def test_from_upload_to_published_unit(
    editor: Client, chapter: ChapterPage, settings: Any, tmp_path: Path
) -> None:
    settings.EDITIONS_ROOT = tmp_path / "editions"
    upload(editor, chapter, visits_docx=docx(BODY))
    document = ImportedDocument.objects.get()
    count, aside, more = document.sections.all()

    decided = {field(aside, "decision"): "drop", field(more, "decision"): "merge"}
    press(editor, document, "save", **decided)
    press(editor, document, f"split:{count.pk}:3")
    second = document.sections.get(heading="Count (continued)")
    changes = {field(second, "heading"): "Think twice", field(more, "decision"): "keep"}
    press(editor, document, "save", **changes)
    refused = press(editor, document, "accept")
    assert "say what the picture “picture-1.png” shows" in told(refused)
    assert not GuidePage.objects.exists()

    alt = field(document.pictures.get(), "alt")
    made = press(editor, document, "accept", **{alt: "Nine people wait."})

    pages = list(GuidePage.objects.order_by("path"))
    assert [page.title for page in pages] == ["Count", "Think twice", "More"]
    assert not any(page.live for page in pages)
    for page in pages:
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in made.content.decode()
    assert [block.block_type for block in pages[0].body] == ["text", "table", "figure", "text"]
    for page in pages:
        page.latest_revision.publish()
    release(chapter.get_parent().specific)
    read = Client().get("/toolkits/small-toolkit/count")
    assert "People came three times.[1]" in told(read)
    assert "<caption>Visits of one day</caption>" in read.content.decode()
    assert "<td>Post</td><td>40</td>" in read.content.decode()
    assert "[1] Survey of 40 offices, May 2024." in told(read)
    assert 'alt="Nine people wait."' in read.content.decode()


def test_every_bad_file_of_an_upload_is_named_and_none_is_imported(
    editor: Client, chapter: ChapterPage
) -> None:
    response = upload(editor, chapter, a_docx=docx(), b_docx=with_macros(), c_docx=zip_bomb())

    assert "b.docx: It holds macros" in told(response)
    assert "c.docx: It unpacks to far more" in told(response)
    assert "none of them was imported" in told(response)
    assert not ImportedDocument.objects.exists()


def test_several_documents_and_their_pictures_come_in_one_upload(
    editor: Client, chapter: ChapterPage
) -> None:
    page = b'<h1>A</h1><p>x</p><img src="files/queue.png" alt="A queue">'

    upload(editor, chapter, a_docx=docx(), b_html=page, queue_png=png())

    assert ImportedDocument.objects.get(name="b.html").pictures.get().name == "queue.png"
    assert ImportedDocument.objects.count() == 2
    assert "Only pictures were chosen" in told(upload(editor, chapter, q_png=png()))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    editor: Client, chapter: ChapterPage, settings: Any
) -> None:
    settings.ATOLL_IMPORT_MAX_MB = 1

    assert "larger than 1 MB" in told(upload(editor, chapter, a_md=b"x" * 1_100_000))


def test_the_same_file_again_leads_to_its_open_review(editor: Client, chapter: ChapterPage) -> None:
    document = review(chapter)

    response = upload(editor, chapter, other_docx=docx())

    assert reverse("importing:review", args=[document.pk]) in response.content.decode()
    assert "Nothing was imported again" in told(response)


def test_a_wrong_field_is_marked_and_nothing_that_was_typed_is_lost(
    editor: Client, chapter: ChapterPage
) -> None:
    document = review(chapter)
    first, second, _third = document.sections.all()

    response = press(
        editor,
        document,
        "accept",
        **{
            field(first, "country"): "Fiji",
            field(second, "heading"): "Typed",
            field(first, "minutes"): "0",
        },
    )

    assert "Nothing was saved yet" in told(response)
    assert "Write at least 1 minute" in told(response)
    assert "Typed" in response.content.decode()
    assert not document.sections.filter(heading="Typed").exists()


def test_a_review_that_somebody_else_has_split_is_not_written_over(
    editor: Client, chapter: ChapterPage
) -> None:
    document = review(chapter)
    first = document.sections.first()

    response = press(editor, document, "save", version="old", **{field(first, "heading"): "Mine"})

    assert "Somebody changed this review" in told(response)
    assert document.sections.first().heading == "Count the visits"


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.sections.filter(place=0).update(summary="Theirs"),
        lambda document: document.sections.filter(place=1).update(decision="drop"),
        lambda document: document.sections.filter(place=2).update(facts_date="2024"),
        lambda document: document.pictures.update(alt="Theirs"),
        lambda document: document.pictures.update(is_kept=False),
        lambda document: ImportedDocument.objects.update(
            chapter=make_chapter(make_toolkit("Another"), "Elsewhere", code="L1")
        ),
    ],
    ids=["summary", "decision", "date", "alt", "left out", "chapter"],
)
def test_what_another_reviewer_decided_meanwhile_is_told_and_not_written_over(
    editor: Client, chapter: ChapterPage, change: Any
) -> None:
    document = review(chapter)
    shown = editor.get(reverse("importing:review", args=[document.pk]))
    change(document)
    before = list(document.sections.values()), list(document.pictures.values("alt", "is_kept"))

    for deed in ("save", "accept", "discard", f"split:{document.sections.first().pk}:1"):
        response = press_on(shown, editor, document, deed)
        assert "Somebody changed this review" in told(response)

    assert before == (
        list(document.sections.values()),
        list(document.pictures.values("alt", "is_kept")),
    )
    press_on(response, editor, document, "save")
    assert press(editor, document, "save").status_code == 200


def test_after_a_refusal_the_same_page_can_be_sent_again(
    editor: Client, chapter: ChapterPage
) -> None:
    document = review(chapter, docx(heading("A") + paragraph("x", inner=image(alt=""))))

    refused = press(
        editor, document, "accept", **{field(document.sections.get(), "summary"): "Mine"}
    )
    alt = {field(document.pictures.get(), "alt"): "A queue"}
    made = press_on(refused, editor, document, "accept", **alt)

    assert "say what the picture" in told(refused)
    assert "1 draft was made" in told(made)


def test_two_reviewers_may_share_the_pages_but_whoever_ends_the_review_sees_all_of_it(
    editor: Client, chapter: ChapterPage
) -> None:
    document = review(chapter, "\n\n".join(f"## Part {n}\nText {n}." for n in range(30)), "a.md")
    shown = editor.get(reverse("importing:review", args=[document.pk]))
    document.sections.filter(place=29).update(summary="Theirs")

    ended = press_on(shown, editor, document, "accept")
    mine = field(document.sections.first(), "summary")
    saved = press_on(shown, editor, document, "save", **{mine: "Mine"})

    assert "Somebody changed this review" in told(ended)
    assert "Saved." in told(saved)
    assert document.sections.first().summary == "Mine"
    assert document.sections.last().summary == "Theirs"


def test_one_form_takes_a_document_with_all_the_pictures_it_may_have(
    editor: Client, chapter: ChapterPage, settings: Any
) -> None:
    shown = editor.get(reverse(INDEX))

    assert Limits().pictures + 20 <= settings.DATA_UPLOAD_MAX_NUMBER_FILES
    assert f"At most {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files at once." in told(shown)
    files = {f"p{number}_png": b"x" for number in range(Limits().pictures)}
    assert upload(editor, chapter, a_md=b"# A\nx", **files).status_code == 200
    assert ImportedDocument.objects.get().name == "a.md"


def test_a_place_that_cannot_be_split_is_said(editor: Client, chapter: ChapterPage) -> None:
    document = review(chapter)

    response = press(editor, document, f"split:{document.sections.first().pk}:99")

    assert "There is nothing to split there" in told(response)


def test_a_review_is_discarded_by_its_editor(editor: Client, chapter: ChapterPage) -> None:
    document = review(chapter)

    assert "was discarded" in told(press(editor, document, "discard"))
    assert not ImportedSection.objects.exists()


def test_only_those_who_may_add_pages_below_the_chapter_see_its_review(
    chapter: ChapterPage,
) -> None:
    other = make_chapter(make_toolkit("Another"), "Elsewhere", code="L1")
    document = review(chapter)
    theirs, ours = editor_of(other), editor_of(chapter)
    outsider = signed_in(User.objects.create_user("outsider", password="x" * 12, name="Outsider"))
    addresses = [reverse(f"importing:{name}", args=[document.pk]) for name in ("review", "drafts")]
    addresses.append(reverse("importing:picture", args=[document.pk, 0]))

    for address in addresses:
        assert theirs.get(address).status_code == 302
        assert outsider.get(address).status_code == 302
        assert Client().get(address).status_code == 302
    assert theirs.post(addresses[0], {"deed": "discard"}).status_code == 302
    assert "hours.docx" not in theirs.get(reverse(INDEX)).content.decode()
    assert "hours.docx" in ours.get(reverse(INDEX)).content.decode()
    assert ours.get(addresses[0]).status_code == 200
    assert outsider.get(reverse(INDEX)).status_code == 302
    assert ImportedDocument.objects.get().is_open


def test_an_editor_cannot_import_into_a_chapter_of_others(chapter: ChapterPage) -> None:
    other = make_chapter(make_toolkit("Another"), "Elsewhere", code="L1")

    upload(editor_of(other), chapter, a_docx=docx())

    assert not ImportedDocument.objects.exists()


def test_a_waiting_picture_is_shown_as_what_it_is_and_as_nothing_else(
    editor: Client, chapter: ChapterPage
) -> None:
    document = review(chapter)

    response = editor.get(reverse("importing:picture", args=[document.pk, 0]))

    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == png()


def test_the_menu_shows_the_import_to_editors(editor: Client, chapter: ChapterPage) -> None:
    assert reverse(INDEX) in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_a_long_document_is_reviewed_page_by_page(
    editor: Client, chapter: ChapterPage, django_assert_max_num_queries: Any
) -> None:
    document = review(chapter, "\n\n".join(f"## Part {n}\nText {n}." for n in range(60)), "a.md")
    address = reverse("importing:review", args=[document.pk])

    editor.get(address)
    with django_assert_max_num_queries(20):
        second = editor.get(address, {"p": "2"}).content.decode()

    assert "Page 2 of 3" in second
    assert len(re.findall(r'class="import-section', second)) == 25


def test_the_list_of_documents_takes_no_query_for_each(
    editor: Client, chapter: ChapterPage, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        review(chapter, f"## A {number}\nText.", f"{number}.md")
    editor.get(reverse(INDEX))

    with django_assert_max_num_queries(14):
        editor.get(reverse(INDEX))
