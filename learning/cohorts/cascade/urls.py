"""The pages about what comes after a cohort."""

from django.urls import path

from learning.cohorts.cascade import own_views, views

urlpatterns = [
    path("teach/cascade/", views.cascade, name="cascade"),
    path("teach/<str:code>/afterwards/", views.afterwards, name="afterwards"),
    path("teach/<str:code>/afterwards/sheet/", views.sheet, name="follow-up-sheet"),
    path("teach/<str:code>/afterwards/<int:member>/", views.person, name="afterwards-person"),
    path("teach/<str:code>/afterwards/<int:member>/slip", views.slip, name="slip"),
    path(
        "teach/<str:code>/afterwards/<int:member>/<uuid:log>/",
        views.course,
        name="afterwards-course",
    ),
    path("me/cohorts/<str:code>/follow-up/", own_views.follow_up, name="my-follow-up"),
    path("me/cohorts/<str:code>/teaching/", own_views.teaching, name="my-teaching"),
    path("me/cohorts/<str:code>/teaching/<uuid:log>/", own_views.one_course, name="my-course"),
    path("me/cohorts/<str:code>/lead/", own_views.lead, name="lead"),
    path("me/cohorts/<str:code>/pool/", own_views.own_offer, name="my-pool"),
    path("trainers/", views.pool, name="pool"),
    path("slip/<str:token>/", views.become_trainer, name="become-trainer"),
]
