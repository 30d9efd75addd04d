"""The pages about a cohort's people."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
