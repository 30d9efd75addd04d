"""The pages about a cohort's people."""

from django.urls import path

from learning.cohorts.people import own_views, views

urlpatterns = [
    path("teach/<str:code>/people/", views.people, name="people"),
    path("teach/<str:code>/people/list/", views.bring_list, name="bring-list"),
    path("teach/<str:code>/people/list/<uuid:key>/", views.roster, name="roster"),
    path("teach/<str:code>/people/several/", views.several, name="several"),
    path("teach/<str:code>/people/pins", views.first_pins, name="first-pins"),
    path("teach/<str:code>/people/cards.pdf", views.all_cards, name="cards-pdf"),
    path("teach/<str:code>/people/<int:member>/", views.person, name="person"),
    path("me/cohorts/<str:code>/taking-part", own_views.taking_part, name="taking-part"),
]
