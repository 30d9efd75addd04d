"""Country data can be looked at in the editor's rooms and changed by nobody there."""

import pytest
from django.test import Client

from toolkits.countries.models import Country, DataSet, Membership

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ("country-list", "Afghanistan"),
        ("country-list/?q=fidji", "Fiji"),
        ("country-groups", "LDC"),
        ("country-surveys", "United Nations E-Government Survey 2024"),
    ],
)
def test_the_data_are_listed(admin_client: Client, listing: str, expected: str) -> None:
    answer = admin_client.get(f"/cms/{listing}", follow=True)
    assert answer.status_code == 200
    assert expected in answer.content.decode()


def test_one_country_can_be_looked_at(admin_client: Client) -> None:
    answer = admin_client.get("/cms/country-list/inspect/FJI/")
    assert "فيجي" in answer.content.decode()


@pytest.mark.parametrize("model", [Country, Membership, DataSet])
@pytest.mark.parametrize("act", ["new/", "edit/{}/", "delete/{}/"])
def test_nothing_can_be_changed_there(admin_client: Client, model: type, act: str) -> None:
    names = {Country: "country-list", Membership: "country-groups", DataSet: "country-surveys"}
    one = model.objects.first()
    before = model.objects.count()
    answer = admin_client.post(f"/cms/{names[model]}/{act.format(one.pk)}", {"year": 1999})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/cms/")
    assert model.objects.count() == before
    assert model.objects.get(pk=one.pk) == one


def test_a_visitor_sees_none_of_it(client: Client) -> None:
    assert client.get("/cms/country-list/").status_code == 302
