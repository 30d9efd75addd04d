"""Building and updating as authors meet them in Wagtail, without JavaScript."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from courses.models import CataloguePage, CoursePage, LessonPage
from courses.updating import pending
from learning.accounts.models import User
from tests.factories.authors import PASSWORD, make_editor
from tests.factories.courses import make_course, make_unit
from tests.factories.references import make_referring, make_two_sections, reference, rewrite
from tests.factories.toolkits import make_chapter, make_toolkit
from toolkits.models import GuidePage

pytestmark = pytest.mark.django_db
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def guide() -> GuidePage:
    return make_two_sections(make_chapter(make_toolkit()), minutes=7)


@pytest.fixture
def author(db: None) -> Client:
    return signed_in(User.objects.create_superuser("author", password=PASSWORD, name="Author"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=MODEL_BACKEND)
    return client


def lesson_of(title: str, *blocks: object) -> LessonPage:
    return make_referring(make_unit(make_course(title)), *blocks, title=f"Lesson of {title}")


def read(client: Client, name: str, *arguments: object) -> str:
    """Give the text of a page as its reader sees it."""
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return plain(response.content.decode())


def plain(html: str) -> str:
    return " ".join(
        unescape(re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", html, flags=re.S)).split()
    )


def home_of(client: Client) -> str:
    """Give Wagtail's first page with its menus, which are in a script."""
    return client.get(reverse("wagtailadmin_home")).content.decode()


def decide(client: Client, decision: str, named: object) -> str:
    fields = {"decision": decision, "update": named}
    return plain(client.post(reverse("toolkit-updates"), fields, follow=True).content.decode())


def accept_all(client: Client, html: str, course: str) -> str:
    """Press “Accept all” of `course`, as `html` shows it."""
    forms = re.findall(r'<form method="post">.*?</form>', html, flags=re.S)
    [form] = [form for form in forms if "accept-all" in form and f"({course})" in form]
    keys = re.findall(r'name="update" value="([^"]+)"', form)
    return decide(client, "accept-all", keys)


def updates(client: Client) -> str:
    return client.get(reverse("toolkit-updates")).content.decode()


def shown_text(lesson: LessonPage) -> str:
    return str(list(LessonPage.objects.get(pk=lesson.pk).body.raw_data))


