"""Joining a cohort, and teaching one."""

from django.urls import path

from learning.cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("join/", views.join, name="join"),
    path("teach/", views.cohorts, name="cohorts"),
    path("teach/<str:code>/", views.cohort, name="cohort"),
    path("teach/<str:code>/poster/", views.poster, name="poster"),
    path("teach/<str:code>/cards/", views.cards, name="cards"),
    path("teach/<str:code>/<int:member>/pin", views.new_pin, name="new-pin"),
]
