"""Where people come in and go out, and their own account."""

from django.urls import path

from learning.accounts import own_views, sharing_views, views

app_name = "accounts"
urlpatterns = [
    path("in/", views.sign_in, name="sign-in"),
    path("register/", views.create_account, name="register"),
    path("welcome/", views.welcome, name="welcome"),
    path("staff/", views.StaffSignIn.as_view(), name="staff-sign-in"),
    path("out/", views.SignOut.as_view(), name="sign-out"),
    path("me/account/", own_views.account, name="account"),
    path("me/account/pin", own_views.own_pin, name="own-pin"),
    path("me/card/", own_views.card, name="card"),
    path("shared/", sharing_views.shared, name="shared"),
    path("locked/", sharing_views.locked, name="locked"),
    path("locked/now", sharing_views.lock, name="lock"),
    path("locked/not-yet", sharing_views.still_here, name="still-here"),
]
