"""The pages of a cohort's report."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
