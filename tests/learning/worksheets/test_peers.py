from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.accounts.models import User
from learning.worksheets.instruments import Instrument
from learning.worksheets.models import Worksheet
from learning.worksheets.peers import countries, published
from tests.learning.accounts.people import signed_in
from tests.learning.worksheets.samples import EGDI, posted
from tests.learning.worksheets.test_views import QUERIES, words
from toolkits.countries.models import Country, DataSet, Membership, Reading

LINES = {"FJI": ("0.60000", "0.70000", "0.80000"), "TON": ("0.40000", "0.50000", "0.60000")}


@pytest.fixture(autouse=True)
def _two_islands(db: None) -> None:
    """Two islands with an EGDI of 0.7 and 0.5: their mean is 0.6."""
    survey = DataSet.objects.create(year=2024, title="Survey", source="UN DESA", is_current=True)
    for place, (iso3, parts) in enumerate(LINES.items(), start=1):
        osi, tii, hci = map(Decimal, parts)
        country = Country.objects.create(
            iso3=iso3,
            iso2=iso3[:2],
            m49=f"00{place}",
            name_en=f"Island {iso3}",
            region="Oceania",
            subregion="Melanesia",
            is_un_member=True,
        )
        Membership.objects.create(
            country=country, group="SIDS", since=date(1994, 1, 1), source="UN"
        )
        Reading.objects.create(
            data_set=survey,
            country=country,
            rank=place,
            egdi=(osi + tii + hci) / 3,
            osi=osi,
            tii=tii,
            hci=hci,
            epi=Decimal(0),
        )


def test_the_published_values_come_with_the_means_of_the_peers() -> None:
    found = published(countries()["FJI"])
    assert found is not None
    assert found.filled_in == {
        "osi": "0.6",
        "tii": "0.7",
        "hci": "0.8",
        "published": "0.7",
        "country": "Island FJI, Survey of 2024",
    }
    (peers,) = found.peers
    assert (peers.count, peers.means["egdi"].rounded) == (2, Decimal("0.600"))


def test_a_country_with_no_line_gives_nothing() -> None:
    Reading.objects.filter(country="TON").delete()
    assert published(countries()["TON"]) is None


def test_the_calculator_takes_a_countrys_values_over(egdi: Instrument) -> None:
    data = posted({**EGDI, "osi": "0.1", ".country": "FJI"}, go="prefill")
    page = Client().post(egdi.fill_address, data)
    said = words(page)
    assert 'value="0.6"' in page.content.decode()
    assert "EGDI 0.7000 High" in said
    assert "EGDI 0.7000 0.600" in said  # beside the mean of the two
    assert "mean of 2" in said
    assert "UN DESA" in said


def test_own_values_stay_beside_the_peers(egdi: Instrument) -> None:
    data = posted({**EGDI, "osi": "0.9", ".country": "FJI"}, go="calculate")
    assert "EGDI 0.8000 0.600" in words(Client().post(egdi.fill_address, data))


@pytest.mark.parametrize("code", ["XXX", "fji", "<b>", ""])
def test_an_unknown_country_changes_nothing(egdi: Instrument, code: str) -> None:
    data = posted({**EGDI, ".country": code}, go="prefill")
    said = words(Client().post(egdi.fill_address, data))
    assert "EGDI 0.7000 High" in said
    assert "mean of" not in said


def test_a_saved_line_keeps_its_country_and_costs_few_queries(
    egdi: Instrument, learner: User
) -> None:
    browser = signed_in(learner)
    browser.post(egdi.fill_address, posted({**EGDI, ".country": "FJI"}, go="save", title="Line"))
    address = Worksheet.objects.get().get_absolute_url()
    with CaptureQueriesContext(connection) as asked:
        assert "mean of 2" in words(browser.get(address))
    assert len(asked) <= QUERIES
