"""The pages where a cohort talks."""

from django.urls import path

from learning.cohorts.dialogue import own_views, views

TEACH = "teach/<str:code>/messages/"
MINE = "me/cohorts/<str:code>/messages/"

urlpatterns = [
    path(TEACH, views.all_messages, name="messages"),
    path(f"{TEACH}new/", views.new_message, name="new-message"),
    path(f"{TEACH}approval", views.approval, name="approval"),
    path(f"{TEACH}hours/", views.office_hour, name="new-office-hour"),
    path(f"{TEACH}hours/<uuid:key>/", views.office_hour, name="office-hour"),
    path(f"{TEACH}hours/<uuid:key>.ics", views.office_hour_file, name="office-hour-file"),
    path(f"{TEACH}talk/<uuid:thing>/", views.discussion, name="discussion"),
    path(f"{TEACH}talk/<uuid:thing>/<uuid:key>", views.moderating, name="moderate"),
    path(f"{TEACH}<uuid:key>/", views.message, name="message"),
    path(f"{TEACH}<uuid:key>/notice/", views.notice, name="notice"),
    path(MINE, own_views.my_messages, name="my-messages"),
    path(f"{MINE}<uuid:key>/read", own_views.read, name="message-read"),
    path(f"{MINE}hours/<uuid:key>.ics", own_views.my_office_hour, name="my-office-hour"),
    path(f"{MINE}talk/<uuid:thing>/", own_views.my_discussion, name="my-discussion"),
    path(f"{MINE}talk/<uuid:thing>/<uuid:key>", own_views.withdraw, name="withdraw-post"),
]