class TestBuilding:
    def fields(self, guide: GuidePage, **more: object) -> dict[str, object]:
        return {"title": "One question", "kind": "course", "units": [guide.pk], **more}

    def test_units_are_offered_by_toolkit_and_chapter_with_their_minutes(
        self, author: Client, guide: GuidePage
    ) -> None:
        make_course()
        text = read(author, "build-course")
        assert "Small toolkit N1 · Start here Ask once · Guide, 7 minutes" in text

    def test_a_preview_says_what_the_course_will_be_and_makes_nothing(
        self, author: Client, guide: GuidePage
    ) -> None:
        other = make_two_sections(guide.get_parent(), "Long guide", minutes=20)
        fields = self.fields(guide, kind="microlearning", units=[guide.pk, other.pk])

        response = author.post(reverse("build-course"), fields | {"decision": "preview"})

        text = plain(response.content.decode())
        assert "1 unit, 2 lessons, 27 minutes" in text
        assert "27 minutes are long for microlearning" in text
        assert response.content.decode().count(" checked") == 2
        assert not CoursePage.objects.exists()

    def test_enter_in_a_field_previews_and_makes_nothing(
        self, author: Client, guide: GuidePage
    ) -> None:
        # A browser presses the first button of the form.
        response = author.post(reverse("build-course"), self.fields(guide, decision="preview"))
        html = response.content.decode()
        [form] = re.findall(r"<form[^>]*build-course.*?</form>", html, flags=re.S)
        buttons = re.findall(r'<button[^>]*type="submit"[^>]*value="(\w+)"', form)
        assert buttons[0] == "preview"
        assert buttons.count("build") == 1

    def test_building_makes_the_draft_and_opens_it(self, author: Client, guide: GuidePage) -> None:
        fields = self.fields(guide, decision="build")

        response = author.post(reverse("build-course"), fields, follow=True)

        course = CoursePage.objects.get()
        [(address, _status)] = response.redirect_chain
        assert address == reverse("wagtailadmin_pages:edit", args=[course.pk])
        assert "“One question” is a draft." in plain(response.content.decode())
        assert (course.live, course.owner.get_username()) == (False, "author")
        assert LessonPage.objects.descendant_of(course).count() == 1

    @pytest.mark.parametrize("decision", ["preview", "build"])
    def test_what_cannot_be_built_is_said_on_the_page(
        self, author: Client, guide: GuidePage, decision: str
    ) -> None:
        fields = self.fields(guide, units=[], decision=decision)
        response = author.post(reverse("build-course"), fields)
        assert "Choose at least one unit of a toolkit. Nothing was made." in plain(
            response.content.decode()
        )
        assert not CoursePage.objects.exists()

    def test_a_unit_that_is_gone_meanwhile_is_refused(
        self, author: Client, guide: GuidePage
    ) -> None:
        guide.unpublish()
        response = author.post(reverse("build-course"), self.fields(guide, decision="build"))
        assert "no longer published. Choose again." in response.content.decode()
        assert not CoursePage.objects.exists()

    def test_who_may_add_below_the_catalogue_may_build(self, guide: GuidePage) -> None:
        catalogue = CataloguePage.objects.get()
        adder = signed_in(make_editor(catalogue, name="adder", may=("add",)))
        assert "Ask once" in read(adder, "build-course")
        assert reverse("build-course") in home_of(adder)

        changer = signed_in(make_editor(catalogue, name="changer", may=("change",)))
        refused = changer.post(reverse("build-course"), self.fields(guide, decision="build"))
        assert refused.status_code == 302
        assert reverse("build-course") not in home_of(changer)
        assert reverse("toolkit-updates") in home_of(changer)
        assert not CoursePage.objects.exists()

    def test_a_learner_and_an_outsider_do_not_get_in(self, guide: GuidePage) -> None:
        learner = signed_in(User.objects.create_learner(name="Ana", pin="4711"))
        for client in (learner, Client()):
            for name in ("build-course", "toolkit-updates"):
                assert client.get(reverse(name)).status_code == 302


