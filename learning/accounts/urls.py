"""Where people come in and go out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from learning.accounts import views

app_name = "accounts"
urlpatterns = [
    path("in/", views.sign_in, name="sign-in"),
    path("register/", views.create_account, name="register"),
    path("welcome/", views.welcome, name="welcome"),
    path("staff/", views.StaffSignIn.as_view(), name="staff-sign-in"),
    path("out/", LogoutView.as_view(), name="sign-out"),
]
