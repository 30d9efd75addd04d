"""The pages about attendance."""

from django.urls import path

from learning.cohorts.attendance import views

urlpatterns = [
    path("teach/<str:code>/attendance/", views.attendance, name="attendance"),
    path("teach/<str:code>/attendance/paper/", views.paper_sheet, name="paper-sheet"),
    path("teach/<str:code>/attendance/<int:member>/", views.person, name="person-attendance"),
    path("teach/<str:code>/attendance/<uuid:key>/", views.sheet, name="sheet"),
    path("teach/<str:code>/attendance/<uuid:key>/code/", views.show_code, name="day-code"),
    path("me/cohorts/<str:code>/", views.mine, name="mine"),
    path("me/cohorts/<str:code>/attendance/", views.check_in_here, name="check-in"),
]
