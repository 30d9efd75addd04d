"""Notes, bookmarks and kept key points."""

from django.urls import path

from learning.notes import views

app_name = "notes"
urlpatterns = [
    path("me/notes/", views.notes, name="notes"),
    path("me/notes/notes.txt", views.as_text, name="text"),
    path("me/notes/<uuid:pk>/delete", views.delete, name="delete"),
    path("courses/<slug:slug>/<slug:lesson>/note", views.keep, name="keep-course"),
    path(
        "toolkits/<slug:slug>/<slug:lesson>/note",
        views.keep,
        {"toolkit": True},
        name="keep-toolkit",
    ),
]
