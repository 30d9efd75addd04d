"""The pages about a cohort's sessions."""

from django.urls import path

from learning.cohorts.agenda import views

urlpatterns = [
    path("teach/<str:code>/sessions/", views.sessions, name="sessions"),
    path("teach/<str:code>/sessions/plan", views.plan, name="plan-sessions"),
    path("teach/<str:code>/sessions/place", views.place, name="place"),
    path("teach/<str:code>/sessions/move-day", views.move_day, name="move-day"),
    path("teach/<str:code>/sessions/new/", views.new_session, name="new-session"),
    path("teach/<str:code>/sessions/calendar.ics", views.calendar_file, name="calendar"),
    path("teach/<str:code>/sessions/<uuid:key>/", views.session, name="session"),
    path("teach/<str:code>/sessions/<uuid:key>/cancel", views.cancel, name="cancel-session"),
    path("teach/<str:code>/facilitators/", views.facilitators, name="facilitators"),
    path(
        "teach/<str:code>/facilitators/<uuid:key>/remove",
        views.remove_facilitator,
        name="remove-facilitator",
    ),
    path("teach/<str:code>/institutions/", views.pairs, name="pairs"),
    path("me/cohorts/<str:code>/calendar.ics", views.my_calendar, name="my-calendar"),
]
