from django.urls import path

from learning.player import topic_views, views

app_name = "player"
urlpatterns = [
    path("", views.home, name="home"),
    path("courses/", views.catalogue, name="courses"),
    path("toolkits/", views.toolkits, name="toolkits"),
    path("courses/<slug:slug>/", views.course, name="course"),
    path("courses/<slug:slug>/start", views.start, name="start"),
    path("courses/<slug:slug>/media/<str:name>", views.media, name="media"),
    path("courses/<slug:slug>/<slug:lesson>", views.lesson, name="course-lesson"),
    path("toolkits/<slug:slug>/", views.course, {"toolkit": True}, name="toolkit"),
    path(
        "toolkits/<slug:slug>/media/<str:name>",
        views.media,
        {"toolkit": True},
        name="toolkit-media",
    ),
    path(
        "toolkits/<slug:slug>/<slug:lesson>",
        views.lesson,
        {"toolkit": True},
        name="toolkit-lesson",
    ),
    path("topics/", topic_views.topics, name="topics"),
    path("topics/<str:kind>/<str:code>/", topic_views.topic, name="topic"),
    path("me/", views.me, name="me"),
    path("healthz", views.health, name="health"),
]
