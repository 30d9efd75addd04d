from django.urls import path

from learning.finding import views

app_name = "finding"
urlpatterns = [
    path("", views.search_page, name="search"),
    path("glossary/", views.glossary_page, name="glossary"),
]
