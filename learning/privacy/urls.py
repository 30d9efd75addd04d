"""What is kept, and everybody's own part of it."""

from django.urls import path

from learning.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/gone/", views.gone, name="gone"),
    path("me/data/", views.mine, name="mine"),
    path("me/data/records/<uuid:course>/", views.course_records, name="records"),
    path("me/data/file", views.download, name="download"),
    path("me/data/delete/", views.delete, name="delete"),
    path("me/agree/", views.agree, name="agree"),
    path("me/agree/<slug:purpose>", views.choose, name="choose"),
    path("people/", views.people, name="people"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("people/<uuid:pk>/file", views.person_download, name="person-download"),
    path("people/<uuid:pk>/delete/", views.person_delete, name="person-delete"),
]
