"""The review's addresses, below Wagtail's admin."""

from django.urls import path

from toolkits.importing import views

app_name = "importing"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:document>/", views.review, name="review"),
    path("<int:document>/drafts/", views.drafts, name="drafts"),
    path("<int:document>/pictures/<int:number>/", views.picture, name="picture"),
]