class TestUpdates:
    def test_an_edited_guide_is_offered_to_exactly_the_courses_that_use_it(
        self, author: Client, guide: GuidePage
    ) -> None:
        used = [
            lesson_of("First", reference(guide)),
            lesson_of("Second", reference(guide, ["What"])),
        ]
        lesson_of("Third")
        lesson_of("Fourth", reference(guide, ["How"]))
        rewrite(guide, "Ask a person once.", "Ask a person only once.")

        text = read(author, "toolkit-updates")

        assert "2 updates wait for a decision." in text
        assert "Gone: − Ask a person once. New: + Ask a person only once." in text
        assert "Lesson of First" in text
        assert "Lesson of Second" in text
        assert "Lesson of Third" not in text
        assert "Lesson of Fourth" not in text

        for update in pending():
            told = decide(author, "accept", update.key)
        assert "Learners see it when the course is published again." in told
        assert "Every lesson you may edit shows what the toolkits say" in told
        assert all("only once" in shown_text(lesson) for lesson in used)

    def test_the_updates_of_one_course_stand_alone(self, author: Client, guide: GuidePage) -> None:
        first = lesson_of("First", reference(guide))
        lesson_of("Second", reference(guide))
        rewrite(guide, "once", "twice")
        course = CoursePage.objects.get(title="First")

        address = f"{reverse('toolkit-updates')}?course={course.pk}"
        text = plain(author.get(address).content.decode())
        assert "1 update waits" in text
        assert "Lesson of Second" not in text
        [update] = pending(course)
        response = author.post(address, {"decision": "keep", "update": update.key})
        assert response["Location"] == address
        assert "twice" not in shown_text(first)

    def test_keeping_mine_is_remembered(self, author: Client, guide: GuidePage) -> None:
        lesson_of("First", reference(guide))
        rewrite(guide, "once", "twice")
        [update] = pending()
        assert "“Lesson of First” keeps its wording." in decide(author, "keep", update.key)
        assert pending() == []

    def test_accepting_all_of_a_course_leaves_wording_of_ones_own(
        self, author: Client, guide: GuidePage
    ) -> None:
        unit = make_unit(make_course("Course"))
        plain_one, gone = (
            make_two_sections(guide.get_parent(), "B"),
            make_two_sections(guide.get_parent(), "C"),
        )
        own = reference(guide)
        own["value"]["text"] = [{"type": "text", "value": "<p>Ours.</p>", "id": "x"}]
        lesson = make_referring(unit, own, reference(plain_one), reference(gone))
        other = lesson_of("Other course", reference(guide))
        for each in (guide, plain_one):
            rewrite(each, "once", "twice")
        GuidePage.objects.get(pk=gone.pk).unpublish()

        told = accept_all(author, updates(author), "Course")

        assert "1 update was accepted." in told
        assert "2 wait for you" in told
        assert "Ours." in shown_text(lesson)
        assert "twice" in shown_text(lesson)
        assert "twice" not in shown_text(other)

    def test_accepting_all_takes_only_what_was_shown(
        self, author: Client, guide: GuidePage
    ) -> None:
        other = make_two_sections(guide.get_parent(), "Other guide")
        third = make_two_sections(guide.get_parent(), "Third guide")
        lesson = lesson_of("First", reference(guide), reference(other), reference(third))
        rewrite(guide, "once", "twice")
        rewrite(third, "once", "four times")
        html = updates(author)
        rewrite(guide, "twice", "thrice")
        rewrite(other, "register", "unseen list")

        told = accept_all(author, html, "First")

        assert "1 update was accepted." in told
        assert "there is a newer one" in told
        assert "thrice" not in shown_text(lesson)
        assert "unseen" not in shown_text(lesson)
        assert "four times" in shown_text(lesson)

    def test_accepting_all_takes_what_stands_on_one_page(
        self, author: Client, guide: GuidePage
    ) -> None:
        unit = make_unit(make_course("Course"))
        old = reference(guide)
        for place in range(21):
            make_referring(unit, old, title=f"Lesson {place}")
        rewrite(guide, "once", "twice")
        assert "20 updates were accepted." in accept_all(author, updates(author), "Course")
        assert len(pending()) == 1

    def test_a_changed_source_is_shown(self, author: Client, guide: GuidePage) -> None:
        lesson_of("First", reference(guide))
        guide.sources = "A survey, 2026"
        guide.save_revision().publish()
        text = read(author, "toolkit-updates")
        assert "Sources Gone: − A law, 2024 New: + A survey, 2026" in text

    def test_what_is_lost_is_told_and_offers_no_accepting(
        self, author: Client, guide: GuidePage
    ) -> None:
        other = make_two_sections(guide.get_parent(), "Other guide")
        lesson_of("First", reference(guide, ["How"]))
        lesson_of("Second", reference(other))
        rewrite(guide, "<h2>How</h2>", "<h2>In which way</h2>")
        GuidePage.objects.get(pk=other.pk).delete()

        text = read(author, "toolkit-updates")

        assert "The unit no longer has the section: How. Your wording stays." in text
        assert "The toolkit no longer has it; your wording stays." in text
        assert "Keep mine" in text
        assert "Accept" not in text
        [first, _second] = pending()
        assert "Your wording stays." in decide(author, "accept", first.key)

    def test_a_change_without_another_word_says_so(self, author: Client, guide: GuidePage) -> None:
        lesson_of("First", reference(guide))
        rewrite(guide, "Keep one register.", "Keep <b>one</b> register.")
        assert "Not a word differs" in read(author, "toolkit-updates")

    def test_a_button_that_is_out_of_date_changes_nothing(
        self, author: Client, guide: GuidePage
    ) -> None:
        lesson = lesson_of("First", reference(guide))
        rewrite(guide, "once", "twice")
        [update] = pending()
        rewrite(guide, "twice", "thrice")

        assert "there is a newer one" in decide(author, "accept", update.key)
        assert "twice" not in shown_text(lesson)

    def test_only_those_who_may_edit_a_lesson_see_and_decide(self, guide: GuidePage) -> None:
        mine, other = lesson_of("Mine", reference(guide)), lesson_of("Other", reference(guide))
        rewrite(guide, "once", "twice")
        editor = signed_in(make_editor(mine.get_parent().get_parent()))

        text = read(editor, "toolkit-updates")
        assert "Lesson of Mine" in text
        assert "Lesson of Other" not in text
        [theirs] = [update for update in pending() if update.lesson == other]
        decide(editor, "accept", theirs.key)
        decide(editor, "accept-all", [theirs.key])
        assert "twice" not in shown_text(other)

        [update] = [update for update in pending() if update.lesson == mine]
        assert "The draft of “Lesson of Mine” has the new wording." in decide(
            editor, "accept", update.key
        )
        assert "twice" not in shown_text(mine)

    @pytest.mark.parametrize("decision", ["accept", "accept-all"])
    def test_a_locked_lesson_is_left_alone(self, guide: GuidePage, decision: str) -> None:
        lesson = lesson_of("First", reference(guide))
        rewrite(guide, "once", "twice")
        Page.objects.filter(pk=lesson.pk).update(locked=True)
        editor = signed_in(make_editor(lesson))
        [update] = pending()

        assert "is locked or under review" in decide(editor, decision, update.key)
        assert len(pending()) == 1

    def test_many_updates_are_paged_and_asked_in_few_queries(
        self, author: Client, guide: GuidePage
    ) -> None:
        unit = make_unit(make_course("Course"))
        make_referring(unit, reference(guide))
        rewrite(guide, "once", "twice")
        read(author, "toolkit-updates")
        with CaptureQueriesContext(connection) as asked_of_one:
            read(author, "toolkit-updates")
        old = reference(guide)
        for place in range(24):
            make_referring(unit, old, title=f"Lesson {place}")

        with CaptureQueriesContext(connection) as asked:
            text = read(author, "toolkit-updates")

        assert "Page 1 of 2" in text
        assert len(asked) <= len(asked_of_one) + 2


