"""Joining a cohort, and teaching one."""

from django.urls import path

from learning.cohorts import views
from learning.cohorts.agenda.urls import urlpatterns as agenda
from learning.cohorts.attendance.urls import urlpatterns as attendance
from learning.cohorts.cascade.urls import urlpatterns as cascade
from learning.cohorts.dialogue.urls import urlpatterns as dialogue
from learning.cohorts.evaluation.urls import urlpatterns as evaluation
from learning.cohorts.moving.urls import urlpatterns as moving
from learning.cohorts.paper.urls import urlpatterns as paper
from learning.cohorts.people.urls import urlpatterns as people
from learning.cohorts.work.urls import urlpatterns as work

app_name = "cohorts"
urlpatterns = [
    path("join/", views.join, name="join"),
    path("teach/", views.cohorts, name="cohorts"),
    *cascade,  # “cascade” and “take” are no codes, so they stand before them
    *moving,
    path("teach/<str:code>/", views.cohort, name="cohort"),
    path("teach/<str:code>/poster/", views.poster, name="poster"),
    path("teach/<str:code>/cards/", views.cards, name="cards"),
    path("teach/<str:code>/<int:member>/pin", views.new_pin, name="new-pin"),
    *agenda,
    *people,
    *attendance,
    *work,
    *dialogue,
    *paper,
    *evaluation,
]
