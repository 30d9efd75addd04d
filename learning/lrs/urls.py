"""The resources of the Experience API; no address ends with a slash."""

from django.urls import URLPattern, URLResolver, path

from learning.lrs import views

app_name = "lrs"
urlpatterns: list[URLPattern | URLResolver] = [
    path("statements", views.statements, name="statements"),
    path("statements/more", views.more_statements, name="more"),
]
