"""The countries, one country, and the same as CSV."""

from django.urls import path

from learning.countries import views

app_name = "countries"
urlpatterns = [
    path("", views.countries, name="countries"),
    path("countries.csv", views.countries_csv, name="countries-csv"),
    path("<str:iso3>/", views.country, name="country"),
    path("<str:iso3>.csv", views.country_csv, name="country-csv"),
]
