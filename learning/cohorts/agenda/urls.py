"""The pages about a cohort's sessions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
