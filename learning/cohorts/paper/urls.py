"""The paper pack."""

from django.urls import path

from learning.cohorts.paper import views

urlpatterns = [
    path("teach/<str:code>/paper/", views.paper, name="paper"),
    path("teach/<str:code>/paper/pack.pdf", views.paper_pack, name="paper-pack"),
]
