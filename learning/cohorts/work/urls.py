"""The pages about a cohort's work."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
