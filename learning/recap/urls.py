"""The weekly recap and the weekly goal."""

from django.urls import path

from learning.recap import views

app_name = "recap"
urlpatterns = [
    path("me/recap/", views.recap, name="recap"),
    path("me/goal", views.choose_goal, name="goal"),
]
