"""The pages about what comes after a cohort."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
