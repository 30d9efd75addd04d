"""The pages where cohorts leave and arrive."""

from django.urls import path

from learning.cohorts.moving import views

urlpatterns = [
    path("teach/take/", views.take_in, name="take"),
    path("teach/<str:code>/move/", views.move, name="move"),
]
