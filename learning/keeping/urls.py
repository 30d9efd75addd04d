"""Courses kept on a device. The worker stands at the top, as it answers while there is no line."""

from django.urls import path

from learning.keeping import views

app_name = "keeping"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("keep/", views.shelf, name="shelf"),
    path("keep/me", views.me, name="me"),
    path("keep/statements", views.statements, name="statements"),
    path("keep/<slug:slug>/", views.course, name="course"),
    path("keep/<slug:slug>/plan", views.plan, name="plan"),
    path("keep/<slug:slug>/statements", views.told, name="told"),
    path("keep/<slug:slug>/usb", views.usb, name="usb"),
    path("keep/<slug:slug>/usb.zip", views.usb_zip, name="usb-zip"),
    # After the addresses of courses: one of them may be called atoll.
    path("keep/atoll/<str:name>", views.asset, name="asset"),
    path("keep/<slug:slug>/files/<str:digest>", views.file, name="file"),
    path("keep/<slug:slug>/atoll/<str:name>", views.asset, name="course-asset"),
    path("keep/<slug:slug>/media/<str:name>", views.media, name="media"),
]
