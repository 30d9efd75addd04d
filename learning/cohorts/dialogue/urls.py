"""The pages where a cohort talks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
