"""The pages about attendance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