class TestEditors:
    def test_a_course_and_its_lesson_say_that_updates_wait(
        self, author: Client, guide: GuidePage
    ) -> None:
        lesson = lesson_of("First", reference(guide))
        course = CoursePage.objects.get(title="First")
        said = "A toolkit changed: 1 update waits for your decision."
        assert said not in read(author, "wagtailadmin_pages:edit", course.pk)
        rewrite(guide, "once", "twice")

        for page in (course, lesson):
            html = author.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
            assert said in plain(html)
            assert f"{reverse('toolkit-updates')}?course={course.pk}" in html

    def test_a_unit_says_where_it_is_used(self, author: Client, guide: GuidePage) -> None:
        assert "Where used" not in read(author, "wagtailadmin_pages:edit", guide.pk)
        for title in ("First", "Second"):
            lesson_of(title, reference(guide))

        assert "2 lessons show this unit." in read(author, "wagtailadmin_pages:edit", guide.pk)
        text = read(author, "unit-uses", guide.pk)

        assert "2 lessons show this unit." in text
        assert "First Lesson of First Second Lesson of Second Back to “Ask once”" in text

    def test_where_used_is_for_those_who_may_edit_the_unit(
        self, author: Client, guide: GuidePage
    ) -> None:
        lesson = lesson_of("First", reference(guide))
        assert author.get(reverse("unit-uses", args=[lesson.pk])).status_code == 404
        assert author.get(reverse("unit-uses", args=[999])).status_code == 404
        editor = signed_in(make_editor(lesson))
        assert editor.get(reverse("unit-uses", args=[guide.pk])).status_code == 302

    def test_publishing_a_unit_tells_how_many_lessons_are_offered_it(
        self, author: Client, guide: GuidePage
    ) -> None:
        lesson_of("First", reference(guide))
        fields = {
            "title": guide.title,
            "slug": guide.slug,
            "summary": guide.summary,
            "minutes": "7",
            "sources": guide.sources,
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "quote",
            "body-0-id": "",
            "body-0-value-text": "Nothing is the same.",
            "body-0-value-by": "A clerk",
            "body-0-value-source": "",
            "action-publish": "action-publish",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }

        address = reverse("wagtailadmin_pages:edit", args=[guide.pk])
        told = plain(author.post(address, fields, follow=True).content.decode())

        assert "1 lesson shows this unit and is offered the new wording." in told
