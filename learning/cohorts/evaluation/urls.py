"""The pages of a cohort's report."""

from django.urls import URLPattern, path

from learning.cohorts.evaluation import views

urlpatterns: list[URLPattern] = [
    path("teach/<str:code>/report/", views.report, name="report"),
    path("teach/<str:code>/report/report.pdf", views.report_pdf, name="report-pdf"),
    path("teach/<str:code>/report/reactions/", views.reactions, name="reactions"),
    path(
        "teach/<str:code>/report/reactions/<str:day>/", views.paper_reactions, name="reactions-day"
    ),
    path("me/cohorts/<str:code>/reaction/", views.my_reaction, name="my-reaction"),
    path("me/cohorts/<str:code>/reaction/<str:day>/", views.my_reaction, name="my-reaction-day"),
]
