import pytest

from courses.models import CoursePage
from learning.finding.indexing import What, differences, follow, forget, index, stale
from learning.finding.models import Entry, Occurrence, Spelling
from learning.publishing.freezing import freeze, withdraw
from learning.publishing.models import Edition
from tests.factories.editions import Written, offer
from tests.learning.finding.samples import ask, publish, titles


def page(edition: Edition) -> CoursePage:
    return CoursePage.objects.get(slug=edition.slug)


def test_what_is_published_is_found_at_once(small_course: Edition) -> None:
    assert "A small course" in titles("small")
    assert list(differences(small_course)) == []


def test_what_is_only_a_draft_is_never_found(small_course: Edition) -> None:
    course = page(small_course)
    course.title = "Zebra crossing"
    course.save_revision()

    assert titles("zebra") == []


def test_what_is_withdrawn_is_found_no_more(small_course: Edition) -> None:
    withdraw(page(small_course))

    assert "A small course" not in titles("small")
    assert not Entry.objects.filter(edition=small_course).exists()


def test_what_is_withdrawn_by_hand_is_found_no_more_either(small_course: Edition) -> None:
    Edition.objects.update(is_current=False)
    assert ask("small").count == ask("").count == 0


def test_a_new_edition_takes_the_place_of_the_old_one(small_course: Edition) -> None:
    course = page(small_course)
    course.title = "Zebra crossing"
    course.save_revision().publish()

    assert titles("zebra", kind="course") == ["Zebra crossing"]
    assert not Entry.objects.filter(edition=small_course).exists()
    assert not any(title == "A small course" for title in titles("small"))


def test_freezing_again_indexes_what_was_not_indexed(small_course: Edition) -> None:
    Entry.objects.all().delete()
    assert not freeze(page(small_course)).is_new
    assert "A small course" in titles("small")


def test_what_cannot_be_indexed_is_not_published(
    small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(edition: Edition) -> None:
        raise RuntimeError

    monkeypatch.setattr("learning.finding.indexing.entries_of", broken)
    course = page(small_course)
    course.title = "Zebra crossing"
    course.save_revision()
    with pytest.raises(RuntimeError):
        course.get_latest_revision().publish()

    assert Edition.objects.current().filter(title="A small course").exists()
    assert "A small course" in titles("small")


@pytest.mark.django_db
def test_indexing_twice_changes_nothing() -> None:
    edition = publish(Written("One visit"))
    counts = Entry.objects.count(), Occurrence.objects.count(), Spelling.objects.count()
    index(edition)
    assert counts == (Entry.objects.count(), Occurrence.objects.count(), Spelling.objects.count())


@pytest.mark.django_db
def test_following_an_activity_that_nobody_offers_is_safe() -> None:
    edition = offer("A course")
    Edition.objects.update(is_current=False)
    follow(Edition, activity=edition.activity, language="en")
    assert not edition.entries.exists()


@pytest.mark.django_db
def test_every_difference_is_told() -> None:
    edition = publish(Written("One visit"), Written("Two counters"), Written("Three"))
    entries = edition.entries.order_by("place")
    entries.filter(place=0).delete()
    entries.filter(place=1).update(title="Another")
    Spelling.objects.filter(word="counters").delete()
    occurrence = Occurrence.objects.get(entry__place=3, word="three")
    Occurrence.objects.filter(pk=occurrence.pk).update(weight=1)
    Entry.objects.bulk_create([Entry(edition=edition, place=9, title="Left over", length=0)])

    assert [(each.what, each.title) for each in differences(edition)] == [
        (What.MISSING, "A course"),
        (What.CHANGED, "One visit"),
        (What.UNSPELT, "Two counters"),
        (What.CHANGED, "Three"),
        (What.STALE, "Left over"),
    ]


@pytest.mark.django_db
def test_what_is_stale_is_told_and_forgotten_with_its_words() -> None:
    kept = publish(Written("One visit"))
    gone = publish(Written("Two zebras"), title="Another course")
    Edition.objects.filter(pk=gone.pk).update(is_current=False)

    assert {each.title for each in stale()} == {"Another course", "Two zebras"}
    assert forget() == 2
    assert not Spelling.objects.filter(word="zebras").exists()
    assert Spelling.objects.filter(word="visit").exists()
    assert list(stale()) == list(differences(kept)) == []


def test_the_index_is_one_of_the_steps_that_are_undone_together(
    small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(sender: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("learning.publishing.signals.editions_changed.send", broken)
    with pytest.raises(RuntimeError):
        withdraw(page(small_course))
    assert Edition.objects.current().filter(pk=small_course.pk).exists()
