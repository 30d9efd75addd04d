"""A learner's certificates, and verifying one."""

from django.urls import path

from learning.credentials import views

app_name = "credentials"
urlpatterns = [
    path("me/certificates/", views.certificates, name="certificates"),
    path("me/certificates/course/<uuid:course>/", views.ask, name="ask"),
    path("me/certificates/programme/<uuid:cohort>/", views.ask_programme, name="ask-programme"),
    path("me/certificates/<uuid:pk>/", views.certificate, name="certificate"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>", views.verified, name="verified"),
]
