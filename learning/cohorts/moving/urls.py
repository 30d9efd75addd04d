"""The pages where cohorts leave and arrive."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
