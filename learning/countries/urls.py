"""The countries, one country, and the same as CSV."""

from django.urls import path, re_path

from learning.countries import views

app_name = "countries"
urlpatterns = [
    path("", views.countries, name="countries"),
    path("countries.csv", views.countries_csv, name="countries-csv"),
    re_path(r"^(?P<iso3>[A-Za-z]{3})/$", views.country, name="country"),
    re_path(r"^(?P<iso3>[A-Za-z]{3})\.csv$", views.country_csv, name="country-csv"),
]
