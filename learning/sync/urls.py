"""Where progress comes home."""

from django.urls import path

from learning.sync import views

app_name = "sync"
urlpatterns = [
    path("me/bring/", views.bring, name="bring"),
    path("teach/<str:code>/progress/", views.cohort_bring, name="cohort-bring"),
    path("teach/<str:code>/progress/<int:waiting>", views.cohort_settle, name="cohort-settle"),
]
