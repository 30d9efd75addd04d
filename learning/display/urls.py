from django.urls import path

from learning.display import views

app_name = "display"
urlpatterns = [
    path("display/", views.panel, name="panel"),
    path("style/", views.style, name="style"),
    path("brand.<str:digest>.css", views.brand_rules, name="brand"),
]
