"""Telling how a course was."""

from django.urls import path

from learning.ratings import views

app_name = "ratings"
urlpatterns = [path("me/ratings/<uuid:course>/", views.rate, name="rate")]
